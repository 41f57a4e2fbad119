//! Plans of nested attributes that the configuration leaves out and that the provider may fill: also with what is required.

use crate::engine::sample::{
    attribute, block, fields, known, list, map, nested, object, plan, proposal, set, text,
};
use crate::modifier::Modifier;
use crate::rules;
use crate::schema::{Attribute, Block, Mode, NestedMode};
use crate::value::{Object, Raw, Value};

/// Every way to nest, with one seat.
type Wrap = fn(Raw) -> Raw;

const WAYS: [(NestedMode, Wrap); 4] = [
    (NestedMode::Single, |seat| seat),
    (NestedMode::List, |seat| list([seat])),
    (NestedMode::Set, |seat| set([seat])),
    (NestedMode::Map, |seat| map([("k", seat)])),
];

fn seat(nesting: NestedMode, modifiers: &[Modifier]) -> Attribute {
    let inside = nested(
        "back",
        NestedMode::Single,
        Mode::OptionalComputed,
        [attribute("wood", Mode::Required)],
    );
    let attributes = [
        attribute("row", Mode::Required),
        attribute("side", Mode::Optional),
        attribute("color", Mode::OptionalComputed),
        inside,
    ];
    Attribute {
        modifiers: modifiers.to_vec(),
        ..nested("seat", nesting, Mode::OptionalComputed, attributes)
    }
}

/// A schema with a seat, something to change, and something that the provider counts.
fn with_seat(nesting: NestedMode, modifiers: &[Modifier]) -> Block {
    block([
        seat(nesting, modifiers),
        attribute("name", Mode::Optional),
        attribute("serial", Mode::Computed),
    ])
}

fn filled(row: &str) -> Raw {
    object([
        ("row", text(row)),
        ("side", text("left")),
        ("color", text("blue")),
        ("back", object([("wood", text("oak"))])),
    ])
}

fn held(seat: Raw, name: &str, serial: Raw) -> Object {
    fields([("seat", seat), ("name", text(name)), ("serial", serial)])
}

/// The plan, which keeps Terraform's rules.
fn planned(block: &Block, prior: &Object, config: &Object) -> Object {
    let planned = plan(block, Some(prior), config);
    let told = rules::plan(block, &known(prior), &known(config), &known(&planned), &[]);
    assert!(told.is_empty(), "{told:#?}");
    planned
}

const KEEPING: [Modifier; 2] = [Modifier::UseStateForUnknown, Modifier::UseNonNullStateForUnknown];

#[test]
fn what_the_provider_filled_in_stays_while_nothing_else_changes() {
    for (nesting, wrap) in WAYS {
        let prior = held(wrap(filled("3")), "a", text("1"));
        let config = held(Value::Null, "a", Value::Null);
        let nothing = with_seat(nesting, &[]);
        assert_eq!(
            proposal(&nothing, Some(&prior), &config)["seat"],
            Value::Null,
            "{nesting:?}"
        );
        assert_eq!(planned(&nothing, &prior, &config), prior, "{nesting:?}");
        for modifier in KEEPING {
            let block = with_seat(nesting, &[modifier]);
            assert_eq!(planned(&block, &prior, &config), prior, "{nesting:?}");
        }
    }
}

#[test]
fn when_something_else_changes_it_may_change_too_unless_a_modifier_keeps_it() {
    for (nesting, wrap) in WAYS {
        let prior = held(wrap(filled("3")), "a", text("1"));
        let config = held(Value::Null, "b", Value::Null);
        assert_eq!(
            planned(&with_seat(nesting, &[]), &prior, &config),
            held(Value::unknown(), "b", Value::unknown()),
            "{nesting:?}"
        );
        for modifier in KEEPING {
            assert_eq!(
                planned(&with_seat(nesting, &[modifier]), &prior, &config),
                held(wrap(filled("3")), "b", Value::unknown()),
                "{nesting:?}"
            );
        }
    }
}

#[test]
fn what_is_configured_counts_and_not_what_was_there() {
    for (nesting, wrap) in WAYS {
        let block = with_seat(nesting, &KEEPING);
        let prior = held(wrap(filled("3")), "a", text("1"));
        let asked = |row: &str| {
            wrap(object([
                ("row", text(row)),
                ("side", text("left")),
                ("color", text("blue")),
                ("back", Value::Null),
            ]))
        };
        assert_eq!(
            planned(&block, &prior, &held(asked("3"), "a", Value::Null)),
            prior,
            "{nesting:?}"
        );
        let moved = planned(&block, &prior, &held(asked("4"), "a", Value::Null));
        assert_ne!(moved["seat"], prior["seat"], "{nesting:?}");
        assert_eq!(moved["serial"], Value::unknown(), "{nesting:?}");
    }
}

#[test]
fn a_plan_of_ones_own_says_what_becomes_of_a_seat_that_is_left_out() {
    let goes = Modifier::Plan(std::sync::Arc::new(|values| match values.config {
        Value::Null => Value::Null,
        _ => values.planned.clone(),
    }));
    for (nesting, wrap) in WAYS {
        let prior = held(wrap(filled("3")), "a", text("1"));
        let config = held(Value::Null, "a", Value::Null);
        assert_eq!(
            planned(&with_seat(nesting, std::slice::from_ref(&goes)), &prior, &config)["seat"],
            Value::Null,
            "{nesting:?}"
        );
    }
}

#[test]
fn a_seat_of_an_element_is_kept_with_the_element() {
    let part = [attribute("name", Mode::Required), seat(NestedMode::List, &[])];
    let of = |seat: Raw| object([("name", text("a")), ("seat", seat)]);
    for (nesting, wrap) in WAYS {
        let block = block([nested("part", nesting, Mode::Optional, part.clone())]);
        let prior = fields([("part", wrap(of(list([filled("3")]))))]);
        let config = fields([("part", wrap(of(Value::Null)))]);
        assert_eq!(planned(&block, &prior, &config), prior, "{nesting:?}");
    }
}

#[test]
fn an_optional_object_that_is_left_out_is_gone() {
    for (nesting, wrap) in WAYS {
        let block = block([Attribute {
            mode: Mode::Optional,
            ..seat(nesting, &[])
        }]);
        let prior = fields([("seat", wrap(filled("3")))]);
        let config = fields([("seat", Value::Null)]);
        assert_eq!(planned(&block, &prior, &config), config, "{nesting:?}");
    }
}
