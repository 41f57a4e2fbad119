//! Rows of objects and edges, and their values in text.

use std::borrow::Cow;

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde::{Deserialize, Serialize};

use super::fault::Fault;
use crate::registry::lease::{Lease, Process};
use crate::registry::{Dependent, Edge, Object, ObjectWrite};
use crate::{Document, Instant, Key, Kind, Namespace, OperationId, Ref, RunId, Status, Uid};

/// What is read of an object, in this order.
const COLUMNS: &str = "uid, kind, id, version, status, doc, op, lease, intended";

/// An object with what only steps need.
pub(super) struct Held {
    pub(super) object: Object,
    pub(super) lease: Option<Lease>,
    /// `None` too when there is no operation.
    pub(super) intended: Option<ObjectWrite>,
}

pub(super) fn by_uid(connection: &Connection, uid: Uid) -> Result<Option<Held>, Fault> {
    one(connection, "uid = ?1", &[&uid.to_string()])
}

pub(super) fn by_key(connection: &Connection, key: &Key) -> Result<Option<Held>, Fault> {
    one(
        connection,
        "namespace = ?1 and id = ?2",
        &[&key.namespace().as_str(), &key.id()],
    )
}

pub(super) fn by_operation(connection: &Connection, operation: OperationId) -> Result<Option<Held>, Fault> {
    one(connection, "op = ?1", &[&operation.to_string()])
}

fn one(
    connection: &Connection,
    condition: &str,
    values: &[&dyn rusqlite::ToSql],
) -> Result<Option<Held>, Fault> {
    connection
        .prepare_cached(&format!("select {COLUMNS} from object where {condition}"))?
        .query_row(values, |row| Ok(held(row)))
        .optional()?
        .transpose()
}

pub(super) fn all(connection: &Connection, kind: Option<Kind>) -> Result<Vec<Object>, Fault> {
    let mut statement = connection.prepare_cached(&format!(
        "select {COLUMNS} from object where ?1 is null or kind = ?1 order by kind, id"
    ))?;
    let rows = statement.query_map([kind.map(Kind::as_str)], |row| Ok(held(row)))?;
    rows.map(|row| Ok(row??.object)).collect()
}

/// Those under an operation.
pub(super) fn under_operation(connection: &Connection) -> Result<Vec<Held>, Fault> {
    let mut statement = connection.prepare_cached(&format!(
        "select {COLUMNS} from object where op is not null order by op"
    ))?;
    let rows = statement.query_map([], |row| Ok(held(row)))?;
    rows.map(|row| row?).collect()
}

pub(super) fn dependents(connection: &Connection, uid: Uid) -> Result<Vec<Dependent>, Fault> {
    let mut statement = connection.prepare_cached(
        r#"select uid, kind, object.id, status, role from edge join object on uid = "from"
           where "to" = ?1 order by kind, object.id, role"#,
    )?;
    let rows = statement.query_map([uid.to_string()], |row| {
        Ok((
            row.get::<_, String>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, String>(2)?,
            row.get::<_, Option<String>>(3)?,
            row.get::<_, String>(4)?,
        ))
    })?;
    rows.map(|row| {
        let (uid, kind, id, status, role) = row?;
        Ok(Dependent {
            uid: parse_uid(&uid)?,
            reference: reference(&kind, &id)?,
            status: parse_status(status.as_deref())?,
            role,
        })
    })
    .collect()
}

fn held(row: &Row<'_>) -> Result<Held, Fault> {
    let operation: Option<String> = row.get(6)?;
    let lease: Option<String> = row.get(7)?;
    let intended: Option<String> = row.get(8)?;
    Ok(Held {
        object: Object {
            uid: parse_uid(&row.get::<_, String>(0)?)?,
            reference: reference(&row.get::<_, String>(1)?, &row.get::<_, String>(2)?)?,
            version: row.get(3)?,
            status: parse_status(row.get::<_, Option<String>>(4)?.as_deref())?,
            document: document(&row.get::<_, String>(5)?)?,
            operation: operation.map(|text| parse_operation(&text)).transpose()?,
        },
        lease: lease.map(|text| parse_lease(&text)).transpose()?,
        intended: intended.map(|text| parse_intended(&text)).transpose()?,
    })
}

/// A new row, and the name is taken.
pub(super) fn insert(
    connection: &Connection,
    uid: Uid,
    version: u64,
    write: &ObjectWrite,
) -> Result<(), Fault> {
    let kind = write.reference.kind();
    connection
        .prepare_cached(
            "insert into object (uid, kind, namespace, id, version, status, doc) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            uid.to_string(),
            kind.as_str(),
            kind.namespace().as_str(),
            write.reference.id(),
            version,
            write.status.map(Status::as_str),
            write.document.as_str(),
        ])?;
    Ok(())
}

/// The object is what `write` says, at the next version, and under no operation.
pub(super) fn update(connection: &Connection, uid: Uid, write: &ObjectWrite) -> Result<(), Fault> {
    connection
        .prepare_cached(
            "update object set kind = ?2, version = version + 1, status = ?3, doc = ?4, op = null, lease = null, \
             intended = null where uid = ?1",
        )?
        .execute(params![
            uid.to_string(),
            write.reference.kind().as_str(),
            write.status.map(Status::as_str),
            write.document.as_str(),
        ])?;
    Ok(())
}

