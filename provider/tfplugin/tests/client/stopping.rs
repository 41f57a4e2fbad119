//! T7: interruptions, timeouts and clients that go away, in the middle of a create.

use std::process::Command;
use std::rc::Rc;
use std::time::{Duration, Instant};

use serde_json::json;
use tfplugin::Object;
use tfplugin::wire::tfplugin6::{apply_resource_change, stop_provider};
use tokio::task::{JoinSet, LocalSet};

use crate::life::{Kept, Plan, Shown};
use crate::said::Said;
use crate::session::{SOON, Session};
use crate::values::{got, text};

pub(crate) const THING: &str = "atlas_thing";

pub(crate) fn request(session: &Session, plan: &Plan, config: &Object) -> apply_resource_change::Request {
    apply_resource_change::Request {
        type_name: THING.to_owned(),
        prior_state: Some(session.sent(THING, None)),
        planned_state: Some(session.sent(THING, plan.planned.as_ref())),
        config: Some(session.sent(THING, Some(config))),
        planned_private: plan.private.clone(),
        ..apply_resource_change::Request::default()
    }
}

#[tokio::test]
async fn an_interrupted_create_ends_with_an_error_and_what_it_saved() {
    let session = Session::start().await;
    let config = session.config(THING, json!({"name": "a", "fault": "slow"}));
    let (_, plan, _) = session.plan(THING, &Kept::default(), Some(&config)).await;
    let create = session.apply_resource_change(request(&session, &plan, &config));
    let interrupt = async {
        session.until_logged("create thing a").await;
        let asked = Instant::now();
        let answer = session.stop_provider(stop_provider::Request {}).await;
        assert_eq!(answer.error, "");
        assert!(asked.elapsed() < Duration::from_secs(2), "it answers at once");
    };
    let (answer, ()) = tokio::join!(create, interrupt);
    Said(answer.diagnostics).one_error("interrupted", "");
    let state = got(answer.new_state.as_ref(), &session.ty(THING)).expect("what was saved");
    assert_eq!(state["name"], text("a"));
    assert_eq!(
        state["id"],
        text(session.stored("thing", "a")["id"].as_str().expect("an id"))
    );
    assert!(answer.new_identity.is_some() && !answer.private.is_empty());

    // Terraform goes on: other calls are answered, and a create is told at once.
    let mut other = Kept::default();
    let config = session.config(THING, json!({"name": "b", "fault": "slow"}));
    let (_, said) = session.apply(THING, &mut other, Some(&config)).await;
    said.one_error("interrupted", "");
    assert!(other.tainted);

    // The next run, in reattach mode, begins with ConfigureProvider.
    session.configure().await.nothing();
    let config = session.config(
        THING,
        json!({"name": "c", "fault": "slow", "timeouts": {"create": "300ms"}}),
    );
    let began = Instant::now();
    let (_, said) = session.apply(THING, &mut Kept::default(), Some(&config)).await;
    said.one_error("timed out", "");
    assert!(
        began.elapsed() >= Duration::from_millis(300),
        "the interruption is over"
    );
    session.core.shutdown().await;
}

#[tokio::test]
async fn a_create_that_takes_longer_than_its_timeout_ends_with_an_error_and_what_it_saved() {
    let session = Session::start().await;
    let config = session.config(
        THING,
        json!({"name": "a", "fault": "slow", "timeouts": {"create": "100ms"}}),
    );
    let mut kept = Kept::default();
    let (shown, said) = session.apply(THING, &mut kept, Some(&config)).await;
    assert_eq!(shown, Shown::Create);
    said.one_error("timed out", "");
    assert!(kept.tainted);
    assert_eq!(kept.state()["name"], text("a"));
}

#[tokio::test]
async fn a_client_that_goes_away_does_not_end_the_create() {
    let session = Session::start().await;
    let config = session.config(
        THING,
        json!({"name": "a", "fault": "slow", "timeouts": {"create": "1m"}}),
    );
    let (_, plan, _) = session.plan(THING, &Kept::default(), Some(&config)).await;
    let create = session.apply_resource_change(request(&session, &plan, &config));
    tokio::select! {
        answer = create => panic!("answered: {answer:?}"),
        () = session.until_logged("create thing a") => {}
    }
    // The call is dropped here, while the create waits: it goes on waiting, and what it made is whole.
    assert_eq!(session.stored("thing", "a")["name"], json!("a"));
    let config = session.config(THING, json!({"name": "b"}));
    session.created(THING, &config).await;
    let second = session.logged("create thing b");
    assert!(second[0].contains("running=2"), "{second:?}");
    // The end of the process ends it too, at once.
    session.core.shutdown().await;
}

