//! What the registry keeps, in nouns, and the steps that change it.
//!
//! A change of one object is either recorded at once ([`Registry::record`]) or, where a backend has a part in it, begun,
//! done there, and finished. Each step is one transaction that is durable when its answer comes. Nothing here knows
//! a backend, and no transaction is open while one is called.

mod answer;
pub(crate) mod clock;
mod error;
mod lease;
pub mod location;
pub mod mounts;
mod object;
#[cfg(test)]
mod process_tests;
pub mod sqlite;

use std::io::Write;

pub use answer::Answer;
pub(crate) use answer::question;
pub use clock::Clock;
pub use error::{OpenError, RegistryError};
pub use lease::{Lease, LeaseState, Process};
pub use location::{Environment, Location, LocationError};
pub use mounts::MountTable;
pub use object::{
    After, Begin, Change, Dependent, Edge, Finish, Object, OpenOperation, Operation, Record,
    Write as ObjectWrite,
};

use crate::journal::{Entry, Verified, Witness};
use crate::{Instant, Key, Kind, Ref, RegistryId, Uid};

/// Objects, the edges between them, and the journal. Several processes may hold the same one.
pub trait Registry: Send + Sync {
    /// The same for as long as its state lives: backups and rebuilt registries keep it.
    fn identity(&self) -> RegistryId;

    /// What time it is: the system's, or the test clock's.
    fn clock(&self) -> Answer<Clock>;

    /// Moves a test clock forward. Fails on a registry without one, and backwards.
    fn move_clock(&self, to: Instant) -> Answer<Clock>;

    /// The incarnation that has this name now.
    fn object(&self, key: Key) -> Answer<Option<Object>>;

    /// An incarnation that is not removed yet.
    fn incarnation(&self, uid: Uid) -> Answer<Option<Object>>;

    /// All objects, or all of one kind, in the order of their names.
    fn objects(&self, kind: Option<Kind>) -> Answer<Vec<Object>>;

    /// The objects that refer to this one, in the order of their names.
    fn dependents(&self, uid: Uid) -> Answer<Vec<Dependent>>;

    /// T1: compares the version, appends the intent, marks the object and takes the lease.
    fn begin(&self, begin: Begin) -> Answer<Operation>;

    /// T2: appends the outcome, writes the object and gives the lease back. Only the run that began can.
    fn finish(&self, finish: Finish) -> Answer<Option<Object>>;

    /// T1 and T2 in one, with one entry, for what no backend has a part in.
    fn record(&self, record: Record) -> Answer<Option<Object>>;

    /// The operations without outcome, oldest first.
    fn open_operations(&self) -> Answer<Vec<OpenOperation>>;

    /// [`Registry::finish`] by somebody else, once the lease has gone with its process or has run out.
    fn settle(&self, finish: Finish) -> Answer<Option<Object>>;

    /// Where the journal ends now.
    fn witness(&self) -> Answer<Witness>;

    /// Fails when the registry is not the one that the witness saw, or not all of it.
    fn check(&self, witness: Witness) -> Answer<()>;

    /// The entries about one object: all incarnations of a name, or one uid. Oldest first.
    fn trail(&self, of: TrailOf) -> Answer<Vec<Entry>>;

    /// Walks the whole chain, in bounded memory.
    fn verify(&self, witness: Option<Witness>) -> Answer<Verified>;

    /// Writes each entry as a line of JSON, `{"hash": …, "entry": …}`; answers how many. What is written while it goes
    /// on is not in it.
    fn export(&self, sink: Box<dyn Write + Send>) -> Answer<u64>;
}

/// Whose entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrailOf {
    /// Every incarnation that had this name.
    Reference(Ref),
    Uid(Uid),
}
