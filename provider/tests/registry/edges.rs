//! What hangs on what: nothing refers to nothing, and nothing goes under something that lives.

use extid::Status;
use extid::journal::{Event, Verdict};
use extid::registry::{After, Change, Registry as _};

use crate::fixture::*;

#[test]
fn a_reference_to_nothing_is_refused() {
    let place = Place::new();
    let registry = place.open();
    let bot = referring("agent/bot", &[("class", "identity_class/agents")]);
    refused(
        begin(&registry, Event::Created, Change::Create(bot.clone())),
        &["`class` of agent/bot refers to identity_class/agents, which does not exist"],
    );
    // What is being created is not there yet.
    let class = begin(
        &registry,
        Event::Created,
        Change::Create(write("identity_class/agents")),
    )
    .expect("T1");
    refused(
        record(&registry, Event::Created, Change::Create(bot.clone())),
        &["does not exist"],
    );
    finish(&registry, &class, Verdict::Done, After::AsIntended).expect("T2");
    created(&registry, bot);
}

#[test]
fn what_is_referred_to_stays_while_that_lives() {
    let place = Place::new();
    let registry = place.open();
    let class = created(&registry, write("identity_class/agents"));
    let bot = referring("agent/bot", &[("class", "identity_class/agents")]);
    let operation = begin(&registry, Event::Created, Change::Create(bot.clone())).expect("T1");
    refused(
        record(&registry, Event::Retired, removal(&class)),
        &["identity_class/agents is still referred to by agent/bot"],
    );
    let bot_now = finish(&registry, &operation, Verdict::Done, After::AsIntended)
        .expect("T2")
        .expect("an object");
    refused(begin(&registry, Event::Retired, removal(&class)), &["agent/bot"]);
    let dependents = registry.dependents(class.uid).wait().expect("asked");
    assert_eq!(dependents.len(), 1);
    assert_eq!(
        (dependents[0].uid, dependents[0].role.as_str()),
        (bot_now.uid, "class")
    );

    let over = with_status(Status::Revoked, bot);
    record(&registry, Event::Revoked, update(&bot_now, over)).expect("revoked");
    record(&registry, Event::Retired, removal(&class)).expect("nothing lives there any more");
}

#[test]
fn what_is_being_removed_takes_no_new_references() {
    let place = Place::new();
    let registry = place.open();
    let class = created(&registry, write("identity_class/agents"));
    let removal = begin(&registry, Event::Retired, removal(&class)).expect("T1");
    let bot = referring("agent/bot", &[("class", "identity_class/agents")]);
    refused(
        record(&registry, Event::Created, Change::Create(bot.clone())),
        &["`class` of agent/bot refers to identity_class/agents, which is being removed"],
    );
    finish(&registry, &removal, Verdict::Failed, After::Unchanged).expect("T2");
    created(&registry, bot);
}

#[test]
fn an_intent_that_comes_to_nothing_leaves_no_reference() {
    let place = Place::new();
    let registry = place.open();
    let (old, new) = (
        created(&registry, write("owner/old")),
        created(&registry, write("owner/new")),
    );
    let bot = created(&registry, referring("agent/bot", &[("owner", "owner/old")]));
    let moved = referring("agent/bot", &[("owner", "owner/new")]);
    let dependents = |uid| registry.dependents(uid).wait().expect("asked").len();

    let operation = begin(&registry, Event::Updated, update(&bot, moved.clone())).expect("T1");
    assert_eq!(
        (dependents(old.uid), dependents(new.uid)),
        (1, 1),
        "either may be so"
    );
    finish(&registry, &operation, Verdict::Failed, After::Unchanged).expect("T2");
    assert_eq!((dependents(old.uid), dependents(new.uid)), (1, 0));

    change(&registry, Event::Updated, update(&bot, moved)).expect("moved");
    assert_eq!((dependents(old.uid), dependents(new.uid)), (0, 1));
    record(&registry, Event::Retired, removal(&old)).expect("nothing refers to it");
}
