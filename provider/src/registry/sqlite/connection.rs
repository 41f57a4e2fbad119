//! Connections to the file, and what it has to be before one is made.

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::fault::Fault;
use super::{place, schema};
use crate::registry::error::OpenError;
use crate::registry::mounts::MountTable;

/// How long a step waits for those of other processes.
const PATIENCE: Duration = Duration::from_secs(30);

/// May this process write with it?
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Write,
    Read,
}

/// To a file that exists: none is ever made here.
pub(super) fn connect(path: &Path, access: Access) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    // Nothing in the file is trusted to run, and the tables of the schema are closed to everybody.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "recursive_triggers", true)?;
    if access == Access::Read {
        connection.pragma_update(None, "query_only", true)?;
    }
    Ok(connection)
}

/// The first bytes of a registry are checked before SQLite sees the file: it would take an empty one for a database.
pub(super) fn check_file(path: &Path) -> Result<(), OpenError> {
    let not = |reason| OpenError::NotARegistry {
        path: path.to_owned(),
        reason,
    };
    let failed = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::NotFound => OpenError::NoRegistry {
            path: path.to_owned(),
        },
        _ => OpenError::Io {
            what: "opening",
            path: path.to_owned(),
            source,
        },
    };
    if fs::metadata(path).map_err(failed)?.is_dir() {
        return Err(not("it is a directory"));
    }
    let mut header = Vec::with_capacity(100);
    let file = fs::File::open(path).map_err(failed)?;
    file.take(100).read_to_end(&mut header).map_err(failed)?;
    if header.is_empty() {
        return Err(not("it is empty"));
    }
    if !header.starts_with(b"SQLite format 3\0") {
        return Err(not("its first bytes are not those of an SQLite database"));
    }
    let Some(application) = header.get(68..72).filter(|_| header.len() == 100) else {
        return Err(not("it ends within its first 100 bytes"));
    };
    if application != schema::APPLICATION_ID.to_be_bytes() {
        return Err(not("it is the database of another program"));
    }
    Ok(())
}

/// Locks on the files of another machine do not hold.
pub(super) fn check_mount(path: &Path, mounts: &MountTable) -> Result<(), OpenError> {
    let folder = place::folder_of(path);
    let real = fs::canonicalize(path)
        .or_else(|_| fs::canonicalize(&folder))
        .unwrap_or(folder);
    match mounts.remote_file_system(&real) {
        Some(file_system) => Err(OpenError::RemoteFileSystem {
            path: path.to_owned(),
            file_system: file_system.to_owned(),
        }),
        None => Ok(()),
    }
}
