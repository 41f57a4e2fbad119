//! Plans: what is known, what is not, what replaces, and that the same question has the same answer.

use serde_json::json;
use tfplugin::Value;

use crate::life::{Kept, Shown};
use crate::session::Session;
use crate::values::{shown, text, text_of, unknown};

const REGION: &str = "atlas_region";
const PLACE: &str = "atlas_place";
const THING: &str = "atlas_thing";

#[tokio::test]
async fn an_id_may_be_planned_as_known_and_what_the_api_chooses_is_unknown() {
    let session = Session::start().await;
    let config = session.config(PLACE, json!({"region": "north", "name": "town"}));
    let (shown, plan, said) = session.plan(PLACE, &Kept::default(), Some(&config)).await;
    said.nothing();
    assert_eq!(shown, Shown::Create);
    assert_eq!(plan.planned()["id"], text("north/town"));
    assert_eq!(plan.planned()["uid"], unknown());
    assert_eq!(plan.planned()["status"], text("open"));
}

#[tokio::test]
async fn defaults_are_planned_and_computed_values_are_unknown() {
    let session = Session::start().await;
    let config = session.config(THING, json!({"name": "a", "home": {"street": "s"}}));
    let (_, plan, said) = session.plan(THING, &Kept::default(), Some(&config)).await;
    said.nothing();
    assert_eq!(shown(&plan.planned()["size"]), json!(3));
    for name in ["id", "serial", "note"] {
        assert_eq!(plan.planned()[name], unknown(), "{name}");
    }
    assert_eq!(
        shown(&plan.planned()["home"]),
        json!({"street": "s", "number": null, "note": crate::values::UNKNOWN})
    );
}

#[tokio::test]
async fn an_id_stays_known_in_the_plan_of_an_update() {
    let session = Session::start().await;
    let before = session.config(THING, json!({"name": "a", "text": "b"}));
    let kept = session.created(THING, &before).await;
    let after = session.config(THING, json!({"name": "a", "text": "c"}));
    let (shown, plan, _) = session.plan(THING, &kept, Some(&after)).await;
    assert_eq!(shown, Shown::Update);
    assert_eq!(plan.planned()["id"], kept.state()["id"]);
    assert_eq!(plan.planned()["serial"], unknown());
    assert_eq!(plan.identity, kept.identity, "the identity stays");
}

#[tokio::test]
async fn a_place_is_planned_by_what_the_same_run_plans_for_its_region() {
    let session = Session::start().await;
    let open = session.config(REGION, json!({"name": "north"}));
    let closed = session.config(REGION, json!({"name": "north", "status": "closed"}));
    let config = session.config(PLACE, json!({"region": "north", "name": "town"}));

    // Both are new.
    let mut region = Kept::default();
    let (_, plan, _) = session.plan(REGION, &region, Some(&open)).await;
    assert_eq!(plan.planned()["status"], text("open"));
    let mut place = Kept::default();
    let (_, plan, _) = session.plan(PLACE, &place, Some(&config)).await;
    assert_eq!(plan.planned()["status"], text("open"));
    session.run(REGION, &mut region, Some(&open)).await;
    session.run(PLACE, &mut place, Some(&config)).await;

    // The region is closed: the place follows in the same plan, although its configuration is as it was.
    let (seen, _, _) = session.plan(REGION, &region, Some(&closed)).await;
    assert_eq!(seen, Shown::Update);
    let (seen, plan, _) = session.plan(PLACE, &place, Some(&config)).await;
    assert_eq!(seen, Shown::Update);
    assert_eq!(plan.planned()["status"], text("closed"));
    assert_eq!(plan.planned()["uid"], place.state()["uid"]);
    assert_eq!(
        session.run(REGION, &mut region, Some(&closed)).await,
        Shown::Update
    );
    assert_eq!(session.run(PLACE, &mut place, Some(&config)).await, Shown::Update);
    assert_eq!(place.state()["status"], text("closed"));

    // The next run has nothing to do, in a process that remembers nothing.
    let next = Session::unconfigured().await;
    next.configure_with(&json!({"path": session.store.path()}))
        .await
        .nothing();
    next.settled(REGION, &region, &closed).await;
    next.settled(PLACE, &place, &config).await;
}

#[tokio::test]
async fn a_renewal_that_read_finds_due_is_planned_and_done() {
    let session = Session::start().await;
    let config = session.config(REGION, json!({"name": "north"}));
    let mut kept = session.created(REGION, &config).await;
    let due = session.store.path().join("region").join("north.due");
    std::fs::write(&due, "").expect("a file");
    session.refresh(REGION, &mut kept).await.nothing();
    assert_eq!(kept.state()["renewal"], text("due"));
    let (seen, plan, said) = session.plan(REGION, &kept, Some(&config)).await;
    said.nothing();
    assert_eq!(seen, Shown::Update, "computed attributes alone are a change");
    assert_eq!(plan.planned()["renewal"], text("none"));
    assert_eq!(plan.planned()["revision"], unknown());
    let revision = kept.state()["revision"].clone();
    assert_eq!(session.run(REGION, &mut kept, Some(&config)).await, Shown::Update);
    assert_ne!(kept.state()["revision"], revision);
    assert!(!due.exists());
    session.settled(REGION, &kept, &config).await;
}

