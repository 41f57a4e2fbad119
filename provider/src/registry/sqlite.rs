//! The registry in one file: SQLite in WAL mode, one thread that writes, a few that read.

mod connection;
mod entries;
mod fault;
mod place;
mod readers;
mod rows;
mod schema;
mod steps;
mod writer;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use connection::{Access, connect};
use fault::Fault;
use place::Placed;
use readers::Readers;
pub use schema::Creation;
use writer::Writer;

use super::lease::Process;
use super::{
    Answer, Begin, Clock, Dependent, Finish, Location, MountTable, Object, OpenError, OpenOperation,
    Operation, Record, Registry, RegistryError, TrailOf, clock, question,
};
use crate::journal::{Entry, Origin, Verified, Witness};
use crate::{Instant, Key, Kind, RegistryId, Uid};

/// A registry that is open. Dropping it waits until what was asked for is written.
pub struct Sqlite {
    path: PathBuf,
    /// Where the journal begins.
    start: Witness,
    has_test_clock: bool,
    origin: Origin,
    here: Arc<Process>,
    // Dropped in this order: the writer is the last to close, so what is left is one file.
    readers: Readers,
    writer: Writer,
}

impl Sqlite {
    /// For reading and planning: makes nothing.
    pub fn open(location: &Location, origin: Origin, mounts: &MountTable) -> Result<Self, OpenError> {
        let path = location.path().to_owned();
        connection::check_file(&path)?;
        connection::check_mount(&path, mounts)?;
        let told = |fault: Fault| OpenError::Registry(fault.told_of(&path));
        let mut connection = connect(&path, Access::Write).map_err(told)?;
        // A file that went through another program may have lost its mode.
        connection
            .pragma_update(None, "journal_mode", "wal")
            .map_err(|error| told(error.into()))?;
        if let Err(found) = schema::migrate(&mut connection).map_err(told)? {
            let known = schema::NEWEST;
            return Err(OpenError::Newer { path, found, known });
        }
        let start = schema::start(&connection).map_err(told)?;
        let has_test_clock = schema::clock(&connection).map_err(told)?.is_test;
        let writer =
            Writer::start(connection, path.clone(), origin.clone()).map_err(|source| OpenError::Io {
                what: "starting a thread for",
                path: path.clone(),
                source,
            })?;
        Ok(Self {
            start,
            has_test_clock,
            origin,
            here: Arc::new(Process::this()),
            writer,
            readers: Readers::new(path.clone()),
            path,
        })
    }

    /// For applying: makes the registry if there is none.
    pub fn open_or_create(
        location: &Location,
        origin: Origin,
        mounts: &MountTable,
    ) -> Result<Self, OpenError> {
        match Self::open(location, origin.clone(), mounts) {
            Err(OpenError::NoRegistry { .. }) => {
                make(location, &Creation::default(), mounts)?;
                Self::open(location, origin, mounts)
            }
            other => other,
        }
    }

