//! The API behind this provider: objects as JSON files in a folder, and a log of what was done. It knows no Terraform
//! but its errors.

mod document;
mod reader;
mod writer;

use std::hash::{BuildHasher, Hasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tfplugin::{Diagnostic, Diagnostics, Model};
use tokio::sync::Semaphore;

pub use reader::Reader;
pub use writer::{Operation, Writer};

/// Operations at once; the atlas takes no more.
const AT_ONCE: usize = 4;

/// What the atlas keeps.
pub trait Record: Model + Clone {
    /// The kind, which is its folder.
    const KIND: &'static str;

    /// What finds it again, and imports it.
    fn key(&self) -> &str;
}

/// The folder.
pub struct Store {
    root: Option<PathBuf>,
    gate: Semaphore,
}

impl Store {
    /// The atlas in this folder, once to read and once to change; `None` as long as nobody knows which.
    pub fn open(root: Option<PathBuf>) -> (Reader, Writer) {
        let gate = Semaphore::new(AT_ONCE);
        let store = Arc::new(Self { root, gate });
        (Reader(Arc::clone(&store)), Writer(store))
    }

    fn root(&self) -> Result<&Path, Diagnostics> {
        self.root.as_deref().ok_or_else(|| {
            let detail = "The provider's `path` is not known. Set `path` to a folder that is known while planning, or \
                          set ATLAS_PATH.";
            Diagnostic::error("The atlas has no path", detail).into()
        })
    }

    fn folder<R: Record>(&self) -> Result<PathBuf, Diagnostics> {
        Ok(self.root()?.join(R::KIND))
    }

    fn file<R: Record>(&self, key: &str, extension: &str) -> Result<PathBuf, Diagnostics> {
        let name = key.replace('/', "__");
        Ok(self.folder::<R>()?.join(format!("{name}.{extension}")))
    }
}

/// A new id that nobody can foresee.
pub fn random_id() -> String {
    format!("{:016x}", RandomState::new().build_hasher().finish())
}

fn failed(doing: &str, file: &Path, error: &io::Error) -> Diagnostics {
    let detail = format!("{doing} {} failed: {error}.", file.display());
    Diagnostic::error("The atlas does not answer", detail).into()
}
