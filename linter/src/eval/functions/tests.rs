//! What the differential test cannot see: what is kept of values that are not known.

use std::rc::Rc;
use std::sync::Arc;

use super::*;
use crate::eval::number::Number;
use crate::eval::text::concat;
use crate::eval::value::{Hole, Marks, Text, TextPiece};

struct Nothing;

impl Host for Nothing {
    fn as_of(&self) -> jiff::Timestamp {
        "2026-06-01T12:30:00Z".parse().unwrap()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unread> {
        match path {
            "outside" => Err(Unread::Unknown(Box::new(Hole::new("it lies above the fence")))),
            _ => Err(Unread::Missing(format!("no file `{path}`"))),
        }
    }

    fn kind(&self, _: &str) -> Result<Option<FileKind>, Unread> {
        Ok(None)
    }

    fn list(&self, path: &str) -> Result<Vec<(String, FileKind)>, Unread> {
        Err(Unread::Missing(format!("no directory `{path}`")))
    }

    fn render(&self, _: &str, _: &str, _: &Value) -> Result<Value, EvalError> {
        Ok(Value::text("rendered"))
    }

    fn charge(&self, _: usize) -> Result<(), EvalError> {
        Ok(())
    }
}

fn run(name: &str, args: Vec<Value>) -> Result<Value, EvalError> {
    call(lookup(name).unwrap(), args, &Nothing)
}

fn ok(name: &str, args: Vec<Value>) -> Value {
    run(name, args).unwrap()
}

fn hole() -> Value {
    Value::unknown(Hole::new("known after apply"))
}

fn word() -> Value {
    Value::unknown(Hole::new("known after apply").typed(Type::String))
}

fn text(parts: &[&str]) -> Value {
    let parts = parts.iter().map(|part| match *part {
        "?" => hole(),
        part => Value::text(part),
    });
    concat(parts.collect()).unwrap()
}

fn texts(items: &[&str]) -> Vec<Value> {
    items.iter().map(|item| Value::text(*item)).collect()
}

fn object(entries: &[(&str, Value)]) -> Value {
    Value::object(
        entries
            .iter()
            .map(|(key, value)| (Arc::from(*key), value.clone()))
            .collect(),
    )
}

/// Known parts, with `?` for holes and `...` for what may be missing.
fn show(value: &Value) -> String {
    let all = |items: &[Value], open: bool| {
        let mut items: Vec<String> = items.iter().map(show).collect();
        if open {
            items.push("...".to_owned());
        }
        items.join(", ")
    };
    match &value.kind {
        Kind::Null => "null".to_owned(),
        Kind::Bool(value) => value.to_string(),
        Kind::Number(number) => number.to_string(),
        Kind::Text(Text::Known(text)) => format!("'{text}'"),
        Kind::Text(Text::Partial(pieces)) => {
            let pieces: String = pieces
                .iter()
                .map(|piece| match piece {
                    TextPiece::Known(text) => text.to_string(),
                    TextPiece::Hole(_) => "?".to_owned(),
                })
                .collect();
            format!("'{pieces}'")
        }
        Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => {
            format!("[{}]", all(&seq.items, seq.open.is_some()))
        }
        Kind::Map(entries) | Kind::Object(entries) => {
            let mut items: Vec<String> = entries
                .items
                .iter()
                .map(|(key, value)| format!("{key}={}", show(value)))
                .collect();
            if entries.open.is_some() {
                items.push("...".to_owned());
            }
            format!("{{{}}}", items.join(", "))
        }
        Kind::Unknown(hole) if !hole.any_of.is_empty() => {
            format!(
                "({})",
                hole.any_of.iter().map(show).collect::<Vec<_>>().join(" | ")
            )
        }
        Kind::Unknown(_) => "?".to_owned(),
    }
}

#[test]
fn every_function_is_found_by_its_name_once() {
    for function in FUNCTIONS {
        let same = FUNCTIONS
            .iter()
            .filter(|other| other.name == function.name)
            .count();
        assert_eq!(same, 1, "{}", function.name);
        assert!(lookup(function.name).is_some());
        assert!(unevaluated(function.name).is_none(), "{}", function.name);
    }
    assert!(lookup("core::length").is_some());
    assert!(lookup("nope").is_none());
}

#[test]
fn merge_proves_what_a_later_argument_sets() {
    let known = object(&[("owner", Value::text("a"))]);
    assert_eq!(
        show(&ok("merge", vec![hole(), known.clone()])),
        "{owner='a', ...}"
    );
    // What comes later may set it again.
    assert_eq!(show(&ok("merge", vec![known.clone(), hole()])), "{owner=?, ...}");
    let open = ok("merge", vec![hole(), known]);
    assert_eq!(
        show(&ok(
            "lookup",
            vec![open.clone(), Value::text("owner"), Value::text("x")]
        )),
        "'a'"
    );
    assert_eq!(
        show(&ok(
            "lookup",
            vec![open.clone(), Value::text("team"), Value::text("x")]
        )),
        "?"
    );
    assert_eq!(show(&ok("keys", vec![open.clone()])), "['owner', ...]");
    assert_eq!(show(&ok("length", vec![open])), "?");
}

#[test]
fn known_ends_of_a_text_decide() {
    let name = text(&["a-", "?", ".x"]);
    assert_eq!(
        show(&ok("startswith", vec![name.clone(), Value::text("a-")])),
        "true"
    );
    assert_eq!(
        show(&ok("startswith", vec![name.clone(), Value::text("b")])),
        "false"
    );
    assert_eq!(
        show(&ok("startswith", vec![name.clone(), Value::text("a-b")])),
        "?"
    );
    assert_eq!(
        show(&ok("endswith", vec![name.clone(), Value::text(".x")])),
        "true"
    );
    assert_eq!(
        show(&ok("trimprefix", vec![name.clone(), Value::text("a")])),
        "'-?.x'"
    );
    assert_eq!(show(&ok("trimsuffix", vec![name, Value::text(".x")])), "'a-?'");
}

#[test]
fn a_letter_before_a_hole_is_not_certain_because_accents_may_follow() {
    assert_eq!(
        show(&ok("startswith", vec![text(&["e", "?"]), Value::text("e")])),
        "?"
    );
    assert_eq!(
        show(&ok("startswith", vec![text(&["ne", "?"]), Value::text("n")])),
        "true"
    );
}

#[test]
fn functions_of_texts_keep_the_known_parts() {
    assert_eq!(show(&ok("upper", vec![text(&["ab", "?", "c"])])), "'AB?C'");
    assert_eq!(show(&ok("trimspace", vec![text(&["  a ", "?", " b "])])), "?");
    assert_eq!(
        show(&ok("trimspace", vec![text(&["  a-", "?", "-b "])])),
        "'a-?-b'"
    );
    let replaced = |parts: &[&str], search: &str| {
        show(&ok(
            "replace",
            vec![text(parts), Value::text(search), Value::text("_")],
        ))
    };
    assert_eq!(replaced(&["a.b-", "?"], "."), "'a_b-?'");
    // An occurrence may begin in the literal and end in the hole.
    assert_eq!(replaced(&["a.", "?"], ".."), "?");
    assert_eq!(
        show(&ok(
            "join",
            vec![Value::text("-"), Value::tuple(vec![word(), Value::text("b")])]
        )),
        "'?-b'"
    );
    assert_eq!(
        show(&ok(
            "format",
            vec![Value::text("%s:%s"), Value::text("a"), word()]
        )),
        "'a:?'"
    );
}

#[test]
fn jsonencode_keeps_what_is_known_and_reads_back() {
    let policy = object(&[
        ("Action", Value::text("s3:*")),
        ("Resource", text(&["arn:", "?"])),
        ("Extra", hole()),
    ]);
    let encoded = ok("jsonencode", vec![policy]);
    assert_eq!(
        show(&encoded),
        r#"'{"Action":"s3:*","Extra":?,"Resource":"arn:?"}'"#
    );
    let Kind::Text(encoded) = &encoded.kind else {
        panic!("a text")
    };
    assert_eq!(
        show(&json::read(encoded).unwrap()),
        "{Action='s3:*', Extra=?, Resource='arn:?'}"
    );

    let open = ok(
        "merge",
        vec![
            hole(),
            object(&[("b", Value::text("x")), ("c", Value::bool(true))]),
        ],
    );
    let encoded = ok("jsonencode", vec![open]);
    assert_eq!(show(&encoded), r#"'{?"b":"x"?"c":true?}'"#);
    let Kind::Text(encoded) = &encoded.kind else {
        panic!("a text")
    };
    assert_eq!(show(&json::read(encoded).unwrap()), "{b='x', c=true, ...}");
}

#[test]
fn lists_with_unknown_parts_are_open() {
    let open = ok("concat", vec![Value::tuple(texts(&["a"])), hole()]);
    assert_eq!(show(&open), "['a', ...]");
    assert_eq!(
        show(&ok("contains", vec![open.clone(), Value::text("a")])),
        "true"
    );
    assert_eq!(show(&ok("contains", vec![open.clone(), Value::text("b")])), "?");
    assert_eq!(show(&ok("element", vec![open, Value::number(Number::ZERO)])), "?");
    let nested = Value::tuple(vec![Value::tuple(texts(&["a"])), hole()]);
    assert_eq!(show(&ok("flatten", vec![nested])), "['a', ...]");
    assert_eq!(
        show(&ok(
            "compact",
            vec![Value::tuple(vec![Value::text("a"), word(), Value::text("")])]
        )),
        "['a', ...]"
    );
    assert_eq!(
        show(&ok(
            "distinct",
            vec![Value::tuple(vec![Value::text("a"), word(), Value::text("a")])]
        )),
        "['a', ...]"
    );
    assert_eq!(
        show(&ok("setunion", vec![Value::tuple(texts(&["a"])), hole()])),
        "['a', ...]"
    );
}

#[test]
fn coalesce_names_the_candidates() {
    let value = ok(
        "coalesce",
        vec![Value::null(), word(), Value::text("b"), Value::text("c")],
    );
    assert_eq!(show(&value), "(? | 'b')");
    assert!(value.as_hole().unwrap().not_null);
    assert_eq!(
        show(&ok("coalesce", vec![text(&["a", "?"]), Value::text("b")])),
        "'a?'"
    );
}

#[test]
fn few_branches_stay_branches_and_equal_ones_become_known() {
    let branch = |items: &[&str]| {
        Value::unknown(Hole {
            any_of: texts(items),
            ..Hole::new("a condition is not known").typed(Type::String)
        })
    };
    assert_eq!(show(&ok("lower", vec![branch(&["A", "B"])])), "('a' | 'b')");
    assert_eq!(
        show(&ok("split", vec![Value::text(","), branch(&["a", "b,c"])])),
        "(['a'] | ['b', 'c'])"
    );
    assert_eq!(
        show(&ok(
            "substr",
            vec![
                branch(&["ab", "ac"]),
                Value::number(Number::ZERO),
                Value::number(Number::ONE)
            ]
        )),
        "'a'"
    );
    // Terraform would refuse one of them: nothing is said.
    assert_eq!(show(&ok("jsondecode", vec![branch(&["1", "x"])])), "?");
    let key = branch(&["a", "b"]);
    let map = object(&[("a", Value::text("x")), ("b", Value::text("x"))]);
    assert_eq!(show(&ok("lookup", vec![map, key])), "'x'");
}

#[test]
fn the_present_moves_and_what_is_counted_from_it_too() {
    let now = ok("timestamp", vec![]);
    assert_eq!(show(&now), "'2026-06-01T12:30:00Z'");
    assert!(now.marks.moving);
    let end = ok("timeadd", vec![now.clone(), Value::text("1h")]);
    assert_eq!(show(&end), "'2026-06-01T13:30:00Z'");
    assert!(end.marks.moving);
    assert!(
        ok(
            "formatdate",
            vec![Value::text("YYYY"), ok("plantimestamp", vec![])]
        )
        .marks
        .moving
    );
    // Only the entry that moves does.
    let merged = ok(
        "merge",
        vec![object(&[("end", end)]), object(&[("owner", Value::text("a"))])],
    );
    assert!(!merged.marks.moving);
    assert!(
        ok("lookup", vec![merged.clone(), Value::text("end")])
            .marks
            .moving
    );
    assert!(!ok("lookup", vec![merged, Value::text("owner")]).marks.moving);
}

#[test]
fn sensitive_values_stay_sensitive_through_functions() {
    let secret = Value::text("a").marked(Marks {
        sensitive: true,
        ..Marks::NONE
    });
    assert!(ok("upper", vec![secret.clone()]).marks.sensitive);
    assert!(
        ok("join", vec![Value::text(","), Value::tuple(vec![secret.clone()])])
            .marks
            .sensitive
    );
    assert!(!ok("nonsensitive", vec![secret.clone()]).marks.sensitive);
    assert!(!ok("length", vec![Value::tuple(vec![secret])]).marks.sensitive);
}

#[test]
fn files_that_must_not_be_read_are_unknown_and_missing_ones_an_error() {
    let outside = ok("file", vec![Value::text("outside")]);
    assert_eq!(outside.as_hole().unwrap().why.as_ref(), "it lies above the fence");
    assert!(run("file", vec![Value::text("missing")]).is_err());
}

#[test]
fn results_that_double_end_in_a_budget() {
    let mut long = Value::text("0123456789abcdef");
    let error = loop {
        match run("format", vec![Value::text("%s%s"), long.clone(), long.clone()]) {
            Ok(twice) => long = twice,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, EvalError::Budget(_)), "{error}");
    let mut wide = Value::tuple(texts(&["a"]));
    let error = loop {
        match run("concat", vec![wide.clone(), wide.clone()]) {
            Ok(twice) => wide = twice,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, EvalError::Budget(_)), "{error}");
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned()
        + &(0..8).map(|n| {
            let (name, before) = (char::from(b'b' + n), char::from(b'a' + n));
            format!("{name}: &{name} [*{before},*{before},*{before},*{before},*{before},*{before},*{before},*{before}]\n")
        }).collect::<String>();
    assert!(matches!(
        run("yamldecode", vec![Value::text(bomb)]),
        Err(EvalError::Budget(_))
    ));
    let many = Value::tuple((0..400).map(|n| Value::text(n.to_string())).collect());
    assert!(matches!(
        run("setproduct", vec![many.clone(), many]),
        Err(EvalError::Budget(_))
    ));
    let width = run("format", vec![Value::text("%2000000s"), Value::text("a")]);
    assert!(matches!(width, Err(EvalError::Budget(_))));
}

#[test]
fn deep_and_hostile_texts_are_refused() {
    let deep = "[".repeat(200_000);
    assert!(run("jsondecode", vec![Value::text(deep.clone())]).is_err());
    assert!(run("yamldecode", vec![Value::text(deep)]).is_err());
    let groups = "(".repeat(10_000) + "a" + &")".repeat(10_000);
    assert!(run("regex", vec![Value::text(groups), Value::text("a")]).is_err());
    assert!(
        run(
            "regex",
            vec![Value::text("((a{1000}){1000}){1000}"), Value::text("a")]
        )
        .is_err()
    );
}

#[test]
fn an_unknown_keeps_the_references_of_its_arguments() {
    let target = crate::address::Address {
        modules: Arc::from([]),
        mode: crate::load::Mode::Managed,
        r#type: "aws_iam_user".into(),
        name: "ci".into(),
        key: crate::address::Key::None,
    };
    let reference = crate::eval::Ref {
        target: Rc::new(target),
        path: Vec::new(),
    };
    let user = Value::unknown(Hole {
        refs: vec![reference.clone()],
        ..Hole::new("known after apply")
    });
    let value = ok("base64encode", vec![ok("format", vec![Value::text("%s!"), user])]);
    assert_eq!(value.as_hole().unwrap().refs, [reference]);
}
