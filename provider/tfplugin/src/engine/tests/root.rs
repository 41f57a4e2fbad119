//! Plans of attributes at the root.

use std::sync::Arc;

use crate::engine::propose;
use crate::engine::sample::{attribute, block, defaulted, fields, plan, text, with, write_only};
use crate::modifier::Modifier;
use crate::schema::{Attribute, Block, Mode};
use crate::value::{Object, Raw, Value};

fn account() -> Block {
    block([
        with(Modifier::UseStateForUnknown, attribute("id", Mode::Computed)),
        attribute("name", Mode::Required),
        defaulted("size", "small"),
        attribute("zone", Mode::OptionalComputed),
        attribute("etag", Mode::Computed),
        write_only("password_wo"),
    ])
}

fn config(name: &str, size: Raw) -> Object {
    fields([
        ("id", Value::Null),
        ("name", text(name)),
        ("size", size),
        ("zone", Value::Null),
        ("etag", Value::Null),
        ("password_wo", text("secret")),
    ])
}

fn state(size: &str) -> Object {
    fields([
        ("id", text("7")),
        ("name", text("a")),
        ("size", text(size)),
        ("zone", text("north")),
        ("etag", text("e1")),
        ("password_wo", Value::Null),
    ])
}

#[test]
fn a_create_plans_defaults_and_leaves_the_rest_to_apply() {
    let planned = plan(&account(), None, &config("a", Value::Null));
    let wanted = fields([
        ("id", Value::unknown()),
        ("name", text("a")),
        ("size", text("small")),
        ("zone", Value::unknown()),
        ("etag", Value::unknown()),
        ("password_wo", Value::Null),
    ]);
    assert_eq!(planned, wanted);
}

#[test]
fn the_same_configuration_plans_the_prior_state() {
    assert_eq!(
        plan(&account(), Some(&state("small")), &config("a", Value::Null)),
        state("small")
    );
}

#[test]
fn a_change_makes_computed_attributes_unknown_but_keeps_what_never_changes() {
    let planned = plan(&account(), Some(&state("small")), &config("b", Value::Null));
    assert_eq!(planned["name"], text("b"));
    assert_eq!(planned["id"], text("7"));
    assert_eq!(planned["size"], text("small"));
    assert_eq!(
        (&planned["zone"], &planned["etag"]),
        (&Value::unknown(), &Value::unknown())
    );
}

#[test]
fn taking_a_value_out_of_the_configuration_brings_the_default_back() {
    let planned = plan(&account(), Some(&state("large")), &config("a", Value::Null));
    assert_eq!(planned["size"], text("small"));
    assert_eq!(planned["etag"], Value::unknown());
}

#[test]
fn another_write_only_value_alone_is_no_change() {
    let mut config = config("a", Value::Null);
    config.insert("password_wo".to_owned(), text("another"));
    assert_eq!(plan(&account(), Some(&state("small")), &config), state("small"));
}

#[test]
fn an_unknown_configured_value_is_a_change_and_stays_unknown() {
    let planned = plan(&account(), Some(&state("small")), &config("a", Value::unknown()));
    assert_eq!(
        (&planned["size"], &planned["etag"]),
        (&Value::unknown(), &Value::unknown())
    );
}

fn changing(modifiers: Vec<Modifier>) -> (Block, Object, Object) {
    let computed = Attribute {
        modifiers,
        ..attribute("computed", Mode::Computed)
    };
    let prior = fields([("name", text("a")), ("computed", Value::Null)]);
    let config = fields([("name", text("b")), ("computed", Value::Null)]);
    (
        block([attribute("name", Mode::Required), computed]),
        prior,
        config,
    )
}

#[test]
fn a_null_prior_value_is_kept_by_one_modifier_and_not_by_the_other() {
    let (block, prior, config) = changing(vec![Modifier::UseStateForUnknown]);
    assert_eq!(plan(&block, Some(&prior), &config)["computed"], Value::Null);
    let (block, prior, config) = changing(vec![Modifier::UseNonNullStateForUnknown]);
    assert_eq!(plan(&block, Some(&prior), &config)["computed"], Value::unknown());
}

#[test]
fn an_own_modifier_gives_a_computed_value_even_when_nothing_else_changes() {
    let moved = Modifier::Plan(Arc::new(|_| text("moved")));
    let (block, prior, _) = changing(vec![moved]);
    let config = fields([("name", text("a")), ("computed", Value::Null)]);
    let planned = plan(&block, Some(&prior), &config);
    assert_eq!(
        planned,
        fields([("name", text("a")), ("computed", text("moved"))])
    );
}

#[test]
fn an_own_modifier_may_call_the_configured_value_equal_to_the_prior_one() {
    let lower = Modifier::Plan(Arc::new(|transition| {
        match (transition.prior, transition.planned) {
            (Value::Known(prior), Value::Known(planned))
                if format!("{prior:?}").to_lowercase() == format!("{planned:?}").to_lowercase() =>
            {
                transition.prior.clone()
            }
            (_, planned) => planned.clone(),
        }
    }));
    let block = block([
        with(lower, attribute("mail", Mode::Required)),
        attribute("etag", Mode::Computed),
    ]);
    let prior = fields([("mail", text("a@b")), ("etag", text("e1"))]);
    let config = |mail| fields([("mail", text(mail)), ("etag", Value::Null)]);
    assert_eq!(plan(&block, Some(&prior), &config("A@B")), prior);
    let changed = fields([("mail", text("C@D")), ("etag", Value::unknown())]);
    assert_eq!(plan(&block, Some(&prior), &config("C@D")), changed);
}

#[test]
fn a_proposal_that_keeps_write_only_values_is_cleaned() {
    let block = account();
    let prior = state("small");
    let mut proposed = prior.clone();
    proposed.insert("password_wo".to_owned(), text("secret"));
    let planned = propose(&block, Some(&prior), &config("a", Value::Null), proposed);
    assert_eq!(planned["password_wo"], Value::Null);
}
