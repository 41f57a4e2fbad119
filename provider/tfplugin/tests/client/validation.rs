//! Validate: every mistake at its attribute, at every depth, and nothing said of what is unknown.

use serde_json::{Value as Json, json};
use tfplugin::wire::tfplugin6::{read_data_source, validate_data_resource_config, validate_provider_config};

use crate::said::{Said, place_of};
use crate::schemas::{object, type_of};
use crate::session::Session;
use crate::values::{UNKNOWN, got, sent, text};

const THING: &str = "atlas_thing";

async fn places(session: &Session, json: Json) -> Vec<String> {
    let config = session.config(THING, json);
    let said = session.validate(THING, &config).await;
    said.errors().into_iter().map(place_of).collect()
}

#[tokio::test]
async fn null_in_a_required_attribute_is_refused_at_every_depth() {
    let session = Session::unconfigured().await;
    for (json, place) in [
        (json!({"name": null}), "name"),
        (json!({"name": "a", "home": {"number": 1}}), "home.street"),
        (
            json!({"name": "a", "stops": [{"name": "x"}, {}]}),
            "stops[1].name",
        ),
        (
            json!({"name": "a", "rooms": {"hall": {}}}),
            "rooms[\"hall\"].area",
        ),
        // An element of a set has no address.
        (json!({"name": "a", "marks": [{"level": 1}]}), "marks"),
        (json!({"name": "a", "box_one": {}}), "box_one.value"),
        (
            json!({"name": "a", "box": [{"value": "x"}, {"weight": 1}]}),
            "box[1].value",
        ),
        (json!({"name": "a", "bag": [{}]}), "bag"),
        (json!({"name": "a", "shelf": {"top": {}}}), "shelf[\"top\"].value"),
    ] {
        assert_eq!(places(&session, json.clone()).await, [place], "{json}");
    }
}

#[tokio::test]
async fn a_value_that_is_not_allowed_is_refused_at_its_attribute() {
    let session = Session::unconfigured().await;
    for (json, place) in [
        (json!({"name": ""}), "name"),
        (json!({"name": "x".repeat(65)}), "name"),
        (json!({"name": "a", "tone": "middle"}), "tone"),
        (json!({"name": "a", "home": {"street": "nowhere"}}), "home.street"),
        (
            json!({"name": "a", "timeouts": {"create": "soon"}}),
            "timeouts.create",
        ),
    ] {
        assert_eq!(places(&session, json.clone()).await, [place], "{json}");
    }
    for json in [
        json!({"name": "x".repeat(64)}),
        json!({"name": "a", "tone": "high"}),
    ] {
        assert_eq!(places(&session, json).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn attributes_that_exclude_each_other_are_refused_together() {
    let session = Session::unconfigured().await;
    let config = session.config(THING, json!({"name": "a", "text": "x", "old_text": "y"}));
    let said = session.validate(THING, &config).await;
    let error = said.errors()[0];
    assert!(
        error.detail.contains("text") && error.detail.contains("old_text"),
        "{error:?}"
    );
    for json in [
        json!({"name": "a", "old_text": "y"}),
        json!({"name": "a", "text": UNKNOWN, "old_text": UNKNOWN}),
    ] {
        assert_eq!(places(&session, json).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn all_mistakes_are_told_at_once() {
    let session = Session::unconfigured().await;
    let mut found = places(
        &session,
        json!({"tone": "middle", "home": {"street": null}, "box": [{}], "timeouts": {"create": "soon"}}),
    )
    .await;
    found.sort();
    assert_eq!(
        found,
        ["box[0].value", "home.street", "name", "timeouts.create", "tone"]
    );
}

#[tokio::test]
async fn a_bound_of_a_number_is_judged_exactly() {
    let session = Session::unconfigured().await;
    for (capacity, fits) in [
        ("1", true),
        ("1000000", true),
        ("0.999", false),
        ("1000000.0000000000000000000001", false),
        ("1e100", false),
    ] {
        let json = json!({"region": "r", "name": "n", "capacity": capacity});
        let config = session.config("atlas_place", json);
        let said = session.validate("atlas_place", &config).await;
        if fits {
            said.nothing();
        } else {
            said.error_at("capacity");
        }
    }
}

#[tokio::test]
async fn the_configuration_of_the_provider_may_hold_unknown_values() {
    let session = Session::unconfigured().await;
    let block = session.schemas.config();
    for json in [json!({}), json!({"path": UNKNOWN, "token": UNKNOWN})] {
        let answer = session
            .validate_provider_config(validate_provider_config::Request {
                config: Some(sent(Some(&object(block, &json)), &type_of(block))),
            })
            .await;
        Said(answer.diagnostics).nothing();
    }
}

async fn look_up(session: &Session, json: Json) -> (Option<tfplugin::Object>, Said) {
    let block = session.schemas.data_source("atlas_place");
    let ty = type_of(block);
    let answer = session
        .read_data_source(read_data_source::Request {
            type_name: "atlas_place".to_owned(),
            config: Some(sent(Some(&object(block, &json)), &ty)),
            ..Default::default()
        })
        .await;
    assert_eq!(answer.deferred, None);
    (got(answer.state.as_ref(), &ty), Said(answer.diagnostics))
}

#[tokio::test]
async fn a_data_source_finds_what_exists_and_says_what_does_not() {
    let session = Session::start().await;
    let config = session.config("atlas_place", json!({"region": "north", "name": "town"}));
    let kept = session.created("atlas_place", &config).await;
    let (found, said) = look_up(&session, json!({"region": "north", "name": "town"})).await;
    said.nothing();
    let found = found.expect("a place");
    assert_eq!(found["uid"], kept.state()["uid"]);
    assert_eq!(found["region"], text("north"), "the configuration stays");
    let (found, said) = look_up(&session, json!({"region": "north", "name": "nowhere"})).await;
    said.one_error("north/nowhere", "");
    assert_eq!(found, None);
}

#[tokio::test]
async fn a_data_source_is_validated_at_each_attribute() {
    let session = Session::unconfigured().await;
    let block = session.schemas.data_source("atlas_place");
    for (json, place) in [
        (json!({"region": UNKNOWN, "name": UNKNOWN}), None),
        (json!({"region": "north"}), Some("name")),
    ] {
        let answer = session
            .validate_data_resource_config(validate_data_resource_config::Request {
                type_name: "atlas_place".to_owned(),
                config: Some(sent(Some(&object(block, &json)), &type_of(block))),
            })
            .await;
        let said = Said(answer.diagnostics);
        match place {
            None => said.nothing(),
            Some(place) => _ = said.one_error("required", place),
        }
    }
}

#[tokio::test]
async fn what_only_the_provider_sets_cannot_be_configured() {
    let session = Session::start().await;
    for (resource, config, place) in [
        ("atlas_thing", json!({"name": "a", "id": "mine"}), "id"),
        ("atlas_thing", json!({"name": "a", "serial": 5}), "serial"),
        ("atlas_region", json!({"name": "a", "revision": 99}), "revision"),
    ] {
        let config = session.config(resource, config);
        session
            .validate(resource, &config)
            .await
            .one_error("cannot be configured", place);
    }
}
