//! Replacement in its other forms: new before old, by order of the user, and an old object that stays behind.

use crate::atlas::Atlas;
use crate::case::cases;
use crate::programs::Program;

cases![
    a_new_object_can_come_before_the_old_one_goes,
    an_old_object_that_stays_behind_goes_in_the_next_run,
    a_replacement_by_order_of_the_user_keeps_the_configuration,
    a_replacement_can_follow_from_another_object,
    a_change_that_is_ignored_is_no_change,
];

fn thing(name: &str, body: &str) -> String {
    format!("resource \"atlas_thing\" \"one\" {{\n  name = \"{name}\"\n{body}}}\n")
}

const FIRST: &str = "  lifecycle {\n    create_before_destroy = true\n  }\n";

fn a_new_object_can_come_before_the_old_one_goes(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(&thing("old", FIRST));
    atlas.apply();
    atlas.main(&thing("new", FIRST));
    assert_eq!(atlas.planned(), ["atlas_thing.one create/delete"]);
    atlas.apply();
    atlas.unchanged();
    let log = atlas.log();
    let place = |text: &str| log.find(text).unwrap_or_else(|| panic!("no {text} in {log}"));
    assert!(place("create thing new") < place("delete thing old"), "{log}");
    // The old object's own private state goes with it.
    assert!(log.contains("delete thing old private=1"), "{log}");
}

fn an_old_object_that_stays_behind_goes_in_the_next_run(program: &Program) {
    let atlas = Atlas::new(program);
    let stuck = format!("  fault = \"delete_error\"\n{FIRST}");
    atlas.main(&thing("old", &stuck));
    atlas.apply();
    atlas.main(&thing("new", FIRST));
    atlas.apply_code(1);
    assert_eq!(atlas.object("atlas_thing.one")["values"]["name"], "new");
    // The deposed object is read, upgraded and deleted like any other.
    let file = atlas.file("thing", "old");
    let text = std::fs::read_to_string(&file).expect("it stays behind");
    assert!(text.contains("old"), "{text}");
    std::fs::remove_file(&file).expect("deleted elsewhere");
    atlas.apply();
    atlas.unchanged();
}

fn a_replacement_by_order_of_the_user_keeps_the_configuration(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(&thing("one", super::nesting::FILLED));
    atlas.apply();
    let before = atlas.values("atlas_thing.one");
    let outcome = atlas
        .workspace
        .run(&["apply", "-auto-approve", "-replace=atlas_thing.one"])
        .expect_code(0);
    assert!(
        outcome.stdout.contains("1 added, 0 changed, 1 destroyed"),
        "{outcome}"
    );
    let after = atlas.values("atlas_thing.one");
    assert_ne!(after["id"], before["id"]);
    assert_eq!(after["rooms"], before["rooms"]);
    atlas.workspace.run(&["taint", "atlas_thing.one"]).expect_code(0);
    assert_eq!(atlas.planned(), ["atlas_thing.one delete/create"]);
}

fn a_change_that_is_ignored_is_no_change(program: &Program) {
    let atlas = Atlas::new(program);
    let ignoring = "  lifecycle {\n    ignore_changes = [text, home.number, tags]\n  }\n";
    let body = |text: &str, number: u8, note: &str| {
        format!(
            "  text = \"{text}\"\n  tags = [\"{text}\"]\n  home = {{ street = \"s\", number = {number} }}\n  note = \"{note}\"\n{ignoring}"
        )
    };
    atlas.main(&thing("one", &body("a", 1, "first")));
    atlas.apply();
    atlas.main(&thing("one", &body("b", 2, "first")));
    atlas.unchanged();
    atlas.main(&thing("one", &body("b", 2, "second")));
    atlas.apply();
    let values = atlas.values("atlas_thing.one");
    assert_eq!(
        (&values["text"], &values["note"]),
        (&"a".into(), &"second".into())
    );
    assert_eq!(values["home"]["number"], 1);
    atlas.unchanged();
}

fn a_replacement_can_follow_from_another_object(program: &Program) {
    let atlas = Atlas::new(program);
    let config = |number: u8| {
        format!(
            "resource \"terraform_data\" \"cause\" {{\n  input = {number}\n}}\n{}",
            thing(
                "one",
                "  lifecycle {\n    replace_triggered_by = [terraform_data.cause]\n  }\n"
            )
        )
    };
    atlas.main(&config(1));
    atlas.apply();
    let before = atlas.values("atlas_thing.one");
    atlas.main(&config(2));
    let outcome = atlas.apply();
    assert!(
        outcome.stdout.contains("1 added, 1 changed, 1 destroyed"),
        "{outcome}"
    );
    assert_ne!(atlas.values("atlas_thing.one")["id"], before["id"]);
    atlas.unchanged();
}
