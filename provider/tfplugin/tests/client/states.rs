//! T21 and T22: stored states of this version and of older ones, moves from other types, and generated configuration.

use serde_json::{Value as Json, json};
use tfplugin::wire::tfplugin6::{RawState, move_resource_state, upgrade_resource_state};
use tfplugin::{Data, Object, Raw, Value, codec};

use crate::laws::lawful_state;
use crate::life::Shown;
use crate::said::Said;
use crate::session::Session;
use crate::values::{got, shown, text};

const THING: &str = "atlas_thing";

async fn upgrade(session: &Session, version: i64, state: &Json) -> (Option<Object>, Said) {
    let answer = session
        .upgrade_resource_state(upgrade_resource_state::Request {
            type_name: THING.to_owned(),
            version,
            raw_state: Some(raw(state)),
        })
        .await;
    let state = got(answer.upgraded_state.as_ref(), &session.ty(THING));
    if let Some(state) = &state {
        lawful_state(session.schemas.resource(THING), state);
    }
    (state, Said(answer.diagnostics))
}

fn raw(state: &Json) -> RawState {
    RawState {
        json: state.to_string().into_bytes(),
        ..RawState::default()
    }
}

/// A thing's state as Terraform stores it.
fn stored(session: &Session, state: &Object) -> Json {
    let state: Raw = Data::Object(state.clone()).into();
    codec::json::encode(&state, &session.ty(THING)).expect("a known state")
}

#[tokio::test]
async fn a_state_of_this_version_that_lacks_attributes_gets_nulls_and_empty_blocks() {
    // T21
    let session = Session::unconfigured().await;
    let (state, said) = upgrade(&session, 2, &json!({"name": "a", "text": "b"})).await;
    said.nothing();
    let state = state.expect("a state");
    let wanted = session.config(THING, json!({"name": "a", "text": "b"}));
    assert_eq!(state, wanted);
}

#[tokio::test]
async fn attributes_that_the_schema_lost_are_dropped() {
    // T21
    let session = Session::unconfigured().await;
    let state = json!({"name": "a", "gone": {"x": [1]}, "home": {"street": "s", "gone": true}});
    let (state, said) = upgrade(&session, 2, &state).await;
    said.nothing();
    assert_eq!(
        shown(&state.expect("a state")["home"]),
        json!({"street": "s", "number": null, "note": null})
    );
}

#[tokio::test]
async fn a_whole_state_comes_back_as_it_was() {
    let session = Session::start().await;
    let config = session.config(
        THING,
        json!({"name": "a", "number": 0.1, "anything": {"a": [1, "b"]}, "tags": ["y", "x"], "rooms": {"hall": {"area": 1}},
            "bag": [{"value": "1"}], "shelf": {"top": {"value": "1"}}, "box_one": {"value": "x"}}),
    );
    let kept = session.created(THING, &config).await;
    let (state, said) = upgrade(&session, 2, &stored(&session, kept.state())).await;
    said.nothing();
    assert_eq!(state, kept.state);
}

#[tokio::test]
async fn states_of_older_versions_are_migrated() {
    // T22
    let session = Session::start().await;
    let (oldest, said) = upgrade(&session, 0, &json!({"title": "a", "size": "4"})).await;
    said.nothing();
    let (older, said) = upgrade(&session, 1, &json!({"name": "a", "size": "4"})).await;
    said.nothing();
    assert_eq!(oldest, older);
    let state = older.expect("a state");
    assert_eq!((&state["name"], shown(&state["size"])), (&text("a"), json!(4)));
}

#[tokio::test]
async fn a_state_that_cannot_be_read_is_an_error_and_never_a_loss() {
    let session = Session::unconfigured().await;
    for (version, state) in [
        (2, json!({"name": ["not", "text"]})),
        (1, json!({"name": "a", "size": "four"})),
        (1, json!({"name": "a", "unheard_of": 1})),
        (7, json!({"name": "a"})),
    ] {
        let (upgraded, said) = upgrade(&session, version, &state).await;
        assert_eq!(upgraded, None);
        assert_eq!(said.errors().len(), 1, "{state}: {said:?}");
    }
    // A resource that offers no upgrades.
    let answer = session
        .upgrade_resource_state(upgrade_resource_state::Request {
            type_name: "atlas_region".to_owned(),
            version: 1,
            raw_state: Some(raw(&json!({"name": "north"}))),
        })
        .await;
    Said(answer.diagnostics).one_error("version 1", "");
    let flat = RawState {
        flatmap: [("name".to_owned(), "a".to_owned())].into(),
        ..RawState::default()
    };
    let answer = session
        .upgrade_resource_state(upgrade_resource_state::Request {
            type_name: THING.to_owned(),
            version: 2,
            raw_state: Some(flat),
        })
        .await;
    Said(answer.diagnostics).one_error("0.12", "");
}

