//! The provider's own configuration: several at once, and values that are not known yet.

use crate::atlas::Atlas;
use crate::case::cases;
use crate::programs::Program;

cases![
    two_configurations_of_the_provider_live_side_by_side,
    a_fault_of_the_provider_is_told_where_it_matters,
    the_schema_is_what_terraform_reads_it_as,
];

fn two_configurations_of_the_provider_live_side_by_side(program: &Program) {
    let atlas = Atlas::new(program);
    let other = atlas.store().join("other");
    let other = other.to_str().expect("UTF-8");
    atlas.main(&format!(
        r#"
variable "token" {{
  type      = string
  default   = "only for the provider"
  sensitive = true
}}
provider "atlas" {{
  token = var.token
}}
provider "atlas" {{
  alias = "other"
  path  = "{other}"
}}
resource "atlas_thing" "here" {{
  name = "one"
}}
resource "atlas_thing" "there" {{
  provider = atlas.other
  name     = "one"
  text     = atlas_thing.here.id
}}
"#
    ));
    atlas.apply();
    atlas.unchanged();
    assert!(atlas.file("thing", "one").exists());
    assert!(atlas.store().join("other/thing/one.json").exists());
    atlas.workspace.run(&["destroy", "-auto-approve"]).expect_code(0);
    assert!(!atlas.store().join("other/thing/one.json").exists());
}

fn a_fault_of_the_provider_is_told_where_it_matters(program: &Program) {
    let mut atlas = Atlas::new(program);
    // A file where the folder should be.
    let file = atlas.store().join("file");
    std::fs::write(&file, "").expect("a file");
    atlas.workspace.env("ATLAS_PATH", &file);
    atlas.main("resource \"atlas_thing\" \"one\" {\n  name = \"one\"\n}\n");
    let outcome = atlas.apply_code(1);
    assert!(outcome.prose().contains("The atlas does not answer"), "{outcome}");
    assert!(!atlas.state_file().exists(), "nothing was made");
}

fn the_schema_is_what_terraform_reads_it_as(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main("");
    let schemas = atlas
        .workspace
        .run(&["providers", "schema", "-json"])
        .expect_code(0)
        .json();
    let schema = &schemas["provider_schemas"][atlas.address()];
    let thing = &schema["resource_schemas"]["atlas_thing"];
    assert_eq!(thing["version"], 2, "{thing}");
    let attribute = |name: &str| &thing["block"]["attributes"][name];
    assert_eq!(attribute("anything")["type"], "dynamic");
    assert_eq!(attribute("tags")["type"], serde_json::json!(["set", "string"]));
    assert_eq!(attribute("old_text")["deprecated"], true);
    for (name, mode) in [
        ("home", "single"),
        ("stops", "list"),
        ("marks", "set"),
        ("rooms", "map"),
    ] {
        assert_eq!(attribute(name)["nested_type"]["nesting_mode"], mode);
    }
    for (name, mode) in [
        ("box_one", "single"),
        ("box_group", "group"),
        ("box", "list"),
        ("bag", "set"),
        ("shelf", "map"),
    ] {
        assert_eq!(thing["block"]["block_types"][name]["nesting_mode"], mode);
    }
    assert_eq!(
        schema["provider"]["block"]["attributes"]["token"]["sensitive"],
        true
    );
    let join = &schema["functions"]["join"];
    assert_eq!(join["variadic_parameter"]["name"], "parts", "{schema}");
    assert!(
        !join["description"].as_str().unwrap_or_default().is_empty(),
        "{join}"
    );
}
