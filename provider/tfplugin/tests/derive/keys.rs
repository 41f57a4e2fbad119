//! Keys that take an expression: defaults, validators and modifiers of one's own.

use tfplugin::{
    Data, Elements, List, Map, Model, Modifier, Number, Raw, Set, Transition, TypedTransition, Validator,
    Value,
};

/// A thing.
#[derive(Model, Debug)]
#[tf(deprecated = "Use another.")]
struct Thing {
    /// Checked by a validator of one's own.
    #[tf(optional, validate(Shouted, each_is_fine()), requires_replace_if = |change| change.planned.as_str() < change.prior.as_str())]
    word: Value<String>,
    /// Planned by a function of one's own.
    #[tf(optional, computed, plan = planned, default = -4)]
    number: Value<Number>,
    /// A text.
    #[tf(optional, computed, default = "x")]
    text: Value<String>,
    /// Beyond 32 bits.
    #[tf(optional, computed, default = 5_000_000_000)]
    large: Value<u64>,
    /// An expression.
    #[tf(optional, computed, default = ["a".to_owned()])]
    words: Value<List<String>>,
    /// Literals.
    #[tf(optional, computed, default = ["b"])]
    literals: Value<Set<String>>,
    /// A fraction that no double is.
    #[tf(optional, computed, default = -0.1)]
    fraction: Value<Number>,
    /// Lists of numbers in lists.
    #[tf(optional, computed, default = [[1, 2.5], []])]
    grid: Value<List<List<Number>>>,
    /// Small ones.
    #[tf(optional, computed, default = [7])]
    small: Value<List<u8>>,
    /// Several, by key.
    #[tf(optional, computed, default = [("k", true)])]
    switches: Value<Map<bool>>,
}

/// Nothing to configure.
#[derive(Model, Debug)]
struct Nothing {}

struct Shouted;

impl Validator for Shouted {
    fn describe(&self) -> String {
        "capitals".to_owned()
    }

    fn check(&self, value: &Data) -> Result<(), String> {
        match value {
            Data::String(text) if text.chars().any(char::is_lowercase) => Err("Shout.".to_owned()),
            _ => Ok(()),
        }
    }
}

fn each_is_fine() -> impl Validator {
    tfplugin::validators::satisfies("fine", |_| true)
}

fn planned(change: TypedTransition<'_, Number>) -> Value<Number> {
    change.config
}

fn attribute(name: &str) -> tfplugin::schema::Attribute {
    Thing::block().attribute(name).expect("declared").clone()
}

#[test]
fn defaults_are_written_as_the_type_takes_them() {
    let defaults: Vec<Option<Data>> = Thing::block().attributes.into_iter().map(|a| a.default).collect();
    let text = |text: &str| Data::String(text.to_owned());
    let number = |text: &str| Data::Number(text.parse().expect("a number"));
    let list = |elements: Vec<Data>| Data::List(elements.into_iter().map(Raw::Known).collect());
    assert_eq!(
        defaults,
        [
            None,
            Some(Data::Number((-4).into())),
            Some(text("x")),
            Some(Data::Number(5_000_000_000_u64.into())),
            Some(Data::List(vec![Raw::Known(text("a"))])),
            Some(Data::Set(Elements::new(vec![Raw::Known(text("b"))]))),
            Some(number("-0.1")),
            Some(list(vec![list(vec![number("1"), number("2.5")]), list(vec![])])),
            Some(list(vec![number("7")])),
            Some(Data::Map([("k".to_owned(), Raw::Known(Data::Bool(true)))].into())),
        ]
    );
}

#[test]
fn validators_and_modifiers_may_be_ones_own() {
    let word = attribute("word");
    let shout = word.validators[0].check(&Data::String("a".to_owned()));
    assert_eq!((word.validators.len(), shout), (2, Err("Shout.".to_owned())));
    let text = |text: &str| Raw::Known(Data::String(text.to_owned()));
    let change = |config: &Raw, prior: &Raw, planned: &Raw, modifier: &Modifier| -> Raw {
        let change = Transition {
            config,
            prior,
            planned,
        };
        match modifier {
            Modifier::RequiresReplaceIf(when) => Raw::Known(Data::Bool(when(change))),
            Modifier::Plan(plan) => plan(change),
            other => panic!("{other:?}"),
        }
    };
    let replaces = |planned: &str| {
        let modifier = &word.modifiers[0];
        change(&Raw::Null, &text("m"), &text(planned), modifier) == Raw::Known(Data::Bool(true))
    };
    assert!(replaces("a") && !replaces("z"));
    let number = &attribute("number").modifiers[0];
    let seven = Raw::Known(Data::Number(7.into()));
    assert_eq!(change(&seven, &Raw::Null, &Raw::unknown(), number), seven);
    // A value that does not fit is left alone: the call fails where the whole object is read.
    assert_eq!(change(&text("no number"), &Raw::Null, &seven, number), seven);
}

#[test]
fn a_struct_may_be_deprecated_or_empty() {
    assert_eq!(Thing::block().deprecated.as_deref(), Some("Use another."));
    assert_eq!(Model::encode(Nothing {}), Nothing::block().null_object());
}
