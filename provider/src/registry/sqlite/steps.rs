//! The steps that change an object: intent, outcome, both in one. Each runs within one transaction.

use std::borrow::Cow;

use rusqlite::{Connection, OptionalExtension as _};

use super::fault::Fault;
use super::writer::Writing;
use super::{entries, rows};
use crate::failpoint;
use crate::journal::{Draft, Entry, Event, Outcome, Phase, Subject, Verdict};
use crate::registry::lease::{Lease, LeaseState, Process};
use crate::registry::{
    After, Begin, Change, Finish, Object, ObjectWrite, OpenOperation, Operation, Record, RegistryError, clock,
};
use crate::{OperationId, Ref, RunId, Status, Uid};

/// T1.
pub(super) fn begin(writing: &Writing<'_>, begin: &Begin) -> Result<Operation, Fault> {
    let connection = writing.connection;
    let Allowed { subject, edges } = allow(writing, begin.event, &begin.change)?;
    let id = OperationId::generate();
    let write = match &begin.change {
        Change::Create(write) | Change::Restore { write, .. } => {
            rows::insert(connection, subject.uid, 0, write)?;
            Some(write)
        }
        Change::Update { write, .. } => Some(write),
        Change::Remove { .. } => None,
    };
    let now = clock::system();
    let lease = Lease {
        run: writing.origin.run,
        process: writing.here.clone(),
        until: now.checked_add(begin.lease).unwrap_or(now),
    };
    rows::hold(connection, subject.uid, id, &lease, write)?;
    rows::set_edges(connection, subject.uid, &edges, true)?;
    let appended = entries::append(
        writing,
        &Draft {
            operation: Some(id),
            phase: Phase::Intent,
            event: begin.event,
            subject: Some(&subject),
            digest: write.map(|write| write.document.digest()),
            verdict: None,
            evidence: None,
            residual: None,
            refers: None,
            settled: false,
        },
    )?;
    failpoint::reach("intent")?;
    Ok(Operation {
        id,
        subject,
        seq: appended.seq,
        at: appended.at,
    })
}

/// T2, by the run that began, or (`settling`) by another once nobody else can.
pub(super) fn finish(
    writing: &Writing<'_>,
    finish: &Finish,
    settling: bool,
) -> Result<Option<Object>, Fault> {
    let connection = writing.connection;
    let operation = finish.operation;
    let Some(rows::Held {
        object,
        lease: Some(lease),
        intended,
    }) = rows::by_operation(connection, operation)?
    else {
        return Err(why_not_open(connection, operation)?.into());
    };
    let state = lease.state(writing.origin.run, writing.here, clock::system());
    let may = if settling {
        state != LeaseState::Live
    } else {
        state == LeaseState::Own
    };
    if !may {
        let lease = Box::new(lease);
        return Err(RegistryError::NotYours { operation, lease }.into());
    }
    let event = intent(connection, operation)?.event;
    let uid = object.uid;
    let write = match &finish.after {
        After::AsIntended => intended.as_ref(),
        After::Write(write) => Some(write),
        After::Unchanged | After::Removed => None,
    };
    let reference = write.map_or(&object.reference, |write| &write.reference).clone();
    match (write, &finish.after) {
        (Some(write), _) => {
            check_write(&object, write)?;
            let edges = resolve(connection, write)?;
            rows::update(connection, uid, write)?;
            rows::set_edges(connection, uid, &edges, false)?;
        }
        (None, After::Unchanged) if object.version > 0 => rows::release(connection, uid)?,
        (None, _) => rows::remove(connection, uid)?,
    }
    let subject = Subject { uid, reference };
    append_outcome(
        writing,
        (operation, Phase::Outcome, event),
        &subject,
        write,
        &finish.outcome,
        settling,
    )?;
    failpoint::reach("outcome")?;
    Ok(rows::by_uid(connection, uid)?.map(|held| held.object))
}

