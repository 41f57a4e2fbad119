//! `moved` blocks across types.

use crate::atlas::Atlas;
use crate::case::cases;
use crate::programs::Program;

cases![
    an_object_of_another_provider_becomes_a_thing needs MoveAcrossTypes,
    an_object_of_another_type_of_this_provider_becomes_a_thing needs MoveAcrossTypes,
    a_type_that_cannot_be_taken_over_is_named needs MoveAcrossTypes,
];

fn an_object_of_another_provider_becomes_a_thing(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main("resource \"terraform_data\" \"old\" {\n  input = \"one\"\n}\n");
    atlas.apply();
    atlas.main(
        r#"
moved {
  from = terraform_data.old
  to   = atlas_thing.new
}
resource "atlas_thing" "new" {
  name = "one"
}
"#,
    );
    let outcome = atlas.apply();
    assert!(outcome.stdout.contains("0 destroyed"), "{outcome}");
    assert_eq!(atlas.values("atlas_thing.new")["name"], "one");
    atlas.unchanged();
}

fn an_object_of_another_type_of_this_provider_becomes_a_thing(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main("resource \"atlas_place\" \"old\" {\n  region = \"south\"\n  name   = \"faro\"\n}\n");
    atlas.apply();
    atlas.main("moved {\n  from = atlas_place.old\n  to   = atlas_thing.new\n}\nresource \"atlas_thing\" \"new\" {\n  name = \"faro\"\n}\n");
    // A move is of the state: the thing itself is not there, so Read finds it gone, and it is made.
    let outcome = atlas.apply();
    assert!(outcome.stdout.contains("atlas_place.old"), "{outcome}");
    assert!(
        outcome.stdout.contains("1 added, 0 changed, 0 destroyed"),
        "{outcome}"
    );
    assert_eq!(atlas.log_of("delete place").len(), 0, "{}", atlas.log());
    atlas.unchanged();
}

fn a_type_that_cannot_be_taken_over_is_named(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main("resource \"atlas_region\" \"old\" {\n  name = \"south\"\n}\n");
    atlas.apply();
    atlas.main(
        "moved {\n  from = atlas_region.old\n  to   = atlas_thing.new\n}\nresource \"atlas_thing\" \"new\" {\n  name = \"south\"\n}\n",
    );
    let outcome = atlas.refused();
    assert!(outcome.prose().contains("atlas_region"), "{outcome}");
    assert!(
        outcome.prose().contains("cannot become a atlas_thing"),
        "{outcome}"
    );
}
