//! T24: a write-only value reaches the API in apply and nothing that Terraform keeps or shows.

use serde_json::json;
use tfplugin::Value;
use tfplugin::wire::tfplugin6::{ClientCapabilities, validate_resource_config};

use crate::life::{Kept, Shown};
use crate::said::Said;
use crate::session::Session;
use crate::terraform_core::Settings;
use crate::values::shown;

const THING: &str = "atlas_thing";
const SECRET: &str = "correct horse battery";

/// What the store has as the secret of a thing.
fn stored(session: &Session, name: &str) -> String {
    let file = session.store.path().join("thing").join(format!("{name}.secret"));
    std::fs::read_to_string(file).expect("a secret")
}

#[tokio::test]
async fn a_write_only_value_reaches_the_api_and_is_null_in_plan_and_state() {
    let session = Session::start().await;
    let config = session.config(
        THING,
        json!({"name": "a", "secret_wo": SECRET, "secret_wo_version": 1}),
    );
    let mut kept = Kept::default();
    session.validate(THING, &config).await.nothing();
    let (_, plan, _) = session.plan(THING, &kept, Some(&config)).await;
    assert_eq!(plan.planned()["secret_wo"], Value::Null);
    session.apply(THING, &mut kept, Some(&config)).await.1.nothing();
    assert_eq!(kept.state()["secret_wo"], Value::Null);
    assert_eq!(
        shown(&kept.state()["secret_length"]),
        json!(SECRET.chars().count())
    );
    assert_eq!(stored(&session, "a"), SECRET);
    session.settled(THING, &kept, &config).await;
    assert!(!session.log().concat().contains(SECRET));
    session.never_heard(SECRET);
}

#[tokio::test]
async fn another_secret_of_the_same_version_changes_nothing_and_a_new_version_writes_it() {
    let session = Session::start().await;
    let of = |secret: &str, version: i64| {
        session.config(
            THING,
            json!({"name": "a", "secret_wo": secret, "secret_wo_version": version}),
        )
    };
    let mut kept = session.created(THING, &of(SECRET, 1)).await;
    let other = of("another", 1);
    assert_eq!(session.run(THING, &mut kept, Some(&other)).await, Shown::Nothing);
    let other = of("another", 2);
    assert_eq!(session.run(THING, &mut kept, Some(&other)).await, Shown::Update);
    assert_eq!(stored(&session, "a"), "another");
    assert_eq!(shown(&kept.state()["secret_length"]), json!(7));
    session.settled(THING, &kept, &other).await;
    session.never_heard(SECRET);
    session.never_heard("another");
}

#[tokio::test]
async fn the_most_talkative_log_holds_no_secret() {
    let session = Session::with(Settings::default().set("TF_LOG", "TRACE")).await;
    session
        .configure_with(&json!({"path": session.store.path(), "token": SECRET}))
        .await
        .nothing();
    let config = session.config(
        THING,
        json!({"name": "a", "secret_wo": SECRET, "secret_wo_version": 1}),
    );
    let mut kept = session.created(THING, &config).await;
    session.settled(THING, &kept, &config).await;
    session.run(THING, &mut kept, None).await;
    let lines = session.core.shutdown().await;
    let begun = lines
        .iter()
        .filter(|line| line.contains("received a request"))
        .count();
    let create = lines
        .iter()
        .find(|line| line.contains("served the request") && line.contains("ApplyResourceChange"));
    assert!(begun > 10, "it does log: {lines:#?}");
    assert!(
        create.expect("a line").contains("\"tf_type\":\"atlas_thing\""),
        "{create:?}"
    );
    assert!(!lines.concat().contains(SECRET), "{lines:#?}");
}

#[tokio::test]
async fn no_failure_shows_a_secret() {
    let faults = [
        "create_error",
        "create_error_after_id",
        "create_panic",
        "create_panic_saved",
        "inconsistent",
        "leaves_unknown",
        "bad_plan",
    ];
    let session = Session::start().await;
    for fault in faults {
        let config = session.config(
            THING,
            json!({"name": fault, "text": "t", "secret_wo": SECRET, "secret_wo_version": 1, "fault": fault}),
        );
        let mut kept = Kept::default();
        let (_, said) = session.apply(THING, &mut kept, Some(&config)).await;
        assert_eq!(said.errors().len(), 1, "{fault}: {said:?}");
        if let Some(state) = &kept.state {
            assert_eq!(state["secret_wo"], Value::Null, "{fault}");
        }
    }
    session.never_heard(SECRET);
    let lines = session.core.shutdown().await;
    assert!(!lines.concat().contains(SECRET), "{lines:#?}");
}

#[tokio::test]
async fn a_terraform_that_would_store_the_secret_is_refused_at_the_attribute() {
    let session = Session::start().await;
    let validate = async |json, capable: Option<ClientCapabilities>| {
        let config = session.config(THING, json);
        let answer = session
            .validate_resource_config(validate_resource_config::Request {
                type_name: THING.to_owned(),
                config: Some(session.sent(THING, Some(&config))),
                client_capabilities: capable,
            })
            .await;
        Said(answer.diagnostics)
    };
    let secret = json!({"name": "a", "secret_wo": SECRET});
    for old in [None, Some(ClientCapabilities::default())] {
        let said = validate(secret.clone(), old).await;
        said.one_error("1.11", "secret_wo");
        validate(json!({"name": "a"}), old).await.nothing();
    }
    validate(secret, Some(crate::session::capable())).await.nothing();
    session.never_heard(SECRET);
}

#[tokio::test]
async fn a_sensitive_value_of_the_provider_is_in_no_diagnostic() {
    let session = Session::unconfigured().await;
    session
        .configure_with(&json!({"path": session.store.path(), "token": SECRET}))
        .await
        .nothing();
    let config = session.config(THING, json!({"name": "a", "fault": "create_error"}));
    session.apply(THING, &mut Kept::default(), Some(&config)).await;
    session.never_heard(SECRET);
}

#[tokio::test]
async fn a_panic_that_tells_everything_is_shown_without_the_secret() {
    for secret in [SECRET, "it's a \\ \"secret\"\nof two lines"] {
        shown_without(secret).await;
    }
}

async fn shown_without(secret: &str) {
    let session = Session::start().await;
    let config = json!({"name": "a", "text": "plain", "secret_wo": secret, "secret_wo_version": 1, "fault": "create_panic_tells"});
    let config = session.config(THING, config);
    let mut kept = Kept::default();
    let (_, said) = session.apply(THING, &mut kept, Some(&config)).await;
    let detail = &said.one_error("failed unexpectedly", "").detail;
    assert!(
        detail.contains("plain") && detail.contains("(sensitive)"),
        "{detail}"
    );
    assert!(
        !detail.contains(secret)
            || detail.contains(secret.escape_debug().to_string().get(2..12).expect("long")),
        "{detail}"
    );
    session.never_heard(secret);
}