/// T1 and T2 in one.
pub(super) fn record(writing: &Writing<'_>, record: &Record) -> Result<Option<Object>, Fault> {
    let connection = writing.connection;
    let Allowed { subject, edges } = allow(writing, record.event, &record.change)?;
    let write = match &record.change {
        Change::Create(write) | Change::Restore { write, .. } => {
            rows::insert(connection, subject.uid, 1, write)?;
            Some(write)
        }
        Change::Update { write, .. } => {
            rows::update(connection, subject.uid, write)?;
            Some(write)
        }
        Change::Remove { .. } => {
            rows::remove(connection, subject.uid)?;
            None
        }
    };
    if write.is_some() {
        rows::set_edges(connection, subject.uid, &edges, false)?;
    }
    let outcome = Outcome {
        verdict: Verdict::Done,
        evidence: record.evidence.clone(),
        residual: None,
    };
    append_outcome(
        writing,
        (OperationId::generate(), Phase::Single, record.event),
        &subject,
        write,
        &outcome,
        false,
    )?;
    Ok(rows::by_uid(connection, subject.uid)?.map(|held| held.object))
}

/// As seen by `run` in the process `here`.
pub(super) fn open_operations(
    connection: &Connection,
    run: RunId,
    here: &Process,
) -> Result<Vec<OpenOperation>, Fault> {
    let now = clock::system();
    let mut open = Vec::new();
    for held in rows::under_operation(connection)? {
        let (Some(id), Some(lease)) = (held.object.operation, held.lease) else {
            continue;
        };
        let intent = intent(connection, id)?;
        open.push(OpenOperation {
            id,
            subject: Subject {
                uid: held.object.uid,
                reference: held.object.reference,
            },
            event: intent.event,
            at: intent.at,
            seq: intent.seq,
            state: lease.state(run, here, now),
            lease,
            intended: held.intended.map(|write| write.document),
        });
    }
    open.sort_by_key(|operation| operation.seq);
    Ok(open)
}

fn append_outcome(
    writing: &Writing<'_>,
    (operation, phase, event): (OperationId, Phase, Event),
    subject: &Subject,
    write: Option<&ObjectWrite>,
    outcome: &Outcome,
    settled: bool,
) -> Result<(), Fault> {
    // Taking away what is revoked already is no second revocation: it points to the first.
    let refers = match event {
        Event::Retired => entries::revocation(writing.connection, subject.uid)?,
        _ => None,
    };
    entries::append(
        writing,
        &Draft {
            operation: Some(operation),
            phase,
            event,
            subject: Some(subject),
            digest: write.map(|write| write.document.digest()),
            verdict: Some(outcome.verdict),
            evidence: Some(&outcome.evidence),
            residual: outcome.residual,
            refers,
            settled,
        },
    )?;
    Ok(())
}

