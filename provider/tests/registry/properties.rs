//! Any sequence of steps, on a few names: what must hold whatever happens.

use std::collections::BTreeMap;

use extid::journal::{Event, Verdict};
use extid::registry::sqlite::Sqlite;
use extid::registry::{After, Change, Object, Operation, Registry as _, TrailOf};
use extid::{Status, Uid};
use proptest::prelude::*;

use crate::fixture::*;

const NAMES: [&str; 4] = ["agent/a", "agent/b", "service/a", "owner/a"];

#[derive(Clone, Copy, Debug)]
enum Step {
    Begin(usize, Kind),
    /// The outcome of the operation that was begun so many before.
    Finish(usize, Verdict),
    Record(usize, Kind),
    /// The process ends and another one comes: what was begun is settled so.
    Restart(Verdict),
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Create,
    Update,
    Revoke,
    Remove,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let kind = || {
        prop_oneof![
            3 => Just(Kind::Create),
            2 => Just(Kind::Update),
            2 => Just(Kind::Revoke),
            1 => Just(Kind::Remove)
        ]
    };
    let verdict = || prop_oneof![Just(Verdict::Done), Just(Verdict::Failed), Just(Verdict::Refused)];
    let step = prop_oneof![
        4 => (0..NAMES.len(), kind()).prop_map(|(name, kind)| Step::Begin(name, kind)),
        4 => (0..3_usize, verdict()).prop_map(|(back, verdict)| Step::Finish(back, verdict)),
        3 => (0..NAMES.len(), kind()).prop_map(|(name, kind)| Step::Record(name, kind)),
        1 => verdict().prop_map(Step::Restart),
    ];
    proptest::collection::vec(step, 1..40)
}

fn change_of(registry: &Sqlite, name: &str, kind: Kind) -> Option<(Event, Change)> {
    let key = reference(name).key();
    let there = registry.object(key).wait().expect("asked");
    Some(match (kind, there) {
        (Kind::Create, _) => (Event::Created, Change::Create(write(name))),
        (_, None) => return None,
        (Kind::Update, Some(object)) => {
            let same = with_status(
                object.status.expect("each has one"),
                write(&object.reference.to_string()),
            );
            (Event::Updated, update(&object, same))
        }
        (Kind::Revoke, Some(object)) => {
            let revoked = with_status(Status::Revoked, write(&object.reference.to_string()));
            (Event::Revoked, update(&object, revoked))
        }
        (Kind::Remove, Some(object)) => (Event::Retired, removal(&object)),
    })
}

/// What was known before a step, to compare with.
fn versions(registry: &Sqlite) -> BTreeMap<Uid, Object> {
    let objects = registry.objects(None).wait().expect("asked");
    objects.into_iter().map(|object| (object.uid, object)).collect()
}

fn check(registry: &Sqlite, before: &BTreeMap<Uid, Object>, begun: &[Operation]) {
    registry.verify(None).wait().expect("the chain is whole");
    let now = versions(registry);
    for (uid, object) in &now {
        match before.get(uid) {
            Some(old) => assert!(
                object.version == old.version || object.version == old.version + 1,
                "{} jumped from {} to {}",
                object.reference,
                old.version,
                object.version
            ),
            None => assert!(object.version <= 1),
        }
        if before
            .get(uid)
            .is_some_and(|old| old.status == Some(Status::Revoked))
        {
            assert_eq!(object.status, Some(Status::Revoked), "revoked is final");
        }
        let trail = registry.trail(TrailOf::Uid(*uid)).wait().expect("a trail");
        let revoked = trail
            .iter()
            .filter(|entry| entry.event == Event::Revoked && entry.verdict == Some(Verdict::Done))
            .count();
        assert!(revoked <= 1, "{} was revoked {revoked} times", object.reference);
    }
    // As many operations as were begun and not finished, each on another object.
    let open = registry.open_operations().wait().expect("asked");
    let mut known: Vec<_> = begun.iter().map(|operation| operation.id).collect();
    let mut listed: Vec<_> = open.iter().map(|operation| operation.id).collect();
    known.sort();
    listed.sort();
    assert_eq!(known, listed);
    let mut subjects: Vec<_> = open.iter().map(|operation| operation.subject.uid).collect();
    subjects.sort();
    subjects.dedup();
    assert_eq!(subjects.len(), open.len(), "one operation for each object");
}

fn run(steps: &[Step]) {
    let place = Place::new();
    let mut registry = place.open();
    let mut begun: Vec<Operation> = Vec::new();
    for step in steps {
        let before = versions(&registry);
        let witness = registry.witness().wait().expect("asked");
        match *step {
            Step::Begin(name, kind) => {
                let Some((event, change)) = change_of(&registry, NAMES[name], kind) else {
                    continue;
                };
                begun.extend(begin(&registry, event, change).ok());
            }
            Step::Record(name, kind) => {
                let Some((event, change)) = change_of(&registry, NAMES[name], kind) else {
                    continue;
                };
                // Refused where the object is under an operation, revoked, or there already.
                let _ = record(&registry, event, change);
            }
            Step::Finish(back, verdict) => {
                let Some(index) = begun.len().checked_sub(back + 1) else {
                    continue;
                };
                let operation = begun.remove(index);
                let after = if verdict == Verdict::Done {
                    After::AsIntended
                } else {
                    After::Unchanged
                };
                finish(&registry, &operation, verdict, after).expect("its outcome");
            }
            Step::Restart(verdict) => {
                // In one process: no lease is over, so the ones of the first run are made to be.
                drop(registry);
                place
                    .raw()
                    .execute(
                        "update object set lease = json_set(lease, '$.until', '2020-01-01T00:00:00Z')
                         where lease is not null",
                        [],
                    )
                    .expect("they ran out");
                registry = place.open();
                for operation in std::mem::take(&mut begun) {
                    let after = if verdict == Verdict::Done {
                        After::AsIntended
                    } else {
                        After::Unchanged
                    };
                    registry
                        .settle(extid::registry::Finish {
                            operation: operation.id,
                            outcome: outcome(verdict),
                            after,
                        })
                        .wait()
                        .expect("settled");
                }
            }
        }
        registry.check(witness).wait().expect("the journal only grows");
        check(&registry, &before, &begun);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_steps_keeps_the_invariants(steps in steps()) {
        run(&steps);
    }
}
