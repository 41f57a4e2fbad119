//! An object's whole life, step by step.

use crate::atlas::{Atlas, actions};
use crate::case::cases;
use crate::programs::Program;

cases![
    an_object_lives_from_create_over_update_and_replace_to_destroy,
    an_update_in_place_keeps_what_is_known,
    a_destroy_can_warn_and_refuse,
    private_state_reaches_the_delete,
    a_data_source_waits_for_what_it_depends_on,
];

fn an_object_lives_from_create_over_update_and_replace_to_destroy(program: &Program) {
    let atlas = Atlas::new(program);
    let config = |name: &str, text: &str| {
        format!("resource \"atlas_thing\" \"one\" {{\n  name = \"{name}\"\n  text = \"{text}\"\n}}\n")
    };
    atlas.main(&config("one", "first"));
    atlas.apply();
    atlas.unchanged();
    let first = atlas.values("atlas_thing.one");
    atlas.main(&config("one", "second"));
    let outcome = atlas.apply();
    assert!(
        outcome.stdout.contains("0 added, 1 changed, 0 destroyed"),
        "{outcome}"
    );
    atlas.unchanged();
    let second = atlas.values("atlas_thing.one");
    assert_eq!((&second["id"], &second["text"]), (&first["id"], &"second".into()));
    atlas.main(&config("two", "second"));
    let outcome = atlas.apply();
    assert!(outcome.stdout.contains("# forces replacement"), "{outcome}");
    assert!(
        outcome.stdout.contains("1 added, 0 changed, 1 destroyed"),
        "{outcome}"
    );
    atlas.unchanged();
    assert_ne!(atlas.values("atlas_thing.one")["id"], first["id"]);
    atlas.workspace.run(&["destroy", "-auto-approve"]).expect_code(0);
    assert!(!atlas.file("thing", "two").exists() && !atlas.file("thing", "one").exists());
}

fn an_update_in_place_keeps_what_is_known(program: &Program) {
    let atlas = Atlas::new(program);
    let config = |text: &str| {
        format!("resource \"atlas_thing\" \"one\" {{\n  name = \"one\"\n  text = \"{text}\"\n}}\n")
    };
    atlas.main(&config("first"));
    atlas.apply();
    atlas.main(&config("second"));
    let plan = atlas.workspace.plan_json(&[]);
    assert_eq!(actions(&plan), ["atlas_thing.one update"]);
    let change = &plan["resource_changes"][0]["change"];
    let unknown = &change["after_unknown"];
    assert_eq!(
        (&unknown["serial"], &change["after"]["size"]),
        (&true.into(), &3.into()),
        "{change}"
    );
    assert!(
        unknown["id"].is_null() && change["after"]["id"].is_string(),
        "{change}"
    );
}

fn a_destroy_can_warn_and_refuse(program: &Program) {
    let atlas = Atlas::new(program);
    let config = |name: &str| {
        format!("resource \"atlas_place\" \"one\" {{\n  region = \"south\"\n  name   = \"{name}\"\n}}\n")
    };
    atlas.main(&config("open"));
    atlas.apply();
    let outcome = atlas.workspace.run(&["plan", "-destroy"]).expect_code(0);
    assert!(
        outcome.prose().contains("Warning: Destroy closes the place"),
        "{outcome}"
    );
    atlas.main(&config("protected"));
    atlas.apply();
    atlas.main("");
    let outcome = atlas.refused();
    assert!(outcome.prose().contains("protected"), "{outcome}");
    assert!(atlas.file("place", "south/protected").exists());
}

fn private_state_reaches_the_delete(program: &Program) {
    let atlas = Atlas::new(program);
    let config = |text: &str| {
        format!("resource \"atlas_thing\" \"one\" {{\n  name = \"one\"\n  text = \"{text}\"\n}}\n")
    };
    atlas.main(&config("a"));
    atlas.apply();
    let made = atlas.values("atlas_thing.one")["serial"].clone();
    atlas.main(&config("b"));
    atlas.apply();
    atlas.workspace.run(&["destroy", "-auto-approve"]).expect_code(0);
    let deleted = atlas.log_of("delete thing one").concat();
    assert!(deleted.contains(&format!("private={made}")), "{deleted}");
}

fn a_data_source_waits_for_what_it_depends_on(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(
        r#"
resource "atlas_region" "south" {
  name = "south"
}
resource "atlas_place" "faro" {
  region = atlas_region.south.id
  name   = "faro"
}
data "atlas_place" "faro" {
  region = atlas_place.faro.region
  name   = atlas_place.faro.name
}
output "same" {
  value = data.atlas_place.faro.uid == atlas_place.faro.uid
}
"#,
    );
    let outcome = atlas.apply();
    assert!(outcome.stdout.contains("same = true"), "{outcome}");
    atlas.unchanged();
    atlas.main("data \"atlas_place\" \"none\" {\n  region = \"south\"\n  name   = \"none\"\n}\n");
    let outcome = atlas.refused();
    assert!(outcome.prose().contains("south/none"), "{outcome}");
}
