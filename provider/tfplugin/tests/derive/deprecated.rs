//! A warning for everything deprecated that a configuration sets, since Terraform leaves that to the provider.

use tfplugin::{Data, Diagnostics, List, Model, Object, Path, Raw, Severity, Value};

/// A thing.
#[derive(Model, Clone, Debug, Default)]
#[tf(deprecated = "Take a better thing.")]
struct Thing {
    /// Its old name.
    #[tf(optional, deprecated = "Use `name`.")]
    label: Value<String>,
    /// Its name.
    #[tf(optional)]
    name: Value<String>,
    /// Parts.
    #[tf(block, deprecated = "Use things of their own.")]
    part: Value<List<Part>>,
}

/// A part.
#[derive(Model, Clone, Debug, Default)]
struct Part {
    /// How heavy it is.
    #[tf(optional, deprecated = "Nobody weighs it.")]
    weight: Value<i64>,
}

fn said(changes: &[(&str, Raw)]) -> Vec<(Option<Path>, String)> {
    let block = Thing::block();
    let mut config: Object = block.null_object();
    for (name, value) in changes {
        config.insert((*name).to_owned(), value.clone());
    }
    let said: Diagnostics = block.check(&config);
    said.into_iter()
        .map(|diagnostic| {
            assert_eq!(diagnostic.severity, Severity::Warning);
            (diagnostic.path, diagnostic.detail)
        })
        .collect()
}

fn text(text: &str) -> Raw {
    Raw::Known(Data::String(text.to_owned()))
}

#[test]
fn a_deprecated_attribute_warns_only_when_it_is_set() {
    assert_eq!(said(&[("name", text("x"))]).len(), 1);
    let whole = (None, "This is deprecated: Take a better thing.".to_owned());
    assert_eq!(
        said(&[("label", text("x"))]),
        [
            whole,
            (
                Some(Path::new("label")),
                "label is deprecated: Use `name`.".to_owned()
            )
        ]
    );
}

#[test]
fn a_deprecated_block_and_what_is_in_it_warn_at_their_places() {
    let weight = Raw::Known(Data::Number(7.into()));
    let part = Raw::Known(Data::Object(Object::from([("weight".to_owned(), weight)])));
    let paths: Vec<_> = said(&[("part", Raw::Known(Data::List(vec![part])))])
        .into_iter()
        .filter_map(|(path, _)| path)
        .collect();
    assert_eq!(
        paths,
        [Path::new("part"), Path::new("part").index(0).attribute("weight")]
    );
}
