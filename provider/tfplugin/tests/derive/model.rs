//! `#[derive(Model)]`: one struct is the schema and the conversion.

use tfplugin::schema::{AttributeType, BlockMode, Mode, NestedMode};
use tfplugin::{Data, List, Map, Model, Modifier, Number, Object, Path, Raw, Set, Step, Type, Value};

/// A widget.
///
/// With *Markdown*.
#[derive(Model, Clone, Debug, Default, PartialEq)]
struct Widget {
    /// Its name.
    #[tf(required, requires_replace)]
    name: Value<String>,
    /// How large it is.
    #[tf(optional, computed, default = 3)]
    size: Value<i64>,
    /// What the API calls it.
    #[tf(computed, use_state_for_unknown)]
    id: Value<String>,
    /// Never stored.
    #[tf(optional, write_only, sensitive)]
    secret_wo: Value<String>,
    /// How it is reached.
    #[tf(optional)]
    access_path: Value<AccessPath>,
    /// What it is made of.
    #[tf(optional)]
    parts: Value<List<Part>>,
    /// Words about it.
    #[tf(optional)]
    labels: Value<Map<String>>,
    /// What it may do.
    #[tf(optional)]
    scopes: Value<Set<String>>,
    /// Rules, in order.
    #[tf(block(max = 2))]
    rule: Value<List<Rule>>,
    /// Where it logs.
    #[tf(block(group))]
    logging: Value<Rule>,
    #[tf(flatten)]
    common: Common,
    /// Its kind.
    #[tf(optional)]
    r#type: Value<String>,
    /// The kind's other name.
    #[tf(rename = "alias_of", optional, deprecated = "Use `type`.")]
    old: Value<String>,
}

/// How a thing is reached.
#[derive(Model, Clone, Debug, Default, PartialEq)]
struct AccessPath {
    /// Where one enters.
    #[tf(required)]
    entrypoint: Value<String>,
}

/// A part.
#[derive(Model, Clone, Debug, Default, PartialEq)]
struct Part {
    /// How many.
    #[tf(required)]
    count_of: Value<u32>,
}

/// A rule.
#[derive(Model, Clone, Debug, Default, PartialEq)]
struct Rule {
    /// What it allows.
    #[tf(optional)]
    allow: Value<bool>,
}

/// What every resource has.
#[derive(Model, Clone, Debug, Default, PartialEq)]
struct Common {
    /// Said to people.
    #[tf(optional)]
    description: Value<String>,
}

fn empty() -> Object {
    Widget::block().null_object()
}

fn text(text: &str) -> Raw {
    Raw::Known(Data::String(text.to_owned()))
}

#[test]
fn doc_comments_become_descriptions() {
    let block = Widget::block();
    assert_eq!(block.description, "A widget.\n\nWith *Markdown*.");
    let name = block.attribute("name").expect("declared");
    assert_eq!(name.description, "Its name.");
    assert_eq!(block.blocks[0].block.description, "Rules, in order.");
}

#[test]
fn the_keys_become_the_schema() {
    let block = Widget::block();
    let get = |name: &str| block.attribute(name).expect("declared").clone();
    assert_eq!(get("name").mode, Mode::Required);
    assert!(matches!(get("name").modifiers[..], [Modifier::RequiresReplace]));
    assert_eq!(get("size").mode, Mode::OptionalComputed);
    assert_eq!(get("size").default, Some(Data::Number(Number::from(3))));
    assert!(matches!(get("id").modifiers[..], [Modifier::UseStateForUnknown]));
    assert!(get("secret_wo").write_only && get("secret_wo").sensitive);
    assert_eq!(get("alias_of").deprecated.as_deref(), Some("Use `type`."));
    assert_eq!(get("description").mode, Mode::Optional);
    assert_eq!(get("labels").implied_type(), Type::String.map());
    assert_eq!(get("scopes").implied_type(), Type::String.set());
    assert_eq!(get("type").implied_type(), Type::String);
    assert_eq!(block.blocks[0].mode, BlockMode::List { min: 0, max: 2 });
    assert_eq!(block.blocks[1].mode, BlockMode::Group);
}

