//! The atlas as one who may change it sees it.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::sync::Arc;
use std::time::Duration;

use tfplugin::{Diagnostic, Diagnostics};
use tokio::sync::SemaphorePermit;

use super::{AT_ONCE, Record, Store, document, failed, random_id};

/// How long the atlas thinks before it does anything.
const LATENCY: Duration = Duration::from_millis(20);

/// Changes objects.
pub struct Writer(pub(super) Arc<Store>);

impl Writer {
    /// One operation; waits while too many others run.
    pub async fn begin(&self) -> Result<Operation<'_>, Diagnostics> {
        self.0.root()?;
        let permit = self.0.gate.acquire().await.map_err(|_| {
            Diagnostic::error(
                "The atlas is closed",
                "It takes no more operations in this process.",
            )
        })?;
        tokio::time::sleep(LATENCY).await;
        Ok(Operation {
            store: &self.0,
            _permit: permit,
        })
    }
}

/// A running operation; it ends where this is dropped.
pub struct Operation<'a> {
    store: &'a Store,
    _permit: SemaphorePermit<'a>,
}

impl Operation<'_> {
    /// A new object; refuses one that exists.
    pub fn create<R: Record>(&self, record: &R) -> Result<(), Diagnostics> {
        let (kind, key) = (R::KIND, record.key());
        if self.store.file::<R>(key, "json")?.exists() {
            let detail = format!(
                "There is a {kind} {key:?} already. To manage it here, run `terraform import atlas_{kind}.NAME {key:?}`."
            );
            return Err(Diagnostic::error(format!("The {kind} exists"), detail).into());
        }
        self.put(record)?;
        let running = AT_ONCE - self.store.gate.available_permits();
        self.log("create", kind, key, &[("running", &running.to_string())])
    }

    /// The object as it shall be from now on.
    pub fn update<R: Record>(&self, record: &R) -> Result<(), Diagnostics> {
        self.put(record)?;
        self.log("update", R::KIND, record.key(), &[])
    }

    /// No such object any more, and nothing that lies beside it; one that is gone already is fine.
    pub fn delete<R: Record>(&self, key: &str, more: &[(&str, &str)]) -> Result<(), Diagnostics> {
        self.forget::<R>(key, "json")?;
        self.log("delete", R::KIND, key, more)
    }

    /// Something that lies beside an object, and that the atlas shows nobody.
    pub fn keep<R: Record>(&self, key: &str, extension: &str, content: &str) -> Result<(), Diagnostics> {
        let file = self.store.file::<R>(key, extension)?;
        let folder = self.store.folder::<R>()?;
        let new = folder.join(format!("{}.new", random_id()));
        // Written aside and renamed, so that nobody ever reads half of it.
        fs::create_dir_all(&folder)
            .and_then(|()| fs::write(&new, content))
            .and_then(|()| fs::rename(&new, &file))
            .map_err(|error| failed("Writing", &file, &error))
    }

    /// Takes away what lies beside an object.
    pub fn forget<R: Record>(&self, key: &str, extension: &str) -> Result<(), Diagnostics> {
        let file = self.store.file::<R>(key, extension)?;
        match fs::remove_file(&file) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(failed("Removing", &file, &error)),
            _ => Ok(()),
        }
    }

    /// One line of the log: `create place north/town running=1`.
    pub fn log(&self, what: &str, kind: &str, key: &str, more: &[(&str, &str)]) -> Result<(), Diagnostics> {
        let word = |text: &str| text.split_whitespace().collect::<Vec<_>>().join("_");
        let mut line = format!("{what} {kind} {}", word(key));
        for (name, value) in more {
            line.push_str(&format!(" {name}={}", word(value)));
        }
        line.push('\n');
        let root = self.store.root()?;
        let file = root.join("log");
        fs::create_dir_all(root)
            .and_then(|()| OpenOptions::new().create(true).append(true).open(&file))
            .and_then(|mut log| log.write_all(line.as_bytes()))
            .map_err(|error| failed("Writing", &file, &error))
    }

    fn put<R: Record>(&self, record: &R) -> Result<(), Diagnostics> {
        self.keep::<R>(record.key(), "json", &document::write(record.clone())?)
    }
}
