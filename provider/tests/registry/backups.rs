//! Backups: whole, of one moment, and never over something.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use extid::registry::sqlite::Sqlite;
use extid::registry::{Location, MountTable, Registry as _};

use crate::fixture::*;

fn open(path: &std::path::Path) -> Sqlite {
    let location = Location::parse(&format!("sqlite:{}", path.display()), path).expect("a location");
    Sqlite::open(&location, origin(), &MountTable::default()).expect("a registry")
}

#[test]
fn a_backup_is_a_registry_of_one_moment() {
    let place = Place::new();
    let registry = place.open();
    created(&registry, write("owner/first"));
    let stop = AtomicBool::new(false);
    let backup = place.path("backup.db");
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut number = 0;
            while !stop.load(Ordering::SeqCst) {
                created(&registry, write(&format!("owner/o{number}")));
                number += 1;
            }
        });
        registry.backup(&backup).expect("a backup");
        stop.store(true, Ordering::SeqCst);
    });
    let copy = open(&backup);
    assert_eq!(copy.identity(), registry.identity());
    let verified = copy.verify(None).wait().expect("a whole chain");
    assert_eq!(
        copy.objects(None).wait().expect("read").len() as u64,
        verified.entries,
        "objects and journal are of the same moment"
    );
    registry
        .check(copy.witness().wait().expect("asked"))
        .wait()
        .expect("it was there");
    created(&copy, write("owner/other"));
}

#[test]
fn a_backup_replaces_nothing_and_only_its_owner_reads_it() {
    let place = Place::new();
    let registry = place.open();
    let path = place.path("backup.db");
    fs::write(&path, "precious").expect("written");
    refused(registry.backup(&path), &["there is something at"]);
    assert_eq!(fs::read_to_string(&path).expect("there"), "precious");
    refused(registry.backup(&place.path("no/such/folder.db")), &["failed"]);

    let other = place.path("other.db");
    registry.backup(&other).expect("a backup");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(&other).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
