//! What Validate says: validators of values and of siblings, and null in a required attribute, at every depth.

use tfplugin::validators::{at_least_one, at_least_one_of, length, not_blank, size};
use tfplugin::{
    ConfigValidator, Data, Diagnostic, Elements, List, Map, Model, Object, Path, Raw, Set, Validator, Value,
};

/// A thing.
#[derive(Model, Clone, Debug, Default)]
#[tf(validate(exactly_one_of(&["ends_at", "open_ended"]), conflicts_with(&["open_ended", "rule"])))]
struct Thing {
    /// Its name.
    #[tf(required, validate(length(1..=5), satisfies("lower-case letters", |text| text.chars().all(char::is_lowercase))))]
    name: Value<String>,
    /// Its end.
    #[tf(optional)]
    ends_at: Value<String>,
    /// It has none.
    #[tf(optional)]
    open_ended: Value<bool>,
    /// Words.
    #[tf(optional, validate(at_least_one(), each(one_of(&["a", "b"]))))]
    words: Value<Set<String>>,
    /// Steps, in order.
    #[tf(optional)]
    steps: Value<List<Step>>,
    /// Steps without order.
    #[tf(optional)]
    any_steps: Value<Set<Step>>,
    /// Steps by name.
    #[tf(optional)]
    named: Value<Map<Step>>,
    /// Rules.
    #[tf(block)]
    rule: Value<List<Step>>,
}

/// A step.
#[derive(Model, Clone, Debug, Default)]
#[tf(validate(required_together(&["weight", "unit"])))]
struct Step {
    /// What to do.
    #[tf(required)]
    text: Value<String>,
    /// How heavy it is.
    #[tf(optional, validate(between(0..10)))]
    weight: Value<i64>,
    /// In which unit.
    #[tf(optional)]
    unit: Value<String>,
}

fn text(text: &str) -> Raw {
    Raw::Known(Data::String(text.to_owned()))
}

fn with(block: Object, values: &[(&str, Raw)]) -> Object {
    let mut object = block;
    for (name, value) in values {
        assert!(
            object.insert((*name).to_owned(), value.clone()).is_some(),
            "there is no {name}"
        );
    }
    object
}

fn thing(values: &[(&str, Raw)]) -> Vec<Diagnostic> {
    let valid = with(
        Thing::block().null_object(),
        &[("name", text("abc")), ("ends_at", text("x"))],
    );
    Thing::block().check(&with(valid, values)).into_iter().collect()
}

fn step(values: &[(&str, Raw)]) -> Raw {
    Raw::Known(Data::Object(with(Step::block().null_object(), values)))
}

fn paths(diagnostics: &[Diagnostic]) -> Vec<String> {
    let paths = diagnostics
        .iter()
        .map(|diagnostic| diagnostic.path.as_ref().map(Path::to_string));
    paths.map(Option::unwrap_or_default).collect()
}

#[test]
fn a_valid_configuration_is_silent() {
    assert_eq!(thing(&[]), []);
}

#[test]
fn what_is_unknown_is_not_judged() {
    let unknown = ["name", "words", "steps", "ends_at", "rule"].map(|name| (name, Raw::unknown()));
    assert_eq!(thing(&unknown), []);
}

#[test]
fn every_validator_speaks_and_none_repeats_the_value() {
    let diagnostics = thing(&[("name", text("SECRET"))]);
    let details: Vec<&str> = diagnostics
        .iter()
        .map(|diagnostic| diagnostic.detail.as_str())
        .collect();
    assert_eq!(
        details,
        [
            "name: This must have 1 to 5 characters.",
            "name: This must be lower-case letters."
        ]
    );
}

#[test]
fn null_in_a_required_attribute_is_refused_at_every_depth() {
    let null = || step(&[]);
    let diagnostics = thing(&[
        ("name", Raw::Null),
        (
            "steps",
            Raw::Known(Data::List(vec![step(&[("text", text("x"))]), null()])),
        ),
        ("any_steps", Raw::Known(Data::Set(Elements::new(vec![null()])))),
        ("named", Raw::Known(Data::Map([("k".to_owned(), null())].into()))),
        ("rule", Raw::Known(Data::List(vec![null()]))),
    ]);
    assert_eq!(
        paths(&diagnostics),
        [
            "name",
            "steps[1].text",
            "any_steps",
            "named[\"k\"].text",
            "rule[0].text"
        ]
    );
    assert!(
        diagnostics
            .iter()
            .all(|diagnostic| diagnostic.summary == "Missing required value")
    );
    assert_eq!(
        diagnostics[2].detail,
        "any_steps[…].text is required, and null is the same as leaving it out. Give it a value."
    );
}

#[test]
fn elements_are_judged_one_by_one() {
    let words = Data::Set(Elements::new(vec![text("a"), text("c"), Raw::unknown()]));
    let diagnostics = thing(&[("words", Raw::Known(words))]);
    assert_eq!(
        diagnostics[0].detail,
        "words[…]: This must be one of \"a\", \"b\"."
    );
    assert_eq!(paths(&diagnostics), ["words"]);
    let empty = thing(&[("words", Raw::Known(Data::Set(Elements::default())))]);
    assert_eq!(
        empty[0].detail,
        "words: This must have at least 1 element; it has 0."
    );
}

