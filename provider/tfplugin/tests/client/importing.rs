//! T23 and T26: imports by id and by identity, and identities that stay.

use serde_json::json;
use tfplugin::Value;
use tfplugin::wire::tfplugin6::{
    RawState, ResourceIdentityData, import_resource_state, upgrade_resource_identity,
};

use crate::laws::lawful_state;
use crate::life::{Kept, Shown};
use crate::said::Said;
use crate::session::{Session, capable};
use crate::values::{got, sent, text, value};

const PLACE: &str = "atlas_place";
const REGION: &str = "atlas_region";
const THING: &str = "atlas_thing";

/// An identity for the wire.
fn identity(session: &Session, resource: &str, json: serde_json::Value) -> ResourceIdentityData {
    let ty = &session.schemas.identities[resource];
    let object = match value(&json, ty) {
        Value::Known(tfplugin::Data::Object(object)) => object,
        other => panic!("no object: {other:?}"),
    };
    ResourceIdentityData {
        identity_data: Some(sent(Some(&object), ty)),
    }
}

async fn import(
    session: &Session,
    resource: &str,
    id: &str,
    identity: Option<ResourceIdentityData>,
) -> (Option<Kept>, Said) {
    let answer = session
        .import_resource_state(import_resource_state::Request {
            type_name: resource.to_owned(),
            id: id.to_owned(),
            client_capabilities: Some(capable()),
            identity,
        })
        .await;
    assert_eq!(answer.deferred, None);
    let said = Said(answer.diagnostics);
    let mut imported = answer.imported_resources;
    if !said.errors().is_empty() {
        assert!(imported.is_empty());
        return (None, said);
    }
    assert_eq!(imported.len(), 1, "Terraform takes exactly one");
    let imported = imported.remove(0);
    assert_eq!(imported.type_name, resource);
    let state = got(imported.state.as_ref(), &session.ty(resource)).expect("a state");
    lawful_state(session.schemas.resource(resource), &state);
    let kept = Kept {
        state: Some(state),
        private: imported.private,
        identity: imported.identity,
        tainted: false,
    };
    (Some(kept), said)
}

#[tokio::test]
async fn an_import_by_id_finds_everything_that_a_configuration_could_say() {
    let session = Session::start().await;
    let config = session.config(
        THING,
        json!({"name": "a", "text": "t", "tags": ["x"], "home": {"street": "s"}, "box": [{"value": "1"}],
            "box_group": {"value": "g"}, "stops": [{"name": "n"}]}),
    );
    let made = session.created(THING, &config).await;
    let (kept, said) = import(&session, THING, "a", None).await;
    said.nothing();
    let mut kept = kept.expect("an object");
    assert_eq!(kept.identity, made.identity);
    let named = session.config(THING, json!({"name": "a"}));
    assert_eq!(kept.state(), &named, "blocks have their own form of absence");
    session.refresh(THING, &mut kept).await.nothing();
    assert_eq!(kept.state, made.state);
    assert_eq!(session.run(THING, &mut kept, Some(&config)).await, Shown::Nothing);
}

#[tokio::test]
async fn an_import_by_identity_is_the_same_as_by_id() {
    let session = Session::start().await;
    let config = session.config(PLACE, json!({"region": "north", "name": "town", "capacity": 5}));
    let made = session.created(PLACE, &config).await;
    let asked = identity(&session, PLACE, json!({"region": "north", "name": "town"}));
    let (kept, said) = import(&session, PLACE, "", Some(asked.clone())).await;
    said.nothing();
    let mut by_identity = kept.expect("an object");
    assert_eq!(by_identity.identity, Some(asked), "it must be returned");
    let (kept, _) = import(&session, PLACE, "north/town", None).await;
    let mut by_id = kept.expect("an object");
    session.refresh(PLACE, &mut by_identity).await.nothing();
    session.refresh(PLACE, &mut by_id).await.nothing();
    assert_eq!(by_identity, by_id);
    assert_eq!(by_id.state, made.state);
    session.settled(PLACE, &by_id, &config).await;
}

