//! The life of one object: intent, outcome, versions, names.

use extid::journal::{Event, Phase, Verdict};
use extid::registry::{After, Change, Registry as _, TrailOf};
use extid::{Kind, Status};

use crate::fixture::*;

#[test]
fn a_change_is_an_intent_and_an_outcome_and_a_version() {
    let place = Place::new();
    let registry = place.open();
    let agent = write("agent/triage-bot");
    let operation = begin(&registry, Event::Created, Change::Create(agent.clone())).expect("T1");
    let key = agent.reference.key();
    let claimed = registry
        .object(key.clone())
        .wait()
        .expect("asked")
        .expect("claimed");
    assert_eq!((claimed.version, claimed.operation), (0, Some(operation.id)));

    let object = finish(&registry, &operation, Verdict::Done, After::AsIntended)
        .expect("T2")
        .expect("an object");
    assert_eq!((object.version, object.operation), (1, None));
    assert_eq!(object.uid, operation.subject.uid);
    assert_eq!(object.status, Some(Status::Active));
    assert_eq!(registry.object(key).wait().expect("asked"), Some(object.clone()));
    assert_eq!(
        registry.incarnation(object.uid).wait().expect("asked"),
        Some(object.clone())
    );

    let changed = change(
        &registry,
        Event::Updated,
        update(&object, write("agent/triage-bot")),
    )
    .expect("changed")
    .expect("an object");
    assert_eq!(changed.version, 2);

    let trail = registry.trail(TrailOf::Uid(object.uid)).wait().expect("a trail");
    let told: Vec<_> = trail
        .iter()
        .map(|entry| (entry.seq, entry.event, entry.phase, entry.verdict))
        .collect();
    assert_eq!(
        told,
        [
            (1, Event::Created, Phase::Intent, None),
            (2, Event::Created, Phase::Outcome, Some(Verdict::Done)),
            (3, Event::Updated, Phase::Intent, None),
            (4, Event::Updated, Phase::Outcome, Some(Verdict::Done)),
        ]
    );
    assert_eq!(trail[0].operation, trail[1].operation);
    assert_eq!(trail[0].digest, Some(object.document.digest().to_string()));
    assert_eq!(trail[1].evidence["backend"], "said so");
}

#[test]
fn without_a_backend_one_entry_is_enough() {
    let place = Place::new();
    let registry = place.open();
    let owner = created(&registry, write("owner/platform"));
    assert_eq!(owner.version, 1);
    record(&registry, Event::Retired, removal(&owner)).expect("removed");
    assert_eq!(registry.incarnation(owner.uid).wait().expect("asked"), None);
    let trail = registry.trail(TrailOf::Uid(owner.uid)).wait().expect("a trail");
    let phases: Vec<_> = trail.iter().map(|entry| (entry.event, entry.phase)).collect();
    assert_eq!(
        phases,
        [(Event::Created, Phase::Single), (Event::Retired, Phase::Single)]
    );
}

#[test]
fn what_was_changed_in_the_meantime_is_not_overwritten() {
    let place = Place::new();
    let (one, other) = (place.open(), place.open());
    let seen = created(&one, write("owner/platform"));
    record(&other, Event::Updated, update(&seen, write("owner/platform"))).expect("the other was faster");
    let before = one.witness().wait().expect("asked");
    refused(
        record(&one, Event::Updated, update(&seen, write("owner/platform"))),
        &["owner/platform is at version 2, not 1", "plan again"],
    );
    refused(begin(&one, Event::Retired, removal(&seen)), &["version 2"]);
    assert_eq!(
        one.witness().wait().expect("asked"),
        before,
        "a refused step writes nothing"
    );
}

#[test]
fn a_name_belongs_to_one_object_and_the_identities_share_theirs() {
    let place = Place::new();
    let registry = place.open();
    created(&registry, write("agent/bot"));
    refused(
        record(&registry, Event::Created, Change::Create(write("service/bot"))),
        &["agent/bot already exists"],
    );
    // Another kind, another namespace.
    created(&registry, write("owner/bot"));
    let agents = registry.objects(Some(Kind::Agent)).wait().expect("asked");
    assert_eq!(agents.len(), 1);
    assert_eq!(registry.objects(None).wait().expect("asked").len(), 2);
}

