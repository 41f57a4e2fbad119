//! Rules of what Apply answers.

use super::{Case, told};
use crate::engine::sample::{
    LIST, SET, SINGLE, attribute, block, list, map, nested, number, object, of_blocks, set, text, write_only,
};
use crate::rules::apply;
use crate::schema::{Attribute, Block, BlockMode, Mode, NestedMode};
use crate::types::Type;
use crate::value::{Bound, Data, Dynamic, Number, Raw, Refinement, Value};

fn held(value: Raw) -> Raw {
    object([("part", value)])
}

/// Plan first, answer second.
fn check<const N: usize>(block: &Block, cases: [Case; N]) {
    for (name, planned, actual, broken) in cases {
        assert_eq!(
            told(&apply(block, &held(planned), &held(actual))),
            broken,
            "{name}"
        );
    }
}

fn of(ty: Type) -> Block {
    block([Attribute::new("part", ty, Mode::OptionalComputed)])
}

#[test]
fn an_object_is_there_after_a_create_and_gone_after_a_delete() {
    let (block, there) = (of(Type::String), held(Value::Null));
    assert_eq!(told(&apply(&block, &there, &there)), Vec::<String>::new());
    assert_eq!(
        told(&apply(&block, &Value::Null, &Value::Null)),
        Vec::<String>::new()
    );
    assert_eq!(
        told(&apply(&block, &there, &Value::Null)),
        ["The object: was planned and is null"]
    );
    assert_eq!(
        told(&apply(&block, &Value::Null, &there)),
        ["The object: was planned as null and is there"]
    );
}

#[test]
fn a_known_value_comes_true_and_an_unknown_one_becomes_known() {
    check(
        &of(Type::String),
        [
            ("same", text("a"), text("a"), &[]),
            (
                "other",
                text("a"),
                text("b"),
                &[
                    "`part`: was planned as a text of 1 character and is a text of 1 character; the two differ from character 1 on",
                ],
            ),
            (
                "gone",
                text("a"),
                Value::Null,
                &["`part`: was planned as a text of 1 character and is null"],
            ),
            ("null stays", Value::Null, Value::Null, &[]),
            (
                "appeared",
                Value::Null,
                text("b"),
                &["`part`: was planned as null and is a text of 1 character"],
            ),
            ("filled in", Value::unknown(), text("b"), &[]),
            ("turned out null", Value::unknown(), Value::Null, &[]),
            (
                "still unknown",
                Value::unknown(),
                Value::unknown(),
                &["`part`: is unknown"],
            ),
            (
                "became unknown",
                text("a"),
                Value::unknown(),
                &["`part`: is unknown"],
            ),
        ],
    );
}

#[test]
fn what_the_plan_promised_is_kept() {
    let unknown = |refinement| Value::Unknown(refinement);
    let promise = Refinement::default;
    check(
        &of(Type::String),
        [
            (
                "null",
                unknown(promise().with_not_null()),
                Value::Null,
                &["`part`: is null, and the plan promised that it is not null"],
            ),
            (
                "kept",
                unknown(promise().with_not_null().with_prefix("pre-")),
                text("pre-x"),
                &[],
            ),
            (
                "prefix",
                unknown(promise().with_prefix("pre-")),
                text("x"),
                &["`part`: is a text of 1 character, and the plan promised how it begins"],
            ),
        ],
    );
    let bound = |value: i64, inclusive| Bound {
        value: Number::from(value),
        inclusive,
    };
    check(
        &of(Type::Number),
        [
            (
                "at the end",
                unknown(promise().with_lower(bound(1, true)).with_upper(bound(1, true))),
                number(1),
                &[],
            ),
            (
                "small",
                unknown(promise().with_lower(bound(1, false))),
                number(1),
                &["`part`: is 1, and the plan promised that it is not so small"],
            ),
            (
                "great",
                unknown(promise().with_upper(bound(1, false))),
                number(1),
                &["`part`: is 1, and the plan promised that it is not so great"],
            ),
        ],
    );
    let sized = |least, most| unknown(promise().with_min_length(least).with_max_length(most));
    check(
        &of(Type::String.list()),
        [
            ("fits", sized(1, 1), list([text("a")]), &[]),
            (
                "few",
                sized(1, 2),
                list([]),
                &["`part`: is [], and the plan promised more elements"],
            ),
            (
                "many",
                sized(0, 0),
                list([text("a")]),
                &["`part`: is [a text of 1 character], and the plan promised fewer elements"],
            ),
        ],
    );
}

