//! What was done to whom: entries in a chain of hashes, each change first as an intent, then with its outcome.
//!
//! Knows no database: a registry stores the text of each entry and its hash, and feeds them to a [`Walk`].

mod chain;
mod entry;
mod evidence;
mod witness;

pub use chain::{Hash, ParseHashError, Problem, Verified, Walk};
pub use entry::{Asserted, AssertedError, Entry, Event, Origin, Outcome, Phase, Subject, Verdict};
pub(crate) use entry::{Draft, Writable};
pub use evidence::{Evidence, NativeId, NotANativeId, Redacted};
pub use witness::{Witness, WitnessProblem};
