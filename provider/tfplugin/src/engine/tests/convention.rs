//! Whole objects by convention.

use crate::engine::convention::drop_null_elements;
use crate::engine::sample::{
    LIST, SET, SINGLE, attribute, block, fields, list, map, nested, number, object, of_blocks, sensitive,
    set, text, write_only,
};
use crate::engine::{config_from_state, null_write_only, nulls_for_unknowns};
use crate::schema::{Attribute, Block, BlockMode, Mode, NestedBlock, NestedMode};
use crate::types::Type;
use crate::value::{Data, Raw, Value};

#[test]
fn an_object_of_nulls_has_empty_blocks_and_a_group_that_is_there() {
    let inner = || [attribute("name", Mode::Optional)];
    let group = object([("name", Value::Null)]);
    let cases = [
        (SINGLE, Value::Null),
        (BlockMode::Group, group),
        (LIST, list([])),
        (SET, set([])),
        (BlockMode::Map, map([])),
    ];
    for (mode, absent) in cases {
        assert_eq!(of_blocks(mode, inner()).null_object(), fields([("part", absent)]));
    }
    let attributes = block([nested("part", NestedMode::List, Mode::Optional, inner())]);
    assert_eq!(attributes.null_object(), fields([("part", Value::Null)]));
}

#[test]
fn absent_blocks_with_a_dynamic_attribute_bring_their_empty_type() {
    let inner = || [Attribute::new("any", Type::Dynamic, Mode::Optional)];
    let kinds = [
        (LIST, Type::Tuple(Vec::new())),
        (BlockMode::Map, Type::Object(Default::default())),
    ];
    for (mode, ty) in kinds {
        let absent = of_blocks(mode, inner()).null_object();
        assert!(matches!(&absent["part"], Value::Known(Data::Dynamic(dynamic)) if dynamic.ty == ty));
    }
}

#[test]
fn write_only_values_are_nulled_and_others_stay() {
    let block = of_blocks(LIST, [attribute("name", Mode::Optional), write_only("key_wo")]);
    let mut state = fields([(
        "part",
        list([object([("name", text("a")), ("key_wo", text("secret"))])]),
    )]);
    null_write_only(&block, &mut state);
    assert_eq!(
        state["part"],
        list([object([("name", text("a")), ("key_wo", Value::Null)])])
    );
}

#[test]
fn nulls_are_dropped_among_objects_that_hold_a_secret_and_kept_among_others() {
    let kinds = [NestedMode::List, NestedMode::Set, NestedMode::Map];
    let of = |name: Raw| object([("name", name), ("key", Value::Null)]);
    let all = |one: Raw| [list([one.clone()]), set([one.clone()]), map([("k", one)])];
    for (nesting, (nulls, none)) in
        kinds
            .into_iter()
            .zip(all(Value::Null).into_iter().zip([list([]), set([]), map([])]))
    {
        for (key, left) in [
            (sensitive(attribute("key", Mode::Optional)), &none),
            (write_only("key"), &none),
            (attribute("key", Mode::Optional), &nulls),
        ] {
            let part = nested(
                "part",
                nesting,
                Mode::Optional,
                [attribute("name", Mode::Optional), key],
            );
            let mut state = fields([("part", nulls.clone())]);
            drop_null_elements(&block([part.clone()]), &mut state);
            assert_eq!(&state["part"], left, "{nesting:?}");
            let outer = Block {
                blocks: vec![NestedBlock {
                    name: "outer".to_owned(),
                    block: block([part]),
                    mode: SET,
                }],
                ..Block::default()
            };
            let mut state = fields([("outer", set([object([("part", nulls.clone())])]))]);
            drop_null_elements(&outer, &mut state);
            assert_eq!(
                state["outer"],
                set([object([("part", left.clone())])]),
                "{nesting:?}"
            );
        }
    }
    let part = nested(
        "part",
        NestedMode::List,
        Mode::Optional,
        [attribute("name", Mode::Optional), write_only("key")],
    );
    let mut state = fields([("part", list([of(text("a")), Value::Null, of(text("b"))]))]);
    drop_null_elements(&block([part]), &mut state);
    assert_eq!(state["part"], list([of(text("a")), of(text("b"))]));
}

#[test]
fn what_is_unknown_becomes_null_and_what_is_known_stays() {
    let mut state = fields([
        ("a", Value::unknown()),
        ("b", list([text("x"), Value::unknown()])),
        ("c", set([text("x"), Value::unknown()])),
        ("d", object([("e", Value::unknown()), ("f", number(1))])),
    ]);
    nulls_for_unknowns(&mut state);
    let wanted = fields([
        ("a", Value::Null),
        ("b", list([text("x"), Value::Null])),
        ("c", set([text("x")])),
        ("d", object([("e", Value::Null), ("f", number(1))])),
    ]);
    assert_eq!(state, wanted);
}

#[test]
fn a_generated_configuration_has_only_what_a_user_would_write() {
    let old = Attribute {
        deprecated: Some("use name".to_owned()),
        ..attribute("old", Mode::Optional)
    };
    let block = block([
        attribute("id", Mode::Computed),
        attribute("name", Mode::Required),
        attribute("note", Mode::Optional),
        attribute("zone", Mode::OptionalComputed),
        attribute("empty", Mode::OptionalComputed),
        old,
        write_only("key_wo"),
        nested(
            "part",
            NestedMode::Map,
            Mode::Optional,
            [attribute("id", Mode::Computed), attribute("name", Mode::Optional)],
        ),
    ]);
    let state = fields([
        ("id", text("7")),
        ("name", text("a")),
        ("note", text("")),
        ("zone", text("north")),
        ("empty", text("")),
        ("old", text("a")),
        ("key_wo", text("leaked")),
        (
            "part",
            map([("k", object([("id", text("8")), ("name", text("b"))]))]),
        ),
    ]);
    let wanted = fields([
        ("id", Value::Null),
        ("name", text("a")),
        ("note", text("")),
        ("zone", text("north")),
        ("empty", Value::Null),
        ("old", Value::Null),
        ("key_wo", Value::Null),
        (
            "part",
            map([("k", object([("id", Value::Null), ("name", text("b"))]))]),
        ),
    ]);
    assert_eq!(config_from_state(&block, &state), wanted);
}
