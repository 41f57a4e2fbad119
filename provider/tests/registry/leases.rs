//! Who may finish what: leases, processes that are gone, settlement.

use extid::Duration;
use extid::journal::{Event, Verdict};
use extid::registry::{After, Begin, Change, Finish, LeaseState, Registry as _, TrailOf};

use crate::fixture::*;

#[test]
fn a_live_lease_of_another_run_is_an_error_that_names_it() {
    let place = Place::new();
    let (one, other) = (place.open(), place.open());
    let bot = created(&one, write("agent/bot"));
    let operation = begin(&one, Event::Updated, update(&bot, write("agent/bot"))).expect("T1");
    let seen = other.open_operations().wait().expect("asked");
    assert_eq!(
        (seen.len(), seen[0].id, seen[0].state),
        (1, operation.id, LeaseState::Live)
    );
    let run = seen[0].lease.run.to_string();
    refused(
        begin(&other, Event::Updated, update(&bot, write("agent/bot"))),
        &[
            "agent/bot is being changed by run",
            &run,
            &operation.id.to_string(),
        ],
    );
    let own = one.open_operations().wait().expect("asked");
    assert_eq!(own[0].state, LeaseState::Own);

    let theirs = Finish {
        operation: operation.id,
        outcome: outcome(Verdict::Done),
        after: After::AsIntended,
    };
    refused(other.finish(theirs.clone()).wait(), &["belongs to run", &run]);
    refused(other.settle(theirs.clone()).wait(), &["nobody can settle it yet"]);
    one.finish(theirs.clone()).wait().expect("its own");
    refused(one.finish(theirs).wait(), &["has its outcome already (entry 3)"]);
    assert_eq!(one.open_operations().wait().expect("asked"), []);
}

#[test]
fn a_lease_that_ran_out_is_settled_by_whoever_knows_the_outcome() {
    let place = Place::new();
    let (one, other) = (place.open(), place.open());
    let operation = one
        .begin(Begin {
            event: Event::Created,
            change: Change::Create(write("agent/bot")),
            lease: Duration::from_seconds(0),
        })
        .wait()
        .expect("T1");
    let open = other.open_operations().wait().expect("asked");
    assert_eq!(open[0].state, LeaseState::RanOut);
    assert_eq!(open[0].intended.as_ref(), Some(&write("agent/bot").document));
    refused(
        begin(&other, Event::Created, Change::Create(write("agent/bot"))),
        &[
            "nobody knows how the operation",
            &operation.id.to_string(),
            "settle it first",
        ],
    );
    let settled = other
        .settle(Finish {
            operation: operation.id,
            outcome: outcome(Verdict::Done),
            after: After::AsIntended,
        })
        .wait()
        .expect("settled")
        .expect("an object");
    assert_eq!((settled.uid, settled.version), (operation.subject.uid, 1));
    let trail = other.trail(TrailOf::Uid(settled.uid)).wait().expect("a trail");
    assert!(trail[1].settled && !trail[0].settled);
    assert_ne!(trail[0].run, trail[1].run, "the entry says who settled");
    // The first one comes late.
    refused(
        finish(&one, &operation, Verdict::Done, After::AsIntended),
        &["has its outcome already"],
    );
}

#[test]
fn an_operation_that_nobody_began_has_no_outcome() {
    let place = Place::new();
    let registry = place.open();
    let nobody = Finish {
        operation: extid::OperationId::generate(),
        outcome: outcome(Verdict::Done),
        after: After::Unchanged,
    };
    refused(registry.finish(nobody.clone()).wait(), &["there is no operation"]);
    refused(registry.settle(nobody).wait(), &["there is no operation"]);
}