    /// `extid registry init`: fails when there is something.
    pub fn create(
        location: &Location,
        creation: &Creation,
        origin: Origin,
        mounts: &MountTable,
    ) -> Result<Self, OpenError> {
        match make(location, creation, mounts)? {
            Placed::Here => Self::open(location, origin, mounts),
            Placed::Elsewhere => Err(OpenError::Exists {
                path: location.path().to_owned(),
            }),
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A whole copy, of one moment, at a path where nothing is yet. The registry may be written to meanwhile.
    pub fn backup(&self, to: &Path) -> Result<(), OpenError> {
        if to.symlink_metadata().is_ok() {
            return Err(OpenError::Exists { path: to.to_owned() });
        }
        let placed = place::build_aside(to, |aside| copy(&self.path, aside))?;
        match placed {
            Placed::Here => Ok(()),
            Placed::Elsewhere => Err(OpenError::Exists { path: to.to_owned() }),
        }
    }
}

fn make(location: &Location, creation: &Creation, mounts: &MountTable) -> Result<Placed, OpenError> {
    let path = location.path();
    if let Some(variable) = location.transient() {
        return Err(OpenError::Transient {
            path: path.to_owned(),
            variable,
        });
    }
    if path.symlink_metadata().is_ok() {
        return Ok(Placed::Elsewhere);
    }
    // Before the folder is made, and again: it may lead to another place than its parent.
    connection::check_mount(path, mounts)?;
    place::make_folder(path)?;
    connection::check_mount(path, mounts)?;
    place::build_aside(path, |aside| {
        let build = || -> Result<(), Fault> {
            let mut connection = connect(aside, Access::Write)?;
            connection.pragma_update(None, "journal_mode", "wal")?;
            schema::create(&mut connection, creation)?;
            close(connection)
        };
        build().map_err(|fault| OpenError::Registry(fault.told_of(path)))
    })
}

/// Into the empty file `aside`.
fn copy(path: &Path, aside: &Path) -> Result<(), OpenError> {
    let copy = || -> Result<(), Fault> {
        let source = connect(path, Access::Write)?;
        let name = aside
            .to_str()
            .ok_or(Fault::Row("the path of the backup is not UTF-8"))?;
        source.execute("vacuum into ?1", [name])?;
        // As it has to be: switched on later, two processes would be in each other's way.
        let target = connect(aside, Access::Write)?;
        target.pragma_update(None, "journal_mode", "wal")?;
        close(target)
    };
    copy().map_err(|fault| OpenError::Registry(fault.told_of(path)))
}

/// Everything is in the file itself then.
fn close(connection: rusqlite::Connection) -> Result<(), Fault> {
    connection.close().map_err(|(_, error)| Fault::Sqlite(error))
}

impl Registry for Sqlite {
    fn identity(&self) -> RegistryId {
        self.start.registry
    }

    fn clock(&self) -> Answer<Clock> {
        if self.has_test_clock {
            return self.readers.read(schema::clock);
        }
        let (reply, answer) = question();
        reply.send(Ok(Clock {
            now: clock::system(),
            is_test: false,
        }));
        answer
    }

    fn move_clock(&self, to: Instant) -> Answer<Clock> {
        self.writer.write(move |writing| {
            let clock = schema::clock(writing.connection)?;
            if !clock.is_test {
                return Err(RegistryError::NoTestClock.into());
            }
            if to < clock.now {
                return Err(RegistryError::Backwards {
                    now: clock.now,
                    wanted: to,
                }
                .into());
            }
            schema::set_clock(writing.connection, to)?;
            schema::clock(writing.connection)
        })
    }

    fn object(&self, key: Key) -> Answer<Option<Object>> {
        self.readers
            .read(move |connection| Ok(rows::by_key(connection, &key)?.map(|held| held.object)))
    }

    fn incarnation(&self, uid: Uid) -> Answer<Option<Object>> {
        self.readers
            .read(move |connection| Ok(rows::by_uid(connection, uid)?.map(|held| held.object)))
    }

    fn objects(&self, kind: Option<Kind>) -> Answer<Vec<Object>> {
        self.readers.read(move |connection| rows::all(connection, kind))
    }

    fn dependents(&self, uid: Uid) -> Answer<Vec<Dependent>> {
        self.readers
            .read(move |connection| rows::dependents(connection, uid))
    }

    fn begin(&self, begin: Begin) -> Answer<Operation> {
        self.writer.write(move |writing| steps::begin(writing, &begin))
    }

    fn finish(&self, finish: Finish) -> Answer<Option<Object>> {
        self.writer
            .write(move |writing| steps::finish(writing, &finish, false))
    }

    fn record(&self, record: Record) -> Answer<Option<Object>> {
        self.writer.write(move |writing| steps::record(writing, &record))
    }

    fn open_operations(&self) -> Answer<Vec<OpenOperation>> {
        let (run, here) = (self.origin.run, Arc::clone(&self.here));
        self.readers
            .read(move |connection| steps::open_operations(connection, run, &here))
    }

    fn settle(&self, finish: Finish) -> Answer<Option<Object>> {
        self.writer
            .write(move |writing| steps::finish(writing, &finish, true))
    }

    fn witness(&self) -> Answer<Witness> {
        let start = self.start;
        self.readers
            .read(move |connection| entries::witness(connection, start))
    }

    fn check(&self, witness: Witness) -> Answer<()> {
        let start = self.start;
        self.readers
            .read(move |connection| entries::check(connection, start, witness))
    }

    fn trail(&self, of: TrailOf) -> Answer<Vec<Entry>> {
        self.readers
            .read(move |connection| entries::trail(connection, &of))
    }

    fn verify(&self, witness: Option<Witness>) -> Answer<Verified> {
        let start = self.start;
        self.readers
            .read(move |connection| entries::verify(connection, start, witness))
    }

    fn export(&self, sink: Box<dyn Write + Send>) -> Answer<u64> {
        self.readers
            .read(move |connection| entries::export(connection, sink))
    }
}
