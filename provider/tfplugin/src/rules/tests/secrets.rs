//! No text ever shows what is sensitive, nor what is below it.

use super::told;
use crate::diagnostics::Diagnostics;
use crate::engine::sample::{
    LIST, attribute, block, list, map, nested, object, of_blocks, sensitive, set, text, write_only,
};
use crate::rules::{apply, plan};
use crate::schema::{Attribute, Block, Mode, NestedMode};
use crate::types::Type;
use crate::value::{Data, Dynamic, Raw, Value};

fn held(value: Raw) -> Raw {
    object([("part", value)])
}

/// Breaks the rules of Plan and of Apply with these two values.
fn both(block: &Block, first: &Raw, second: &Raw) -> (Diagnostics, Diagnostics) {
    let (first, second) = (held(first.clone()), held(second.clone()));
    (
        plan(block, &first, &first, &second, &[]),
        apply(block, &first, &second),
    )
}

#[test]
fn a_sensitive_value_is_never_in_a_text_however_it_is_held() {
    let plain = |ty| block([sensitive(Attribute::new("part", ty, Mode::Optional))]);
    let inner = || {
        [
            sensitive(attribute("key", Mode::Optional)),
            attribute("name", Mode::Optional),
        ]
    };
    let outer = |nesting| {
        let inside = [
            attribute("key", Mode::Optional),
            attribute("name", Mode::Optional),
        ];
        block([sensitive(nested("part", nesting, Mode::Optional, inside))])
    };
    let of = |key: &str| object([("key", text(key)), ("name", text(key))]);
    let named = |key: &str| object([("key", text(key)), ("name", Value::Null)]);
    let (old, new) = ("hunter2-old", "hunter2-new");
    let cases: Vec<(Block, Raw, Raw)> = vec![
        (plain(Type::String), text(old), text(new)),
        (plain(Type::String.list()), list([text(old)]), list([text(new)])),
        (plain(Type::String.set()), set([text(old)]), set([text(new)])),
        (
            plain(Type::String.map()),
            map([(old, text(old))]),
            map([(new, text(new))]),
        ),
        (outer(NestedMode::Single), of(old), of(new)),
        (
            outer(NestedMode::Map),
            map([(old, of(old))]),
            map([(new, of(new))]),
        ),
        (outer(NestedMode::List), list([of(old)]), list([of(new)])),
        (
            block([nested("part", NestedMode::Single, Mode::Optional, inner())]),
            Value::Null,
            named(new),
        ),
        (
            block([nested("part", NestedMode::Set, Mode::Optional, inner())]),
            set([named(old)]),
            set([named(new), named("hunter2")]),
        ),
        (of_blocks(LIST, inner()), list([named(old)]), list([named(new)])),
        (of_blocks(LIST, inner()), Value::unknown(), list([named(new)])),
    ];
    for (block, first, second) in cases {
        let (planned, applied) = both(&block, &first, &second);
        assert!(planned.has_errors(), "{first:?}");
        for diagnostic in planned.iter().chain(applied.iter()) {
            let text = format!("{diagnostic:?}");
            assert!(!text.contains("hunter2"), "{text}");
        }
    }
}

#[test]
fn a_write_only_value_is_never_in_a_text() {
    let block = block([write_only("part")]);
    let (planned, applied) = both(&block, &Value::Null, &text("hunter2"));
    for found in [planned, applied] {
        assert!(found.has_errors());
        assert!(!format!("{found:?}").contains("hunter2"));
    }
}

#[test]
fn a_sensitive_value_that_changed_is_told_by_name_alone() {
    let block = block([sensitive(attribute("part", Mode::Optional))]);
    let (planned, applied) = both(&block, &text("a"), &text("b"));
    assert_eq!(
        told(&planned),
        ["`part`: is planned as (sensitive) and configured as (sensitive), and was (sensitive) before"]
    );
    assert_eq!(told(&applied), ["`part`: is sensitive and not what was planned"]);
}

