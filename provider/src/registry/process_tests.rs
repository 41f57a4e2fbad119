//! Several processes on one registry, and processes that are killed in the middle.
//!
//! The processes are this test binary again, with a part to play (`EXTID_TEST_PART`) in the folder `EXTID_TEST_FOLDER`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use serde_json::json;
use tempfile::TempDir;

use super::sqlite::Sqlite;
use super::{
    After, Begin, Change, Finish, Location, MountTable, ObjectWrite, OpenOperation, Operation, Record,
    Registry as _,
};
use crate::journal::{Event, Evidence, Origin, Outcome, Phase, Verdict};
use crate::{Document, OperationId, RunId, Status};

/// Both ends of a pipe know this word.
const WROTE: &str = "wrote ";

fn open(folder: &Path) -> Sqlite {
    let location = Location::parse("sqlite:new/registry.db", folder).expect("a location");
    let origin = Origin {
        run: RunId::generate(),
        principal: None,
        change_ref: None,
    };
    Sqlite::open_or_create(&location, origin, &MountTable::default()).expect("a registry")
}

fn owner(name: &str) -> ObjectWrite {
    ObjectWrite {
        reference: format!("owner/{name}").parse().expect("a ref"),
        status: Some(Status::Active),
        document: Document::new(&json!({ "name": name })).expect("a document"),
        edges: Vec::new(),
    }
}

fn created(registry: &Sqlite, name: &str) {
    let record = Record {
        event: Event::Created,
        change: Change::Create(owner(name)),
        evidence: Evidence::new(),
    };
    registry.record(record).wait().expect("recorded");
}

fn begin(registry: &Sqlite) -> Operation {
    let begin = Begin {
        event: Event::Created,
        change: Change::Create(owner("platform")),
        lease: crate::Duration::from_hours(1),
    };
    registry.begin(begin).wait().expect("begun")
}

fn done(operation: OperationId) -> Finish {
    let outcome = Outcome {
        verdict: Verdict::Done,
        evidence: Evidence::new(),
        residual: None,
    };
    Finish {
        operation,
        outcome,
        after: After::AsIntended,
    }
}

/// The parts that another process of this binary plays.
#[test]
#[ignore = "started by the tests below"]
fn a_part_of_another_test() {
    let part = std::env::var("EXTID_TEST_PART").expect("started by another test");
    let folder = PathBuf::from(std::env::var_os("EXTID_TEST_FOLDER").expect("a folder"));
    let id = std::process::id();
    let registry = open(&folder);
    match part.as_str() {
        "append" => (0..5).for_each(|number| created(&registry, &format!("o{id}-{number}"))),
        "begin and finish" => {
            let operation = begin(&registry);
            registry.finish(done(operation.id)).wait().expect("finished");
        }
        "begin" => {
            begin(&registry);
            println!("{WROTE}the intent");
            loop {
                thread::park();
            }
        }
        // For ever, saying which ones are durable.
        "load" => thread::scope(|scope| {
            for worker in 0..10 {
                let registry = &registry;
                scope.spawn(move || {
                    for number in 0.. {
                        let name = format!("o{worker}-{number}");
                        created(registry, &name);
                        let mut out = std::io::stdout().lock();
                        writeln!(out, "{WROTE}{name}").expect("somebody reads");
                    }
                });
            }
        }),
        other => panic!("{other} is no part"),
    }
}

