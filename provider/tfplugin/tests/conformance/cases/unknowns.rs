//! Values that are not known yet, wherever a configuration can have them.

use crate::atlas::Atlas;
use crate::case::cases;
use crate::programs::Program;

cases![
    t14_unknown_values_are_planned_everywhere,
    t14_a_provider_that_is_not_configured_yet_is_named_where_it_is_needed,
];

const EVERYWHERE: &str = r#"
resource "terraform_data" "made" {
  input = {
    text    = "text"
    number  = 2
    flag    = true
    list    = ["a", "b"]
    map     = { a = "1" }
    name    = "stop"
    nothing = null
    rooms   = { hall = { area = 12.5, color = null } }
  }
}
locals {
  made = terraform_data.made.output
}
resource "atlas_thing" "whole" {
  name     = "whole-${local.made.name}"
  kind     = local.made.text
  text     = "prefix-${terraform_data.made.id}"
  note     = local.made.text
  number   = tonumber(local.made.number)
  count_of = local.made.number
  flag     = local.made.flag
  anything = local.made
  list     = local.made.list
  tags     = toset(local.made.list)
  labels   = local.made.map
  size     = local.made.number
  tone     = local.made.flag ? "low" : "high"
  home     = { street = local.made.text, number = local.made.number }
  stops    = [for name in local.made.list : { name = name }]
  marks    = [for name in local.made.list : { name = name, level = 1 }]
  rooms    = local.made.rooms
  box_one {
    value = local.made.text
  }
  box_group {
    value = local.made.text
  }
  box {
    value  = local.made.text
    weight = local.made.number
  }
  bag {
    value = local.made.text
  }
  shelf "upper" {
    value = local.made.text
  }
  fault = local.made.nothing
}
resource "atlas_thing" "parts" {
  name   = "parts"
  list   = ["known", local.made.text]
  tags   = ["known", local.made.text]
  labels = { known = "known", later = local.made.text }
  stops  = [{ name = "known" }, { name = local.made.name, seconds = local.made.number }]
  marks  = [{ name = "known" }, { name = local.made.name }]
  rooms  = { hall = { area = local.made.number } }
  dynamic "box" {
    for_each = local.made.list
    content {
      value = box.value
    }
  }
  dynamic "bag" {
    for_each = local.made.list
    content {
      value = bag.value
    }
  }
  shelf "upper" {
    value = local.made.text
  }
  dynamic "box_one" {
    for_each = local.made.map
    content {
      value = box_one.value
    }
  }
}
"#;

fn t14_unknown_values_are_planned_everywhere(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(EVERYWHERE);
    let planned = atlas.planned();
    assert_eq!(
        planned,
        [
            "atlas_thing.parts create",
            "atlas_thing.whole create",
            "terraform_data.made create"
        ]
    );
    atlas.apply();
    atlas.unchanged();
    let parts = atlas.values("atlas_thing.parts");
    assert_eq!(parts["box"].as_array().map(Vec::len), Some(2), "{parts}");
    assert_eq!(parts["bag"].as_array().map(Vec::len), Some(2), "{parts}");
    assert_eq!(parts["box_one"]["value"], "1", "{parts}");
    assert_eq!(parts["rooms"]["hall"]["area"], 2, "{parts}");
    // A change of what everything hangs on makes all of it unknown again, in objects that exist.
    atlas.main(&EVERYWHERE.replace("\"text\"\n", "\"other\"\n"));
    atlas.apply();
    atlas.unchanged();
    assert_eq!(atlas.values("atlas_thing.whole")["home"]["street"], "other");
}

fn t14_a_provider_that_is_not_configured_yet_is_named_where_it_is_needed(program: &Program) {
    let atlas = Atlas::new(program);
    let path = atlas.store().join("later");
    let path = path.to_str().expect("UTF-8");
    atlas.main(&format!(
        r#"
resource "terraform_data" "made" {{
  input = "{path}"
}}
provider "atlas" {{
  path = terraform_data.made.output
}}
resource "atlas_thing" "one" {{
  name = "one"
}}
"#
    ));
    atlas.apply();
    assert!(atlas.store().join("later/thing/one.json").exists());
    atlas.unchanged();
}