#[tokio::test]
async fn creates_whose_clients_all_go_away_are_all_done() {
    let session = Session::start().await;
    let (names, mut calls) = ((0..12).map(|number| format!("thing-{number}")), JoinSet::new());
    for name in names {
        let config = session.config(THING, json!({"name": name}));
        let (_, plan, _) = session.plan(THING, &Kept::default(), Some(&config)).await;
        let (mut client, request) = (session.client(), request(&session, &plan, &config));
        calls.spawn(async move { client.apply_resource_change(request).await.map(drop) });
    }
    session.until_logged("create thing").await;
    calls.shutdown().await;
    // Whatever was begun is complete: a file, and the line in the log.
    let until = Instant::now() + SOON;
    loop {
        let files = std::fs::read_dir(session.store.path().join("thing")).expect("a folder");
        let made = files
            .map(|file| file.expect("a file").file_name().to_string_lossy().into_owned())
            .filter(|name| name.ends_with(".json"))
            .count();
        if made == session.logged("create thing").len() {
            break;
        }
        assert!(Instant::now() < until, "{made} files, {:#?}", session.log());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    session.core.shutdown().await;
}

/// A create of a thing that waits, and something that happens meanwhile.
async fn slow_create(
    session: &Session,
    meanwhile: impl AsyncFnOnce(),
) -> (apply_resource_change::Response, Object) {
    let config = session.config(THING, json!({"name": "a", "fault": "slow"}));
    let (_, plan, _) = session.plan(THING, &Kept::default(), Some(&config)).await;
    let create = session.apply_resource_change(request(session, &plan, &config));
    let happening = async {
        session.until_logged("create thing a").await;
        meanwhile().await;
    };
    let (answer, ()) = tokio::join!(create, happening);
    let state = got(answer.new_state.as_ref(), &session.ty(THING)).expect("what was saved");
    (answer, state)
}

#[tokio::test]
async fn an_interrupt_of_the_terminal_waits_for_terraforms_word() {
    // T7: the terminal sends SIGINT to both; Terraform then says what to do.
    let session = Session::start().await;
    let process = session.core.process.child.id();
    let (answer, _) = slow_create(&session, async || {
        signal("INT", process);
        let config = session.config(THING, json!({"name": "b"}));
        session.created(THING, &config).await;
        let second = session.logged("create thing b");
        assert!(second[0].contains("running=2"), "the first goes on: {second:?}");
        session.stop_provider(stop_provider::Request {}).await;
    })
    .await;
    Said(answer.diagnostics).one_error("interrupted", "");
    session.core.shutdown().await;
}

#[tokio::test]
async fn a_termination_of_the_process_lets_a_create_answer_what_it_saved() {
    let mut session = Session::start().await;
    let process = session.core.process.child.id();
    let (answer, state) = slow_create(&session, async || signal("TERM", process)).await;
    Said(answer.diagnostics).one_error("interrupted", "");
    assert_eq!(
        state["id"],
        text(session.stored("thing", "a")["id"].as_str().expect("an id"))
    );
    assert!(session.core.process.ended_within(SOON).is_some());
    session.core.process.assert_left_nothing();
}

#[tokio::test]
async fn an_interruption_of_many_creates_loses_none() {
    LocalSet::new().run_until(interrupted_creates()).await;
}

async fn interrupted_creates() {
    let session = Rc::new(Session::start().await);
    let mut creates = JoinSet::new();
    for number in 0..20 {
        let session = Rc::clone(&session);
        creates.spawn_local(async move {
            let name = format!("thing-{number}");
            let config = session.config(THING, json!({"name": name, "fault": "slow"}));
            let mut kept = Kept::default();
            let (_, said) = session.apply(THING, &mut kept, Some(&config)).await;
            said.one_error("interrupted", "");
            assert_eq!(kept.tainted, session.file("thing", &name).exists(), "{name}");
            kept.tainted
        });
    }
    session.until_logged("create thing").await;
    let asked = Instant::now();
    session.stop_provider(stop_provider::Request {}).await;
    let tainted = creates.join_all().await.into_iter().filter(|made| *made).count();
    assert!(asked.elapsed() < SOON, "{:?}", asked.elapsed());
    assert_eq!(tainted, session.logged("create thing").len());
}

/// Sends a signal by name.
pub(crate) fn signal(name: &str, process: u32) {
    let sent = Command::new("kill")
        .args([format!("-{name}"), process.to_string()])
        .status();
    assert!(
        sent.expect("kill runs").success(),
        "no signal {name} to {process}"
    );
}
