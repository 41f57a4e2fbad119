//! The chain in the file: who tries to change it, and who sees that somebody did.

use std::io::Write;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};

use extid::RegistryId;
use extid::journal::{Hash, Walk, Witness};
use extid::registry::sqlite::Sqlite;
use extid::registry::{Registry as _, RegistryError};

use crate::fixture::*;

/// Five entries about five owners.
fn five(place: &Place) -> Sqlite {
    let registry = place.open();
    for name in ["owner/a", "owner/b", "owner/c", "owner/d", "owner/e"] {
        created(&registry, write(name));
    }
    registry
}

#[test]
fn the_database_itself_refuses_to_change_the_journal() {
    let place = Place::new();
    let registry = five(&place);
    let raw = place.raw();
    let bot = created(&registry, write("agent/bot"));
    record(
        &registry,
        extid::journal::Event::Revoked,
        update(&bot, with_status(extid::Status::Revoked, write("agent/bot"))),
    )
    .expect("revoked");
    for statement in [
        "update journal set hash = zeroblob(32) where seq = 2",
        "update journal set seq = 9 where seq = 5",
        "delete from journal where seq = 7",
        "delete from journal",
        "replace into journal (seq, entry, hash) select seq, entry, hash from journal where seq = 3",
        "insert or replace into journal (seq, entry, hash) values (3, '{}', zeroblob(32))",
        "insert into journal (seq, entry, hash) values (9, '{}', zeroblob(32))",
        "insert into journal (entry, hash) values ('{}', zeroblob(32))",
        // At the right place, but in the way of another row.
        "replace into journal (seq, entry, hash) select 8, entry, hash from journal where seq = 3",
        "replace into journal (seq, entry, hash)
         select 8, json_set(entry, '$.operation', 'other'), hash from journal where seq = 7",
        "insert or ignore into journal (seq, entry, hash) values (3, '{}', zeroblob(32))",
    ] {
        refused(raw.execute(statement, []), &["the journal is append-only"]);
    }
    assert_eq!(registry.verify(None).wait().expect("verified").entries, 7);
}

#[test]
fn the_first_entry_that_somebody_changed_is_named() {
    for (statement, sentence) in [
        (
            "update journal set entry = json_set(entry, '$.event', 'revoked') where seq = 3",
            "entry 3 was changed",
        ),
        (
            "update journal set hash = zeroblob(32) where seq = 2",
            "entry 2 was changed",
        ),
        ("delete from journal where seq = 4", "entry 4 is missing"),
        ("delete from journal where seq = 1", "entry 1 is missing"),
        (
            "update journal set seq = case seq when 2 then -1 else seq end;
             update journal set seq = 2 where seq = 3; update journal set seq = 3 where seq = -1",
            "entry 2 is out of order",
        ),
        (
            "update journal set entry = '{}' where seq = 5",
            "entry 5 is not an entry",
        ),
    ] {
        let place = Place::new();
        let registry = five(&place);
        registry.verify(None).wait().expect("whole until now");
        tamper(&place, statement);
        refused(
            registry.verify(None).wait(),
            &["the journal is not whole", sentence],
        );
    }
}

/// Somebody who knows SQLite and has the file.
fn tamper(place: &Place, statement: &str) {
    let raw = place.raw();
    raw.execute_batch(
        "drop trigger journal_is_never_changed; drop trigger journal_is_never_shortened;
         drop index journal_phase",
    )
    .expect("the triggers go");
    raw.execute_batch(statement).expect("tampered");
}

#[test]
fn a_journal_cut_at_its_end_is_seen_by_its_witness_alone() {
    let place = Place::new();
    let registry = five(&place);
    let witness = registry.witness().wait().expect("asked");
    assert_eq!((witness.seq, witness.registry), (5, registry.identity()));
    created(&registry, write("owner/f"));
    registry.check(witness).wait().expect("it has only grown");
    registry.verify(Some(witness)).wait().expect("it has only grown");

    tamper(&place, "delete from journal where seq > 4");
    registry.verify(None).wait().expect("nobody remembers");
    for sentence in [
        registry.check(witness).wait().err(),
        registry.verify(Some(witness)).wait().err(),
    ] {
        refused(
            Err::<(), RegistryError>(sentence.expect("a problem")),
            &[
                "restored from an older copy, or its journal was cut",
                "entry 5",
                "the last one here is 4",
            ],
        );
    }
    created(&registry, write("owner/g"));
    refused(registry.check(witness).wait(), &["it was written to since"]);
}

