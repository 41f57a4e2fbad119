//! Plans of attributes inside attributes and blocks.

use crate::engine::sample::{
    LIST, SET, SINGLE, attribute, block, defaulted, fields, list, map, nested, object, of_blocks, plan, set,
    text, with, write_only,
};
use crate::modifier::Modifier;
use crate::schema::{Attribute, Block, BlockMode, Mode, NestedMode};
use crate::value::{Data, Object, Raw, Value};

fn parts() -> [Attribute; 3] {
    [
        attribute("name", Mode::Required),
        defaulted("size", "small"),
        with(Modifier::UseStateForUnknown, attribute("id", Mode::Computed)),
    ]
}

/// What the configuration says of one part.
fn asked(name: &str) -> Raw {
    object([("name", text(name)), ("size", Value::Null), ("id", Value::Null)])
}

/// What is planned for a part that has this id.
fn part(name: &str, id: Raw) -> Raw {
    object([("name", text(name)), ("size", text("small")), ("id", id)])
}

fn held(value: Raw) -> Object {
    fields([("part", value)])
}

/// Every way to nest, with one part of the name and id that are given.
type Wrap = fn(Raw) -> Raw;

fn ways() -> Vec<(&'static str, Block, Wrap)> {
    let attribute = |mode| block([nested("part", mode, Mode::Optional, parts())]);
    vec![
        ("single attribute", attribute(NestedMode::Single), |part| part),
        ("list attribute", attribute(NestedMode::List), |part| list([part])),
        ("set attribute", attribute(NestedMode::Set), |part| set([part])),
        ("map attribute", attribute(NestedMode::Map), |part| {
            map([("k", part)])
        }),
        ("single block", of_blocks(SINGLE, parts()), |part| part),
        ("group block", of_blocks(BlockMode::Group, parts()), |part| part),
        ("list block", of_blocks(LIST, parts()), |part| list([part])),
        ("set block", of_blocks(SET, parts()), |part| set([part])),
        ("map block", of_blocks(BlockMode::Map, parts()), |part| {
            map([("k", part)])
        }),
    ]
}

#[test]
fn a_new_object_gets_defaults_and_unknowns_however_it_nests() {
    for (way, block, wrap) in ways() {
        let planned = plan(&block, None, &held(wrap(asked("a"))));
        assert_eq!(planned, held(wrap(part("a", Value::unknown()))), "{way}");
    }
}

#[test]
fn the_same_configuration_plans_the_prior_state_however_it_nests() {
    for (way, block, wrap) in ways() {
        let prior = held(wrap(part("a", text("1"))));
        assert_eq!(
            plan(&block, Some(&prior), &held(wrap(asked("a")))),
            prior,
            "{way}"
        );
    }
}

#[test]
fn a_changed_object_keeps_its_id_except_in_a_set_where_it_is_another() {
    for (way, block, wrap) in ways() {
        let prior = held(wrap(part("a", text("1"))));
        let id = if way.starts_with("set") {
            Value::unknown()
        } else {
            text("1")
        };
        assert_eq!(
            plan(&block, Some(&prior), &held(wrap(asked("b")))),
            held(wrap(part("b", id))),
            "{way}"
        );
    }
}

#[test]
fn a_new_element_never_gets_the_id_of_another() {
    let cases: [(Block, Raw, Raw, Raw); 3] = [
        (
            block([nested("part", NestedMode::List, Mode::Optional, parts())]),
            list([part("a", text("1"))]),
            list([asked("a"), asked("b")]),
            list([part("a", text("1")), part("b", Value::unknown())]),
        ),
        (
            of_blocks(BlockMode::Map, parts()),
            map([("k", part("a", text("1")))]),
            map([("k", asked("a")), ("l", asked("a"))]),
            map([("k", part("a", text("1"))), ("l", part("a", Value::unknown()))]),
        ),
        (
            of_blocks(SET, parts()),
            set([part("m", text("1")), part("n", text("2"))]),
            set([asked("a"), asked("n")]),
            set([part("a", Value::unknown()), part("n", text("2"))]),
        ),
    ];
    for (block, prior, config, planned) in cases {
        assert_eq!(plan(&block, Some(&held(prior)), &held(config)), held(planned));
    }
}

#[test]
fn an_object_that_was_not_there_before_has_no_prior_null_to_keep() {
    let block = block([nested("part", NestedMode::Single, Mode::Optional, parts())]);
    let planned = plan(&block, Some(&held(Value::Null)), &held(asked("a")));
    assert_eq!(planned, held(part("a", Value::unknown())));
}