#[test]
fn elements_of_a_set_that_are_wrong_in_the_same_way_are_told_once() {
    let set = |all| Raw::Known(Data::Set(Elements::new(all)));
    let same = thing(&[("words", set(vec![text("c"), text("d"), text("e")]))]);
    assert_eq!(paths(&same), ["words"]);
    let heavy = |text_: &str, weight: i64| {
        step(&[
            ("text", text(text_)),
            ("weight", Raw::Known(Data::Number(weight.into()))),
            ("unit", text("kg")),
        ])
    };
    let all = vec![heavy("x", 10), heavy("y", 11), step(&[])];
    let two = thing(&[("any_steps", set(all))]);
    assert_eq!(paths(&two), ["any_steps", "any_steps"]);
    // A list has an address for each.
    let list = Raw::Known(Data::List(vec![heavy("x", 10), heavy("y", 11)]));
    assert_eq!(
        paths(&thing(&[("steps", list)])),
        ["steps[0].weight", "steps[1].weight"]
    );
}

#[test]
fn null_is_no_element_of_a_nested_collection() {
    let one = || step(&[("text", text("x"))]);
    let null = Raw::Null;
    let diagnostics = thing(&[
        (
            "steps",
            Raw::Known(Data::List(vec![
                null.clone(),
                one(),
                Raw::unknown(),
                null.clone(),
            ])),
        ),
        (
            "any_steps",
            Raw::Known(Data::Set(Elements::new(vec![null.clone(), one()]))),
        ),
        ("named", Raw::Known(Data::Map([("k".to_owned(), null)].into()))),
    ]);
    assert_eq!(
        paths(&diagnostics),
        ["steps[0]", "steps[3]", "any_steps", "named[\"k\"]"]
    );
    assert_eq!(
        diagnostics[0].detail,
        "steps[0] is null, and null is no element here. Take it out of the collection; where it comes from an expression, \
         `[for value in … : value if value != null]` leaves such elements out."
    );
    assert!(diagnostics[3].detail.contains("key => value if value != null"));
}

#[test]
fn siblings_are_judged_in_the_object_that_holds_them() {
    let heavy = step(&[
        ("text", text("x")),
        ("weight", Raw::Known(Data::Number(10.into()))),
    ]);
    let diagnostics = thing(&[("steps", Raw::Known(Data::List(vec![heavy])))]);
    assert_eq!(paths(&diagnostics), ["steps[0].weight", "steps[0].weight"]);
    assert_eq!(
        diagnostics[0].detail,
        "steps[0].weight: This must be at least 0 and less than 10."
    );
    assert!(
        diagnostics[1].detail.contains("weight is set, unit is not"),
        "{}",
        diagnostics[1].detail
    );
}

#[test]
fn a_block_that_is_not_there_conflicts_with_nothing() {
    let open = [
        ("ends_at", Raw::Null),
        ("open_ended", Raw::Known(Data::Bool(true))),
    ];
    assert_eq!(thing(&open), []);
    let rule = Raw::Known(Data::List(vec![step(&[("text", text("x"))])]));
    let both = [open[0].clone(), open[1].clone(), ("rule", rule)];
    let diagnostics = thing(&both);
    assert_eq!(diagnostics[0].summary, "Conflicting attributes");
    assert_eq!(paths(&diagnostics), ["rule"]);
}

#[test]
fn one_of_several_is_asked_for_only_when_all_are_known() {
    let neither = thing(&[("ends_at", Raw::Null)]);
    assert_eq!(neither[0].summary, "Missing attribute");
    assert_eq!(neither[0].path, None);
    assert_eq!(
        thing(&[("ends_at", Raw::Null), ("open_ended", Raw::unknown())]),
        []
    );
    let both = thing(&[("open_ended", Raw::Known(Data::Bool(true)))]);
    assert_eq!(
        both[0].detail,
        "There must be exactly one of ends_at, open_ended; here are ends_at and open_ended. Remove all but one."
    );
    let check = at_least_one_of(&["a", "b"]);
    assert!(
        check
            .check(&Object::from([("a".into(), Raw::Null), ("b".into(), Raw::Null)]))
            .is_err()
    );
    assert!(
        check
            .check(&Object::from([
                ("a".into(), Raw::Null),
                ("b".into(), Raw::unknown())
            ]))
            .is_ok()
    );
}

#[test]
fn lengths_count_characters_and_sizes_count_elements() {
    let four = Data::String("äöü😀".into());
    assert!(length(4..=4).check(&four).is_ok());
    assert!(length(..4).check(&four).is_err());
    assert!(not_blank().check(&Data::String(" \t".into())).is_err());
    let two = Data::List(vec![Raw::Null, Raw::unknown()]);
    assert!(size(2..3).check(&two).is_ok());
    assert_eq!(
        size(3..).check(&two),
        Err("This must have at least 3 elements; it has 2.".to_owned())
    );
    assert_eq!(at_least_one().describe(), "at least 1 element");
    let open = Data::Set(Elements::new(vec![Raw::unknown(), Raw::unknown()]));
    assert!(
        size(..=1).check(&open).is_ok(),
        "two unknown elements may turn out one"
    );
}
