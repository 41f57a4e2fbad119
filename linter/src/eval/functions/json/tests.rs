//! `json`, compared with what Terraform does.

use super::*;
use crate::eval::text::concat;

fn text(parts: &[&str]) -> Text {
    let parts = parts.iter().map(|part| match *part {
        "?" => Value::unknown(Hole::new("known after apply")),
        part => Value::text(part),
    });
    match concat(parts.collect()).unwrap().kind {
        Kind::Text(text) => text,
        _ => panic!("a text"),
    }
}

fn entry(value: &Value, key: &str) -> Value {
    match &value.kind {
        Kind::Object(entries) => entries.get(key).unwrap().clone(),
        _ => panic!("an object"),
    }
}

#[test]
fn holes_in_strings_values_and_lists_are_told_apart() {
    let value = read(&text(&[
        "{\"a\": \"x-",
        "?",
        "\", \"b\": ",
        "?",
        ", \"c\": [",
        "?",
        ", 1]}",
    ]))
    .unwrap();
    assert!(matches!(entry(&value, "a").kind, Kind::Text(Text::Partial(_))));
    assert!(matches!(entry(&value, "b").kind, Kind::Unknown(_)));
    let Kind::Tuple(items) = entry(&value, "c").kind else {
        panic!("a list")
    };
    assert_eq!((items.items.len(), items.open.is_some()), (1, true));
}

#[test]
fn a_hole_beside_digits_makes_the_whole_value_unknown() {
    let value = read(&text(&["{\"a\": 1", "?", "2, \"b\": ", "?", "s}"])).unwrap();
    assert!(matches!(entry(&value, "a").kind, Kind::Unknown(_)));
    assert!(matches!(entry(&value, "b").kind, Kind::Unknown(_)));
}

#[test]
fn a_key_that_is_not_known_leaves_the_object_open() {
    let value = read(&text(&["{\"", "?", "\": 1, \"b\": 2}"])).unwrap();
    let Kind::Object(entries) = &value.kind else {
        panic!("an object")
    };
    assert!(entries.open.is_some());
    assert!(entries.get("b").is_some());
}