#[test]
fn elements_of_a_set_that_differ_in_what_the_provider_may_fill_keep_their_own_values() {
    let block = block([nested(
        "part",
        NestedMode::Set,
        Mode::Optional,
        [
            attribute("name", Mode::Required),
            attribute("zone", Mode::OptionalComputed),
        ],
    )]);
    let of = |zone: Raw| object([("name", text("a")), ("zone", zone)]);
    let prior = held(set([of(text("east")), of(text("west"))]));
    let config = held(set([of(Value::Null), of(text("east"))]));
    assert_eq!(plan(&block, Some(&prior), &config), prior);
}

#[test]
fn every_element_of_a_set_finds_its_own_prior_one_whatever_the_order() {
    let names = ["a", "b", "c"].map(|name| attribute(name, Mode::OptionalComputed));
    let block = block([nested("part", NestedMode::Set, Mode::Optional, names)]);
    let of = |a: &str, b: &str, c: &str| {
        let value = |name: &str| if name.is_empty() { Value::Null } else { text(name) };
        object([("a", value(a)), ("b", value(b)), ("c", value(c))])
    };
    // The first to choose fits two prior elements; the second fits only one of them.
    let prior = held(set([of("1", "1", "1"), of("1", "1", "2"), of("2", "1", "2")]));
    for config in [
        [of("1", "", ""), of("", "1", "1"), of("", "", "2")],
        [of("", "", "2"), of("1", "", ""), of("", "", "1")],
    ] {
        assert_eq!(plan(&block, Some(&prior), &held(set(config))), prior);
    }
}

#[test]
fn a_computed_object_that_is_left_out_keeps_its_values() {
    let inner = [attribute("state", Mode::Computed)];
    let block = block([nested("part", NestedMode::List, Mode::Computed, inner)]);
    let prior = held(list([object([("state", text("ready"))])]));
    assert_eq!(plan(&block, Some(&prior), &held(Value::Null)), prior);
}

#[test]
fn a_default_object_is_completed_like_a_configured_one() {
    let default = asked("a").into_known();
    let attribute = Attribute {
        default,
        ..nested("part", NestedMode::Single, Mode::OptionalComputed, parts())
    };
    let block = block([attribute]);
    assert_eq!(
        plan(&block, None, &held(Value::Null)),
        held(part("a", Value::unknown()))
    );
    let prior = held(part("a", text("1")));
    assert_eq!(plan(&block, Some(&prior), &held(Value::Null)), prior);
}

#[test]
fn blocks_that_are_not_known_yet_stay_unknown() {
    for mode in [LIST, SET, BlockMode::Map] {
        let block = of_blocks(mode, parts());
        assert_eq!(
            plan(&block, None, &held(Value::unknown())),
            held(Value::unknown())
        );
    }
}

#[test]
fn absent_blocks_stay_empty() {
    for (mode, absent) in [
        (SINGLE, Value::Null),
        (LIST, list([])),
        (SET, set([])),
        (BlockMode::Map, map([])),
    ] {
        assert_eq!(
            plan(&of_blocks(mode, parts()), None, &held(absent.clone())),
            held(absent)
        );
    }
}

#[test]
fn write_only_values_are_null_however_deep() {
    let inner = || [attribute("name", Mode::Required), write_only("key_wo")];
    let config = object([("name", text("a")), ("key_wo", text("secret"))]);
    let planned = object([("name", text("a")), ("key_wo", Value::Null)]);
    let by_list = block([nested("part", NestedMode::List, Mode::Optional, inner())]);
    assert_eq!(
        plan(&by_list, None, &held(list([config.clone()]))),
        held(list([planned.clone()]))
    );
    let prior = held(map([("k", planned)]));
    let by_label = of_blocks(BlockMode::Map, inner());
    assert_eq!(plan(&by_label, Some(&prior), &held(map([("k", config)]))), prior);
}

#[test]
fn an_element_that_is_not_known_yet_is_planned_as_it_is() {
    let block = block([nested("part", NestedMode::Set, Mode::Optional, parts())]);
    let planned = plan(&block, None, &held(set([asked("a"), Value::unknown()])));
    assert_eq!(
        planned,
        held(set([part("a", Value::unknown()), Value::unknown()]))
    );
    assert!(matches!(&planned["part"], Value::Known(Data::Set(elements)) if elements.len() == 2));
}
