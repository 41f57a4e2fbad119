//! Secrets: sensitive by their type, and in no `Debug`.

use tfplugin::schema::SchemaKind;
use tfplugin::testing::parity;
use tfplugin::{List, Map, Model, Secret, Value};

/// A safe.
#[derive(Model, Clone, Debug, Default, PartialEq)]
struct Safe {
    /// What opens it.
    #[tf(optional, validate(length(4..=8)))]
    code: Value<Secret<String>>,
    /// What opened it before.
    #[tf(optional)]
    old_codes: Value<List<Secret<String>>>,
    /// Who has which.
    #[tf(optional)]
    codes: Value<Map<Secret<i64>>>,
    /// What only the atlas may know.
    #[tf(optional, write_only)]
    word_wo: Value<Secret<String>>,
    /// Where it stands.
    #[tf(optional)]
    room: Value<Secret<Room>>,
    /// Everybody knows this.
    #[tf(optional)]
    colour: Value<String>,
}

/// A room.
#[derive(Model, Clone, Debug, Default, PartialEq)]
struct Room {
    /// Its number.
    #[tf(optional)]
    number: Value<i64>,
}

#[test]
fn an_attribute_that_holds_secrets_is_sensitive_by_itself() {
    let block = Safe::block();
    let sensitive = block.attributes.iter().filter(|attribute| attribute.sensitive);
    let names: Vec<&str> = sensitive.map(|attribute| attribute.name.as_str()).collect();
    assert_eq!(names, ["code", "old_codes", "codes", "word_wo", "room"]);
    parity::<Safe>(SchemaKind::Resource);
}

#[test]
fn no_debug_output_shows_a_secret() {
    let secret = "zq0x";
    let safe = Safe {
        code: secret.into(),
        old_codes: List::from([Secret::new(secret.to_owned())]).into(),
        word_wo: secret.into(),
        ..Safe::default()
    };
    for shown in [format!("{safe:?}"), format!("{safe:#?}")] {
        assert!(
            !shown.contains(secret) && shown.contains("(sensitive)"),
            "{shown}"
        );
    }
    assert_eq!(safe.code.expose().map(String::as_str), Some(secret));
}
