//! Resource identity: there after every operation, the same for ever, and good for import.

use std::fs;

use serde_json::{Value, json};

use crate::atlas::Atlas;
use crate::case::cases;
use crate::programs::Program;

cases![
    t26_an_identity_is_kept_through_updates_and_failures needs Identity,
    t26_an_object_is_imported_by_its_identity needs Identity,
    t26_configuration_is_generated_for_an_identity needs GenerateConfig,
];

fn identity(atlas: &Atlas, kind: &str) -> Value {
    let text = fs::read_to_string(atlas.state_file()).expect("a state");
    let state: Value = serde_json::from_str(&text).expect("JSON");
    let resources = state["resources"].as_array().expect("resources");
    let found = resources.iter().find(|resource| resource["type"] == kind);
    found.expect("an object of that type")["instances"][0]["identity"].clone()
}

fn t26_an_identity_is_kept_through_updates_and_failures(program: &Program) {
    let atlas = Atlas::new(program);
    let config = |body: &str| format!("resource \"atlas_thing\" \"one\" {{\n  name = \"one\"\n{body}}}\n");
    let named = json!({ "name": "one" });
    atlas.main(&config("  fault = \"create_error_after_id\"\n"));
    atlas.apply_code(1);
    // Terraform 1.12 forgets it where an operation fails, and has it back with the next Read.
    let kept_on_failure = |operation: &str| {
        if program.version() >= (1, 13) {
            assert_eq!(
                identity(&atlas, "atlas_thing"),
                named,
                "after {operation} that failed"
            );
        }
    };
    kept_on_failure("a create");
    atlas.main(&config(""));
    atlas.apply();
    assert_eq!(identity(&atlas, "atlas_thing"), named);
    atlas.main(&config("  text = \"x\"\n  fault = \"update_error\"\n"));
    atlas.apply_code(1);
    kept_on_failure("an update");
    atlas.main(&config("  text = \"x\"\n"));
    atlas.apply();
    assert_eq!(identity(&atlas, "atlas_thing"), named);
    // From before there was an identity, Read brings it.
    atlas.edit_state("atlas_thing", |instance| {
        let instance = instance.as_object_mut().expect("an instance");
        instance.remove("identity");
        instance.remove("identity_schema_version");
    });
    atlas
        .workspace
        .run(&["apply", "-refresh-only", "-auto-approve"])
        .expect_code(0);
    assert_eq!(identity(&atlas, "atlas_thing"), named);
}

fn t26_an_object_is_imported_by_its_identity(program: &Program) {
    let atlas = Atlas::new(program);
    let made = r#"
resource "atlas_region" "south" {
  name = "south"
}
resource "atlas_place" "faro" {
  region = atlas_region.south.id
  name   = "faro"
}
"#;
    atlas.main(made);
    atlas.apply();
    atlas
        .workspace
        .run(&["state", "rm", "atlas_place.faro"])
        .expect_code(0);
    atlas.main(&format!(
        "{made}import {{\n  to = atlas_place.faro\n  identity = {{\n    region = \"south\"\n    name = \"faro\"\n  }}\n}}\n"
    ));
    let outcome = atlas.apply();
    assert!(
        outcome.stdout.contains("1 imported, 0 added, 0 changed"),
        "{outcome}"
    );
    assert_eq!(atlas.values("atlas_place.faro")["id"], "south/faro");
    assert_eq!(
        identity(&atlas, "atlas_place"),
        json!({ "region": "south", "name": "faro" })
    );
    atlas.unchanged();
}

fn t26_configuration_is_generated_for_an_identity(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main("resource \"atlas_thing\" \"one\" {\n  name = \"one\"\n  text = \"here\"\n}\n");
    atlas.apply();
    fs::remove_file(atlas.state_file()).expect("a state");
    atlas.main("import {\n  to = atlas_thing.one\n  identity = {\n    name = \"one\"\n  }\n}\n");
    atlas
        .workspace
        .run(&["plan", "-generate-config-out=generated.tf"])
        .expect_code(0);
    atlas.apply();
    atlas.unchanged();
    assert_eq!(atlas.values("atlas_thing.one")["text"], "here");
    // Somebody else's identity leads nowhere.
    atlas.main("import {\n  to = atlas_thing.two\n  identity = {\n    name = \"two\"\n  }\n}\nresource \"atlas_thing\" \"two\" {\n  name = \"two\"\n}\n");
    let outcome = atlas.refused();
    assert!(
        outcome.prose().contains("non-existent remote object"),
        "{outcome}"
    );
}