#[tokio::test]
async fn a_destroy_may_be_warned_of_or_refused_in_the_plan() {
    let session = Session::start().await;
    let config = session.config(PLACE, json!({"region": "north", "name": "town"}));
    let town = session.created(PLACE, &config).await;
    let (seen, plan, said) = session.plan(PLACE, &town, None).await;
    assert_eq!((seen, plan.planned), (Shown::Delete, None));
    said.no_error();
    assert_eq!(said.warnings()[0].summary, "Destroy closes the place");

    let config = session.config(PLACE, json!({"region": "north", "name": "protected"}));
    let protected = session.created(PLACE, &config).await;
    let (_, _, said) = session.plan(PLACE, &protected, None).await;
    said.one_error("protected", "");
}

#[tokio::test]
async fn a_change_of_what_cannot_change_names_its_path_and_plans_a_new_object() {
    let session = Session::start().await;
    let before = session.config(THING, json!({"name": "a", "kind": "x", "text": "b"}));
    let kept = session.created(THING, &before).await;
    let after = session.config(THING, json!({"name": "c", "kind": "y", "text": "b"}));
    let (plan, said) = session
        .plan_once(
            THING,
            kept.state.as_ref(),
            &kept.private,
            kept.identity.as_ref(),
            Some(&after),
        )
        .await;
    said.nothing();
    assert_eq!(plan.replace, ["kind", "name"]);
    let (seen, plan, _) = session.plan(THING, &kept, Some(&after)).await;
    assert_eq!(seen, Shown::Replace);
    assert_eq!(plan.planned()["id"], unknown(), "of the new object");
    assert_eq!(plan.identity, None, "the identity of the new object is another");
    let mut kept = kept;
    let old = text_of(kept.state(), "id").to_owned();
    session.run(THING, &mut kept, Some(&after)).await;
    assert_ne!(text_of(kept.state(), "id"), old);
    assert!(!session.file("thing", "a").exists() && session.file("thing", "c").exists());
    session.settled(THING, &kept, &after).await;
}

#[tokio::test]
async fn an_attribute_that_stays_is_not_named_as_a_reason_to_replace() {
    let session = Session::start().await;
    let before = session.config(THING, json!({"name": "a", "kind": "x", "text": "b"}));
    let kept = session.created(THING, &before).await;
    let after = session.config(THING, json!({"name": "a", "kind": "x", "text": "c"}));
    let (plan, _) = session
        .plan_once(THING, kept.state.as_ref(), &kept.private, None, Some(&after))
        .await;
    assert_eq!(plan.replace, Vec::<String>::new());
}

#[tokio::test]
async fn a_plan_that_core_would_call_invalid_is_our_own_error_at_the_attribute() {
    let session = Session::start().await;
    let config = session.config(THING, json!({"name": "a", "text": "b", "fault": "bad_plan"}));
    let (_, plan, said) = session.plan(THING, &Kept::default(), Some(&config)).await;
    let error = said.one_error("text", "text");
    assert!(
        error.detail.contains("\"b?\"") && error.detail.contains("\"b\""),
        "{error:?}"
    );
    assert!(
        !error.summary.contains("Provider produced invalid plan"),
        "core's text: {error:?}"
    );
    assert_eq!(plan.planned, None, "nothing can be applied");
}

#[tokio::test]
async fn the_same_plan_twice_is_the_same_answer() {
    let session = Session::start().await;
    let other = Session::unconfigured().await;
    other
        .configure_with(&json!({"path": session.store.path()}))
        .await
        .nothing();
    let config = session.config(
        THING,
        json!({"name": "a", "tags": ["b", "a"], "labels": {"x": "y"}, "marks": [{"name": "m"}, {"name": "k"}],
            "home": {"street": "s"}, "bag": [{"value": "2"}, {"value": "1"}], "shelf": {"top": {"value": "1"}}}),
    );
    let first = session.plan(THING, &Kept::default(), Some(&config)).await.1;
    let again = session.plan(THING, &Kept::default(), Some(&config)).await.1;
    assert_eq!(first, again);
    let elsewhere = other.plan(THING, &Kept::default(), Some(&config)).await.1;
    assert_eq!(first, elsewhere, "in another process");
}

#[tokio::test]
async fn what_is_taken_out_of_the_configuration_is_null_again_unless_the_api_sets_it() {
    let session = Session::start().await;
    let before = session.config(
        THING,
        json!({"name": "a", "text": "b", "note": "mine", "size": 9, "tags": ["x"], "home": {"street": "s", "note": "n"}}),
    );
    let mut kept = session.created(THING, &before).await;
    let after = session.config(THING, json!({"name": "a"}));
    assert_eq!(session.run(THING, &mut kept, Some(&after)).await, Shown::Update);
    for name in ["text", "tags", "home"] {
        assert_eq!(kept.state()[name], Value::Null, "{name}");
    }
    assert_eq!(shown(&kept.state()["size"]), json!(3), "the default");
    session.settled(THING, &kept, &after).await;
}
