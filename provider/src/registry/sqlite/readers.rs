//! A few threads that read, each with a connection of its own: a long export does not hold up a short question.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;

use super::connection::{Access, connect};
use super::fault::Fault;
use crate::registry::{Answer, RegistryError, question};

const THREADS: usize = 2;

type Job = Box<dyn FnOnce(Result<&Connection, RegistryError>) + Send>;

/// Started with the first question. Dropping it waits until the last one is answered.
pub(super) struct Readers {
    path: PathBuf,
    started: OnceLock<Started>,
}

struct Started {
    jobs: Sender<Job>,
    threads: Vec<JoinHandle<()>>,
}

impl Readers {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            started: OnceLock::new(),
        }
    }

    /// `ask` sees one state of the file, as of its first question.
    pub(super) fn read<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Answer<T> {
        let (reply, answer) = question();
        let path = self.path.clone();
        let job: Job = Box::new(move |connection| {
            let answer = connection
                .and_then(|connection| in_one_state(connection, ask).map_err(|fault| fault.told_of(&path)));
            reply.send(answer);
        });
        // When no thread could be started the job is dropped, and with it the reply: the answer is `Closed`.
        let _ = self.started.get_or_init(|| start(&self.path)).jobs.send(job);
        answer
    }
}

fn in_one_state<T>(
    connection: &Connection,
    ask: impl FnOnce(&Connection) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let transaction = connection.unchecked_transaction()?;
    let answer = ask(&transaction);
    transaction.finish()?;
    answer
}

impl Drop for Readers {
    fn drop(&mut self) {
        if let Some(Started { jobs, threads }) = self.started.take() {
            drop(jobs);
            for thread in threads {
                // A panic over there was told to those who waited.
                let _ = thread.join();
            }
        }
    }
}

fn start(path: &Path) -> Started {
    let (jobs, receiver) = mpsc::channel();
    let receiver = Arc::new(Mutex::new(receiver));
    let threads = (1..=THREADS)
        .filter_map(|number| {
            let (path, receiver) = (path.to_owned(), Arc::clone(&receiver));
            thread::Builder::new()
                .name(format!("registry-reader-{number}"))
                .spawn(move || serve(&path, &receiver))
                .ok()
        })
        .collect();
    Started { jobs, threads }
}

fn serve(path: &Path, jobs: &Mutex<Receiver<Job>>) {
    let mut connection = None;
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        if connection.is_none() {
            match connect(path, Access::Read) {
                Ok(new) => connection = Some(new),
                Err(fault) => {
                    job(Err(fault.told_of(path)));
                    continue;
                }
            }
        }
        if let Some(connection) = &connection {
            job(Ok(connection));
        }
    }
}
