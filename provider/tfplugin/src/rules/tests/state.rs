//! Rules of other answers: states, data sources, ephemeral resources, identities, and of clients without write-only values.

use super::told;
use crate::engine::sample::{
    LIST, attribute, block, fields, list, nested, object, of_blocks, sensitive, text, write_only,
};
use crate::path::Path;
use crate::rules::{apply, data, ephemeral, identity, import, plan, read, upgraded, write_only_allowed};
use crate::schema::{Block, Mode, NestedMode};
use crate::value::{Raw, Value};

const NONE: Vec<String> = Vec::new();

fn account() -> Block {
    block([
        attribute("name", Mode::Required),
        attribute("id", Mode::Computed),
        write_only("key_wo"),
    ])
}

fn state(name: Raw, id: Raw, key: Raw) -> Raw {
    object([("name", name), ("id", id), ("key_wo", key)])
}

type Check<'a> = &'a dyn Fn(&Raw) -> Vec<String>;
type CheckOf<'a> = &'a dyn Fn(&Block) -> Vec<String>;

#[test]
fn a_state_is_known_and_holds_nothing_write_only() {
    let block = account();
    let checks: [Check<'_>; 3] = [
        &|state| told(&read(&block, state)),
        &|state| told(&import(&block, state, false)),
        &|state| told(&upgraded(&block, state)),
    ];
    for check in checks {
        assert_eq!(check(&state(text("a"), text("1"), Value::Null)), NONE);
        assert_eq!(
            check(&state(text("a"), Value::unknown(), Value::Null)),
            ["`id`: is unknown"]
        );
        let leaked = check(&state(text("a"), text("1"), text("secret")));
        assert_eq!(leaked, ["`key_wo`: is write-only and not null"]);
        assert_eq!(check(&object([])), ["The object: lacks the attribute `id`"]);
    }
}

#[test]
fn no_answer_has_a_null_among_objects_that_hold_a_secret() {
    let of = |key| {
        block([nested(
            "part",
            NestedMode::List,
            Mode::Computed,
            [attribute("name", Mode::Computed), key],
        )])
    };
    let (secret, open) = (
        of(sensitive(attribute("key", Mode::Computed))),
        of(attribute("key", Mode::Computed)),
    );
    let null = object([("part", list([Value::Null]))]);
    let config = object([("part", Value::Null)]);
    let checks: [CheckOf<'_>; 4] = [
        &|block| told(&read(block, &null)),
        &|block| told(&plan(block, &Value::Null, &config, &null, &[])),
        &|block| told(&apply(block, &object([("part", Value::unknown())]), &null)),
        &|block| told(&data(block, &config, &null)),
    ];
    for check in checks {
        assert_eq!(check(&secret), ["`part[0]`: is null"]);
        assert_eq!(check(&open), NONE);
    }
}

#[test]
fn only_read_and_an_import_by_identity_may_answer_null() {
    let block = account();
    assert_eq!(told(&read(&block, &Value::Null)), NONE);
    assert_eq!(told(&import(&block, &Value::Null, true)), NONE);
    assert_eq!(
        told(&import(&block, &Value::Null, false)),
        ["The object: is null"]
    );
    assert_eq!(told(&upgraded(&block, &Value::Null)), ["The object: is null"]);
}

#[test]
fn a_data_source_answers_what_was_asked_for() {
    let block = account();
    let config = state(text("a"), Value::Null, Value::Null);
    let check = |answer| told(&data(&block, &config, &answer));
    assert_eq!(check(state(text("a"), text("1"), Value::Null)), NONE);
    assert_eq!(check(Value::Null), ["The object: is null"]);
    assert_eq!(
        check(state(text("a"), Value::unknown(), Value::Null)),
        ["`id`: is unknown"]
    );
    assert_eq!(
        check(state(text("b"), text("1"), Value::Null)),
        [
            "`name`: is answered as a text of 1 character and configured as a text of 1 character; the two differ from character 1 on"
        ]
    );
}

#[test]
fn an_ephemeral_result_follows_the_same_rules_and_is_never_shown() {
    let block = account();
    let config = state(text("a"), Value::Null, Value::Null);
    let check = |answer| told(&ephemeral(&block, &config, &answer));
    assert_eq!(check(state(text("a"), text("1"), Value::Null)), NONE);
    assert_eq!(check(Value::Null), ["The object: is null"]);
    assert_eq!(
        check(state(text("b"), text("1"), Value::Null)),
        ["`name`: is answered as (sensitive) and configured as (sensitive)"]
    );
}

#[test]
fn an_identity_stays_and_only_fills_what_was_null() {
    let of = |realm: Raw, id: Raw| fields([("realm", realm), ("id", id)]);
    let before = of(Value::Null, text("1"));
    assert_eq!(told(&identity(None, &of(text("r"), text("1")))), NONE);
    assert_eq!(told(&identity(Some(&before), &of(text("r"), text("1")))), NONE);
    assert_eq!(
        told(&identity(Some(&before), &of(Value::Null, text("2")))),
        ["`id`: was a text of 1 character and is a text of 1 character; the two differ from character 1 on"]
    );
    assert_eq!(
        told(&identity(Some(&before), &of(Value::Null, Value::Null))),
        ["`id`: was a text of 1 character and is null"]
    );
    assert_eq!(
        told(&identity(None, &of(text("r"), Value::unknown()))),
        ["`id`: is unknown"]
    );
}

#[test]
fn an_older_terraform_is_told_which_attributes_it_cannot_take() {
    let block = of_blocks(LIST, [write_only("key_wo")]);
    let config = |key: Raw| fields([("part", list([object([("key_wo", key)])]))]);
    assert!(write_only_allowed(&block, &config(text("secret")), true).is_empty());
    assert!(write_only_allowed(&block, &config(Value::Null), false).is_empty());
    let found: Vec<_> = write_only_allowed(&block, &config(text("secret")), false)
        .into_iter()
        .collect();
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].path,
        Some(Path::new("part").index(0).attribute("key_wo"))
    );
    assert!(
        found[0]
            .detail
            .starts_with("Write-only attributes need Terraform 1.11 or newer")
    );
    assert!(!found[0].detail.contains("secret"));
}
