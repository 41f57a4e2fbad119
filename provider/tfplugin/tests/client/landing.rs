//! What ends up in Terraform's state, case by case: creates, updates and deletes that fail in every way.

use serde_json::{Value as Json, json};
use tfplugin::Value;

use crate::life::{Kept, Shown};
use crate::session::Session;
use crate::values::{shown, text, text_of};

const THING: &str = "atlas_thing";

/// Plans and applies a new thing with this fault.
async fn create(session: &Session, config: Json) -> (Kept, crate::said::Said) {
    let config = session.config(THING, config);
    let mut kept = Kept::default();
    let (shown, said) = session.apply(THING, &mut kept, Some(&config)).await;
    assert_eq!(shown, Shown::Create);
    (kept, said)
}

/// The private state of a thing, which Atlas sets at creation.
fn made(kept: &Kept) -> Json {
    serde_json::from_slice(&kept.private).expect("private state in JSON")
}

#[tokio::test]
async fn a_create_is_stored_with_its_private_state_and_identity() {
    let session = Session::start().await;
    let (kept, said) = create(&session, json!({"name": "a", "text": "b"})).await;
    said.nothing();
    assert!(!kept.tainted);
    assert_eq!(kept.state()["text"], text("b"));
    assert!(!text_of(kept.state(), "id").is_empty());
    assert_eq!(made(&kept)["version"], 1);
    assert!(kept.identity.is_some());
    assert_eq!(session.logged("create thing a").len(), 1);
}

#[tokio::test]
async fn a_create_that_fails_before_anything_exists_leaves_nothing() {
    let session = Session::start().await;
    let (kept, said) = create(&session, json!({"name": "a", "fault": "create_error"})).await;
    assert_eq!(said.errors().len(), 1, "{said:?}");
    assert_eq!(kept, Kept::default());
    assert!(!session.file("thing", "a").exists());
}

#[tokio::test]
async fn a_create_that_fails_when_the_id_is_known_is_tainted_and_replaced_by_the_next_apply() {
    // T18
    let session = Session::start().await;
    let (mut kept, said) = create(&session, json!({"name": "a", "fault": "create_error_after_id"})).await;
    assert_eq!(said.errors().len(), 1, "{said:?}");
    assert!(kept.tainted);
    let first = text_of(kept.state(), "id").to_owned();
    assert!(!first.is_empty());
    assert!(kept.identity.is_some(), "the identity is returned on errors too");
    assert!(!kept.private.is_empty());

    let config = session.config(THING, json!({"name": "a"}));
    let shown = session.run(THING, &mut kept, Some(&config)).await;
    assert_eq!(shown, Shown::Replace);
    assert!(!kept.tainted);
    assert_ne!(text_of(kept.state(), "id"), first);
    assert_eq!(session.logged("delete thing a").len(), 1);
    session.settled(THING, &kept, &config).await;
}

#[tokio::test]
async fn a_panic_in_create_keeps_what_was_planned_tainted_and_is_an_error() {
    // T17
    let session = Session::start().await;
    let (kept, said) = create(
        &session,
        json!({"name": "a", "text": "b", "fault": "create_panic"}),
    )
    .await;
    said.one_error("panic", "");
    assert!(kept.tainted, "an object may exist");
    assert_eq!(kept.state()["name"], text("a"));
    assert_eq!(kept.state()["text"], text("b"));
    assert_eq!(kept.state()["id"], Value::Null, "nobody knows it");
    assert!(kept.identity.is_some(), "the name is known, so the identity is");
}

#[tokio::test]
async fn a_panic_in_create_keeps_what_was_saved_before_it() {
    // T17
    let session = Session::start().await;
    let (kept, said) = create(&session, json!({"name": "a", "fault": "create_panic_saved"})).await;
    said.one_error("panic", "");
    assert!(kept.tainted);
    assert_eq!(
        kept.state()["id"],
        text(session.stored("thing", "a")["id"].as_str().expect("an id"))
    );
    assert!(kept.identity.is_some());
}

#[tokio::test]
async fn the_process_goes_on_after_a_panic() {
    let session = Session::start().await;
    create(&session, json!({"name": "a", "fault": "create_panic"})).await;
    let (kept, said) = create(&session, json!({"name": "b"})).await;
    said.nothing();
    assert!(kept.state.is_some());
    session.core.shutdown().await;
}

#[tokio::test]
async fn a_result_that_is_not_what_was_planned_is_an_error_that_names_the_attribute() {
    let session = Session::start().await;
    let config = json!({"name": "a", "text": "b", "fault": "inconsistent"});
    let (kept, said) = create(&session, config).await;
    let error = said.one_error("text", "text");
    assert!(error.detail.contains("\"b!\""), "{error:?}");
    assert!(kept.tainted, "the object exists");
    assert_eq!(kept.state()["text"], text("b!"), "what is there is stored");
}

