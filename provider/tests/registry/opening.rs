//! Making and opening: what is made where, what is refused, and two who come first at once.

use std::fs;
use std::path::Path;
use std::sync::Barrier;
use std::thread;

use extid::registry::sqlite::{Creation, Sqlite};
use extid::registry::{Environment, Location, MountTable, OpenError, Registry as _};
use tempfile::tempdir;

use crate::fixture::*;

fn open(location: &Location) -> Result<Sqlite, OpenError> {
    Sqlite::open(location, origin(), &MountTable::default())
}

fn refuses(location: &Location, words: &[&str]) {
    refused(open(location).map(|registry| registry.identity()), words);
}

#[test]
fn a_plan_makes_nothing() {
    let place = Place::new();
    refuses(
        &place.location(),
        &[
            "there is no registry at",
            "first apply makes one",
            "registry rebuild",
            "-refresh=false",
        ],
    );
    let folder = place.location().path().parent().expect("a folder").to_owned();
    assert_eq!(fs::read_dir(folder).expect("the folder").count(), 0);
}

#[test]
#[cfg(unix)]
fn only_its_owner_reads_a_registry_and_git_ignores_its_folder() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempdir().expect("a folder");
    let environment = Environment {
        working_directory: folder.path().to_owned(),
        ..Environment::default()
    };
    let location = Location::choose(None, &environment).expect("the default");
    let registry = Sqlite::open_or_create(&location, origin(), &MountTable::default()).expect("made");
    created(&registry, write("owner/platform"));
    let home = folder.path().join(".extid");
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&home), 0o700);
    assert_eq!(fs::read_to_string(home.join(".gitignore")).expect("there"), "*\n");
    let mut names: Vec<String> = fs::read_dir(&home)
        .expect("the folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    assert_eq!(
        names,
        [".gitignore", "registry.db", "registry.db-shm", "registry.db-wal"]
    );
    for name in &names {
        assert_eq!(mode(&home.join(name)), 0o600, "{name}");
    }
    drop(registry);
    assert_eq!(
        fs::read_dir(&home).expect("the folder").count(),
        2,
        "closed, it is one file"
    );
}

#[test]
fn a_registry_says_who_it_is_for_as_long_as_it_lives() {
    let place = Place::new();
    let first = place.open().identity();
    assert_eq!(place.open().identity(), first);
    assert_ne!(Place::new().open().identity(), first);
}

#[test]
fn nothing_that_is_there_is_made_anew() {
    let place = Place::new();
    place.open();
    let again = Sqlite::create(
        &place.location(),
        &Creation::default(),
        origin(),
        &MountTable::default(),
    );
    refused(
        again.map(|registry| registry.identity()),
        &["there is something at"],
    );
}

#[test]
fn the_default_path_is_for_machines_that_stay() {
    let folder = tempdir().expect("a folder");
    let mut environment = Environment {
        working_directory: folder.path().to_owned(),
        tfc_run_id: Some("run-1".to_owned()),
        ..Environment::default()
    };
    let mounts = MountTable::default();
    let there = |environment: &Environment, configured| {
        let location = Location::choose(configured, environment).expect("a location");
        Sqlite::open_or_create(&location, origin(), &mounts).map(|registry| registry.identity())
    };
    refused(
        there(&environment, None),
        &[
            "no registry is made at the default path",
            "TFC_RUN_ID",
            "set `registry`",
        ],
    );
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 0);
    // A path that somebody chose is theirs to choose; and what is there is opened.
    let made = there(&environment, Some("sqlite:.extid/registry.db")).expect("made");
    assert_eq!(there(&environment, None).expect("opened"), made);
    environment.ci = Some("true".to_owned());
    assert_eq!(there(&environment, None).expect("opened"), made);
}

#[test]
fn no_registry_is_on_the_disk_of_another_machine() {
    let place = Place::new();
    let folder = fs::canonicalize(place.path("")).expect("the folder");
    let mounts = MountTable::parse(&format!(
        "40 22 0:50 / {} rw - nfs4 files:/team rw",
        folder.display()
    ));
    let made = Sqlite::open_or_create(&place.location(), origin(), &mounts);
    refused(
        made.map(|registry| registry.identity()),
        &["is on nfs4", "local disk"],
    );
    assert_eq!(fs::read_dir(&folder).expect("the folder").count(), 0);
    place.open();
    let opened = Sqlite::open(&place.location(), origin(), &mounts);
    refused(opened.map(|registry| registry.identity()), &["is on nfs4"]);
}

