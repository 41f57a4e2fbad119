//! The atlas as one who may only read sees it.

use std::fs;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tfplugin::{Diagnostics, blocking};

use super::{Record, Store, document, failed};

/// Finds objects.
pub struct Reader(pub(super) Arc<Store>);

impl Reader {
    /// The object with this key, if there is one.
    pub async fn find<R: Record>(&self, key: &str) -> Result<Option<R>, Diagnostics> {
        let file = self.0.file::<R>(key, "json")?;
        let document = blocking(move || read(&file)).await?;
        document.map(|document| document::read(&document)).transpose()
    }

    /// All objects of a kind, by key.
    pub async fn all<R: Record>(&self) -> Result<Vec<R>, Diagnostics> {
        let folder = self.0.folder::<R>()?;
        let documents = blocking(move || read_all(&folder)).await?;
        let all: Result<Vec<R>, _> = documents
            .iter()
            .map(|document| document::read(document))
            .collect();
        let mut all = all?;
        all.sort_by(|a, b| a.key().cmp(b.key()));
        Ok(all)
    }

    /// Whether somebody marked the object: whether a file with this extension lies beside it.
    pub async fn is_marked<R: Record>(&self, key: &str, mark: &str) -> Result<bool, Diagnostics> {
        let file = self.0.file::<R>(key, mark)?;
        Ok(blocking(move || file.exists()).await)
    }
}

fn read_all(folder: &Path) -> Result<Vec<Vec<u8>>, Diagnostics> {
    let files = match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| entry.map(|entry| entry.path())).collect(),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    };
    let files = files.map_err(|error: Error| failed("Listing", folder, &error))?;
    let is_document = |file: &PathBuf| file.extension().is_some_and(|extension| extension == "json");
    // One that is gone meanwhile is left out.
    let documents = files
        .iter()
        .filter(|file| is_document(file))
        .map(|file| read(file));
    documents.filter_map(Result::transpose).collect()
}

fn read(file: &Path) -> Result<Option<Vec<u8>>, Diagnostics> {
    match fs::read(file) {
        Ok(document) => Ok(Some(document)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed("Reading", file, &error)),
    }
}
