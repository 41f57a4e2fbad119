//! Rules of plans.

use super::{Case, told};
use crate::engine::sample::{
    LIST, SET, SINGLE, attribute, block, list, map, nested, number, object, of_blocks, set, text, write_only,
};
use crate::path::Path;
use crate::rules::plan;
use crate::schema::{Attribute, Block, BlockMode, Mode, NestedMode};
use crate::types::Type;
use crate::value::{Raw, Refinement, Value};

fn held(value: Raw) -> Raw {
    object([("part", value)])
}

/// Config first, plan second.
fn check<const N: usize>(block: &Block, cases: [Case; N]) {
    for (name, config, planned, broken) in cases {
        let found = plan(block, &Value::Null, &held(config), &held(planned), &[]);
        assert_eq!(told(&found), broken, "{name}");
    }
}

fn only(mode: Mode) -> Block {
    block([attribute("part", mode)])
}

#[test]
fn an_object_is_planned_exactly_where_one_is_configured() {
    let block = only(Mode::Optional);
    let there = held(Value::Null);
    for (config, planned, broken) in [
        (&there, &there, vec![]),
        (&Value::Null, &Value::Null, vec![]),
        (
            &there,
            &Value::Null,
            vec!["The object: is planned as null and configured"],
        ),
        (
            &Value::Null,
            &there,
            vec!["The object: is planned and not configured"],
        ),
    ] {
        assert_eq!(told(&plan(&block, &there, config, planned, &[])), broken);
    }
}

#[test]
fn a_configured_value_is_planned_as_it_is() {
    check(
        &only(Mode::Optional),
        [
            ("equal", text("a"), text("a"), &[]),
            ("unknown", Value::unknown(), Value::unknown(), &[]),
            ("both null", Value::Null, Value::Null, &[]),
            (
                "differs",
                text("a"),
                text("A"),
                &[
                    "`part`: is planned as a text of 1 character and configured as a text of 1 character; the two differ from character 1 on",
                ],
            ),
            (
                "lost",
                text("a"),
                Value::Null,
                &["`part`: is planned as null and configured as a text of 1 character"],
            ),
            (
                "unknown",
                text("a"),
                Value::unknown(),
                &["`part`: is planned as (known after apply) and configured as a text of 1 character"],
            ),
            (
                "guessed",
                Value::unknown(),
                text("a"),
                &["`part`: is planned as a text of 1 character and configured as (known after apply)"],
            ),
        ],
    );
}

#[test]
fn what_is_said_of_an_unknown_value_may_be_left_out() {
    let refined = Value::Unknown(Refinement::default().with_not_null());
    check(
        &only(Mode::Optional),
        [("refined", refined.clone(), Value::unknown(), &[])],
    );
    let of = |value| set([value, text("x")]);
    let block = block([Attribute::new("part", Type::String.set(), Mode::Optional)]);
    check(&block, [("inside a set", of(refined), of(Value::unknown()), &[])]);
}

#[test]
fn the_prior_value_may_stand_for_a_configured_one() {
    let of = |value: Raw| held(value);
    let check = |prior: Raw, config: Raw, planned: Raw| {
        told(&plan(
            &only(Mode::Optional),
            &of(prior),
            &of(config),
            &of(planned),
            &[],
        ))
    };
    assert_eq!(check(text("a"), text("A"), text("a")), Vec::<String>::new());
    assert_eq!(
        check(text("a"), text("B"), text("b")),
        [
            "`part`: is planned as a text of 1 character and configured as a text of 1 character, and was a text of 1 character before; the first two differ from character 1 on"
        ]
    );
    assert_eq!(
        check(text("a"), Value::Null, text("a")),
        ["`part`: is planned as a text of 1 character and neither configured nor computed"]
    );
}

#[test]
fn only_a_computed_attribute_gets_a_value_of_its_own() {
    let unasked = "`part`: is planned as a text of 1 character and neither configured nor computed";
    for (mode, broken) in [
        (Mode::Computed, vec![]),
        (Mode::OptionalComputed, vec![]),
        (Mode::Optional, vec![unasked]),
        (Mode::Required, vec![unasked]),
    ] {
        let found = plan(
            &only(mode),
            &Value::Null,
            &held(Value::Null),
            &held(text("a")),
            &[],
        );
        assert_eq!(told(&found), broken, "{mode:?}");
    }
}