#[test]
fn a_failed_creation_leaves_its_name_free_and_its_entries() {
    let place = Place::new();
    let registry = place.open();
    let operation = begin(&registry, Event::Created, Change::Create(write("agent/bot"))).expect("T1");
    let nothing = finish(&registry, &operation, Verdict::Failed, After::Unchanged).expect("T2");
    assert_eq!(nothing, None);
    let again = change(&registry, Event::Created, Change::Create(write("agent/bot")))
        .expect("the name is free")
        .expect("an object");
    assert_ne!(
        again.uid, operation.subject.uid,
        "every incarnation has its own uid"
    );
    let trail = registry
        .trail(TrailOf::Reference(reference("agent/bot")))
        .wait()
        .expect("a trail");
    assert_eq!(trail.len(), 4);
    assert_eq!(trail[1].verdict, Some(Verdict::Failed));
}

#[test]
fn a_failed_change_leaves_the_object_or_what_the_backend_has_of_it() {
    let place = Place::new();
    let registry = place.open();
    let bot = created(&registry, write("agent/bot"));
    let suspended = with_status(Status::Suspended, write("agent/bot"));
    let operation = begin(&registry, Event::Suspended, update(&bot, suspended.clone())).expect("T1");
    let same = finish(&registry, &operation, Verdict::Refused, After::Unchanged).expect("T2");
    assert_eq!(same, Some(bot.clone()));

    let operation = begin(&registry, Event::Revoked, update(&bot, suspended)).expect("T1");
    let half = with_status(Status::Revoking, write("agent/bot"));
    let left = finish(&registry, &operation, Verdict::Failed, After::Write(half))
        .expect("T2")
        .expect("an object");
    assert_eq!((left.status, left.version), (Some(Status::Revoking), 2));
}

#[test]
fn an_identity_may_change_its_type_but_nothing_its_name() {
    let place = Place::new();
    let registry = place.open();
    let service = created(&registry, write("service/bot"));
    let agent = change(
        &registry,
        Event::Reclassified,
        update(&service, write("agent/bot")),
    )
    .expect("reclassified")
    .expect("an object");
    assert_eq!((agent.uid, agent.reference.kind()), (service.uid, Kind::Agent));
    refused(
        record(&registry, Event::Updated, update(&agent, write("agent/other"))),
        &["`agent/bot` cannot become `agent/other`"],
    );
    refused(
        record(&registry, Event::Updated, update(&agent, write("owner/bot"))),
        &["cannot become"],
    );
}

#[test]
fn an_incarnation_is_revoked_once_and_stays_so() {
    let place = Place::new();
    let registry = place.open();
    let bot = created(&registry, write("agent/bot"));
    let revoked = with_status(Status::Revoked, write("agent/bot"));
    let bot = change(&registry, Event::Revoked, update(&bot, revoked.clone()))
        .expect("revoked")
        .expect("an object");
    refused(
        begin(&registry, Event::Revoked, update(&bot, revoked.clone())),
        &["agent/bot was revoked already (entry 3)"],
    );
    refused(
        record(&registry, Event::Resumed, update(&bot, write("agent/bot"))),
        &["never revived"],
    );
    // Its labels may change, and it may go: that points to the revocation.
    let bot = record(&registry, Event::Updated, update(&bot, revoked))
        .expect("updated")
        .expect("an object");
    change(&registry, Event::Retired, removal(&bot)).expect("retired");
    let trail = registry.trail(TrailOf::Uid(bot.uid)).wait().expect("a trail");
    let last = trail.last().expect("an entry");
    assert_eq!((last.event, last.refers), (Event::Retired, Some(3)));
    let revocations = trail
        .iter()
        .filter(|entry| entry.event == Event::Revoked && entry.verdict.is_some())
        .count();
    assert_eq!(revocations, 1);
    // The next incarnation is another one.
    created(&registry, write("agent/bot"));
}

#[test]
fn a_revocation_that_failed_may_be_tried_again() {
    let place = Place::new();
    let registry = place.open();
    let bot = created(&registry, write("agent/bot"));
    let revoked = with_status(Status::Revoked, write("agent/bot"));
    let operation = begin(&registry, Event::Revoked, update(&bot, revoked.clone())).expect("T1");
    finish(&registry, &operation, Verdict::Failed, After::Unchanged).expect("T2");
    change(&registry, Event::Revoked, update(&bot, revoked)).expect("revoked");
}

#[tokio::test]
async fn async_callers_await_what_others_wait_for() {
    let place = Place::new();
    let registry = place.open();
    let witness = registry.witness().await.expect("asked");
    assert_eq!(witness.seq, 0);
    assert!(!registry.clock().await.expect("asked").is_test);
}
