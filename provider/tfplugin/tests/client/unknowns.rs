//! T14: unknown values in every kind of attribute, plain and refined, plan well, and hold what they promised.

use std::collections::BTreeMap;

use serde_json::json;
use tfplugin::{Bound, Data, Dynamic, Elements, Number, Raw, Refinement, Type, Value};

use crate::life::{Kept, Plan, Shown};
use crate::session::Session;
use crate::values::{UNKNOWN, shown, text, unknown};

const THING: &str = "atlas_thing";
const PLACE: &str = "atlas_place";

fn refined(refinement: Refinement) -> Raw {
    Value::Unknown(refinement.with_not_null())
}

fn bound(digits: &str) -> Bound {
    Bound {
        value: digits.parse::<Number>().expect("a number"),
        inclusive: true,
    }
}

#[tokio::test]
async fn every_attribute_may_be_unknown_as_a_whole() {
    let session = Session::start().await;
    let all = [
        "name",
        "kind",
        "text",
        "note",
        "number",
        "count_of",
        "flag",
        "anything",
        "list",
        "tags",
        "labels",
        "size",
        "tone",
        "old_text",
        "home",
        "stops",
        "marks",
        "rooms",
        "secret_wo_version",
        "timeouts",
    ];
    for name in all {
        let mut config = session.config(THING, json!({"name": "a"}));
        config.insert(name.to_owned(), unknown());
        session.validate(THING, &config).await.no_error();
        let (shown, plan, said) = session.plan(THING, &Kept::default(), Some(&config)).await;
        said.no_error();
        assert_eq!(shown, Shown::Create);
        assert_eq!(plan.planned()[name], unknown(), "{name}");
    }
}

#[tokio::test]
async fn a_write_only_value_may_be_unknown_and_is_null_in_the_plan() {
    let session = Session::start().await;
    let config = session.config(THING, json!({"name": "a", "secret_wo": UNKNOWN}));
    session.validate(THING, &config).await.no_error();
    let (_, plan, said) = session.plan(THING, &Kept::default(), Some(&config)).await;
    said.no_error();
    assert_eq!(plan.planned()["secret_wo"], Value::Null);
}

#[tokio::test]
async fn parts_of_collections_objects_and_blocks_may_be_unknown() {
    let session = Session::start().await;
    let config = session.config(
        THING,
        json!({
            "name": "a",
            "list": ["x", UNKNOWN],
            "tags": ["x", UNKNOWN],
            "labels": {"k": UNKNOWN, "l": "y"},
            "home": {"street": UNKNOWN, "number": 1},
            "stops": [{"name": UNKNOWN}, UNKNOWN],
            "marks": [{"name": "m", "level": UNKNOWN}, UNKNOWN],
            "rooms": {"hall": {"area": UNKNOWN}, "attic": UNKNOWN},
            "timeouts": {"create": UNKNOWN},
            "box_one": {"value": UNKNOWN},
            "box_group": {"value": UNKNOWN},
            "box": [{"value": "b", "weight": UNKNOWN}],
            "bag": [{"value": UNKNOWN}],
            "shelf": {"top": {"value": UNKNOWN}}
        }),
    );
    session.validate(THING, &config).await.no_error();
    let (_, plan, said) = session.plan(THING, &Kept::default(), Some(&config)).await;
    said.no_error();
    for (name, given) in &config {
        if ["note", "size", "secret_length", "id", "serial", "home"].contains(&name.as_str()) {
            continue;
        }
        assert_eq!(shown(&plan.planned()[name]), shown(given), "{name}");
    }
    assert_eq!(
        shown(&plan.planned()["home"]),
        json!({"street": UNKNOWN, "number": 1, "note": UNKNOWN})
    );
}

#[tokio::test]
async fn blocks_may_be_unknown_as_a_whole() {
    // A dynamic block over an unknown collection.
    let session = Session::start().await;
    let known = session.config(
        THING,
        json!({"name": "a", "box": [{"value": "1"}], "bag": [{"value": "1"}], "shelf": {"top": {"value": "1"}}}),
    );
    let existing = session.created(THING, &known).await;
    for name in ["box", "bag", "shelf"] {
        let config = session.config(THING, json!({"name": "a", name: UNKNOWN}));
        session.validate(THING, &config).await.no_error();
        for (kept, seen) in [(&Kept::default(), Shown::Create), (&existing, Shown::Update)] {
            let (shown, plan, said) = session.plan(THING, kept, Some(&config)).await;
            said.no_error();
            assert_eq!(shown, seen);
            assert_eq!(plan.planned()[name], unknown(), "{name}");
        }
    }
}

#[tokio::test]
async fn refined_unknowns_are_read_and_may_come_back() {
    let session = Session::start().await;
    let mut config = session.config(THING, json!({"name": "a"}));
    let refinements = [
        ("name", Refinement::default().with_prefix("pre-")),
        ("text", Refinement::default()),
        (
            "number",
            Refinement::default()
                .with_lower(bound("0"))
                .with_upper(bound("1e100")),
        ),
        ("flag", Refinement::default()),
        (
            "list",
            Refinement::default().with_min_length(1).with_max_length(3),
        ),
        ("tags", Refinement::default().with_min_length(2)),
        ("labels", Refinement::default()),
        ("home", Refinement::default()),
        ("stops", Refinement::default().with_min_length(1)),
        ("rooms", Refinement::default()),
    ];
    for (name, refinement) in refinements {
        config.insert(name.to_owned(), refined(refinement));
    }
    session.validate(THING, &config).await.no_error();
    let (_, plan, said) = session.plan(THING, &Kept::default(), Some(&config)).await;
    said.no_error();
    for (name, value) in &config {
        if let Value::Unknown(refinement) = value
            && !refinement.is_empty()
        {
            assert!(plan.planned()[name].is_unknown(), "{name}");
        }
    }
}