#[tokio::test]
async fn a_value_left_unknown_is_an_error_and_stored_as_null() {
    let session = Session::start().await;
    let (kept, said) = create(&session, json!({"name": "a", "fault": "leaves_unknown"})).await;
    said.one_error("note", "note");
    assert!(kept.tainted);
    assert_eq!(kept.state()["note"], Value::Null);
}

#[tokio::test]
async fn a_value_that_is_not_of_its_type_is_an_error_and_everything_else_is_stored() {
    let session = Session::start().await;
    let config = json!({"name": "a", "text": "b", "anything": "c", "fault": "misfit"});
    let (kept, said) = create(&session, config).await;
    said.one_error("anything", "anything");
    assert!(kept.tainted);
    assert_eq!(kept.state()["anything"], Value::Null);
    assert_eq!(kept.state()["text"], text("b"));
    let id = session.stored("thing", "a")["id"].clone();
    assert_eq!(shown(&kept.state()["id"]), id, "the object can be found again");
}

#[tokio::test]
async fn a_panic_in_the_identity_does_not_cost_the_state() {
    let session = Session::start().await;
    let (kept, said) = create(&session, json!({"name": "a", "fault": "identity_panic"})).await;
    said.one_error("panic", "");
    let id = session.stored("thing", "a")["id"].clone();
    assert_eq!(shown(&kept.state()["id"]), id);
    assert_eq!(made(&kept)["version"], 1);
}

#[tokio::test]
async fn a_create_of_what_exists_is_refused_and_names_the_import() {
    let session = Session::start().await;
    create(&session, json!({"name": "a"})).await;
    let (kept, said) = create(&session, json!({"name": "a"})).await;
    assert!(said.one_error("import", "").detail.contains("import"), "{said:?}");
    assert_eq!(kept, Kept::default());
}

/// A thing that exists, and an update of its text with this fault.
async fn update(session: &Session, fault: &str) -> (Kept, Kept, crate::said::Said) {
    let before = session.config(THING, json!({"name": "a", "text": "b", "fault": fault}));
    let old = session.created(THING, &before).await;
    let config = session.config(
        THING,
        json!({"name": "a", "text": "c", "size": 4, "fault": fault}),
    );
    let mut kept = old.clone();
    let (shown, said) = session.apply(THING, &mut kept, Some(&config)).await;
    assert_eq!(shown, Shown::Update);
    (old, kept, said)
}

#[tokio::test]
async fn an_update_keeps_private_state_and_identity() {
    let session = Session::start().await;
    let before = session.config(THING, json!({"name": "a", "text": "b"}));
    let mut kept = session.created(THING, &before).await;
    let old = kept.clone();
    let after = session.config(THING, json!({"name": "a", "text": "c"}));
    assert_eq!(session.run(THING, &mut kept, Some(&after)).await, Shown::Update);
    assert_eq!(kept.state()["text"], text("c"));
    assert_eq!(kept.state()["id"], old.state()["id"]);
    assert_ne!(kept.state()["serial"], old.state()["serial"]);
    assert_eq!(
        (kept.private.clone(), &kept.identity),
        (old.private, &old.identity)
    );
    session.settled(THING, &kept, &after).await;
}

#[tokio::test]
async fn an_update_that_fails_keeps_the_prior_state_and_the_next_plan_shows_the_change() {
    // T19
    let session = Session::start().await;
    let (old, mut kept, said) = update(&session, "update_error").await;
    assert_eq!(said.errors().len(), 1, "{said:?}");
    assert_eq!(
        kept, old,
        "state, private state and identity are as before, and it is not tainted"
    );
    let config = session.config(THING, json!({"name": "a", "text": "c", "size": 4}));
    assert_eq!(session.run(THING, &mut kept, Some(&config)).await, Shown::Update);
    session.settled(THING, &kept, &config).await;
}

#[tokio::test]
async fn an_update_that_fails_half_way_stores_what_is_really_there() {
    // T19
    let session = Session::start().await;
    let (old, kept, said) = update(&session, "update_error_partial").await;
    assert_eq!(said.errors().len(), 1, "{said:?}");
    assert_eq!(kept.state()["text"], text("c"), "this was changed");
    assert_eq!(kept.state()["size"], old.state()["size"], "this was not");
    assert!(!kept.tainted);
    assert_eq!((&kept.private, &kept.identity), (&old.private, &old.identity));
    let config = session.config(THING, json!({"name": "a", "text": "c", "size": 4}));
    let (shown, plan, _) = session.plan(THING, &kept, Some(&config)).await;
    assert_eq!(shown, Shown::Update);
    assert_eq!(crate::values::shown(&plan.planned()["size"]), json!(4));
}

#[tokio::test]
async fn a_panic_in_update_keeps_the_prior_state() {
    let session = Session::start().await;
    let (old, kept, said) = update(&session, "update_panic").await;
    said.one_error("panic", "");
    assert_eq!(kept, old);
}

