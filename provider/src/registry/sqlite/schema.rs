//! The tables of the file, their version, and what the registry remembers about itself.

use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};

use super::fault::Fault;
use crate::journal::Witness;
use crate::registry::clock::{self, Clock};
use crate::{Instant, RegistryId};

/// `extd`: what tells our files from those of other programs.
pub(super) const APPLICATION_ID: u32 = 0x6578_7464;

/// One step for each version, from none to the newest.
const STEPS: [&str; 1] = [include_str!("schema.sql")];

/// The newest version that this program knows.
pub(super) const NEWEST: u64 = STEPS.len() as u64;

/// What a new registry is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Creation {
    /// `None`: a new registry. When one is made again from state, the newest entry that the state has seen: the
    /// identity stays, and the journal goes on after that entry.
    pub continues: Option<Witness>,
    /// The registry is for tests, and its clock starts here.
    pub test_clock: Option<Instant>,
}

/// Makes the tables in an empty file.
pub(super) fn create(connection: &mut Connection, creation: &Creation) -> Result<(), Fault> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for step in STEPS {
        transaction.execute_batch(step)?;
    }
    set(&transaction, "schema", &NEWEST.to_string())?;
    let identity = match creation.continues {
        Some(witness) => {
            set(&transaction, "start_seq", &witness.seq.to_string())?;
            set(&transaction, "start_hash", &witness.head.to_string())?;
            witness.registry
        }
        None => RegistryId::generate(),
    };
    set(&transaction, "registry", &identity.to_string())?;
    set(&transaction, "created", &clock::system().to_string())?;
    if let Some(start) = creation.test_clock {
        set(&transaction, "test_clock", &start.to_string())?;
    }
    transaction.commit()?;
    Ok(())
}

/// Brings an older file up to date. Fails with the version that it found when that is newer.
pub(super) fn migrate(connection: &mut Connection) -> Result<Result<(), u64>, Fault> {
    if version(connection)? == NEWEST {
        return Ok(Ok(()));
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Again: another process may have been faster.
    let found = version(&transaction)?;
    if found > NEWEST {
        return Ok(Err(found));
    }
    for step in STEPS.iter().skip(usize::try_from(found).unwrap_or(usize::MAX)) {
        transaction.execute_batch(step)?;
    }
    set(&transaction, "schema", &NEWEST.to_string())?;
    transaction.commit()?;
    Ok(Ok(()))
}

fn version(connection: &Connection) -> Result<u64, Fault> {
    get(connection, "schema")?
        .and_then(|text| text.parse().ok())
        .ok_or(Fault::Row("it does not say which schema it has"))
}

/// What the first entry follows.
pub(super) fn start(connection: &Connection) -> Result<Witness, Fault> {
    let registry = get(connection, "registry")?
        .and_then(|text| text.parse().ok())
        .ok_or(Fault::Row("it does not say which registry it is"))?;
    let Some(seq) = get(connection, "start_seq")? else {
        return Ok(Witness::genesis(registry));
    };
    let head = get(connection, "start_hash")?.and_then(|text| text.parse().ok());
    match (seq.parse(), head) {
        (Ok(seq), Some(head)) => Ok(Witness { registry, seq, head }),
        _ => Err(Fault::Row("it does not say which entry its journal follows")),
    }
}

pub(super) fn clock(connection: &Connection) -> Result<Clock, Fault> {
    Ok(match get(connection, "test_clock")? {
        Some(text) => Clock {
            now: text
                .parse()
                .map_err(|_| Fault::Row("its test clock shows no time"))?,
            is_test: true,
        },
        None => Clock {
            now: clock::system(),
            is_test: false,
        },
    })
}

pub(super) fn set_clock(connection: &Connection, to: Instant) -> Result<(), Fault> {
    set(connection, "test_clock", &to.to_string())
}

fn get(connection: &Connection, name: &str) -> Result<Option<String>, Fault> {
    Ok(connection
        .prepare_cached("select value from meta where name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?)
}

fn set(connection: &Connection, name: &str, value: &str) -> Result<(), Fault> {
    connection
        .prepare_cached("insert into meta values (?1, ?2) on conflict (name) do update set value = ?2")?
        .execute(params![name, value])?;
    Ok(())
}
