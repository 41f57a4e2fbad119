//! States that an older version of the provider wrote.

use serde_json::{Value, json};

use crate::atlas::Atlas;
use crate::case::cases;
use crate::programs::Program;

cases![
    t21_a_state_of_the_same_version_may_lack_and_have_attributes,
    t22_states_of_older_versions_are_read,
    t22_a_state_of_a_newer_version_is_refused,
];

const ONE: &str = "resource \"atlas_thing\" \"one\" {\n  name = \"one\"\n  text = \"here\"\n}\n";

fn applied(program: &Program) -> Atlas {
    let atlas = Atlas::new(program);
    atlas.main(ONE);
    atlas.apply();
    atlas
}

fn attributes(instance: &mut Value) -> &mut serde_json::Map<String, Value> {
    instance["attributes"].as_object_mut().expect("attributes")
}

fn t21_a_state_of_the_same_version_may_lack_and_have_attributes(program: &Program) {
    let atlas = applied(program);
    atlas.edit_state("atlas_thing", |instance| {
        let attributes = attributes(instance);
        assert!(attributes.remove("stops").is_some() && attributes.remove("tone").is_some());
        attributes.insert("dropped_since".into(), json!({ "x": [1] }));
    });
    atlas.unchanged();
}

fn t22_states_of_older_versions_are_read(program: &Program) {
    let atlas = applied(program);
    atlas.edit_state("atlas_thing", |instance| {
        instance["schema_version"] = 1.into();
        let size = attributes(instance).get_mut("size").expect("a size");
        *size = size.to_string().into();
    });
    atlas.unchanged();
    atlas.edit_state("atlas_thing", |instance| {
        instance["schema_version"] = 0.into();
        let attributes = attributes(instance);
        let name = attributes.remove("name").expect("a name");
        attributes.insert("title".into(), name);
    });
    atlas.unchanged();
    // What is written back is of the version of today.
    atlas.main(&ONE.replace("here", "there"));
    atlas.apply();
    atlas.edit_state("atlas_thing", |instance| {
        assert_eq!(instance["schema_version"], 2);
        assert_eq!(
            (&instance["attributes"]["name"], &instance["attributes"]["size"]),
            (&"one".into(), &3.into())
        );
    });
}

fn t22_a_state_of_a_newer_version_is_refused(program: &Program) {
    let atlas = applied(program);
    atlas.edit_state("atlas_thing", |instance| instance["schema_version"] = 99.into());
    let outcome = atlas.refused();
    assert!(outcome.prose().contains("newer provider version"), "{outcome}");
}
