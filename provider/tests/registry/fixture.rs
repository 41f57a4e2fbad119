//! A registry in a folder of its own, and short ways to say what changes.

use std::path::PathBuf;

use extid::journal::{Event, Evidence, Origin, Outcome, Verdict};
use extid::registry::sqlite::{Creation, Sqlite};
use extid::registry::{
    After, Begin, Change, Edge, Finish, Location, MountTable, Object, ObjectWrite, Operation, Record,
    Registry, RegistryError,
};
use extid::{Document, Duration, Ref, RunId, Status};
use serde_json::json;
use tempfile::TempDir;

pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn location(&self) -> Location {
        Location::parse("sqlite:registry.db", self.folder.path()).expect("a location")
    }

    /// Another run each time.
    pub(crate) fn open(&self) -> Sqlite {
        Sqlite::open_or_create(&self.location(), origin(), &MountTable::default()).expect("a registry")
    }

    pub(crate) fn create(&self, creation: &Creation) -> Sqlite {
        Sqlite::create(&self.location(), creation, origin(), &MountTable::default()).expect("a registry")
    }

    /// Past the registry's own doors.
    pub(crate) fn raw(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.location().path()).expect("the file")
    }
}

pub(crate) fn origin() -> Origin {
    Origin {
        run: RunId::generate(),
        principal: None,
        change_ref: None,
    }
}

pub(crate) fn reference(text: &str) -> Ref {
    text.parse().expect("a ref")
}

/// An active object without references.
pub(crate) fn write(name: &str) -> ObjectWrite {
    ObjectWrite {
        reference: reference(name),
        status: Some(Status::Active),
        document: Document::new(&json!({ "name": name })).expect("a document"),
        edges: Vec::new(),
    }
}

pub(crate) fn referring(name: &str, edges: &[(&'static str, &str)]) -> ObjectWrite {
    ObjectWrite {
        edges: edges
            .iter()
            .map(|(role, to)| Edge {
                role: (*role).into(),
                to: reference(to).key(),
            })
            .collect(),
        ..write(name)
    }
}

pub(crate) fn with_status(status: Status, write: ObjectWrite) -> ObjectWrite {
    ObjectWrite {
        status: Some(status),
        ..write
    }
}

pub(crate) fn update(object: &Object, write: ObjectWrite) -> Change {
    Change::Update {
        uid: object.uid,
        version: object.version,
        write,
    }
}

pub(crate) fn removal(object: &Object) -> Change {
    Change::Remove {
        uid: object.uid,
        version: object.version,
    }
}

pub(crate) fn begin(registry: &Sqlite, event: Event, change: Change) -> Result<Operation, RegistryError> {
    let lease = Duration::from_minutes(10);
    registry.begin(Begin { event, change, lease }).wait()
}

pub(crate) fn outcome(verdict: Verdict) -> Outcome {
    Outcome {
        verdict,
        evidence: Evidence::new().word("backend", "said so"),
        residual: None,
    }
}

pub(crate) fn finish(
    registry: &Sqlite,
    operation: &Operation,
    verdict: Verdict,
    after: After,
) -> Result<Option<Object>, RegistryError> {
    registry
        .finish(Finish {
            operation: operation.id,
            outcome: outcome(verdict),
            after,
        })
        .wait()
}

/// In two steps, as with a backend.
pub(crate) fn change(
    registry: &Sqlite,
    event: Event,
    change: Change,
) -> Result<Option<Object>, RegistryError> {
    let operation = begin(registry, event, change)?;
    finish(registry, &operation, Verdict::Done, After::AsIntended)
}

/// In one step, as without.
pub(crate) fn record(
    registry: &Sqlite,
    event: Event,
    change: Change,
) -> Result<Option<Object>, RegistryError> {
    let evidence = Evidence::new();
    registry
        .record(Record {
            event,
            change,
            evidence,
        })
        .wait()
}

pub(crate) fn created(registry: &Sqlite, write: ObjectWrite) -> Object {
    record(registry, Event::Created, Change::Create(write))
        .expect("created")
        .expect("an object")
}

/// Fails with a sentence that holds all of `words`.
#[track_caller]
pub(crate) fn refused<T: std::fmt::Debug, E: std::fmt::Display>(result: Result<T, E>, words: &[&str]) {
    let sentence = match result {
        Ok(value) => panic!("{value:?} instead of a refusal"),
        Err(error) => error.to_string(),
    };
    for word in words {
        assert!(sentence.contains(word), "{sentence:?} lacks {word:?}");
    }
}
