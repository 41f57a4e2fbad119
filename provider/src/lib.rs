//! The provider `extid/extid`, so far its memory: the registry of objects and the journal of what was done to them.
//!
//! [`registry`] says in nouns what is kept and which steps there are; [`registry::sqlite`] keeps it in a file.
//! [`journal`] knows entries, their chain and their evidence, and no database.

pub mod canonical;
pub mod document;
pub mod failpoint;
pub mod id;
pub mod journal;
pub mod noun;
pub mod registry;
pub mod status;

pub use document::Document;
pub use governance::{Duration, Instant};
pub use id::{OperationId, RegistryId, RunId, Uid};
pub use noun::{Key, Kind, Namespace, Ref};
pub use status::Status;
