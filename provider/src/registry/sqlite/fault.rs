//! What goes wrong between us and the file, and what the callers are told of it.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::canonical::CanonicalError;
use crate::failpoint::Failed;
use crate::registry::error::RegistryError;

/// Becomes a [`RegistryError`] once the path is known.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// A row is not what this program writes.
    #[error("{0}")]
    Row(&'static str),
    #[error(transparent)]
    Step(#[from] RegistryError),
    #[error(transparent)]
    Failpoint(#[from] Failed),
}

impl From<CanonicalError> for Fault {
    fn from(_: CanonicalError) -> Self {
        Self::Row("an entry has no one spelling")
    }
}

impl Fault {
    pub(super) fn told_of(self, path: &Path) -> RegistryError {
        match self {
            Self::Sqlite(error) => of_sqlite(&error, path),
            Self::Row(reason) => RegistryError::Damaged {
                path: path.to_owned(),
                reason: reason.to_owned(),
            },
            Self::Step(error) => error,
            Self::Failpoint(failed) => RegistryError::Database {
                reason: failed.to_string(),
            },
        }
    }
}

/// SQLite's messages name tables and columns, never values.
pub(super) fn of_sqlite(error: &rusqlite::Error, path: &Path) -> RegistryError {
    let path = path.to_owned();
    let reason = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => RegistryError::Damaged { path, reason },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
            RegistryError::Locked { path }
        }
        Some(ErrorCode::DiskFull) => RegistryError::Full { path },
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            RegistryError::ReadOnly { path, reason }
        }
        Some(_) => RegistryError::Database { reason },
        // A value of another type than ours, or no row where there always is one.
        None => RegistryError::Damaged {
            path,
            reason: "a row is not as this program writes it".to_owned(),
        },
    }
}
