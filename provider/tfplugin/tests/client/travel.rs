//! T10, T12, T13 and T16: values of every kind and size arrive, are stored, and the next plan is empty.

use serde_json::{Value as Json, json};
use tfplugin::Data;

use crate::life::{Kept, Shown};
use crate::session::Session;
use crate::values::{number, shown, text};

const THING: &str = "atlas_thing";

#[tokio::test]
async fn numbers_of_every_size_are_exact_and_settle() {
    // T12
    let third = format!("0.{}", "3".repeat(60));
    let large = format!("1{}", "0".repeat(100));
    let session = Session::start().await;
    for (index, digits) in [
        "0.1",
        "1e30",
        "18446744073709551615",
        "-0.5",
        &third,
        &large,
        "0",
        "-9223372036854775808",
        "9223372036854775807",
        "3.14",
        "1e-7",
        "123456789.123456789123456789",
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("n-{index}");
        let config = session.config(
            THING,
            json!({"name": name, "number": digits, "home": {"street": "s", "number": digits},
                "stops": [{"name": "n", "seconds": digits}], "marks": [{"name": "m", "level": digits}]}),
        );
        let kept = session.created(THING, &config).await;
        assert_eq!(kept.state()["number"], number(digits));
        session.settled(THING, &kept, &config).await;
    }
}

#[tokio::test]
async fn a_whole_number_beyond_64_bits_is_refused_at_its_attribute() {
    let session = Session::start().await;
    let config = session.config(THING, json!({"name": "a", "count_of": "18446744073709551615"}));
    session.validate(THING, &config).await.error_at("count_of");
    let config = session.config(THING, json!({"name": "a", "count_of": 0.5}));
    session.validate(THING, &config).await.error_at("count_of");
}

#[tokio::test]
async fn a_text_that_the_api_spells_with_its_accents_apart_is_no_change() {
    // T13
    let session = Session::start().await;
    let config = session.config(THING, json!({"name": "a", "note": "Zürich é", "fault": "nfd"}));
    let kept = session.created(THING, &config).await;
    assert_eq!(kept.state()["note"], text("Zürich é"), "in NFC");
    session.settled(THING, &kept, &config).await;
}

/// Every nesting mode, filled.
fn full() -> Json {
    json!({
        "name": "a", "text": "t", "number": 1.5, "count_of": 2, "flag": false, "anything": ["x", {"y": 1}],
        "list": ["b", "a", "b"], "tags": ["b", "a"], "labels": {"k": "v", "": "empty key"}, "tone": "low",
        "home": {"street": "s", "number": 4},
        "stops": [{"name": "x", "seconds": 1}, {"name": "y"}],
        "marks": [{"name": "x", "level": 1}, {"name": "y"}],
        "rooms": {"hall": {"area": 1, "color": "red"}, "attic": {"area": 2}},
        "timeouts": {"create": "5m"},
        "box_one": {"value": "x"}, "box_group": {"value": "g"},
        "box": [{"value": "2", "weight": 1}, {"value": "1"}],
        "bag": [{"value": "2"}, {"value": "1"}],
        "shelf": {"top": {"value": "1"}, "bottom": {"value": "2"}}
    })
}

#[tokio::test]
async fn every_way_to_nest_settles_filled() {
    // T16
    let session = Session::start().await;
    let config = session.config(THING, full());
    let kept = session.created(THING, &config).await;
    session.settled(THING, &kept, &config).await;
    assert_eq!(
        shown(&kept.state()["box"]),
        json!([{"value": "2", "weight": 1}, {"value": "1", "weight": null}])
    );
}

#[tokio::test]
async fn every_way_to_nest_settles_empty_and_absent() {
    // T16: an empty collection is not an absent one.
    let session = Session::start().await;
    let empty = json!({"name": "a", "text": "", "list": [], "tags": [], "labels": {}, "stops": [], "marks": [], "rooms": {},
        "timeouts": {}});
    let config = session.config(THING, empty);
    let mut kept = session.created(THING, &config).await;
    for name in ["list", "tags", "labels", "stops", "marks", "rooms"] {
        assert_eq!(kept.state()[name], config[name], "{name}");
    }
    session.settled(THING, &kept, &config).await;
    let absent = session.config(THING, json!({"name": "a"}));
    assert_eq!(session.run(THING, &mut kept, Some(&absent)).await, Shown::Update);
    session.settled(THING, &kept, &absent).await;
}

#[tokio::test]
async fn elements_come_go_and_change_their_places() {
    // T16
    let session = Session::start().await;
    let mut kept = Kept::default();
    let mut changed = full();
    session
        .run(THING, &mut kept, Some(&session.config(THING, full())))
        .await;
    changed["list"] = json!(["a", "c"]);
    changed["tags"] = json!(["c", "b"]);
    changed["stops"] = json!([{"name": "y"}, {"name": "x", "seconds": 2}, {"name": "z"}]);
    changed["marks"] = json!([{"name": "y", "level": 3}, {"name": "z"}]);
    changed["rooms"] = json!({"attic": {"area": 2, "color": "blue"}, "cellar": {"area": 9}});
    changed["box"] = json!([{"value": "1"}, {"value": "2"}, {"value": "3"}]);
    changed["bag"] = json!([{"value": "3"}]);
    changed["shelf"] = json!({"bottom": {"value": "3"}});
    changed["box_one"] = json!({"value": "y"});
    let config = session.config(THING, changed);
    assert_eq!(session.run(THING, &mut kept, Some(&config)).await, Shown::Update);
    session.settled(THING, &kept, &config).await;
}

#[tokio::test]
async fn a_value_of_20_megabytes_works() {
    // T10
    let session = Session::start().await;
    for megabytes in [5, 20] {
        let long = "0123456789abcdef".repeat(megabytes << 16);
        let config = session.config(THING, json!({"name": format!("m-{megabytes}"), "text": long}));
        let kept = session.created(THING, &config).await;
        let tfplugin::Value::Known(Data::String(stored)) = &kept.state()["text"] else {
            panic!("no text");
        };
        assert!(*stored == long, "{} of {} bytes", stored.len(), long.len());
        if megabytes == 5 {
            session.settled(THING, &kept, &config).await;
        }
    }
}

#[tokio::test]
async fn ten_thousand_elements_settle() {
    let session = Session::start().await;
    let tags: Vec<String> = (0..10_000).map(|number| format!("tag-{number}")).collect();
    let marks: Vec<Json> = (0..1_000)
        .map(|number| json!({"name": format!("mark-{number}")}))
        .collect();
    let config = session.config(THING, json!({"name": "a", "tags": tags, "marks": marks}));
    let kept = session.created(THING, &config).await;
    session.settled(THING, &kept, &config).await;
}