#[test]
fn what_is_no_registry_is_told_as_what_it_is() {
    let place = Place::new();
    let location = place.location();
    let path = location.path();
    fs::write(path, "").expect("written");
    refuses(&location, &["is no registry", "it is empty"]);
    fs::write(path, "owner = platform\n").expect("written");
    refuses(&location, &["is no registry", "not those of an SQLite database"]);
    fs::write(path, b"SQLite format 3\0").expect("written");
    refuses(&location, &["is no registry", "within its first 100 bytes"]);
    fs::remove_file(path).expect("removed");
    rusqlite::Connection::open(path)
        .and_then(|other| other.execute_batch("create table t (a)"))
        .expect("another database");
    refuses(&location, &["is no registry", "another program"]);
    fs::remove_file(path).expect("removed");
    fs::create_dir(path).expect("a directory");
    refuses(&location, &["is no registry", "a directory"]);
}

#[test]
fn a_damaged_file_is_told_as_damaged() {
    let place = Place::new();
    let location = place.location();
    let registry = place.open();
    for number in 0..200 {
        created(&registry, write(&format!("owner/o{number}")));
    }
    drop(registry);
    let whole = fs::read(location.path()).expect("the file");

    fs::write(location.path(), &whole[..whole.len() / 2]).expect("cut");
    refuses(
        &location,
        &["is damaged", "put a backup in its place", "registry rebuild"],
    );

    // Every page but the first is overwritten.
    let mut noise = whole.clone();
    noise[4096..].fill(0xa5);
    fs::write(location.path(), &noise).expect("overwritten");
    let read = open(&location).map(|registry| registry.verify(None).wait().map(|_| ()));
    match read {
        Ok(verified) => refused(verified, &["is damaged"]),
        Err(error) => refused(Err::<(), _>(error), &["is damaged"]),
    }

    fs::write(location.path(), &whole).expect("restored");
    open(&location)
        .expect("whole")
        .verify(None)
        .wait()
        .expect("verified");
}

#[test]
fn a_registry_of_a_newer_version_is_left_alone() {
    let place = Place::new();
    place.open();
    place
        .raw()
        .execute("update meta set value = '99' where name = 'schema'", [])
        .expect("newer");
    refuses(
        &place.location(),
        &["written by a newer extid", "99", "upgrade extid and its provider"],
    );
}

#[test]
fn a_locked_registry_is_waited_for() {
    let place = Place::new();
    let registry = place.open();
    let mut raw = place.raw();
    let lock = raw
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .expect("locked");
    let asked = registry.record(extid::registry::Record {
        event: extid::journal::Event::Created,
        change: extid::registry::Change::Create(write("owner/platform")),
        evidence: extid::journal::Evidence::new(),
    });
    // Readers do not wait for writers.
    assert_eq!(registry.objects(None).wait().expect("read"), []);
    lock.rollback().expect("unlocked");
    asked.wait().expect("written in its turn");
}

#[test]
fn eight_who_come_first_at_once_get_one_registry() {
    const ROUNDS: usize = 50;
    const COMERS: usize = 8;
    for round in 0..ROUNDS {
        let place = Place::new();
        let location = Location::parse("sqlite:new/registry.db", &place.path("")).expect("a location");
        let barrier = Barrier::new(COMERS);
        let identities: Vec<_> = thread::scope(|scope| {
            let comers: Vec<_> = (0..COMERS)
                .map(|comer| {
                    let (location, barrier) = (&location, &barrier);
                    scope.spawn(move || {
                        barrier.wait();
                        let registry = Sqlite::open_or_create(location, origin(), &MountTable::default())
                            .unwrap_or_else(|error| panic!("round {round}: {error}"));
                        created(&registry, write(&format!("owner/o{comer}")));
                        registry.identity()
                    })
                })
                .collect();
            comers
                .into_iter()
                .map(|comer| comer.join().expect("no panic"))
                .collect()
        });
        assert!(identities.iter().all(|identity| *identity == identities[0]));
        let registry = open(&location).expect("opened");
        let verified = registry.verify(None).wait().expect("verified");
        assert_eq!(verified.entries, COMERS as u64, "round {round}");
        let left = fs::read_dir(place.path("new")).expect("the folder");
        let hidden = left
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.starts_with(".registry.db"))
            .count();
        assert_eq!(hidden, 0, "what was built aside is gone");
    }
}