#[tokio::test]
async fn an_unknown_becomes_known_between_the_plans_of_plan_and_apply() {
    let session = Session::start().await;
    let mut config = session.config(THING, json!({"name": "a", "list": ["x", UNKNOWN]}));
    config.insert(
        "text".to_owned(),
        refined(Refinement::default().with_prefix("pre-")),
    );
    let (_, early, said) = session.plan(THING, &Kept::default(), Some(&config)).await;
    said.nothing();
    assert!(early.planned()["text"].is_unknown());
    let config = session.config(THING, json!({"name": "a", "list": ["x", "y"], "text": "pre-fix"}));
    let mut kept = Kept::default();
    session.run(THING, &mut kept, Some(&config)).await;
    assert_eq!(kept.state()["text"], text("pre-fix"));
    session.settled(THING, &kept, &config).await;
}

#[tokio::test]
async fn dynamic_values_of_each_kind_make_the_round_trip() {
    // T15
    let session = Session::start().await;
    let null_inside = Raw::Known(Data::Dynamic(Box::new(Dynamic {
        ty: Type::Object(BTreeMap::from([
            ("a".to_owned(), Type::Number),
            ("none".to_owned(), Type::Dynamic),
        ])),
        value: Raw::Known(Data::Object(BTreeMap::from([
            ("a".to_owned(), crate::values::number("0.1")),
            ("none".to_owned(), Raw::Null),
        ]))),
    })));
    let a_set = Raw::Known(Data::Dynamic(Box::new(Dynamic {
        ty: Type::String.set(),
        value: Raw::Known(Data::Set(Elements::new(vec![text("b"), text("a")]))),
    })));
    let typed_null = Raw::Known(Data::Dynamic(Box::new(Dynamic {
        ty: Type::String,
        value: Raw::Null,
    })));
    let literals = [
        json!("text"),
        json!(0.1),
        json!(true),
        json!(["a", 1]),
        json!({"a": {"b": "c"}}),
        json!(null),
    ];
    let literal = |json| session.config(THING, json!({"name": "a", "anything": json}))["anything"].clone();
    let values: Vec<Raw> = literals
        .into_iter()
        .map(literal)
        .chain([null_inside, a_set, typed_null])
        .collect();
    for (number, value) in values.into_iter().enumerate() {
        let mut config = session.config(THING, json!({"name": format!("thing-{number}")}));
        config.insert("anything".to_owned(), value.clone());
        let kept = session.created(THING, &config).await;
        assert_eq!(kept.state()["anything"], value);
        session.settled(THING, &kept, &config).await;
    }
}

#[tokio::test]
async fn a_dynamic_value_may_be_unknown_with_and_without_its_type() {
    // T15
    let session = Session::start().await;
    let typed = Raw::Known(Data::Dynamic(Box::new(Dynamic {
        ty: Type::String,
        value: unknown(),
    })));
    for value in [unknown(), typed] {
        let mut config = session.config(THING, json!({"name": "a"}));
        config.insert("anything".to_owned(), value.clone());
        let (_, plan, said) = session.plan(THING, &Kept::default(), Some(&config)).await;
        said.nothing();
        assert_eq!(plan.planned()["anything"], value);
    }
}

#[tokio::test]
async fn a_place_of_an_unknown_region_is_planned_as_far_as_it_is_known() {
    let session = Session::start().await;
    let config = session.config(PLACE, json!({"region": UNKNOWN, "name": "town"}));
    let (_, plan, said) = session.plan(PLACE, &Kept::default(), Some(&config)).await;
    said.nothing();
    assert_eq!(plan.planned()["id"], unknown());
    let known = session.config(PLACE, json!({"region": "north", "name": "town"}));
    let mut kept = Kept::default();
    session.run(PLACE, &mut kept, Some(&known)).await;
    assert_eq!(kept.state()["id"], text("north/town"));
}

#[tokio::test]
async fn a_provider_whose_path_is_unknown_plans_and_fails_only_where_the_path_is_needed() {
    let session = Session::unconfigured().await;
    session.configure_with(&json!({"path": UNKNOWN})).await.nothing();
    let config = session.config(THING, json!({"name": "a"}));
    let (_, plan, said) = session.plan(THING, &Kept::default(), Some(&config)).await;
    said.nothing();
    let mut kept = Kept::default();
    let said = session.apply_plan(THING, &mut kept, &plan, Some(&config)).await;
    said.one_error("path", "");
    assert_eq!(kept, Kept::default());

    // The apply walk configures it again, with the path.
    session.configure().await.nothing();
    let shown = session.run(THING, &mut kept, Some(&config)).await;
    assert_eq!(shown, Shown::Create);
}

#[tokio::test]
async fn an_unknown_object_to_apply_is_an_error_and_not_a_crash() {
    let session = Session::start().await;
    let config = session.config(THING, json!({"name": UNKNOWN}));
    let (_, plan, said) = session.plan(THING, &Kept::default(), Some(&config)).await;
    said.nothing();
    let plan = Plan {
        planned: plan.planned,
        ..Plan::default()
    };
    // Terraform never does this.
    let mut kept = Kept::default();
    session.apply_plan(THING, &mut kept, &plan, Some(&config)).await;
    session.configure().await.nothing();
}