#[test]
fn a_write_only_value_is_never_planned() {
    let block = block([write_only("part")]);
    check(
        &block,
        [
            ("null", text("secret"), Value::Null, &[]),
            (
                "kept",
                text("secret"),
                text("secret"),
                &["`part`: is write-only and not null"],
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

fn asked() -> Raw {
    part("a", Value::Null)
}

fn planned() -> Raw {
    part("a", Value::unknown())
}

#[test]
fn a_nested_attribute_follows_the_configuration() {
    let of = |nesting| block([nested("part", nesting, Mode::Optional, inner())]);
    check(
        &of(NestedMode::Single),
        [
            ("completed", asked(), planned(), &[]),
            (
                "changed",
                asked(),
                part("b", text("1")),
                &[
                    "`part.name`: is planned as a text of 1 character and configured as a text of 1 character; the two differ from character 1 on",
                ],
            ),
            (
                "unknown",
                asked(),
                Value::unknown(),
                &["`part`: is planned as unknown and configured"],
            ),
            (
                "lost",
                asked(),
                Value::Null,
                &["`part`: is planned as null and configured"],
            ),
            (
                "added",
                Value::Null,
                part("b", Value::Null),
                &[
                    "`part`: is planned as {id = null, name = a text of 1 character} and neither configured nor computed",
                ],
            ),
        ],
    );
    check(
        &of(NestedMode::List),
        [
            ("completed", list([asked()]), list([planned()]), &[]),
            (
                "inside",
                list([asked()]),
                list([part("b", Value::Null)]),
                &[
                    "`part[0].name`: is planned as a text of 1 character and configured as a text of 1 character; the two differ from character 1 on",
                ],
            ),
            (
                "count",
                list([asked()]),
                list([]),
                &["`part`: has 0 elements planned and 1 configured"],
            ),
            (
                "empty for null",
                Value::Null,
                list([]),
                &["`part`: is planned as [] and neither configured nor computed"],
            ),
            (
                "element unknown",
                list([asked(), Value::unknown()]),
                list([planned(), Value::unknown()]),
                &[],
            ),
        ],
    );
    check(
        &of(NestedMode::Map),
        [
            ("completed", map([("k", asked())]), map([("k", planned())]), &[]),
            (
                "inside",
                map([("k", asked())]),
                map([("k", part("b", Value::Null))]),
                &[
                    "`part[\"k\"].name`: is planned as a text of 1 character and configured as a text of 1 character; the two differ from character 1 on",
                ],
            ),
            (
                "keys",
                map([("k", asked())]),
                map([("l", planned())]),
                &["`part`: lacks the key \"k\" of the configuration and has the key \"l\" besides"],
            ),
        ],
    );
    check(
        &of(NestedMode::Set),
        [
            ("completed", set([asked()]), set([planned()]), &[]),
            (
                "not looked into",
                set([asked()]),
                set([part("b", Value::Null)]),
                &[],
            ),
            (
                "count",
                set([asked()]),
                set([asked(), part("b", Value::Null)]),
                &["`part`: has 2 elements planned and 1 configured"],
            ),
            (
                "may turn out equal",
                set([asked()]),
                set([planned(), part("b", Value::unknown())]),
                &[],
            ),
        ],
    );
}

#[test]
fn blocks_follow_the_configuration() {
    let of = |mode| of_blocks(mode, inner());
    check(
        &of(SINGLE),
        [
            ("completed", asked(), planned(), &[]),
            ("absent", Value::Null, Value::Null, &[]),
            (
                "lost",
                asked(),
                Value::Null,
                &["`part`: is planned as null and configured"],
            ),
            (
                "added",
                Value::Null,
                planned(),
                &["`part`: is planned and not configured"],
            ),
            (
                "unknown",
                asked(),
                Value::unknown(),
                &["`part`: is planned as unknown and configured"],
            ),
        ],
    );
    check(
        &of(BlockMode::Group),
        [
            ("completed", asked(), planned(), &[]),
            ("null", asked(), Value::Null, &["`part`: is null"]),
        ],
    );
    check(
        &of(LIST),
        [
            ("completed", list([asked()]), list([planned()]), &[]),
            ("null", list([]), Value::Null, &["`part`: is null"]),
            (
                "count",
                list([asked()]),
                list([]),
                &["`part`: has 0 elements planned and 1 configured"],
            ),
            (
                "unknown",
                list([asked()]),
                Value::unknown(),
                &["`part`: is planned as unknown and configured"],
            ),
            (
                "element unknown",
                list([asked()]),
                list([Value::unknown()]),
                &["`part[0]`: is planned as unknown and configured"],
            ),
            ("not known yet", Value::unknown(), Value::unknown(), &[]),
            (
                "guessed",
                Value::unknown(),
                list([]),
                &["`part`: is planned as [] and not known yet"],
            ),
            (
                "inside",
                list([asked()]),
                list([part("b", Value::Null)]),
                &[
                    "`part[0].name`: is planned as a text of 1 character and configured as a text of 1 character; the two differ from character 1 on",
                ],
            ),
        ],
    );
    check(
        &of(BlockMode::Map),
        [
            ("completed", map([("k", asked())]), map([("k", planned())]), &[]),
            ("null", map([]), Value::Null, &["`part`: is null"]),
            (
                "keys",
                map([("k", asked())]),
                map([]),
                &["`part`: lacks the key \"k\" of the configuration"],
            ),
            (
                "added",
                map([]),
                map([("k", planned())]),
                &["`part`: has the key \"k\" besides"],
            ),
        ],
    );
    check(
        &of(SET),
        [
            ("completed", set([asked()]), set([planned()]), &[]),
            ("null", set([]), Value::Null, &["`part`: is null"]),
            (
                "element unknown",
                set([asked()]),
                set([Value::unknown()]),
                &["`part[…]`: is planned as unknown and configured"],
            ),
        ],
    );
}

#[test]
fn a_plan_has_the_type_of_the_schema() {
    let block = block([Attribute::new("part", Type::String.list(), Mode::Computed)]);
    check(
        &block,
        [
            ("right", Value::Null, list([text("a")]), &[]),
            (
                "inside",
                Value::Null,
                list([number(1)]),
                &["`part[0]`: is a number where the schema has a string"],
            ),
            (
                "outside",
                Value::Null,
                set([]),
                &["`part`: is a set where the schema has a list"],
            ),
        ],
    );
    let missing = plan(&block, &Value::Null, &held(Value::Null), &object([]), &[]);
    assert_eq!(told(&missing), ["The object: lacks the attribute `part`"]);
    let extra = object([("part", Value::Null), ("other", Value::Null)]);
    let extra = plan(&block, &Value::Null, &held(Value::Null), &extra, &[]);
    assert_eq!(
        told(&extra),
        ["The object: has an attribute `other` that is not in the schema"]
    );
}

#[test]
fn what_replaces_exists_in_the_plan_or_the_prior_state() {
    let block = of_blocks(LIST, inner());
    let of = |prior: &Raw, replace: Path| {
        let config = held(list([asked()]));
        told(&plan(
            &block,
            prior,
            &config,
            &held(list([planned()])),
            &[replace],
        ))
    };
    let part = Path::new("part");
    let (none, two) = (held(list([])), held(list([asked(), asked()])));
    assert_eq!(of(&none, part.index(0).attribute("name")), Vec::<String>::new());
    assert_eq!(of(&two, part.index(1).attribute("name")), Vec::<String>::new());
    let nowhere = "is said to replace the object and does not exist";
    assert_eq!(
        of(&none, part.index(1).attribute("name")),
        [format!("`part[1].name`: {nowhere}")]
    );
    assert_eq!(
        of(&none, part.index(0).attribute("nam")),
        [format!("`part[0].nam`: {nowhere}")]
    );
    assert_eq!(
        of(&Value::Null, part.index(1).attribute("name")),
        Vec::<String>::new()
    );
}

#[test]
fn the_text_names_the_place_the_rule_and_the_next_step() {
    let found = plan(
        &only(Mode::Optional),
        &Value::Null,
        &held(text("a")),
        &held(text("A")),
        &[],
    );
    let told: Vec<_> = found.into_iter().collect();
    assert_eq!(told[0].summary, "The provider's plan breaks Terraform's rules");
    assert_eq!(told[0].path, Some(Path::new("part")));
    assert_eq!(
        told[0].detail,
        "`part`: is planned as a text of 1 character and configured as a text of 1 character; the two differ from character 1 \
         on. A configured value stays as it is, or as it was before if that means the same. This is a bug of the provider, not \
         of the configuration. For its author: answer with the configured value, and normalise only to the prior one."
    );
}
