//! What can go wrong, said so that the next step is clear. No text of a document is in any of it.

use std::path::PathBuf;

use super::lease::Lease;
use crate::journal::{Problem, WitnessProblem};
use crate::{Instant, OperationId, Ref, Uid};

/// Why a step was not taken. Nothing of it was written.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    #[error("{reference} already exists (uid {uid})")]
    AlreadyExists { reference: Ref, uid: Uid },
    #[error("the uid {uid} has an object already")]
    UidTaken { uid: Uid },
    #[error("there is no object with the uid {uid}")]
    NoSuchObject { uid: Uid },
    #[error(
        "{reference} is at version {found}, not {expected}: it was changed by somebody else in the meantime; plan again"
    )]
    Changed {
        reference: Ref,
        expected: u64,
        found: u64,
    },
    #[error("{reference} is being changed by {lease}; wait for it (operation {operation})")]
    Busy {
        reference: Ref,
        operation: OperationId,
        lease: Box<Lease>,
    },
    #[error(
        "nobody knows how the operation {operation} on {reference} ended: its process is gone or its lease ran out; \
         settle it first (`extid journal settle`, or the next apply)"
    )]
    Settleable { reference: Ref, operation: OperationId },
    #[error("`{role}` of {from} refers to {to}, which does not exist")]
    NothingThere { from: Ref, role: String, to: String },
    #[error("`{role}` of {from} refers to {to}, which is being removed")]
    GoingAway { from: Ref, role: String, to: String },
    #[error("{reference} is still referred to by {}", list(dependents))]
    HasDependents { reference: Ref, dependents: Vec<Ref> },
    #[error("{reference} was revoked already ({}); a revoked object is never revived: give it a new name or replace it", told_in(*.seq))]
    AlreadyRevoked {
        reference: Ref,
        /// `None` where the journal that has it was lost.
        seq: Option<u64>,
    },
    #[error("there is no operation {operation}")]
    NoSuchOperation { operation: OperationId },
    #[error("the operation {operation} has its outcome already (entry {seq})")]
    AlreadyFinished { operation: OperationId, seq: u64 },
    #[error(
        "the operation {operation} belongs to {lease}; only that run can finish it, and nobody can settle it yet"
    )]
    NotYours {
        operation: OperationId,
        lease: Box<Lease>,
    },
    #[error(
        "`{reference}` cannot become `{wanted}`: only the five types of identity change into each other, and an id never changes"
    )]
    Renamed { reference: Ref, wanted: Ref },
    #[error("this registry has no test clock; one is given only when a registry is made")]
    NoTestClock,
    #[error("the test clock is at {now} and moves only forward, not to {wanted}")]
    Backwards { now: Instant, wanted: Instant },
    #[error("the journal is not whole: {0}")]
    Journal(#[source] Box<Problem>),
    #[error(transparent)]
    Witness(WitnessProblem),
    #[error(
        "{path} is damaged ({reason}): put a backup in its place, or make it again with `terraform state pull | extid registry rebuild -`"
    )]
    Damaged { path: PathBuf, reason: String },
    #[error("{path} stayed locked by another process for 30 seconds; try again when it has finished")]
    Locked { path: PathBuf },
    #[error("the disk of {path} is full; nothing was written")]
    Full { path: PathBuf },
    #[error("{path} cannot be written: {reason}")]
    ReadOnly { path: PathBuf, reason: String },
    #[error("the database of the registry failed: {reason}")]
    Database { reason: String },
    #[error("{what} could not be written")]
    Output {
        what: String,
        #[source]
        source: std::io::Error,
    },
    #[error("the registry was closed")]
    Closed,
}

/// Why a registry was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(
        "there is no registry at {path}: the first apply makes one. If there was one, put it back, restore a backup, or \
         make it again with `terraform state pull | extid registry rebuild -`; `-refresh=false` plans without it"
    )]
    NoRegistry { path: PathBuf },
    #[error(
        "no registry is made at the default path {path} while {variable} is set, because this machine's files are \
         thrown away after the run: set `registry`"
    )]
    Transient { path: PathBuf, variable: &'static str },
    #[error("there is something at {path} already")]
    Exists { path: PathBuf },
    #[error("{path} is no registry: {reason}")]
    NotARegistry { path: PathBuf, reason: &'static str },
    #[error(
        "{path} was written by a newer extid (its schema is {found}, this one knows {known}): upgrade extid and its provider"
    )]
    Newer { path: PathBuf, found: u64, known: u64 },
    #[error(
        "{path} is on {file_system}, where locks of databases do not hold: put the registry on a local disk"
    )]
    RemoteFileSystem { path: PathBuf, file_system: String },
    #[error("{what} {path} failed")]
    Io {
        what: &'static str,
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error(transparent)]
    Registry(#[from] RegistryError),
}

/// `agent/a, agent/b and 3 more`
fn list(references: &[Ref]) -> String {
    const SHOWN: usize = 10;
    let shown: Vec<String> = references.iter().take(SHOWN).map(Ref::to_string).collect();
    match references.len().checked_sub(SHOWN) {
        Some(more @ 1..) => format!("{} and {more} more", shown.join(", ")),
        _ => shown.join(", "),
    }
}

fn told_in(seq: Option<u64>) -> String {
    match seq {
        Some(seq) => format!("entry {seq}"),
        None => "before this registry was made again".to_owned(),
    }
}