fn start(part: &str, folder: &Path, failpoint: Option<String>) -> Child {
    let mut command = Command::new(std::env::current_exe().expect("this binary"));
    command
        .args(["--ignored", "--exact", "--nocapture"])
        .arg("registry::process_tests::a_part_of_another_test")
        .env("EXTID_TEST_PART", part)
        .env("EXTID_TEST_FOLDER", folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    if let Some(failpoint) = failpoint {
        command.env("EXTID_FAILPOINT", failpoint);
    }
    command.spawn().expect("the test binary starts")
}

/// What the process says that it wrote, until it is killed or `enough`.
fn wrote(child: &mut Child, enough: usize) -> Vec<String> {
    let out = child.stdout.take().expect("a pipe");
    let mut names = Vec::new();
    let mut killed = false;
    for line in BufReader::new(out).lines() {
        let line = line.expect("UTF-8");
        // The test harness writes on the same line before its first answer.
        if let Some((_, name)) = line.split_once(WROTE) {
            names.push(name.to_owned());
        }
        if names.len() >= enough && !killed {
            killed = true;
            child.kill().expect("killed");
        }
    }
    child.wait().expect("over");
    names
}

fn ends_well(mut child: Child) {
    assert!(child.wait().expect("over").success());
}

#[test]
fn two_processes_on_a_fresh_path_write_one_chain() {
    for round in 0..50 {
        let folder = TempDir::new().expect("a folder");
        let both = [(); 2].map(|()| start("append", folder.path(), None));
        both.into_iter().for_each(ends_well);
        let registry = open(folder.path());
        let verified = registry.verify(None).wait().expect("verified");
        assert_eq!(verified.entries, 10, "round {round}");
        assert_eq!(registry.objects(None).wait().expect("asked").len(), 10);
    }
}

#[test]
fn eight_processes_share_one_registry() {
    let folder = TempDir::new().expect("a folder");
    let all = [(); 8].map(|()| start("append", folder.path(), None));
    all.into_iter().for_each(ends_well);
    let verified = open(folder.path()).verify(None).wait().expect("verified");
    assert_eq!(verified.entries, 40);
}

#[test]
#[cfg(target_os = "linux")]
fn a_process_killed_between_intent_and_outcome_leaves_the_intent_to_be_settled() {
    let folder = TempDir::new().expect("a folder");
    let mut child = start("begin", folder.path(), None);
    assert_eq!(wrote(&mut child, 1), ["the intent"]);
    let registry = open(folder.path());
    let open = the_open_intent(&registry);
    assert_eq!(
        open.state,
        super::LeaseState::Gone,
        "its lease would be good for an hour"
    );
    assert_eq!(open.lease.process.pid, child.id());
    let finish = Finish {
        operation: open.id,
        outcome: Outcome {
            verdict: Verdict::Failed,
            evidence: Evidence::new().word("found", "nothing"),
            residual: None,
        },
        after: After::Unchanged,
    };
    assert_eq!(registry.settle(finish).wait().expect("settled"), None);
    assert_eq!(registry.verify(None).wait().expect("verified").entries, 2);
    // The name is free again.
    registry.finish(done(begin(&registry).id)).wait().expect("done");
}

fn the_open_intent(registry: &Sqlite) -> OpenOperation {
    registry.verify(None).wait().expect("verified");
    let mut open = registry.open_operations().wait().expect("asked");
    assert_eq!(open.len(), 1, "{open:?}");
    open.remove(0)
}

#[test]
fn what_was_said_to_be_written_is_there_after_a_kill_in_the_middle_of_commits() {
    let folder = TempDir::new().expect("a folder");
    let mut child = start("load", folder.path(), None);
    let said = wrote(&mut child, 300);
    assert!(said.len() >= 300);
    let registry = open(folder.path());
    let verified = registry.verify(None).wait().expect("one whole chain");
    let objects = registry.objects(None).wait().expect("asked");
    assert_eq!(
        verified.entries,
        objects.len() as u64,
        "no object without its entry"
    );
    let there: std::collections::BTreeSet<&str> =
        objects.iter().map(|object| object.reference.id()).collect();
    for name in &said {
        assert!(there.contains(name.as_str()), "{name} is lost");
    }
}

/// Kills the process where the failpoint holds it.
#[cfg(target_os = "linux")]
fn killed_at(place: &str, folder: &Path) {
    let held = folder.join("held");
    let failpoint = format!("{place}=hold:{}", held.display());
    let mut child = start("begin and finish", folder, Some(failpoint));
    let patience = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while !held.exists() {
        let over = child.try_wait().expect("asked");
        assert!(
            over.is_none() && std::time::Instant::now() < patience,
            "{place} was not reached"
        );
        thread::yield_now();
    }
    child.kill().expect("killed");
    child.wait().expect("over");
}

#[test]
#[cfg(target_os = "linux")]
fn a_kill_at_each_place_of_a_change_leaves_all_of_a_step_or_nothing() {
    // Where, how many entries are there then, and whether the operation is open.
    for (place, entries, open_intent) in [
        ("intent", 0, false),
        ("commit@1", 0, false),
        ("committed@1", 1, true),
        ("outcome", 1, true),
        ("commit@2", 1, true),
        ("committed@2", 2, false),
    ] {
        let folder = TempDir::new().expect("a folder");
        killed_at(place, folder.path());
        let registry = open(folder.path());
        let verified = registry.verify(None).wait().expect("verified");
        assert_eq!(verified.entries, entries, "killed at {place}");
        if open_intent {
            let open = the_open_intent(&registry);
            assert_eq!(open.state, super::LeaseState::Gone);
            registry.settle(done(open.id)).wait().expect("settled");
        } else {
            assert_eq!(registry.open_operations().wait().expect("asked"), []);
        }
        let objects = registry.objects(None).wait().expect("asked");
        assert_eq!(objects.len(), usize::from(entries > 0), "killed at {place}");
        assert!(
            objects
                .iter()
                .all(|object| object.version == 1 && object.operation.is_none())
        );
        let entries = registry.verify(None).wait().expect("verified").entries;
        assert!(entries % 2 == 0, "each intent has its outcome");
    }
}

#[test]
fn a_step_that_fails_before_its_commit_writes_nothing_and_says_so() {
    // `error` instead of `hold`: the process goes on and reports.
    for place in ["intent", "commit@1"] {
        let folder = TempDir::new().expect("a folder");
        let mut child = start("begin and finish", folder.path(), Some(format!("{place}=error")));
        assert!(
            !child.wait().expect("over").success(),
            "{place} was told as a success"
        );
        let registry = open(folder.path());
        assert_eq!(registry.verify(None).wait().expect("verified").entries, 0);
        assert_eq!(registry.objects(None).wait().expect("asked"), []);
    }
    let folder = TempDir::new().expect("a folder");
    let mut child = start(
        "begin and finish",
        folder.path(),
        Some("outcome=abort".to_owned()),
    );
    assert!(!child.wait().expect("over").success());
    let registry = open(folder.path());
    let trail = registry.verify(None).wait().expect("verified").entries;
    assert_eq!(trail, 1);
    let uid = the_open_intent(&registry).subject.uid;
    let entries = registry.trail(super::TrailOf::Uid(uid)).wait().expect("a trail");
    assert_eq!(entries[0].phase, Phase::Intent);
}
