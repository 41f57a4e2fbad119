//! Objects that depend on another: its planned change is in their plan of the same run.

use std::fs;

use crate::atlas::{Atlas, actions};
use crate::case::cases;
use crate::programs::Program;

cases![
    a_change_of_a_region_is_in_the_plan_of_its_places,
    a_renewal_that_is_due_is_planned_by_an_ordinary_plan,
];

fn config(status: &str) -> String {
    format!(
        r#"
resource "atlas_region" "south" {{
  name   = "south"
  status = "{status}"
}}
resource "atlas_place" "faro" {{
  region = atlas_region.south.id
  name   = "faro"
}}
resource "atlas_place" "evora" {{
  region = atlas_region.south.id
  name   = "evora"
}}
resource "atlas_place" "braga" {{
  region = "north"
  name   = "braga"
}}
"#
    )
}

fn a_change_of_a_region_is_in_the_plan_of_its_places(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(&config("open"));
    atlas.apply();
    atlas.unchanged();
    atlas.main(&config("closed"));
    let plan = atlas.workspace.plan_json(&[]);
    assert_eq!(
        actions(&plan),
        [
            "atlas_place.evora update",
            "atlas_place.faro update",
            "atlas_region.south update"
        ]
    );
    for change in plan["resource_changes"].as_array().expect("changes") {
        if change["change"]["actions"][0] == "update" {
            assert_eq!(
                change["change"]["after"]["status"], "closed",
                "known, not unknown: {change}"
            );
        }
    }
    let outcome = atlas.apply();
    assert!(
        outcome.stdout.contains("0 added, 3 changed, 0 destroyed"),
        "{outcome}"
    );
    atlas.unchanged();
    assert_eq!(atlas.values("atlas_place.faro")["status"], "closed");
    assert_eq!(atlas.values("atlas_place.braga")["status"], "open");
}

fn a_renewal_that_is_due_is_planned_by_an_ordinary_plan(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main("resource \"atlas_region\" \"south\" {\n  name = \"south\"\n}\n");
    atlas.apply();
    atlas.unchanged();
    let revision = atlas.values("atlas_region.south")["revision"]
        .as_u64()
        .expect("a number");
    fs::write(atlas.store().join("region/south.due"), "").expect("due");
    let plan = atlas.workspace.plan_json(&[]);
    assert_eq!(actions(&plan), ["atlas_region.south update"]);
    let change = &plan["resource_changes"][0]["change"];
    assert_eq!(
        (&change["before"]["renewal"], &change["after"]["renewal"]),
        (&"due".into(), &"none".into())
    );
    atlas.apply();
    atlas.unchanged();
    assert_eq!(atlas.values("atlas_region.south")["revision"], revision + 1);
}
