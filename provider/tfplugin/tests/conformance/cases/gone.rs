//! Objects that were deleted or changed outside of Terraform.

use std::fs;

use crate::atlas::Atlas;
use crate::case::cases;
use crate::programs::Program;

cases![
    t20_an_object_deleted_elsewhere_is_planned_again,
    an_object_that_is_gone_is_deleted_without_complaint,
    a_change_made_elsewhere_is_seen_and_undone,
];

const ONE: &str = "resource \"atlas_thing\" \"one\" {\n  name = \"one\"\n  text = \"ours\"\n}\n";

fn t20_an_object_deleted_elsewhere_is_planned_again(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(ONE);
    atlas.apply();
    fs::remove_file(atlas.file("thing", "one")).expect("deleted");
    assert_eq!(atlas.planned(), ["atlas_thing.one create"]);
    atlas.apply();
    atlas.unchanged();
}

fn an_object_that_is_gone_is_deleted_without_complaint(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(ONE);
    atlas.apply();
    fs::remove_file(atlas.file("thing", "one")).expect("deleted");
    // The state still has it, as nobody looks.
    atlas
        .workspace
        .run(&["destroy", "-auto-approve", "-refresh=false"])
        .expect_code(0);
    assert!(atlas.workspace.state_json()["values"].is_null());
}

fn a_change_made_elsewhere_is_seen_and_undone(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(ONE);
    atlas.apply();
    let file = atlas.file("thing", "one");
    let stored = fs::read_to_string(&file).expect("it is there");
    fs::write(&file, stored.replace("ours", "theirs")).expect("changed");
    let outcome = atlas
        .workspace
        .run(&["plan", "-detailed-exitcode"])
        .expect_code(2);
    assert!(outcome.stdout.contains("\"theirs\" -> \"ours\""), "{outcome}");
    atlas.apply();
    assert!(fs::read_to_string(&file).expect("it is there").contains("ours"));
    atlas.unchanged();
}
