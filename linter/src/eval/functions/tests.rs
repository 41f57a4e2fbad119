//! What the differential test cannot see: what is kept of values that are not known.

mod bounds;
mod branches;
mod collections;
mod marks;
mod texts;

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
fn files_that_must_not_be_read_are_unknown_and_missing_ones_an_error() {
    let outside = ok("file", vec![Value::text("outside")]);
    assert_eq!(outside.as_hole().unwrap().why.as_ref(), "it lies above the fence");
    assert!(run("file", vec![Value::text("missing")]).is_err());
}

#[test]
fn paths_of_the_machine_are_unknown_with_the_reason_and_others_known() {
    for (name, path) in [
        ("pathexpand", "~/.ssh/id.pub"),
        ("pathexpand", "~"),
        ("abspath", "x"),
    ] {
        let value = ok(name, vec![Value::text(path)]);
        let hole = value.as_hole().unwrap();
        assert!(
            hole.not_null && hole.why.ends_with("is not known"),
            "{}",
            hole.why
        );
    }
    assert_eq!(show(&ok("pathexpand", vec![Value::text("a/~/b")])), "'a/~/b'");
    assert_eq!(show(&ok("abspath", vec![Value::text("/a/../b")])), "'/b'");
}