#[tokio::test]
async fn a_delete_removes_the_object_and_is_told_its_private_state() {
    let session = Session::start().await;
    let config = session.config(THING, json!({"name": "a"}));
    let mut kept = session.created(THING, &config).await;
    let made = made(&kept)["made"].clone();
    assert_eq!(session.run(THING, &mut kept, None).await, Shown::Delete);
    assert_eq!(kept, Kept::default());
    assert!(!session.file("thing", "a").exists());
    let [line] = &session.logged("delete thing a")[..] else {
        panic!("{:#?}", session.log());
    };
    assert!(line.contains(&format!("private={made}")), "{line}");
}

#[tokio::test]
async fn the_delete_of_a_replacement_is_told_the_private_state_of_the_old_object() {
    let session = Session::start().await;
    let before = session.config(THING, json!({"name": "a", "kind": "x"}));
    let mut kept = session.created(THING, &before).await;
    let made = made(&kept)["made"].clone();
    let after = session.config(THING, json!({"name": "a", "kind": "y"}));
    assert_eq!(session.run(THING, &mut kept, Some(&after)).await, Shown::Replace);
    let [line] = &session.logged("delete thing a")[..] else {
        panic!("{:#?}", session.log());
    };
    assert!(line.contains(&format!("private={made}")), "{line}");
    session.settled(THING, &kept, &after).await;
}

#[tokio::test]
async fn a_delete_that_fails_keeps_everything() {
    let session = Session::start().await;
    let config = session.config(THING, json!({"name": "a", "fault": "delete_error"}));
    let mut kept = session.created(THING, &config).await;
    let old = kept.clone();
    let (shown, said) = session.apply(THING, &mut kept, None).await;
    assert_eq!(shown, Shown::Delete);
    assert_eq!(said.errors().len(), 1, "{said:?}");
    assert_eq!(kept, old);
    assert!(session.file("thing", "a").exists());
}

#[tokio::test]
async fn a_delete_of_what_is_gone_is_a_success() {
    let session = Session::start().await;
    let config = session.config(THING, json!({"name": "a"}));
    let mut kept = session.created(THING, &config).await;
    std::fs::remove_file(session.file("thing", "a")).expect("a file");
    let (_, said) = session.apply(THING, &mut kept, None).await;
    said.nothing();
    assert_eq!(kept, Kept::default());
}

#[tokio::test]
async fn a_replacement_whose_create_fails_leaves_nothing() {
    let session = Session::start().await;
    let before = session.config(THING, json!({"name": "a", "kind": "x"}));
    let mut kept = session.created(THING, &before).await;
    let after = session.config(THING, json!({"name": "a", "kind": "y", "fault": "create_error"}));
    let (shown, said) = session.apply(THING, &mut kept, Some(&after)).await;
    assert_eq!(shown, Shown::Replace);
    assert_eq!(said.errors().len(), 1, "{said:?}");
    assert_eq!(kept, Kept::default());
}

#[tokio::test]
async fn an_object_deleted_elsewhere_is_planned_anew() {
    // T20
    let session = Session::start().await;
    let config = session.config(THING, json!({"name": "a"}));
    let mut kept = session.created(THING, &config).await;
    std::fs::remove_file(session.file("thing", "a")).expect("a file");
    session.refresh(THING, &mut kept).await.nothing();
    assert_eq!(kept.state, None);
    assert_eq!(session.run(THING, &mut kept, Some(&config)).await, Shown::Create);
    session.settled(THING, &kept, &config).await;
}

#[tokio::test]
async fn a_change_made_elsewhere_is_read_and_planned_back() {
    let session = Session::start().await;
    let config = session.config(THING, json!({"name": "a", "text": "b"}));
    let mut kept = session.created(THING, &config).await;
    session.tamper("thing", "a", "text", json!("drift"));
    session.refresh(THING, &mut kept).await.nothing();
    assert_eq!(kept.state()["text"], text("drift"));
    assert_eq!(session.run(THING, &mut kept, Some(&config)).await, Shown::Update);
    assert_eq!(shown(&kept.state()["text"]), json!("b"));
    session.settled(THING, &kept, &config).await;
}

#[tokio::test]
async fn a_read_that_leaves_something_unknown_is_an_error_and_keeps_the_state() {
    let session = Session::start().await;
    let config = session.config(THING, json!({"name": "a", "text": "b"}));
    let mut kept = session.created(THING, &config).await;
    let old = kept.clone();
    session.tamper("thing", "a", "fault", json!("leaves_unknown"));
    kept.state
        .as_mut()
        .expect("an object")
        .insert("fault".to_owned(), text("leaves_unknown"));
    let said = session.refresh(THING, &mut kept).await;
    said.one_error("note", "note");
    assert_eq!(kept.state()["note"], old.state()["note"]);
}