#[test]
fn collections_keep_their_elements() {
    let unknown = Value::unknown;
    check(
        &of(Type::String.list()),
        [
            (
                "filled in",
                list([text("a"), unknown()]),
                list([text("a"), text("b")]),
                &[],
            ),
            (
                "changed",
                list([text("a")]),
                list([text("b")]),
                &[
                    "`part[0]`: was planned as a text of 1 character and is a text of 1 character; the two differ from character 1 on",
                ],
            ),
            (
                "shorter",
                list([text("a")]),
                list([]),
                &["`part`: had 1 elements planned and has 0"],
            ),
            (
                "longer",
                list([]),
                list([text("a")]),
                &["`part`: had 0 elements planned and has 1"],
            ),
        ],
    );
    check(
        &of(Type::String.map()),
        [
            ("filled in", map([("k", unknown())]), map([("k", text("a"))]), &[]),
            (
                "changed",
                map([("k", text("a"))]),
                map([("k", text("b"))]),
                &[
                    "`part[\"k\"]`: was planned as a text of 1 character and is a text of 1 character; the two differ from character 1 on",
                ],
            ),
            (
                "keys",
                map([("k", text("a"))]),
                map([("l", text("a"))]),
                &["`part`: lacks the key \"k\" of the plan and has the key \"l\" besides"],
            ),
        ],
    );
    check(
        &of(Type::String.set()),
        [
            (
                "filled in",
                set([text("a"), unknown()]),
                set([text("a"), text("b")]),
                &[],
            ),
            (
                "turned out equal",
                set([text("a"), unknown()]),
                set([text("a")]),
                &[],
            ),
            (
                "lost",
                set([text("a"), text("b")]),
                set([text("a")]),
                &["`part[…]`: was planned as a text of 1 character and is not there"],
            ),
            (
                "added",
                set([text("a")]),
                set([text("a"), text("b")]),
                &["`part[…]`: is there as a text of 1 character and was not planned"],
            ),
            (
                "exchanged",
                set([text("a"), text("keep")]),
                set([text("b"), text("keep")]),
                &[
                    "`part[…]`: was planned as a text of 1 character and is not there; that one and another, which was not \
                     planned, differ from character 1 on",
                ],
            ),
            (
                "several lost",
                set([text("a"), text("b")]),
                set([text("cc"), text("dd")]),
                &["`part[…]`: 2 were planned that are not there, one of them a text of 1 character"],
            ),
            (
                "several added",
                set([text("a")]),
                set([text("a"), text("cc"), text("dd")]),
                &["`part[…]`: 2 are there that were not planned, one of them a text of 2 characters"],
            ),
            (
                "grown",
                set([unknown()]),
                set([text("a"), text("b")]),
                &["`part`: had 1 elements planned and has 2"],
            ),
        ],
    );
}

#[test]
fn a_dynamic_value_keeps_its_type() {
    let of_type = |ty, value| Value::Known(Data::Dynamic(Box::new(Dynamic { ty, value })));
    check(
        &of(Type::Dynamic),
        [
            (
                "same",
                of_type(Type::String, text("a")),
                of_type(Type::String, text("a")),
                &[],
            ),
            ("any", Value::unknown(), of_type(Type::Number, number(1)), &[]),
            (
                "type known",
                of_type(Type::String, Value::unknown()),
                of_type(Type::String, text("a")),
                &[],
            ),
            (
                "value",
                of_type(Type::String, text("a")),
                of_type(Type::String, text("b")),
                &[
                    "`part`: was planned as a text of 1 character and is a text of 1 character; the two differ from character 1 on",
                ],
            ),
            (
                "type",
                of_type(Type::String, Value::unknown()),
                of_type(Type::Number, number(1)),
                &["`part`: has another type than was planned"],
            ),
        ],
    );
}

fn inner() -> [Attribute; 2] {
    [attribute("name", Mode::Optional), attribute("id", Mode::Computed)]
}

fn part(name: &str, id: Raw) -> Raw {
    object([("name", text(name)), ("id", id)])
}

fn planned(name: &str) -> Raw {
    part(name, Value::unknown())
}