#[test]
fn models_inside_attributes_nest_with_their_own_schema() {
    let nested = |name: &str| match Widget::block().attribute(name).expect("declared").ty.clone() {
        AttributeType::Nested(nested) => nested,
        AttributeType::Plain(ty) => panic!("{ty:?}"),
    };
    assert_eq!(nested("access_path").mode, NestedMode::Single);
    assert_eq!(nested("parts").mode, NestedMode::List);
    assert_eq!(nested("parts").attributes[0].name, "count_of");
}

#[test]
fn what_is_decoded_is_encoded_again() {
    let part = Data::Object([("count_of".to_owned(), Raw::Known(Data::Number(2.into())))].into());
    let mut object = empty();
    object.insert("name".into(), text("a"));
    object.insert("size".into(), Raw::unknown());
    object.insert(
        "parts".into(),
        Raw::Known(Data::List(vec![Raw::Known(part), Raw::unknown(), Raw::Null])),
    );
    object.insert("description".into(), text("flattened"));
    let widget = Widget::decode(object.clone()).expect("it fits");
    assert_eq!(widget.name, Value::from("a"));
    assert_eq!(widget.common.description, Value::from("flattened"));
    let parts = widget.parts.known().expect("known");
    assert!(parts.has_unknown());
    assert_eq!(
        parts.known().collect::<Vec<_>>(),
        [&Part {
            count_of: Value::Known(2)
        }]
    );
    assert_eq!(Model::encode(widget), object);
}

#[test]
fn an_unknown_object_stays_unknown_as_a_whole() {
    let mut object = empty();
    object.insert("access_path".into(), Raw::unknown());
    object.insert("rule".into(), Raw::unknown());
    let widget = Widget::decode(object.clone()).expect("it fits");
    assert!(widget.access_path.is_unknown());
    assert_eq!(Model::encode(widget), object);
}

#[test]
fn blocks_that_are_not_there_are_empty_and_never_null() {
    let encoded = Model::encode(Widget::default());
    assert_eq!(encoded, empty());
    assert_eq!(encoded["rule"], Raw::Known(Data::List(Vec::new())));
    assert_eq!(
        encoded["logging"],
        Raw::Known(Data::Object([("allow".to_owned(), Raw::Null)].into()))
    );
    assert_eq!(encoded["parts"], Raw::Null);
}

#[test]
fn a_misfit_names_the_place() {
    let part = Data::Object([("count_of".to_owned(), Raw::Known(Data::Number((-1).into())))].into());
    let mut object = empty();
    object.insert("parts".into(), Raw::Known(Data::List(vec![Raw::Known(part)])));
    let misfit = Widget::decode(object).expect_err("-1 is no u32");
    assert_eq!(misfit.path, Path::new("parts").index(0).attribute("count_of"));
    assert_eq!(
        misfit.to_string(),
        "parts[0].count_of: This must be a whole number from 0 to 4294967295."
    );
}

#[test]
fn missing_and_additional_attributes_are_refused() {
    let mut object = empty();
    object.remove("size");
    let misfit = Widget::decode(object).expect_err("size is missing");
    assert_eq!(misfit.path.steps(), [Step::Attribute("size".into())]);
    let mut object = empty();
    object.insert("more".into(), Raw::Null);
    let misfit = Widget::decode(object).expect_err("there is no `more`");
    assert_eq!(misfit.to_string(), "more: The schema has no such attribute.");
}

#[test]
fn sets_are_equal_whatever_the_order() {
    let set = |elements: [&str; 2]| elements.into_iter().map(String::from).collect::<Set<String>>();
    assert_eq!(set(["a", "b"]), set(["b", "a"]));
    assert_ne!(set(["a", "b"]), set(["a", "a"]));
}
