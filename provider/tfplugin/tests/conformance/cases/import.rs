//! Import by id, and the configuration that Terraform writes for what it imports.

use std::fs;

use crate::atlas::Atlas;
use crate::case::cases;
use crate::programs::Program;

cases![
    t23_an_import_by_id_brings_the_whole_object,
    t23_an_object_with_everything_is_imported_into_generated_configuration,
    t23_a_bad_id_names_the_format_and_a_missing_object_is_told,
    configuration_is_generated_by_terraforms_rule needs NoGenerateConfig,
    configuration_is_generated_by_the_provider needs GenerateConfig,
];

const MADE: &str = r#"
resource "atlas_region" "south" {
  name = "south"
}
resource "atlas_place" "faro" {
  region   = atlas_region.south.id
  name     = "faro"
  capacity = 60000
}
resource "atlas_thing" "one" {
  name = "one"
  text = "here"
  home = { street = "Rua do Sol", number = 3 }
}
"#;

/// Everything exists, and nothing is in the state.
fn forgotten(program: &Program) -> Atlas {
    let atlas = Atlas::new(program);
    atlas.main(MADE);
    atlas.apply();
    fs::remove_file(atlas.state_file()).expect("a state");
    atlas
}

fn t23_an_import_by_id_brings_the_whole_object(program: &Program) {
    let atlas = forgotten(program);
    let imports: String = [
        ("atlas_region.south", "south"),
        ("atlas_place.faro", "south/faro"),
        ("atlas_thing.one", "one"),
    ]
    .iter()
    .map(|(to, id)| format!("import {{\n  to = {to}\n  id = \"{id}\"\n}}\n"))
    .collect();
    atlas.main(&format!("{MADE}{imports}"));
    let outcome = atlas.apply();
    assert!(
        outcome
            .stdout
            .contains("3 imported, 0 added, 0 changed, 0 destroyed"),
        "{outcome}"
    );
    atlas.unchanged();
    assert_eq!(atlas.values("atlas_place.faro")["capacity"], 60000);
    assert_eq!(atlas.values("atlas_thing.one")["note"], "note of one");
}

fn t23_an_object_with_everything_is_imported_into_generated_configuration(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(&format!(
        "resource \"atlas_thing\" \"full\" {{\n  name = \"full\"\n{}}}\n",
        super::nesting::FILLED
    ));
    atlas.apply();
    let before = atlas.values("atlas_thing.full");
    fs::remove_file(atlas.state_file()).expect("a state");
    atlas.main("import {\n  to = atlas_thing.full\n  id = \"full\"\n}\n");
    let outcome = atlas
        .workspace
        .run(&["plan", "-generate-config-out=generated.tf"])
        .expect_code(0);
    assert!(
        outcome.stdout.contains("1 to import, 0 to add, 0 to change"),
        "{outcome}"
    );
    atlas.apply();
    atlas.unchanged();
    assert_eq!(atlas.values("atlas_thing.full"), before);
}

fn t23_a_bad_id_names_the_format_and_a_missing_object_is_told(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(MADE);
    let outcome = atlas
        .workspace
        .run(&["import", "atlas_place.faro", "faro"])
        .expect_code(1);
    assert!(outcome.prose().contains("<region>/<name>"), "{outcome}");
    let outcome = atlas
        .workspace
        .run(&["import", "atlas_place.faro", "south/nowhere"])
        .expect_code(1);
    assert!(
        outcome.prose().contains("non-existent remote object"),
        "{outcome}"
    );
    let outcome = atlas
        .workspace
        .run(&["import", "atlas_thing.one", "nothing"])
        .expect_code(1);
    assert!(
        outcome.prose().contains("non-existent remote object"),
        "{outcome}"
    );
    assert!(!atlas.state_file().exists());
}

/// Plans with generated configuration and gives what was generated.
fn generated(program: &Program) -> String {
    let atlas = forgotten(program);
    atlas.main("import {\n  to = atlas_thing.one\n  id = \"one\"\n}\n");
    let outcome = atlas
        .workspace
        .run(&["plan", "-generate-config-out=generated.tf", "-detailed-exitcode"])
        .expect_code(2);
    assert!(
        outcome.stdout.contains("1 to import, 0 to add, 0 to change"),
        "{outcome}"
    );
    let text = fs::read_to_string(atlas.workspace.dir().join("generated.tf")).expect("generated");
    let outcome = atlas.apply();
    assert!(
        outcome.stdout.contains("1 imported, 0 added, 0 changed"),
        "{outcome}"
    );
    atlas.unchanged();
    assert!(
        text.contains("\"one\"") && text.contains("\"Rua do Sol\""),
        "{text}"
    );
    assert!(
        !text.contains("serial") && !text.contains("secret_length"),
        "{text}"
    );
    text
}

fn configuration_is_generated_by_terraforms_rule(program: &Program) {
    let text = generated(program);
    assert!(text.contains("\"note of one\""), "{text}");
}

fn configuration_is_generated_by_the_provider(program: &Program) {
    // The provider knows that this note is what the API gives by itself.
    let text = generated(program);
    assert!(!text.contains("note of one"), "{text}");
}
