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

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use rusqlite::params;

    use super::*;
    use crate::RunId;

    /// A table that holds a few pages at most.
    fn writer(folder: &Path) -> Writer {
        let path = folder.join("small.db");
        let connection = Connection::open(&path).expect("a file");
        connection
            .pragma_update(None, "journal_mode", "wal")
            .and_then(|()| {
                connection.execute_batch("create table note (text text) strict; pragma max_page_count = 20")
            })
            .expect("a table");
        let origin = Origin {
            run: RunId::generate(),
            principal: None,
            change_ref: None,
        };
        Writer::start(connection, path, origin).expect("a thread")
    }

    fn note(writing: &Writing<'_>, text: &str) -> Result<(), Fault> {
        writing
            .connection
            .execute("insert into note values (?1)", params![text])?;
        Ok(())
    }

    fn notes(path: &Path) -> Vec<String> {
        let connection = Connection::open(path.join("small.db")).expect("the file");
        let mut statement = connection
            .prepare("select trim(substr(text, 1, 10)) from note order by text")
            .expect("a table");
        let rows = statement.query_map([], |row| row.get(0)).expect("rows");
        rows.map(|row| row.expect("a text")).collect()
    }

    /// Holds the writer until everything else is waiting.
    fn hold(writer: &Writer) -> (Sender<()>, Answer<()>) {
        let (go, wait) = mpsc::channel::<()>();
        let held = writer.write(move |_| {
            // Its sender may be gone as well.
            let _ = wait.recv();
            Ok(())
        });
        (go, held)
    }

    #[test]
    fn what_waits_is_committed_together_and_nobody_is_told_before() {
        let folder = tempfile::tempdir().expect("a folder");
        let writer = writer(folder.path());
        let (go, held) = hold(&writer);
        let mut first = pin!(writer.write(|writing| note(writing, "first")));
        let (at_third, reached) = mpsc::channel();
        let (go_on, wait) = mpsc::channel::<()>();
        let refused = writer.write(|writing| {
            note(writing, "second")?;
            Err::<(), _>(RegistryError::Closed.into())
        });
        let third = writer.write(move |writing| {
            at_third.send(()).expect("somebody waits");
            let _ = wait.recv();
            note(writing, "third")
        });
        go.send(()).expect("the writer waits");
        reached.recv().expect("the third step runs");
        // The first two steps have run.
        assert_eq!(notes(folder.path()), Vec::<String>::new(), "nothing is committed");
        let mut context = Context::from_waker(Waker::noop());
        assert!(
            matches!(first.as_mut().poll(&mut context), Poll::Pending),
            "told before the commit"
        );
        go_on.send(()).expect("the third step waits");
        third.wait().expect("written");
        held.wait().expect("done");
        assert!(matches!(first.as_mut().poll(&mut context), Poll::Ready(Ok(()))));
        assert!(refused.wait().is_err());
        assert_eq!(
            notes(folder.path()),
            ["first", "third"],
            "one failed, and only that one is undone"
        );
    }

    #[test]
    fn on_a_full_disk_nobody_is_told_of_what_is_not_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let writer = writer(folder.path());
        let (go, held) = hold(&writer);
        let answers: Vec<_> = (0..8)
            .map(|number| {
                let size = if number == 4 { 1_000_000 } else { 10 };
                let text = format!("n{number}{}", " ".repeat(size));
                (number, writer.write(move |writing| note(writing, &text)))
            })
            .collect();
        go.send(()).expect("the writer waits");
        // Its own commit, or that of the others.
        let _ = held.wait();
        let mut told: Vec<String> = Vec::new();
        let mut full = 0;
        for (number, answer) in answers {
            match answer.wait() {
                Ok(()) => told.push(format!("n{number}")),
                Err(RegistryError::Full { .. }) => full += 1,
                Err(other) => assert!(matches!(other, RegistryError::Database { .. }), "{other}"),
            }
        }
        assert_eq!(full, 1, "the one that did not fit says why");
        assert_eq!(notes(folder.path()), told);
        // Once there is room, or something smaller, it goes on.
        writer
            .write(|writing| note(writing, "small"))
            .wait()
            .expect("written");
    }

    #[test]
    fn what_was_asked_for_is_written_before_the_writer_goes() {
        let folder = tempfile::tempdir().expect("a folder");
        let writer = writer(folder.path());
        let answers: Vec<_> = (0..20)
            .map(|number| writer.write(move |writing| note(writing, &number.to_string())))
            .collect();
        drop(writer);
        assert_eq!(notes(folder.path()).len(), 20);
        answers
            .into_iter()
            .for_each(|answer| answer.wait().expect("written"));
    }
}
