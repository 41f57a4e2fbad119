//! The atlas as one who may only read sees it.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use tfplugin::Diagnostics;

use super::{Record, Store, document, failed};

/// Finds objects.
pub struct Reader(pub(super) Arc<Store>);

impl Reader {
    /// The object with this key, if there is one.
    pub fn find<R: Record>(&self, key: &str) -> Result<Option<R>, Diagnostics> {
        open(&self.0.file::<R>(key, "json")?)
    }

    /// All objects of a kind, by key.
    pub fn all<R: Record>(&self) -> Result<Vec<R>, Diagnostics> {
        let folder = self.0.folder::<R>()?;
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed("Listing", &folder, &error)),
        };
        let mut all: Vec<R> = Vec::new();
        for entry in entries {
            let file = entry.map_err(|error| failed("Listing", &folder, &error))?.path();
            if file.extension().is_some_and(|extension| extension == "json") {
                all.extend(open::<R>(&file)?);
            }
        }
        all.sort_by(|a, b| a.key().cmp(b.key()));
        Ok(all)
    }

    /// Whether somebody marked the object: whether a file with this extension lies beside it.
    pub fn is_marked<R: Record>(&self, key: &str, mark: &str) -> Result<bool, Diagnostics> {
        Ok(self.0.file::<R>(key, mark)?.exists())
    }
}

/// The files are too small to block for long.
fn open<R: Record>(file: &Path) -> Result<Option<R>, Diagnostics> {
    match fs::read(file) {
        Ok(document) => document::read(&document).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed("Reading", file, &error)),
    }
}
