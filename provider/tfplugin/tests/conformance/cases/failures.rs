//! What is left in the state after a failure, and how the next run goes on from there.

use crate::atlas::{Atlas, object};
use crate::case::cases;
use crate::programs::Program;

cases![
    t17_a_panic_in_create_is_told_and_loses_nothing,
    t18_a_create_that_fails_late_is_replaced_by_the_next_apply,
    t19_an_update_that_fails_keeps_what_is_really_there,
    a_provider_that_breaks_terraforms_rules_is_told_which_attribute,
    an_object_that_exists_already_is_not_taken_over,
    a_delete_that_fails_keeps_the_object,
];

fn thing(name: &str, body: &str) -> String {
    format!("resource \"atlas_thing\" \"{name}\" {{\n  name = \"{name}\"\n{body}}}\n")
}

fn t17_a_panic_in_create_is_told_and_loses_nothing(program: &Program) {
    let atlas = Atlas::new(program);
    let things = |fault: &dyn Fn(&str) -> String| {
        thing(
            "unsaved",
            &format!("  text = \"kept\"\n{}", fault("create_panic")),
        ) + &thing("saved", &fault("create_panic_saved"))
            + &thing("fine", "")
    };
    atlas.main(&things(&|fault| format!("  fault = \"{fault}\"\n")));
    let outcome = atlas.apply_code(1);
    let said = outcome.prose();
    assert!(said.contains("The provider failed unexpectedly"), "{outcome}");
    assert!(
        !said.contains("Request cancelled") && !said.contains("plugin crashed"),
        "{outcome}"
    );
    let state = atlas.workspace.state_json();
    for name in ["unsaved", "saved"] {
        let object = object(&state, &format!("atlas_thing.{name}")).expect("it is kept");
        assert_eq!(
            (&object["tainted"], &object["values"]["name"]),
            (&true.into(), &name.into())
        );
    }
    assert!(object(&state, "atlas_thing.fine").expect("it is there")["tainted"].is_null());
    // Both exist outside, so the next run replaces them.
    atlas.main(&things(&|_| String::new()));
    atlas.apply();
    atlas.unchanged();
    assert_eq!(atlas.log_of("delete thing").len(), 2, "{}", atlas.log());
}

fn t18_a_create_that_fails_late_is_replaced_by_the_next_apply(program: &Program) {
    let atlas = Atlas::new(program);
    let things = |late: &str, early: &str| thing("late", late) + &thing("early", early);
    atlas.main(&things(
        "  fault = \"create_error_after_id\"\n",
        "  fault = \"create_error\"\n",
    ));
    atlas.apply_code(1);
    let state = atlas.workspace.state_json();
    let late = object(&state, "atlas_thing.late").expect("it is kept");
    assert_eq!(late["tainted"], true);
    assert!(late["values"]["id"].is_string(), "{late}");
    assert!(object(&state, "atlas_thing.early").is_none(), "{state}");
    atlas.main(&things("", ""));
    assert_eq!(
        atlas.planned(),
        ["atlas_thing.early create", "atlas_thing.late delete/create"]
    );
    atlas.apply();
    atlas.unchanged();
    assert_ne!(atlas.values("atlas_thing.late")["id"], late["values"]["id"]);
}

fn t19_an_update_that_fails_keeps_what_is_really_there(program: &Program) {
    const FAULTS: [&str; 3] = ["update_error", "update_error_partial", "update_panic"];
    let atlas = Atlas::new(program);
    let things = |word: &str, faulty: bool| {
        FAULTS
            .map(|fault| {
                let line = if faulty {
                    format!("  fault = \"{fault}\"\n")
                } else {
                    String::new()
                };
                thing(
                    fault,
                    &format!("  text = \"{word}\"\n  list = [\"{word}\"]\n{line}"),
                )
            })
            .concat()
    };
    atlas.main(&things("before", false));
    atlas.apply();
    atlas.main(&things("after", true));
    let outcome = atlas.apply_code(1);
    assert!(
        outcome.prose().contains("The provider failed unexpectedly"),
        "{outcome}"
    );
    let state = atlas.workspace.state_json();
    for (fault, text) in FAULTS.into_iter().zip(["before", "after", "before"]) {
        let object = object(&state, &format!("atlas_thing.{fault}")).expect("it is kept");
        assert!(object["tainted"].is_null(), "{object}");
        assert_eq!(
            (&object["values"]["text"], &object["values"]["list"][0]),
            (&text.into(), &"before".into()),
            "{fault}"
        );
    }
    atlas.main(&things("after", false));
    let planned = atlas.planned();
    assert_eq!(planned, FAULTS.map(|fault| format!("atlas_thing.{fault} update")));
    atlas.apply();
    atlas.unchanged();
}

fn a_provider_that_breaks_terraforms_rules_is_told_which_attribute(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(&thing("one", "  text  = \"x\"\n  fault = \"bad_plan\"\n"));
    let outcome = atlas.refused();
    assert!(outcome.prose().contains("text"), "{outcome}");
    assert!(
        !outcome.prose().contains("Provider produced invalid plan"),
        "{outcome}"
    );
    atlas.main(
        &(thing("one", "  text  = \"x\"\n  fault = \"inconsistent\"\n")
            + &thing("two", "  fault = \"leaves_unknown\"\n")),
    );
    let outcome = atlas.apply_code(1);
    let said = outcome.prose();
    for core in [
        "Provider produced inconsistent result",
        "Provider returned invalid result",
    ] {
        assert!(!said.contains(core), "{outcome}");
    }
    assert!(said.contains("text") && said.contains("note"), "{outcome}");
    let state = atlas.workspace.state_json();
    for name in ["one", "two"] {
        let object = object(&state, &format!("atlas_thing.{name}")).expect("it is kept");
        assert_eq!(object["tainted"], true);
    }
}

fn an_object_that_exists_already_is_not_taken_over(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(
        &(thing("one", "")
            + &thing("two", "").replace(
                "name = \"two\"",
                "name = \"one\"\n  depends_on = [atlas_thing.one]",
            )),
    );
    let outcome = atlas.apply_code(1);
    assert!(outcome.prose().contains("terraform import"), "{outcome}");
    let state = atlas.workspace.state_json();
    assert!(object(&state, "atlas_thing.two").is_none(), "{state}");
}

fn a_delete_that_fails_keeps_the_object(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(&thing("one", "  fault = \"delete_error\"\n"));
    atlas.apply();
    atlas.main("");
    atlas.apply_code(1);
    assert_eq!(atlas.values("atlas_thing.one")["name"], "one");
    assert!(atlas.file("thing", "one").exists());
}
