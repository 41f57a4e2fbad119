//! The one thread that writes: what is waiting is committed together, and nobody is answered before it is durable.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;

use super::fault::{self, Fault};
use crate::failpoint::{self, Failed};
use crate::journal::Origin;
use crate::registry::lease::Process;
use crate::registry::{Answer, RegistryError, question};

/// So many steps share one commit at most: the first of them waits for all.
const TOGETHER: usize = 256;

/// What a step writes with.
pub(super) struct Writing<'a> {
    pub(super) connection: &'a Connection,
    pub(super) origin: &'a Origin,
    /// This process.
    pub(super) here: &'a Process,
}

/// Tells the caller, after the commit.
type Tell = Box<dyn FnOnce(Result<(), RegistryError>)>;
/// Does its step. Without a result to tell, the step has failed, its caller knows, and what it wrote is to be undone.
type Job = Box<dyn FnOnce(Result<&Writing<'_>, RegistryError>) -> Option<Tell> + Send>;

/// The handle. Dropping it waits until what was asked for is written.
pub(super) struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    path: PathBuf,
}

impl Writer {
    /// Takes the connection to a thread of its own.
    pub(super) fn start(connection: Connection, path: PathBuf, origin: Origin) -> std::io::Result<Self> {
        let (sender, receiver) = mpsc::channel();
        let here = path.clone();
        let thread = thread::Builder::new()
            .name("registry-writer".to_owned())
            .spawn(move || serve(&connection, &origin, &here, &receiver))?;
        Ok(Self {
            jobs: Some(sender),
            thread: Some(thread),
            path,
        })
    }

    /// `step` is one transaction: all of it or nothing.
    pub(super) fn write<T: Send + 'static>(
        &self,
        step: impl FnOnce(&Writing<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Answer<T> {
        let (reply, answer) = question();
        let path = self.path.clone();
        let job: Job = Box::new(move |writing| {
            let result = writing.and_then(|writing| step(writing).map_err(|fault| fault.told_of(&path)));
            match result {
                Ok(result) => Some(Box::new(move |commit: Result<(), RegistryError>| {
                    reply.send(commit.map(|()| result));
                })),
                Err(error) => {
                    reply.send(Err(error));
                    None
                }
            }
        });
        if let Some(jobs) = &self.jobs {
            // When the thread is gone so is the job, and the answer is `Closed`.
            let _ = jobs.send(job);
        }
        answer
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A panic over there was told to those who waited.
            let _ = thread.join();
        }
    }
}

fn serve(connection: &Connection, origin: &Origin, path: &Path, jobs: &Receiver<Job>) {
    let here = Process::this();
    let writing = Writing {
        connection,
        origin,
        here: &here,
    };
    while let Ok(first) = jobs.recv() {
        let mut batch = vec![first];
        batch.extend(jobs.try_iter().take(TOGETHER - 1));
        commit_together(&writing, path, batch);
    }
}

/// Why a commit did not come about.
enum Trouble {
    Sqlite(rusqlite::Error),
    Failpoint(Failed),
    /// SQLite undid everything because of one step, as it does when a disk is full.
    RolledBack,
}

impl Trouble {
    fn told(&self, path: &Path) -> RegistryError {
        let reason = match self {
            Self::Sqlite(error) => return fault::of_sqlite(error, path),
            Self::Failpoint(failed) => failed.to_string(),
            Self::RolledBack => "a step that shared the commit could not be written".to_owned(),
        };
        RegistryError::Database { reason }
    }
}

fn commit_together(writing: &Writing<'_>, path: &Path, batch: Vec<Job>) {
    let mut waiting = Vec::with_capacity(batch.len());
    let mut outcome = run(writing, "begin immediate");
    for job in batch {
        outcome = match outcome.and_then(|()| run(writing, "savepoint step")) {
            Ok(()) => match job(Ok(writing)) {
                Some(tell) => {
                    waiting.push(tell);
                    run(writing, "release step")
                }
                None if writing.connection.is_autocommit() => Err(Trouble::RolledBack),
                None => run(writing, "rollback to step").and_then(|()| run(writing, "release step")),
            },
            Err(trouble) => {
                job(Err(trouble.told(path)));
                Err(trouble)
            }
        };
    }
    let outcome = outcome
        .and_then(|()| failpoint::reach("commit").map_err(Trouble::Failpoint))
        .and_then(|()| run(writing, "commit"))
        .and_then(|()| failpoint::reach("committed").map_err(Trouble::Failpoint));
    if outcome.is_err() && !writing.connection.is_autocommit() {
        // If even this fails, the next `begin` will say so.
        let _ = run(writing, "rollback");
    }
    for tell in waiting {
        tell(match &outcome {
            Ok(()) => Ok(()),
            Err(trouble) => Err(trouble.told(path)),
        });
    }
}

fn run(writing: &Writing<'_>, statement: &str) -> Result<(), Trouble> {
    writing
        .connection
        .prepare_cached(statement)
        .and_then(|mut statement| statement.execute([]))
        .map(drop)
        .map_err(Trouble::Sqlite)
}
