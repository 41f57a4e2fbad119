//! The Terraform plugin protocol, version 6, complete and strict.

pub mod codec;
mod diagnostics;
mod model;
mod modifier;
mod path;
pub mod schema;
mod types;
mod validator;
mod value;
/// The raw messages of the protocol, public for tests that play Terraform's part; no promise of stability covers
/// them.
#[doc(hidden)]
pub mod wire;

pub use codec::CodecError;
pub use diagnostics::{Diagnostic, Diagnostics, Severity};
pub use model::{Datum, Misfit, Model};
pub use modifier::{Modifier, Transition};
pub use path::{Path, Step};
pub use types::Type;
pub use validator::Validator;
pub use value::{Bound, Data, Dynamic, Elements, Number, NumberError, Object, Raw, Refinement, Value};
