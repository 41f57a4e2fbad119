//! Actions: progress while they run, and exactly one completion at the end, whatever happens.

use serde_json::{Value as Json, json};
use tfplugin::wire::tfplugin6::invoke_action::{Event, Request, event};
use tfplugin::wire::tfplugin6::{DynamicValue, plan_action, stop_provider, validate_action_config};

use crate::said::Said;
use crate::schemas::{object, type_of};
use crate::session::{Session, capable};
use crate::values::{UNKNOWN, sent};

const ANNOUNCE: &str = "atlas_announce";

fn config(session: &Session, json: Json) -> Option<DynamicValue> {
    let block = session.schemas.action(ANNOUNCE);
    Some(sent(Some(&object(block, &json)), &type_of(block)))
}

async fn plan(session: &Session, json: Json) -> Said {
    let request = plan_action::Request {
        action_type: ANNOUNCE.to_owned(),
        config: config(session, json),
        client_capabilities: Some(capable()),
    };
    let answer = session.plan_action(request).await;
    assert_eq!(answer.deferred, None);
    Said(answer.diagnostics)
}

/// Messages, and what the one completion says.
async fn invoke(session: &Session, config: Option<DynamicValue>) -> (Vec<String>, Said) {
    let events = session
        .invoke_action(Request {
            action_type: ANNOUNCE.to_owned(),
            config,
            client_capabilities: Some(capable()),
        })
        .await;
    completed(events)
}

#[track_caller]
fn completed(mut events: Vec<Event>) -> (Vec<String>, Said) {
    let last = events.pop().and_then(|event| event.r#type);
    let Some(event::Type::Completed(completed)) = last else {
        panic!("the last event is no completion: {last:?}");
    };
    let messages = events.into_iter().map(|event| match event.r#type {
        Some(event::Type::Progress(progress)) => progress.message,
        other => panic!("not progress: {other:?}"),
    });
    (messages.collect(), Said(completed.diagnostics))
}

#[tokio::test]
async fn an_action_tells_its_progress_and_completes_once() {
    let session = Session::start().await;
    let config = config(&session, json!({"message": "hello", "times": 3}));
    let (messages, said) = invoke(&session, config).await;
    said.nothing();
    assert_eq!(messages, ["announcing 1/3", "announcing 2/3", "announcing 3/3"]);
    assert_eq!(session.logged("announce").len(), 3);
}

#[tokio::test]
async fn an_action_that_fails_completes_with_its_error() {
    let session = Session::start().await;
    let config = config(&session, json!({"message": "fail"}));
    let (messages, said) = invoke(&session, config).await;
    said.one_error("fail", "message");
    assert_eq!(messages, Vec::<String>::new());
}

#[tokio::test]
async fn an_action_that_cannot_begin_completes_with_an_error() {
    let session = Session::start().await;
    let (_, said) = invoke(&session, None).await;
    assert_eq!(said.errors().len(), 1, "{said:?}");
    let unknown = Request {
        action_type: "atlas_nothing".to_owned(),
        ..Request::default()
    };
    let (_, said) = completed(session.invoke_action(unknown).await);
    said.one_error("atlas_nothing", "");
    let fresh = Session::unconfigured().await;
    let (_, said) = invoke(&fresh, config(&fresh, json!({"message": "hello"}))).await;
    said.one_error("not configured", "");
}

#[tokio::test]
async fn an_action_that_panics_completes_with_an_error() {
    let session = Session::start().await;
    let config = config(&session, json!({"message": "panic", "times": 2}));
    let (messages, said) = invoke(&session, config).await;
    said.one_error("panic", "");
    assert_eq!(messages, ["announcing 1/2"], "what was told before is kept");
}

#[tokio::test]
async fn an_interrupted_action_completes_with_an_error() {
    let session = Session::start().await;
    let config = config(&session, json!({"message": "hello", "times": 10}));
    let interrupt = async {
        session.until_logged("announce").await;
        session.stop_provider(stop_provider::Request {}).await;
    };
    let ((messages, said), ()) = tokio::join!(invoke(&session, config), interrupt);
    said.one_error("interrupted", "");
    assert!((1..10).contains(&messages.len()), "{messages:?}");
}

#[tokio::test]
async fn an_action_goes_on_when_its_client_goes_away() {
    let session = Session::start().await;
    let request = Request {
        action_type: ANNOUNCE.to_owned(),
        config: config(&session, json!({"message": "hello", "times": 4})),
        client_capabilities: Some(capable()),
    };
    drop(session.client().invoke_action(request).await.expect("a stream"));
    session.until_logged("announce message hello number=4").await;
}

#[tokio::test]
async fn an_action_is_checked_in_the_plan_where_values_may_be_unknown() {
    let session = Session::start().await;
    plan(&session, json!({"message": UNKNOWN, "times": UNKNOWN}))
        .await
        .nothing();
    plan(&session, json!({"message": "hello"})).await.nothing();
    let said = plan(&session, json!({"message": "hello", "times": 11})).await;
    said.one_error("10", "times");
    assert_eq!(session.log(), Vec::<String>::new(), "a plan does nothing");
}

#[tokio::test]
async fn an_action_block_is_validated() {
    let session = Session::unconfigured().await;
    for (json, place) in [(json!({"message": UNKNOWN}), None), (json!({}), Some("message"))] {
        let answer = session
            .validate_action_config(validate_action_config::Request {
                type_name: ANNOUNCE.to_owned(),
                config: config(&session, json),
            })
            .await;
        let said = Said(answer.diagnostics);
        match place {
            None => said.nothing(),
            Some(place) => _ = said.one_error("required", place),
        }
    }
}
