//! Every nesting mode of attributes and blocks: empty, filled, and from one to the other.

use crate::atlas::Atlas;
use crate::case::cases;
use crate::programs::Program;

cases![
    t16_every_nesting_mode_is_stable_empty_and_filled,
    t16_nested_values_change_in_place,
];

/// A filled thing, apart from its name.
pub(super) const FILLED: &str = r#"
  list   = ["b", "a", "b"]
  tags   = ["b", "a"]
  labels = { a = "1", b = null }
  home   = { street = "Rua do Sol", number = 3 }
  stops  = [{ name = "first", seconds = 30 }, { name = "second" }]
  marks  = [{ name = "x", level = 1 }, { name = "y" }]
  rooms  = { hall = { area = 12.5, color = "blue" }, attic = { area = 0 } }
  box_one {
    value = "one"
  }
  box_group {
    value = "group"
  }
  box {
    value  = "a"
    weight = 1
  }
  box {
    value = "b"
  }
  bag {
    value = "x"
  }
  bag {
    value = "y"
  }
  shelf "upper" {
    value = "u"
  }
  shelf "lower" {
    value = "l"
  }
"#;

const HOLLOW: &str = r#"
  list   = []
  tags   = []
  labels = {}
  home   = { street = "" }
  stops  = []
  marks  = []
  rooms  = {}
  box_group {
  }
"#;

fn things(bodies: [&str; 3]) -> String {
    ["one", "two", "three"]
        .iter()
        .zip(bodies)
        .map(|(name, body)| {
            format!("resource \"atlas_thing\" \"{name}\" {{\n  name = \"{name}\"\n{body}}}\n")
        })
        .collect()
}

fn t16_every_nesting_mode_is_stable_empty_and_filled(program: &Program) {
    let atlas = Atlas::new(program);
    for bodies in [["", HOLLOW, FILLED], [FILLED, "", HOLLOW]] {
        atlas.main(&things(bodies));
        atlas.apply();
        atlas.unchanged();
    }
    let filled = atlas.values("atlas_thing.one");
    assert_eq!(filled["rooms"]["hall"]["area"], 12.5, "{filled}");
    assert_eq!(filled["shelf"]["lower"]["value"], "l", "{filled}");
    assert_eq!(filled["stops"][1]["name"], "second", "{filled}");
    let empty = atlas.values("atlas_thing.two");
    assert!(empty["home"].is_null() && empty["list"].is_null(), "{empty}");
    assert_eq!(empty["box"], serde_json::json!([]), "{empty}");
}

fn t16_nested_values_change_in_place(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(&things([FILLED, HOLLOW, ""]));
    atlas.apply();
    let before = atlas.values("atlas_thing.one");
    let changed = FILLED
        .replace("\"first\"", "\"earlier\"")
        .replace("name = \"y\"", "name = \"z\", level = 2")
        .replace("attic", "cellar")
        .replace("value = \"y\"", "value = \"z\"");
    atlas.main(&things([&changed, HOLLOW, ""]));
    assert_eq!(atlas.planned(), ["atlas_thing.one update"]);
    atlas.apply();
    atlas.unchanged();
    let after = atlas.values("atlas_thing.one");
    assert_eq!(after["stops"][0]["name"], "earlier", "{after}");
    assert!(after["rooms"]["attic"].is_null(), "{after}");
    // What the API says about a nested object is kept with it.
    assert_eq!((&after["id"], &after["home"]), (&before["id"], &before["home"]));
}
