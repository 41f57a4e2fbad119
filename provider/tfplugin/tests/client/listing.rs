//! Lists: results with identities, up to the limit, with attributes only when asked, and an end that tells its errors.

use serde_json::json;
use tfplugin::wire::tfplugin6::list_resource::{Event, Request};
use tfplugin::wire::tfplugin6::validate_list_resource_config;
use tokio_stream::StreamExt;

use crate::said::Said;
use crate::schemas::{object, type_of};
use crate::session::Session;
use crate::values::{UNKNOWN, got, sent, shown, text};

const THING: &str = "atlas_thing";

fn request(session: &Session, config: serde_json::Value) -> Request {
    let block = session.schemas.list(THING);
    Request {
        type_name: THING.to_owned(),
        config: Some(sent(Some(&object(block, &config)), &type_of(block))),
        include_resource_object: false,
        limit: 100,
    }
}

fn names(events: &[Event]) -> Vec<&str> {
    events.iter().map(|event| event.display_name.as_str()).collect()
}

/// A session whose store has these things.
async fn with(names: impl IntoIterator<Item = String>) -> Session {
    let session = Session::start().await;
    for name in names {
        let config = session.config(
            THING,
            json!({"name": name, "text": "t", "secret_wo": "hidden", "secret_wo_version": 1}),
        );
        session.created(THING, &config).await;
    }
    session
}

fn three() -> [String; 3] {
    ["b-one", "a-two", "b-three"].map(str::to_owned)
}

#[tokio::test]
async fn a_list_gives_an_identity_and_a_name_for_each_object() {
    let session = with(three()).await;
    let events = session.list_resource(request(&session, json!({}))).await;
    assert_eq!(names(&events), ["a-two", "b-one", "b-three"]);
    for event in &events {
        assert!(event.diagnostic.is_empty(), "{event:?}");
        assert_eq!(event.resource_object, None, "nobody asked for it");
        let identity = event.identity.as_ref().expect("an identity");
        let ty = &session.schemas.identities[THING];
        let identity = got(identity.identity_data.as_ref(), ty).expect("an object");
        assert_eq!(identity["name"], text(&event.display_name));
    }
}

#[tokio::test]
async fn a_list_follows_its_configuration() {
    let session = with(three()).await;
    let events = session
        .list_resource(request(&session, json!({"prefix": "b-"})))
        .await;
    assert_eq!(names(&events), ["b-one", "b-three"]);
}

#[tokio::test]
async fn a_list_ends_at_the_limit() {
    let session = with(three()).await;
    let two = Request {
        limit: 2,
        ..request(&session, json!({}))
    };
    assert_eq!(names(&session.list_resource(two).await), ["a-two", "b-one"]);
    let without = Request {
        limit: 0,
        ..request(&session, json!({}))
    };
    assert_eq!(session.list_resource(without).await.len(), 3, "no limit");
}

#[tokio::test]
async fn attributes_come_when_they_are_asked_for_and_without_secrets() {
    let session = with(three()).await;
    let whole = Request {
        include_resource_object: true,
        ..request(&session, json!({"prefix": "a"}))
    };
    let events = session.list_resource(whole).await;
    let listed = got(events[0].resource_object.as_ref(), &session.ty(THING)).expect("an object");
    crate::laws::lawful_state(session.schemas.resource(THING), &listed);
    assert_eq!(shown(&listed["text"]), json!("t"));
    session.never_heard("hidden");
}

#[tokio::test]
async fn a_client_that_wants_no_more_ends_the_list() {
    let session = with((0..60).map(|number| format!("thing-{number:02}"))).await;
    let asked = request(&session, json!({}));
    let mut stream = session
        .client()
        .list_resource(asked)
        .await
        .expect("a stream")
        .into_inner();
    stream.next().await.expect("an event").expect("a good one");
    drop(stream);
    // The provider goes on, and ends at once when told to: no task waits for the client.
    assert_eq!(
        session.list_resource(request(&session, json!({}))).await.len(),
        60
    );
    session.core.shutdown().await;
}

#[tokio::test]
async fn what_goes_wrong_is_an_event_and_what_came_before_is_kept() {
    let session = with(three()).await;
    std::fs::write(session.file("thing", "c-broken"), "not json").expect("a file");
    let events = session.list_resource(request(&session, json!({}))).await;
    let last = events.last().expect("an event");
    assert_eq!(last.identity, None);
    assert_eq!(Said(last.diagnostic.clone()).errors().len(), 1, "{last:?}");
}

#[tokio::test]
async fn an_object_that_is_not_wholly_known_is_an_error_and_not_a_result() {
    let session = with(three()).await;
    session.tamper("thing", "b-one", "fault", json!("leaves_unknown"));
    let whole = Request {
        include_resource_object: true,
        ..request(&session, json!({}))
    };
    let mut events = session.list_resource(whole).await;
    let last = events.pop().expect("an event");
    assert_eq!(names(&events), ["a-two"], "what came before is kept");
    Said(last.diagnostic).one_error("note", "note");
}

#[tokio::test]
async fn a_list_block_may_hold_unknown_values_when_it_is_validated() {
    let session = Session::start().await;
    let block = session.schemas.list(THING);
    let config = object(block, &json!({"prefix": UNKNOWN}));
    let answer = session
        .validate_list_resource_config(validate_list_resource_config::Request {
            type_name: THING.to_owned(),
            config: Some(sent(Some(&config), &type_of(block))),
            ..Default::default()
        })
        .await;
    Said(answer.diagnostics).nothing();
}