/// A change that may be made.
struct Allowed {
    /// Under the name that it had, or gets.
    subject: Subject,
    edges: Vec<(Cow<'static, str>, Uid)>,
}

fn allow(writing: &Writing<'_>, event: Event, change: &Change) -> Result<Allowed, Fault> {
    let connection = writing.connection;
    let (uid, version) = match change {
        Change::Create(write) => return allow_new(writing, Uid::generate(), write),
        Change::Restore { uid, write } => {
            if rows::by_uid(connection, *uid)?.is_some() {
                return Err(RegistryError::UidTaken { uid: *uid }.into());
            }
            return allow_new(writing, *uid, write);
        }
        Change::Update { uid, version, .. } | Change::Remove { uid, version } => (*uid, *version),
    };
    let held = rows::by_uid(connection, uid)?.ok_or(RegistryError::NoSuchObject { uid })?;
    nobody_else(writing, &held)?;
    let reference = held.object.reference.clone();
    if held.object.version != version {
        return Err(RegistryError::Changed {
            reference,
            expected: version,
            found: held.object.version,
        }
        .into());
    }
    if event == Event::Revoked {
        let seq = entries::revocation(connection, uid)?;
        if seq.is_some() || held.object.status == Some(Status::Revoked) {
            return Err(RegistryError::AlreadyRevoked { reference, seq }.into());
        }
    }
    let edges = match change {
        Change::Update { write, .. } => {
            check_write(&held.object, write)?;
            revoked_stays_revoked(connection, &held.object, write)?;
            resolve(connection, write)?
        }
        _ => {
            nothing_live_hangs_on(connection, &held.object)?;
            Vec::new()
        }
    };
    Ok(Allowed {
        subject: Subject { uid, reference },
        edges,
    })
}

fn allow_new(writing: &Writing<'_>, uid: Uid, write: &ObjectWrite) -> Result<Allowed, Fault> {
    let connection = writing.connection;
    if let Some(other) = rows::by_key(connection, &write.reference.key())? {
        // A creation that nobody finished is to be settled, not to be told of as an object.
        if other.object.version == 0 {
            nobody_else(writing, &other)?;
        }
        let (reference, uid) = (other.object.reference, other.object.uid);
        return Err(RegistryError::AlreadyExists { reference, uid }.into());
    }
    let reference = write.reference.clone();
    Ok(Allowed {
        subject: Subject { uid, reference },
        edges: resolve(connection, write)?,
    })
}

/// Fails when the object is under an operation, saying what to do about it.
fn nobody_else(writing: &Writing<'_>, held: &rows::Held) -> Result<(), RegistryError> {
    let (Some(operation), Some(lease)) = (held.object.operation, &held.lease) else {
        return Ok(());
    };
    let reference = held.object.reference.clone();
    let state = lease.state(writing.origin.run, writing.here, clock::system());
    Err(if state.can_be_settled() {
        RegistryError::Settleable { reference, operation }
    } else {
        let lease = Box::new(lease.clone());
        RegistryError::Busy {
            reference,
            operation,
            lease,
        }
    })
}

/// An identity may change its type; a name never changes.
fn check_write(object: &Object, write: &ObjectWrite) -> Result<(), RegistryError> {
    if object.reference.key() == write.reference.key() {
        return Ok(());
    }
    Err(RegistryError::Renamed {
        reference: object.reference.clone(),
        wanted: write.reference.clone(),
    })
}

fn revoked_stays_revoked(connection: &Connection, object: &Object, write: &ObjectWrite) -> Result<(), Fault> {
    if object.status == Some(Status::Revoked) && write.status != Some(Status::Revoked) {
        let reference = object.reference.clone();
        let seq = entries::revocation(connection, object.uid)?;
        return Err(RegistryError::AlreadyRevoked { reference, seq }.into());
    }
    Ok(())
}

fn nothing_live_hangs_on(connection: &Connection, object: &Object) -> Result<(), Fault> {
    let mut dependents: Vec<Ref> = rows::dependents(connection, object.uid)?
        .into_iter()
        .filter(|dependent| dependent.uid != object.uid && !dependent.status.is_some_and(Status::is_over))
        .map(|dependent| dependent.reference)
        .collect();
    dependents.dedup();
    if dependents.is_empty() {
        return Ok(());
    }
    let reference = object.reference.clone();
    Err(RegistryError::HasDependents {
        reference,
        dependents,
    }
    .into())
}

/// The objects that the edges lead to.
fn resolve(connection: &Connection, write: &ObjectWrite) -> Result<Vec<(Cow<'static, str>, Uid)>, Fault> {
    let mut edges = Vec::with_capacity(write.edges.len());
    for edge in &write.edges {
        let from = write.reference.clone();
        let role = edge.role.clone().into_owned();
        let to = edge.to.to_string();
        match rows::by_key(connection, &edge.to)? {
            Some(held) if held.object.operation.is_some() && held.intended.is_none() => {
                return Err(RegistryError::GoingAway { from, role, to }.into());
            }
            Some(held) if held.object.version > 0 => edges.push((edge.role.clone(), held.object.uid)),
            _ => return Err(RegistryError::NothingThere { from, role, to }.into()),
        }
    }
    Ok(edges)
}

fn intent(connection: &Connection, operation: OperationId) -> Result<Entry, Fault> {
    let text: Option<String> = connection
        .prepare_cached("select entry from journal where operation = ?1 and phase = 'intent'")?
        .query_row([operation.to_string()], |row| row.get(0))
        .optional()?;
    text.and_then(|text| Entry::parse(&text).ok())
        .ok_or(Fault::Row("an operation has no intent in the journal"))
}

fn why_not_open(connection: &Connection, operation: OperationId) -> Result<RegistryError, Fault> {
    let seq: Option<u64> = connection
        .prepare_cached("select seq from journal where operation = ?1 and phase <> 'intent'")?
        .query_row([operation.to_string()], |row| row.get(0))
        .optional()?;
    Ok(match seq {
        Some(seq) => RegistryError::AlreadyFinished { operation, seq },
        None => RegistryError::NoSuchOperation { operation },
    })
}