#[tokio::test]
async fn a_secret_in_an_old_state_does_not_stay() {
    let session = Session::unconfigured().await;
    let (state, said) = upgrade(&session, 2, &json!({"name": "a", "secret_wo": "hidden"})).await;
    said.nothing();
    assert_eq!(state.expect("a state")["secret_wo"], Value::Null);
    session.never_heard("hidden");
}

fn moving(address: &str, type_name: &str, state: &Json) -> move_resource_state::Request {
    move_resource_state::Request {
        source_provider_address: address.to_owned(),
        source_type_name: type_name.to_owned(),
        source_state: Some(raw(state)),
        target_type_name: THING.to_owned(),
        source_private: br#"{"made":7}"#.to_vec(),
        ..move_resource_state::Request::default()
    }
}

#[tokio::test]
async fn an_object_of_another_type_of_this_provider_moves_with_its_private_state() {
    let session = Session::unconfigured().await;
    let state = json!({"id": "north/town", "region": "north", "name": "town", "uid": "u", "status": "open"});
    // OpenTofu has the same provider from its own registry.
    for registry in ["registry.terraform.io", "registry.opentofu.org"] {
        let address = format!("{registry}/examples/atlas");
        let answer = session
            .move_resource_state(moving(&address, "atlas_place", &state))
            .await;
        Said(answer.diagnostics).nothing();
        let moved = got(answer.target_state.as_ref(), &session.ty(THING)).expect("a state");
        lawful_state(session.schemas.resource(THING), &moved);
        let named = session.config(THING, json!({"name": "town"}));
        assert_eq!(moved, named, "blocks have their own form of absence");
        assert!(answer.target_identity.is_some());
        assert_eq!(answer.target_private, br#"{"made":7}"#);
    }
}

#[tokio::test]
async fn an_object_of_another_provider_moves_without_its_private_state() {
    let session = Session::unconfigured().await;
    // What Terraform stores of `input`, an attribute of any type.
    let state = json!({"id": "x", "input": {"value": "town", "type": "string"}, "output": null, "triggers_replace": null});
    let builtin = "terraform.io/builtin/terraform";
    let answer = session
        .move_resource_state(moving(builtin, "terraform_data", &state))
        .await;
    Said(answer.diagnostics).nothing();
    let moved = got(answer.target_state.as_ref(), &session.ty(THING)).expect("a state");
    assert_eq!(moved["name"], text("town"));
    assert_eq!(answer.target_private, b"");
}

#[tokio::test]
async fn a_move_that_is_not_offered_is_an_error_that_says_what_to_do() {
    let session = Session::unconfigured().await;
    for (address, type_name) in [
        ("registry.terraform.io/other/other", "other_thing"),
        ("registry.terraform.io/other/atlas", "atlas_place"),
        ("example.com/examples/atlas", "atlas_place"),
    ] {
        let request = moving(address, type_name, &json!({"name": "a"}));
        let answer = session.move_resource_state(request).await;
        Said(answer.diagnostics).one_error("moved", "");
        assert_eq!(answer.target_state, None);
    }
    let request = moving(
        "terraform.io/builtin/terraform",
        "terraform_data",
        &json!({"input": null}),
    );
    let answer = session.move_resource_state(request).await;
    assert_eq!(Said(answer.diagnostics).errors().len(), 1);
}

#[tokio::test]
async fn generated_configuration_validates_and_changes_nothing() {
    let session = Session::start().await;
    let config = session.config(
        THING,
        json!({"name": "a", "text": "t", "tags": ["x"], "home": {"street": "s", "number": 4}, "rooms": {"hall": {"area": 2}},
            "box": [{"value": "1"}], "shelf": {"top": {"value": "1"}}, "secret_wo": "hidden", "secret_wo_version": 1}),
    );
    let mut kept = session.created(THING, &config).await;
    let generated = session.generated(THING, kept.state()).await;
    for name in ["id", "serial", "secret_length", "secret_wo", "old_text"] {
        assert_eq!(generated[name], Value::Null, "{name}");
    }
    assert_eq!(generated["note"], Value::Null, "the atlas writes it by itself");
    assert_eq!(generated["text"], text("t"));
    session.validate(THING, &generated).await.nothing();
    assert_eq!(
        session.run(THING, &mut kept, Some(&generated)).await,
        Shown::Nothing
    );
    session.never_heard("hidden");
}