#[test]
fn a_text_is_never_shown_since_the_configuration_alone_may_call_it_secret() {
    let plain = |ty| block([Attribute::new("part", ty, Mode::Optional)]);
    let inner = || [attribute("name", Mode::Optional), attribute("id", Mode::Computed)];
    let of = |name: &str| object([("name", text(name)), ("id", Value::Null)]);
    let nests = |nesting| block([nested("part", nesting, Mode::Optional, inner())]);
    let any = |name: &str| {
        Value::Known(Data::Dynamic(Box::new(Dynamic {
            ty: Type::Object([(name.to_owned(), Type::String)].into()),
            value: object([(name, text(name))]),
        })))
    };
    let (old, new) = ("hunter2-old", "hunter2-new");
    let cases: Vec<(Block, Raw, Raw)> = vec![
        (plain(Type::String), text(old), text(new)),
        (plain(Type::String.list()), list([text(old)]), list([text(new)])),
        (plain(Type::String.list()), list([]), list([text(new)])),
        (plain(Type::String.set()), set([text(old)]), set([text(new)])),
        (plain(Type::String.set()), set([]), set([text(old), text(new)])),
        (
            plain(Type::String.map()),
            map([("k", text(old))]),
            map([("k", text(new))]),
        ),
        (plain(Type::String.map()), Value::Null, map([(new, text(new))])),
        (plain(Type::Dynamic), any(old), any(new)),
        (nests(NestedMode::Single), of(old), of(new)),
        (nests(NestedMode::List), list([of(old)]), list([of(new)])),
        (nests(NestedMode::Set), set([of(old)]), set([of(new), of(old)])),
        (nests(NestedMode::Map), Value::Null, map([(new, of(new))])),
        (of_blocks(LIST, inner()), Value::unknown(), list([of(new)])),
    ];
    for (block, first, second) in cases {
        let (planned, applied) = both(&block, &first, &second);
        assert!(planned.has_errors(), "{first:?}");
        for diagnostic in planned.iter().chain(applied.iter()) {
            assert!(!diagnostic.detail.contains("hunter2"), "{}", diagnostic.detail);
        }
    }
}

#[test]
fn of_two_texts_it_is_told_how_long_they_are_and_where_they_differ() {
    let block = block([attribute("part", Mode::Optional)]);
    for (first, second, told_) in [
        (
            "über",
            "übel",
            "was planned as a text of 4 characters and is a text of 4 characters; the two differ from character 4 on",
        ),
        (
            "a",
            "a ",
            "was planned as a text of 1 character and is a text of 2 characters; the two differ from character 2 on",
        ),
        (
            "",
            "a",
            "was planned as an empty text and is a text of 1 character; the two differ from character 1 on",
        ),
    ] {
        let (_, applied) = both(&block, &text(first), &text(second));
        assert_eq!(told(&applied), [format!("`part`: {told_}")]);
    }
}

#[test]
fn a_long_value_is_cut() {
    let block = block([Attribute::new("part", Type::String.list(), Mode::Optional)]);
    let all = vec![text("ü"); 1000];
    let (planned, _) = both(&block, &Value::Null, &Value::Known(Data::List(all)));
    assert!(told(&planned)[0].len() < 300);
}

#[test]
fn many_keys_are_counted_and_sensitive_ones_not_named() {
    let inner = || [attribute("name", Mode::Optional)];
    let of = |keys: &[&str]| {
        let all = keys
            .iter()
            .map(|key| ((*key).to_owned(), object([("name", text("x"))])));
        Value::Known(Data::Map(all.collect()))
    };
    let open = nested("part", NestedMode::Map, Mode::Optional, inner());
    let (planned, applied) = both(
        &block([open.clone()]),
        &of(&["a", "b", "c", "d", "e"]),
        &of(&["a", "f"]),
    );
    let besides = "and has the key \"f\" besides";
    assert_eq!(
        told(&planned),
        [format!(
            "`part`: lacks the keys \"b\", \"c\", \"d\", 1 more of the configuration {besides}"
        )]
    );
    assert_eq!(
        told(&applied),
        [format!(
            "`part`: lacks the keys \"b\", \"c\", \"d\", 1 more of the plan {besides}"
        )]
    );
    let (planned, _) = both(&block([sensitive(open)]), &of(&["a", "b"]), &of(&["c"]));
    assert_eq!(
        told(&planned),
        ["`part`: lacks 2 keys of the configuration and has 1 key besides"]
    );
}
