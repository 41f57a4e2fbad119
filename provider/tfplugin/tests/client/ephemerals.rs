//! T25: ephemeral resources are opened in the plan and again in the apply, renewed in time, and closed with what Open kept.

use std::time::{Duration, SystemTime};

use serde_json::{Value as Json, json};
use tfplugin::Object;
use tfplugin::wire::tfplugin6::{
    close_ephemeral_resource, open_ephemeral_resource as open, renew_ephemeral_resource,
    validate_ephemeral_resource_config,
};

use crate::said::Said;
use crate::schemas::{object, type_of};
use crate::session::Session;
use crate::values::{UNKNOWN, got, text, text_of};

const TOKEN: &str = "atlas_token";

async fn answered(session: &Session, json: Json) -> open::Response {
    let block = session.schemas.ephemeral(TOKEN);
    let config = object(block, &json);
    session
        .open_ephemeral_resource(open::Request {
            type_name: TOKEN.to_owned(),
            config: Some(crate::values::sent(Some(&config), &type_of(block))),
            // Terraform 1.11 sends no capability here.
            client_capabilities: Some(Default::default()),
        })
        .await
}

async fn opened(session: &Session, json: Json) -> (Object, open::Response) {
    let answer = answered(session, json).await;
    Said(answer.diagnostics.clone()).nothing();
    assert_eq!(answer.deferred, None);
    let block = session.schemas.ephemeral(TOKEN);
    let result = got(answer.result.as_ref(), &type_of(block)).expect("a result");
    assert!(
        result.values().all(tfplugin::Value::is_wholly_known),
        "{result:?}"
    );
    (result, answer)
}

async fn close(session: &Session, private: Option<Vec<u8>>) -> Said {
    let answer = session
        .close_ephemeral_resource(close_ephemeral_resource::Request {
            type_name: TOKEN.to_owned(),
            private,
        })
        .await;
    Said(answer.diagnostics)
}

#[tokio::test]
async fn opening_twice_gives_two_leases_and_each_is_closed() {
    let session = Session::start().await;
    let (first, plan) = opened(&session, json!({"place": "north/town"})).await;
    let (second, apply) = opened(&session, json!({"place": "north/town"})).await;
    assert_ne!(first["lease"], second["lease"]);
    assert_eq!(first["place"], text("north/town"), "the configuration stays");
    assert_eq!(
        (&plan.renew_at, &apply.renew_at),
        (&None, &None),
        "a long one is not renewed"
    );
    close(&session, plan.private).await.nothing();
    close(&session, apply.private).await.nothing();
    for result in [first, second] {
        let lease = text_of(&result, "lease");
        assert_eq!(text_of(&result, "token"), format!("tok-{lease}"));
        assert_eq!(
            session.logged(&format!("close token {lease} renewed=none")).len(),
            1
        );
    }
}

#[tokio::test]
async fn a_short_lease_is_renewed_and_closed_with_the_private_data_of_open() {
    let session = Session::start().await;
    let (result, open) = opened(&session, json!({"place": "north/town", "ttl_seconds": 4})).await;
    let lease = text_of(&result, "lease");
    let renew_at = open.renew_at.expect("an instant");
    let until = SystemTime::try_from(renew_at).expect("an instant");
    let left = until.duration_since(SystemTime::now()).expect("not past");
    assert!(left <= Duration::from_secs(2), "before the end: {left:?}");
    // Renew gets the private data of the last answer.
    let mut private = open.private.clone();
    for number in 1..=2 {
        let answer = session
            .renew_ephemeral_resource(renew_ephemeral_resource::Request {
                type_name: TOKEN.to_owned(),
                private: private.clone(),
            })
            .await;
        Said(answer.diagnostics).nothing();
        assert!(answer.renew_at.is_some(), "renewed again");
        private = answer.private;
        assert_eq!(
            session
                .logged(&format!("renew token {lease} renewed={number}"))
                .len(),
            1,
            "{:#?}",
            session.log()
        );
    }
    // Close gets Open's, whatever Renew said.
    close(&session, open.private).await.nothing();
    assert_eq!(
        session.logged(&format!("close token {lease} renewed=none")).len(),
        1
    );
}

#[tokio::test]
async fn an_ephemeral_resource_is_validated_at_each_attribute() {
    let session = Session::unconfigured().await;
    let block = session.schemas.ephemeral(TOKEN);
    for (json, place) in [
        (json!({"place": UNKNOWN, "ttl_seconds": UNKNOWN}), None),
        (json!({"ttl_seconds": 5}), Some("place")),
        (json!({"place": "p", "ttl_seconds": 0}), Some("ttl_seconds")),
    ] {
        let answer = session
            .validate_ephemeral_resource_config(validate_ephemeral_resource_config::Request {
                type_name: TOKEN.to_owned(),
                config: Some(crate::values::sent(Some(&object(block, &json)), &type_of(block))),
            })
            .await;
        let said = Said(answer.diagnostics);
        match place {
            None => said.nothing(),
            Some(place) => _ = said.one_error(place, place),
        }
    }
}

#[tokio::test]
async fn private_data_that_is_not_opens_is_an_error() {
    let session = Session::start().await;
    close(&session, None).await.one_error("lease", "");
    close(&session, Some(b"{}".to_vec())).await.one_error("lease", "");
}

#[tokio::test]
async fn an_ephemeral_resource_needs_a_configured_provider() {
    let session = Session::unconfigured().await;
    let answer = answered(&session, json!({"place": "p"})).await;
    Said(answer.diagnostics).one_error("not configured", "");
    assert_eq!((answer.result, answer.private), (None, None));
}