/// The object is under no operation any more, and otherwise as it was.
pub(super) fn release(connection: &Connection, uid: Uid) -> Result<(), Fault> {
    connection
        .prepare_cached("update object set op = null, lease = null, intended = null where uid = ?1")?
        .execute([uid.to_string()])?;
    connection
        .prepare_cached(r#"delete from edge where "from" = ?1 and pending"#)?
        .execute([uid.to_string()])?;
    Ok(())
}

pub(super) fn remove(connection: &Connection, uid: Uid) -> Result<(), Fault> {
    connection
        .prepare_cached("delete from object where uid = ?1")?
        .execute([uid.to_string()])?;
    Ok(())
}

/// Puts the object under an operation. Without `intended` it is to be removed.
pub(super) fn hold(
    connection: &Connection,
    uid: Uid,
    operation: OperationId,
    lease: &Lease,
    intended: Option<&ObjectWrite>,
) -> Result<(), Fault> {
    connection
        .prepare_cached("update object set op = ?2, lease = ?3, intended = ?4 where uid = ?1")?
        .execute(params![
            uid.to_string(),
            operation.to_string(),
            json(&LeaseRow::from(lease))?,
            intended
                .map(|write| json(&IntendedRow::from(write)))
                .transpose()?,
        ])?;
    Ok(())
}

/// `pending` edges are there beside the others, until the outcome says which ones stay.
pub(super) fn set_edges(
    connection: &Connection,
    from: Uid,
    edges: &[(Cow<'static, str>, Uid)],
    pending: bool,
) -> Result<(), Fault> {
    if !pending {
        connection
            .prepare_cached(r#"delete from edge where "from" = ?1"#)?
            .execute([from.to_string()])?;
    }
    let mut statement = connection.prepare_cached(
        r#"insert into edge ("from", role, "to", pending) values (?1, ?2, ?3, ?4) on conflict do nothing"#,
    )?;
    for (role, to) in edges {
        statement.execute(params![from.to_string(), role, to.to_string(), pending])?;
    }
    Ok(())
}

#[derive(Serialize, Deserialize)]
struct LeaseRow {
    run: RunId,
    until: String,
    process: Process,
}

impl From<&Lease> for LeaseRow {
    fn from(lease: &Lease) -> Self {
        Self {
            run: lease.run,
            until: lease.until.to_string(),
            process: lease.process.clone(),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct IntendedRow {
    #[serde(rename = "ref")]
    reference: Ref,
    status: Option<Status>,
    /// Canonical JSON, as text: it is not parsed where nobody asks.
    doc: String,
    /// Role, namespace, id.
    edges: Vec<(String, String, String)>,
}

impl From<&ObjectWrite> for IntendedRow {
    fn from(write: &ObjectWrite) -> Self {
        Self {
            reference: write.reference.clone(),
            status: write.status,
            doc: write.document.as_str().to_owned(),
            edges: write
                .edges
                .iter()
                .map(|edge| {
                    let to = (edge.to.namespace().to_string(), edge.to.id().to_owned());
                    (edge.role.clone().into_owned(), to.0, to.1)
                })
                .collect(),
        }
    }
}

fn json<T: Serialize>(value: &T) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|_| Fault::Row("a lease or an intent cannot be written"))
}

fn parse_lease(text: &str) -> Result<Lease, Fault> {
    let bad = Fault::Row("a lease cannot be read");
    let Ok(row) = serde_json::from_str::<LeaseRow>(text) else {
        return Err(bad);
    };
    let until: Instant = row.until.parse().map_err(|_| bad)?;
    Ok(Lease {
        run: row.run,
        process: row.process,
        until,
    })
}

fn parse_intended(text: &str) -> Result<ObjectWrite, Fault> {
    const BAD: Fault = Fault::Row("an intent cannot be read");
    let row: IntendedRow = serde_json::from_str(text).map_err(|_| BAD)?;
    let edges = row
        .edges
        .into_iter()
        .map(|(role, namespace, id)| {
            let namespace = Namespace::from_name(&namespace).ok_or(BAD)?;
            let to = Key::new(namespace, id).map_err(|_| BAD)?;
            let role = Cow::Owned(role);
            Ok(Edge { role, to })
        })
        .collect::<Result<_, Fault>>()?;
    Ok(ObjectWrite {
        reference: row.reference,
        status: row.status,
        document: document(&row.doc)?,
        edges,
    })
}

fn parse_uid(text: &str) -> Result<Uid, Fault> {
    text.parse()
        .map_err(|_| Fault::Row("an object's uid cannot be read"))
}

fn parse_operation(text: &str) -> Result<OperationId, Fault> {
    text.parse()
        .map_err(|_| Fault::Row("an operation cannot be read"))
}

fn parse_status(text: Option<&str>) -> Result<Option<Status>, Fault> {
    text.map(|text| Status::from_name(text).ok_or(Fault::Row("an object's status is no status")))
        .transpose()
}

fn reference(kind: &str, id: &str) -> Result<Ref, Fault> {
    Kind::from_name(kind)
        .and_then(|kind| Ref::new(kind, id).ok())
        .ok_or(Fault::Row("an object's name is no name"))
}

fn document(text: &str) -> Result<Document, Fault> {
    Document::from_text(text).map_err(|_| Fault::Row("an object's document cannot be read"))
}
