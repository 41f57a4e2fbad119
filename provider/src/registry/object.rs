//! Objects, what hangs on what, and the changes of one object.

use std::borrow::Cow;

use super::lease::{Lease, LeaseState};
use crate::journal::{Event, Evidence, Outcome, Subject};
use crate::{Document, Duration, Instant, Key, OperationId, Ref, Status, Uid};

/// One object as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    pub uid: Uid,
    pub reference: Ref,
    /// Grows by one with each write. 0: the name is taken by a creation that has no outcome yet.
    pub version: u64,
    pub status: Option<Status>,
    pub document: Document,
    /// The operation without outcome that the object is under.
    pub operation: Option<OperationId>,
}

/// A reference to another object, by name: `class` to `identity_class/agents`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// The attribute that holds it.
    pub role: Cow<'static, str>,
    pub to: Key,
}

/// An object that refers to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependent {
    pub uid: Uid,
    pub reference: Ref,
    pub status: Option<Status>,
    pub role: String,
}

/// What an object is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    pub reference: Ref,
    pub status: Option<Status>,
    pub document: Document,
    /// All of them; each must lead to an object.
    pub edges: Vec<Edge>,
}

/// A change of one object.
#[derive(Clone, Debug)]
pub enum Change {
    /// Under a new uid.
    Create(Write),
    /// Under the uid that a lost registry gave it.
    Restore { uid: Uid, write: Write },
    /// Fails when the object is no longer at `version`.
    Update { uid: Uid, version: u64, write: Write },
    /// Fails too while something that is not over refers to it.
    Remove { uid: Uid, version: u64 },
}

/// T1 of a change.
#[derive(Clone, Debug)]
pub struct Begin {
    pub event: Event,
    pub change: Change,
    /// How long others keep away, at most; the process's end gives the object free at once.
    pub lease: Duration,
}

/// What T1 answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The idempotency key or marker at the backend.
    pub id: OperationId,
    pub subject: Subject,
    /// Of the intent.
    pub seq: u64,
    pub at: Instant,
}

/// T2 of a change.
#[derive(Clone, Debug)]
pub struct Finish {
    pub operation: OperationId,
    pub outcome: Outcome,
    pub after: After,
}

/// What T2 makes of the object.
#[derive(Clone, Debug)]
pub enum After {
    /// What the intent said.
    AsIntended,
    /// What it was before; an object that was being created is gone.
    Unchanged,
    /// Something else: what the backend has of it, its id there.
    Write(Write),
    Removed,
}

/// A change that no backend has a part in.
#[derive(Clone, Debug)]
pub struct Record {
    pub event: Event,
    pub change: Change,
    pub evidence: Evidence,
}

/// An operation without outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenOperation {
    pub id: OperationId,
    pub subject: Subject,
    pub event: Event,
    /// When and where the intent was written.
    pub at: Instant,
    pub seq: u64,
    pub lease: Lease,
    pub state: LeaseState,
    /// What the object is to be; `None`: it is to be removed.
    pub intended: Option<Document>,
}
