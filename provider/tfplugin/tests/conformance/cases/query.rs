//! `terraform query`: objects that nobody manages yet.

use crate::atlas::Atlas;
use crate::case::cases;
use crate::programs::Program;

cases![a_query_lists_objects_and_ends_at_its_limit needs Query, a_fault_in_a_query_is_told needs Query];

const THINGS: &str = "resource \"atlas_thing\" \"many\" {\n  for_each = toset([\"ant\", \"bee\", \"bear\", \"cat\"])\n  name     = each.key\n  text     = \"of ${each.key}\"\n}\n";

fn query(body: &str) -> String {
    format!("list \"atlas_thing\" \"found\" {{\n  provider = atlas\n{body}}}\n")
}

fn a_query_lists_objects_and_ends_at_its_limit(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(THINGS);
    atlas.apply();
    let found = |body: &str, args: &[&str]| -> Vec<serde_json::Value> {
        atlas.workspace.write("find.tfquery.hcl", query(body));
        let lines = atlas
            .workspace
            .run(&[&["query", "-json"], args].concat())
            .expect_code(0)
            .json_lines();
        let results = lines.iter().filter(|line| line["type"] == "list_resource_found");
        results.map(|line| line["list_resource_found"].clone()).collect()
    };
    let names = |results: &[serde_json::Value]| -> Vec<String> {
        results
            .iter()
            .map(|result| result["display_name"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    let all = found("", &[]);
    assert_eq!(names(&all), ["ant", "bear", "bee", "cat"]);
    assert_eq!(all[0]["identity"]["name"], "ant");
    let some = found(
        "  include_resource = true\n  config {\n    prefix = \"be\"\n  }\n",
        &[],
    );
    assert_eq!(names(&some), ["bear", "bee"]);
    assert_eq!(some[0]["resource_object"]["text"], "of bear", "{some:?}");
    assert_eq!(names(&found("  limit = 1\n", &[])), ["ant"]);
    // Ready to be imported, without what only the API gives.
    found(
        "  config {\n    prefix = \"cat\"\n  }\n",
        &["-generate-config-out=found.tf"],
    );
    let text = std::fs::read_to_string(atlas.workspace.dir().join("found.tf")).expect("generated");
    assert!(text.contains("\"of cat\"") && text.contains("import {"), "{text}");
    assert!(!text.contains("note of cat"), "{text}");
}

fn a_fault_in_a_query_is_told(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main("");
    atlas
        .workspace
        .write("find.tfquery.hcl", query("  config {\n    prefix = []\n  }\n"));
    let outcome = atlas.workspace.run(&["query"]).expect_code(1);
    assert!(outcome.prose().contains("prefix"), "{outcome}");
    // What the API cannot list is an error, not an empty list.
    std::fs::write(atlas.store().join("thing"), "").expect("a file instead of a folder");
    atlas.workspace.write("find.tfquery.hcl", query(""));
    let outcome = atlas.workspace.run(&["query"]).expect_code(1);
    assert!(outcome.prose().contains("The atlas does not answer"), "{outcome}");
}