#[test]
fn another_registry_and_an_older_copy_have_their_own_sentences() {
    let place = Place::new();
    let registry = five(&place);
    let backup = place.path("backup.db");
    registry.backup(&backup).expect("a backup");
    created(&registry, write("owner/f"));
    let witness = registry.witness().wait().expect("asked");
    drop(registry);

    std::fs::rename(&backup, place.location().path()).expect("restored");
    let restored = place.open();
    refused(
        restored.check(witness).wait(),
        &["older copy", "entry 6", "the last one here is 5"],
    );

    let elsewhere = Place::new();
    let other = five(&elsewhere);
    refused(
        other.check(witness).wait(),
        &[
            "another registry",
            &witness.registry.to_string(),
            &other.identity().to_string(),
        ],
    );
    let nowhere = Place::new();
    let empty = nowhere.open();
    let beginning = empty.witness().wait().expect("asked");
    assert_eq!(beginning.seq, 0);
    empty.check(beginning).wait().expect("the beginning");
    let made_up = Witness {
        head: Hash::genesis(RegistryId::generate()),
        ..beginning
    };
    refused(
        empty.check(made_up).wait(),
        &["is not the one that the state has seen"],
    );
}

#[test]
fn an_export_can_be_verified_by_whoever_has_it() {
    let place = Place::new();
    let registry = five(&place);
    let sink = Sink::default();
    let lines = registry.export(Box::new(sink.clone())).wait().expect("exported");
    let text = String::from_utf8(sink.0.lock().expect("no panic").clone()).expect("UTF-8");
    assert_eq!((lines, text.lines().count()), (5, 5));
    let mut head = Hash::genesis(registry.identity());
    let mut walk = Walk::new(Witness::genesis(registry.identity()), None);
    for (seq, line) in (1..).zip(text.lines()) {
        serde_json::from_str::<serde_json::Value>(line).expect("a line of JSON");
        let (hash, entry) = line
            .strip_prefix(r#"{"hash":""#)
            .and_then(|rest| rest.strip_suffix('}')?.split_once(r#"","entry":"#))
            .expect("a hash and an entry");
        let hash: Hash = hash.parse().expect("a hash");
        head = head.followed_by(entry);
        assert_eq!(head, hash);
        walk.step(seq, entry, &bytes(hash)).expect("the next entry");
    }
    assert_eq!(
        walk.end().expect("verified"),
        registry.verify(None).wait().expect("verified")
    );
}

#[test]
fn an_export_into_something_broken_says_so() {
    struct Broken;
    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let place = Place::new();
    refused(
        five(&place).export(Box::new(Broken)).wait(),
        &["the journal could not be written"],
    );
}

#[test]
fn a_long_export_holds_up_neither_readers_nor_writers() {
    struct Slow(Receiver<()>);
    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.recv().expect("let go");
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let place = Place::new();
    let registry = five(&place);
    let (go, wait) = mpsc::channel();
    let export = registry.export(Box::new(Slow(wait)));
    created(&registry, write("owner/f"));
    assert_eq!(registry.witness().wait().expect("asked").seq, 6);
    // However often it writes.
    let letting_go = std::thread::spawn(move || while go.send(()).is_ok() {});
    let lines = export.wait().expect("exported");
    assert!((5..=6).contains(&lines), "of one moment");
    letting_go.join().expect("no panic");
}

fn bytes(hash: Hash) -> Vec<u8> {
    let text = hash.to_string();
    (0..32)
        .map(|index| u8::from_str_radix(&text[2 * index..2 * index + 2], 16).expect("digits"))
        .collect()
}

#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
