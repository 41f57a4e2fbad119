//! A few threads that read, each with a connection of its own: a long export does not hold up a short question.

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;

use rusqlite::Connection;

use super::connection::{Access, connect};
use super::fault::Fault;
use crate::registry::{Answer, RegistryError, question};

const THREADS: usize = 2;

type Job = Box<dyn FnOnce(Result<&Connection, RegistryError>) + Send>;

/// Started with the first question.
pub(super) struct Readers {
    path: PathBuf,
    jobs: OnceLock<Sender<Job>>,
}

impl Readers {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            jobs: OnceLock::new(),
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
        let _ = self.jobs.get_or_init(|| start(&self.path)).send(job);
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

fn start(path: &std::path::Path) -> Sender<Job> {
    let (sender, receiver) = mpsc::channel();
    let receiver = Arc::new(Mutex::new(receiver));
    for number in 1..=THREADS {
        let (path, receiver) = (path.to_owned(), Arc::clone(&receiver));
        let _ = thread::Builder::new()
            .name(format!("registry-reader-{number}"))
            .spawn(move || serve(&path, &receiver));
    }
    sender
}

fn serve(path: &std::path::Path, jobs: &Mutex<Receiver<Job>>) {
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