#[tokio::test]
async fn an_id_may_be_typed_with_its_accents_apart() {
    let session = Session::start().await;
    let config = session.config(THING, json!({"name": "Z\u{fc}rich"}));
    let made = session.created(THING, &config).await;
    let (kept, _) = import(&session, THING, "Zu\u{308}rich", None).await;
    let mut kept = kept.expect("an object");
    assert_eq!(kept.identity, made.identity);
    session.refresh(THING, &mut kept).await.nothing();
    assert_eq!(kept.state, made.state);
}

#[tokio::test]
async fn an_id_of_a_wrong_form_is_an_error_that_names_the_form() {
    let session = Session::start().await;
    for id in ["town", "/town", "north/"] {
        let (kept, said) = import(&session, PLACE, id, None).await;
        assert_eq!(kept, None);
        said.one_error("<region>/<name>", "");
    }
}

#[tokio::test]
async fn an_object_that_is_not_there_is_imported_and_then_read_as_gone() {
    // Terraform says "Cannot import non-existent remote object".
    let session = Session::start().await;
    let (kept, said) = import(&session, PLACE, "north/nowhere", None).await;
    said.nothing();
    let mut kept = kept.expect("an object");
    session.refresh(PLACE, &mut kept).await.nothing();
    assert_eq!(kept.state, None);
}

#[tokio::test]
async fn an_import_that_a_resource_does_not_offer_is_an_error() {
    let session = Session::start().await;
    let (kept, said) = import(&session, REGION, "", None).await;
    assert_eq!(kept, None);
    assert_eq!(said.errors().len(), 1, "{said:?}");
    // Older versions of Terraform know no identity.
    let (kept, _) = import(&session, REGION, "north", None).await;
    assert_eq!(kept.expect("an object").identity, None, "regions have none");
}

#[tokio::test]
async fn an_incomplete_identity_is_an_error_and_not_a_guess() {
    let session = Session::start().await;
    let asked = identity(&session, PLACE, json!({"region": "north"}));
    let (kept, said) = import(&session, PLACE, "", Some(asked)).await;
    assert_eq!(kept, None);
    said.one_error("name", "");
}

#[tokio::test]
async fn an_identity_is_the_same_after_every_call() {
    let session = Session::start().await;
    let before = session.config(THING, json!({"name": "a", "text": "b"}));
    let mut kept = session.created(THING, &before).await;
    let expected = Some(identity(&session, THING, json!({"name": "a"})));
    assert_eq!(kept.identity, expected);
    session.refresh(THING, &mut kept).await.nothing();
    assert_eq!(kept.identity, expected);
    let after = session.config(THING, json!({"name": "a", "text": "c"}));
    session.run(THING, &mut kept, Some(&after)).await;
    assert_eq!(kept.identity, expected);
}

#[tokio::test]
async fn an_object_without_a_stored_identity_gets_it_when_it_is_read() {
    // From before Terraform 1.12, or before the resource had one.
    let session = Session::start().await;
    let config = session.config(THING, json!({"name": "a"}));
    let mut kept = session.created(THING, &config).await;
    let identity = kept.identity.take();
    session.refresh(THING, &mut kept).await.nothing();
    assert_eq!(kept.identity, identity);
}

#[tokio::test]
async fn a_stored_identity_is_upgraded_and_one_without_data_is_null_inside() {
    let session = Session::unconfigured().await;
    for (stored, name) in [
        (r#"{"name":"a"}"#, text("a")),
        (r#"{"name":"a","gone":1}"#, text("a")),
        ("", Value::Null),
        ("null", Value::Null),
        ("{}", Value::Null),
    ] {
        let answer = session
            .upgrade_resource_identity(upgrade_resource_identity::Request {
                type_name: THING.to_owned(),
                version: 0,
                raw_identity: Some(RawState {
                    json: stored.as_bytes().to_vec(),
                    ..RawState::default()
                }),
            })
            .await;
        Said(answer.diagnostics).nothing();
        let data = answer.upgraded_identity.expect("an identity").identity_data;
        let identity = got(data.as_ref(), &session.schemas.identities[THING]).expect("an object");
        assert_eq!(identity["name"], name, "{stored}");
    }
    let answer = session
        .upgrade_resource_identity(upgrade_resource_identity::Request {
            type_name: REGION.to_owned(),
            ..Default::default()
        })
        .await;
    Said(answer.diagnostics).one_error("no resource identity", "");
}
