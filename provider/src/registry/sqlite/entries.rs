//! Rows of the journal: appended in a step, read in order.

use std::io::Write;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::fault::Fault;
use super::schema;
use super::writer::Writing;
use crate::journal::{Draft, Entry, Hash, Verified, Walk, Witness, Writable};
use crate::registry::{RegistryError, TrailOf};
use crate::{Instant, Uid};

/// What was appended.
pub(super) struct Appended {
    pub(super) seq: u64,
    pub(super) at: Instant,
}

/// At the end of the chain, never earlier than the entry before.
pub(super) fn append(writing: &Writing<'_>, draft: &Draft<'_>) -> Result<Appended, Fault> {
    let connection = writing.connection;
    let now = schema::clock(connection)?.now;
    let last: Option<(u64, Vec<u8>, String)> = connection
        .prepare_cached("select seq, hash, entry ->> '$.at' from journal order by seq desc limit 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let (seq, head, at) = match last {
        Some((seq, hash, at)) => {
            let before: Instant = at.parse().map_err(|_| Fault::Row("an entry has no time"))?;
            (seq + 1, hash_of(&hash)?, now.max(before))
        }
        None => {
            let start = schema::start(connection)?;
            (start.seq + 1, start.head, now)
        }
    };
    let text = Writable::new(draft, writing.origin, seq, at).to_text()?;
    connection
        .prepare_cached("insert into journal (seq, entry, hash) values (?1, ?2, ?3)")?
        .execute(params![seq, text, head.followed_by(&text).as_bytes()])?;
    Ok(Appended { seq, at })
}

/// The entry that says that this incarnation was revoked.
pub(super) fn revocation(connection: &Connection, uid: Uid) -> Result<Option<u64>, Fault> {
    Ok(connection
        .prepare_cached("select seq from journal where uid = ?1 and event = 'revoked' and verdict = 'done'")?
        .query_row([uid.to_string()], |row| row.get(0))
        .optional()?)
}

/// The end of a journal that begins at `start`.
pub(super) fn witness(connection: &Connection, start: Witness) -> Result<Witness, Fault> {
    let last: Option<(u64, Vec<u8>)> = connection
        .prepare_cached("select seq, hash from journal order by seq desc limit 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match last {
        Some((seq, hash)) => Ok(Witness {
            seq,
            head: hash_of(&hash)?,
            ..start
        }),
        None => Ok(start),
    }
}

pub(super) fn check(connection: &Connection, start: Witness, witness: Witness) -> Result<(), Fault> {
    let there = connection
        .prepare_cached("select hash from journal where seq = ?1")?
        .query_row([witness.seq], |row| row.get::<_, Vec<u8>>(0))
        .optional()?
        .map(|hash| hash_of(&hash))
        .transpose()?;
    let last = self::witness(connection, start)?.seq;
    witness
        .check(&start, last, there)
        .map_err(|problem| Fault::Step(RegistryError::Witness(problem)))
}

pub(super) fn trail(connection: &Connection, of: &TrailOf) -> Result<Vec<Entry>, Fault> {
    let (statement, value) = match of {
        TrailOf::Reference(reference) => (
            "select entry from journal where ref = ?1 order by seq",
            reference.to_string(),
        ),
        TrailOf::Uid(uid) => (
            "select entry from journal where uid = ?1 order by seq",
            uid.to_string(),
        ),
    };
    let mut statement = connection.prepare_cached(statement)?;
    let mut rows = statement.query([value])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(
            Entry::parse(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)
                .map_err(|_| Fault::Row("an entry cannot be read"))?,
        );
    }
    Ok(entries)
}

/// One row at a time is in memory.
pub(super) fn verify(
    connection: &Connection,
    start: Witness,
    witness: Option<Witness>,
) -> Result<Verified, Fault> {
    let broken = |problem| Fault::Step(RegistryError::Journal(Box::new(problem)));
    let mut walk = Walk::new(start, witness);
    let mut statement = connection.prepare("select seq, entry, hash from journal order by seq")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let text = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        let hash = row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?;
        walk.step(row.get(0)?, text, hash).map_err(broken)?;
    }
    walk.end().map_err(broken)
}

/// One row at a time is in memory.
pub(super) fn export(connection: &Connection, sink: Box<dyn Write + Send>) -> Result<u64, Fault> {
    let failed = |source| {
        Fault::Step(RegistryError::Output {
            what: "the journal".to_owned(),
            source,
        })
    };
    let mut sink = std::io::BufWriter::new(sink);
    let mut statement = connection.prepare("select entry, hash from journal order by seq")?;
    let mut rows = statement.query([])?;
    let mut lines = 0;
    while let Some(row) = rows.next()? {
        let entry = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        let hash = hash_of(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?;
        // As text: so the line holds exactly what was hashed.
        writeln!(sink, r#"{{"hash":"{hash}","entry":{entry}}}"#).map_err(failed)?;
        lines += 1;
    }
    sink.flush().map_err(failed)?;
    Ok(lines)
}

fn hash_of(bytes: &[u8]) -> Result<Hash, Fault> {
    Hash::from_slice(bytes).ok_or(Fault::Row("a hash has another length than 32 bytes"))
}