fn done(name: &str) -> Raw {
    part(name, text("1"))
}

#[test]
fn nested_objects_come_true_however_they_nest() {
    let changed = [
        "`part.name`: was planned as a text of 1 character and is a text of 1 character; the two differ from character 1 on",
    ];
    for block in [
        block([nested("part", NestedMode::Single, Mode::Optional, inner())]),
        of_blocks(SINGLE, inner()),
        of_blocks(BlockMode::Group, inner()),
    ] {
        assert_eq!(
            told(&apply(&block, &held(planned("a")), &held(done("a")))),
            Vec::<String>::new()
        );
        assert_eq!(
            told(&apply(&block, &held(planned("a")), &held(done("b")))),
            changed
        );
    }
    for block in [
        block([nested("part", NestedMode::List, Mode::Optional, inner())]),
        of_blocks(LIST, inner()),
    ] {
        check(
            &block,
            [
                ("done", list([planned("a")]), list([done("a")]), &[]),
                (
                    "changed",
                    list([planned("a")]),
                    list([done("b")]),
                    &[
                        "`part[0].name`: was planned as a text of 1 character and is a text of 1 character; the two differ from character 1 on",
                    ],
                ),
                (
                    "not known before",
                    Value::unknown(),
                    list([done("a"), done("b")]),
                    &[],
                ),
            ],
        );
    }
    for block in [
        block([nested("part", NestedMode::Map, Mode::Optional, inner())]),
        of_blocks(BlockMode::Map, inner()),
    ] {
        check(
            &block,
            [
                ("done", map([("k", planned("a"))]), map([("k", done("a"))]), &[]),
                (
                    "changed",
                    map([("k", planned("a"))]),
                    map([("k", done("b"))]),
                    &[
                        "`part[\"k\"].name`: was planned as a text of 1 character and is a text of 1 character; the two differ from character 1 on",
                    ],
                ),
                (
                    "vanished",
                    map([("k", planned("a"))]),
                    map([]),
                    &["`part`: lacks the key \"k\" of the plan"],
                ),
            ],
        );
    }
    for block in [
        block([nested("part", NestedMode::Set, Mode::Optional, inner())]),
        of_blocks(SET, inner()),
    ] {
        check(
            &block,
            [
                (
                    "done",
                    set([planned("a"), planned("b")]),
                    set([done("a"), done("b")]),
                    &[],
                ),
                (
                    "changed",
                    set([planned("a")]),
                    set([done("b")]),
                    &[
                        "`part[…]`: was planned as {id = (known after apply), name = a text of 1 character} and is not there",
                    ],
                ),
                (
                    "not known before",
                    Value::unknown(),
                    set([done("a"), done("b")]),
                    &[],
                ),
            ],
        );
    }
}

#[test]
fn there_are_as_many_blocks_as_were_planned() {
    check(
        &of_blocks(LIST, inner()),
        [
            (
                "fewer",
                list([planned("a")]),
                list([]),
                &["`part`: had 1 blocks planned and has 0"],
            ),
            (
                "more",
                list([]),
                list([done("a")]),
                &["`part`: had 0 blocks planned and has 1"],
            ),
        ],
    );
    check(
        &of_blocks(SINGLE, inner()),
        [
            (
                "vanished",
                planned("a"),
                Value::Null,
                &["`part`: was planned and is null"],
            ),
            (
                "appeared",
                Value::Null,
                done("a"),
                &["`part`: was planned as null and is there"],
            ),
        ],
    );
}

#[test]
fn a_write_only_value_is_not_kept() {
    check(
        &block([write_only("part")]),
        [
            ("null", Value::Null, Value::Null, &[]),
            (
                "kept",
                Value::Null,
                text("secret"),
                &["`part`: is write-only and not null"],
            ),
        ],
    );
    check(
        &of_blocks(LIST, [write_only("key_wo")]),
        [(
            "deep",
            list([object([("key_wo", Value::Null)])]),
            list([object([("key_wo", text("secret"))])]),
            &["`part[0].key_wo`: is write-only and not null"],
        )],
    );
}

#[test]
fn an_answer_of_another_type_is_told_before_anything_else() {
    check(
        &of(Type::String),
        [(
            "number",
            Value::unknown(),
            number(1),
            &["`part`: is a number where the schema has a string"],
        )],
    );
}
