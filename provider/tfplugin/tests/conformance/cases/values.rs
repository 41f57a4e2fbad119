//! Values that other providers lose or change on their way through core, the state and back.

use std::fs;

use serde_json::{Value, json};

use crate::atlas::Atlas;
use crate::case::cases;
use crate::programs::Program;

cases![
    t10_a_value_of_20_mb_is_applied,
    t12_numbers_survive_a_second_plan,
    t13_a_text_that_the_api_decomposes_is_no_difference,
    t15_dynamic_values_keep_type_and_content,
];

fn t10_a_value_of_20_mb_is_applied(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(
        r#"
resource "atlas_thing" "large" {
  name = "large"
  text = sensitive(local.text)
}
locals {
  text = join("", [for i in range(20) : format("%01000000d", i)])
}
output "same" {
  value = nonsensitive(atlas_thing.large.text == local.text)
}
"#,
    );
    let outcome = atlas.apply();
    assert!(outcome.stdout.contains("same = true"), "{outcome}");
    let stored = fs::metadata(atlas.file("thing", "large")).expect("it is there");
    assert!(stored.len() > 20_000_000, "{stored:?}");
    atlas.unchanged();
}

fn t12_numbers_survive_a_second_plan(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(
        r#"
locals {
  numbers = {
    tenth    = 0.1
    large    = 1e30
    googol   = 1e100
    max      = 18446744073709551615
    beyond   = 18446744073709551617
    min      = -9223372036854775808
    half     = -0.5
    third    = 1 / 3
    zero     = 0
    fraction = 12345678901234567890.123456789
  }
}
resource "atlas_thing" "number" {
  for_each = local.numbers
  name     = each.key
  number   = each.value
  home = {
    street = each.key
    number = each.value
  }
}
output "same" {
  value = alltrue([
    for key, number in local.numbers :
    atlas_thing.number[key].number == number && atlas_thing.number[key].home.number == number
  ])
}
"#,
    );
    let outcome = atlas.apply();
    assert!(outcome.stdout.contains("same = true"), "{outcome}");
    atlas.unchanged();
    let state = fs::read_to_string(atlas.state_file()).expect("a state");
    for exact in [
        "\"number\": 0.1,",
        "\"number\": 18446744073709551615,",
        "\"number\": 18446744073709551617,",
        "\"number\": 12345678901234567890.123456789,",
        "\"number\": -9223372036854775808,",
    ] {
        assert!(state.contains(exact), "no {exact} in {state}");
    }
}

fn t13_a_text_that_the_api_decomposes_is_no_difference(program: &Program) {
    let atlas = Atlas::new(program);
    let config = |text: &str| {
        format!(
            "resource \"atlas_thing\" \"here\" {{\n  name  = \"caf\u{e9}\"\n  note  = \"{text}\"\n  fault = \"nfd\"\n}}\n"
        )
    };
    atlas.main(&config("Zu\u{308}rich, S\u{e3}o Tom\u{e9}"));
    atlas.apply();
    atlas.unchanged();
    let note = atlas.values("atlas_thing.here")["note"].clone();
    assert_eq!(note, "Z\u{fc}rich, S\u{e3}o Tom\u{e9}");
    // The other spelling of the same text is the same text.
    atlas.main(&config("Z\u{fc}rich, Sa\u{303}o Tome\u{301}"));
    atlas.unchanged();
}

fn t15_dynamic_values_keep_type_and_content(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(
        r#"
resource "terraform_data" "made" {
  input = { list = [1, "two"], none = null }
}
resource "atlas_thing" "text" {
  name     = "text"
  anything = "text"
}
resource "atlas_thing" "number" {
  name     = "number"
  anything = 0.1
}
resource "atlas_thing" "flag" {
  name     = "flag"
  anything = false
}
resource "atlas_thing" "null" {
  name     = "null"
  anything = null
}
resource "atlas_thing" "object" {
  name     = "object"
  anything = { here = "x", nowhere = null, deep = { list = [1, true, null] } }
}
resource "atlas_thing" "list" {
  name     = "list"
  anything = tolist(["a", "b"])
}
resource "atlas_thing" "map" {
  name     = "map"
  anything = tomap({ a = 1, b = 2 })
}
resource "atlas_thing" "empty" {
  name     = "empty"
  anything = []
}
resource "atlas_thing" "unknown" {
  name     = "unknown"
  anything = terraform_data.made.output
}
resource "atlas_thing" "within" {
  name     = "within"
  anything = { id = terraform_data.made.id, known = 1 }
}
output "checks" {
  value = alltrue([
    atlas_thing.number.anything == 0.1,
    atlas_thing.list.anything == tolist(["a", "b"]),
    atlas_thing.map.anything == tomap({ a = 1, b = 2 }),
    atlas_thing.unknown.anything == terraform_data.made.output,
    atlas_thing.within.anything.id == terraform_data.made.id,
  ])
}
"#,
    );
    let outcome = atlas.apply();
    assert!(outcome.stdout.contains("checks = true"), "{outcome}");
    atlas.unchanged();
    let state = atlas.workspace.state_json();
    let anything = |name: &str| {
        let object = crate::atlas::object(&state, &format!("atlas_thing.{name}"));
        object.expect("it is there")["values"]["anything"].clone()
    };
    assert_eq!(anything("text"), "text");
    assert_eq!(anything("flag"), false);
    assert_eq!(anything("null"), Value::Null);
    assert_eq!(anything("empty"), json!([]));
    assert_eq!(
        anything("object"),
        json!({ "here": "x", "nowhere": null, "deep": { "list": [1, true, null] } })
    );
    // A change of type alone is a change.
    atlas.main("resource \"atlas_thing\" \"number\" {\n  name     = \"number\"\n  anything = \"0.1\"\n}\n");
    let planned = atlas.planned();
    assert!(
        planned.contains(&"atlas_thing.number update".to_owned()),
        "{planned:?}"
    );
}
