//! `Block::problems`: what Terraform refuses when it loads a schema, and what could not work.

use std::sync::Arc;

use tfplugin::schema::{
    Attribute, AttributeType, Block, BlockMode, Mode, Nested, NestedBlock, NestedMode, SchemaKind,
    identity_problems,
};
use tfplugin::validators::{conflicts_with, length, one_of};
use tfplugin::{Data, IdentityImport, IdentitySchema, List, Map, Model, Modifier, Type, Value};

fn attribute(name: &str, ty: impl Into<AttributeType>, mode: Mode) -> Attribute {
    Attribute {
        description: "Said.".into(),
        ..Attribute::new(name, ty, mode)
    }
}

fn text(mode: Mode) -> Attribute {
    attribute("text", Type::String, mode)
}

fn block(attributes: Vec<Attribute>) -> Block {
    Block {
        attributes,
        description: "Said.".into(),
        ..Block::default()
    }
}

fn around(mode: BlockMode, inner: Attribute) -> Block {
    let nested = NestedBlock {
        name: "b".into(),
        block: block(vec![inner]),
        mode,
    };
    Block {
        blocks: vec![nested],
        ..block(Vec::new())
    }
}

fn nested(mode: NestedMode, inner: Attribute) -> AttributeType {
    AttributeType::Nested(Nested::new(mode, vec![inner]))
}

fn problems(kind: SchemaKind, block: &Block) -> Vec<String> {
    block.problems(kind).iter().map(ToString::to_string).collect()
}

/// Asserts that one attribute in a resource has exactly one problem, with this in its text.
#[track_caller]
fn refused(attribute: Attribute, expected: &str) {
    one(&problems(SchemaKind::Resource, &block(vec![attribute])), expected);
}

#[track_caller]
fn one(problems: &[String], expected: &str) {
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].contains(expected), "{problems:?}");
}

const LIST: BlockMode = BlockMode::List { min: 0, max: 0 };
const SET: BlockMode = BlockMode::Set { min: 0, max: 0 };

#[test]
fn an_ordinary_schema_has_none() {
    let all = [
        Mode::Required,
        Mode::Optional,
        Mode::Computed,
        Mode::OptionalComputed,
    ];
    for mode in all {
        assert_eq!(problems(SchemaKind::Resource, &block(vec![text(mode)])), [""; 0]);
    }
}

#[test]
fn names_are_checked_for_letters_meaning_and_repetition() {
    refused(
        attribute("Name", Type::String, Mode::Optional),
        "Name: A name has lower-case letters",
    );
    refused(
        attribute("2nd", Type::String, Mode::Optional),
        "begins with no digit",
    );
    refused(
        attribute("count", Type::String, Mode::Optional),
        "count: Terraform itself gives this name a meaning",
    );
    let version = block(vec![attribute("version", Type::String, Mode::Optional)]);
    one(
        &problems(SchemaKind::Provider, &version),
        "version: Terraform itself",
    );
    assert_eq!(problems(SchemaKind::Resource, &version), [""; 0]);
    let twice = block(vec![text(Mode::Optional), text(Mode::Optional)]);
    one(
        &problems(SchemaKind::Resource, &twice),
        "text: Two attributes or blocks have this name",
    );
    let mut clash = around(LIST, text(Mode::Optional));
    clash
        .attributes
        .push(attribute("b", Type::String, Mode::Optional));
    one(
        &problems(SchemaKind::Resource, &clash),
        "b: Two attributes or blocks",
    );
    let inside = nested(
        NestedMode::Single,
        attribute("count", Type::Number, Mode::Optional),
    );
    let inside = block(vec![attribute("a", inside, Mode::Optional)]);
    assert_eq!(
        problems(SchemaKind::Resource, &inside),
        [""; 0],
        "only the root has reserved names"
    );
}

#[test]
fn flattened_models_must_not_collide() {
    /// Shared.
    #[derive(Model)]
    struct Shared {
        /// A name.
        #[tf(required)]
        name: Value<String>,
    }
    /// A thing.
    #[derive(Model)]
    struct Thing {
        /// A name.
        #[tf(required)]
        name: Value<String>,
        #[tf(flatten)]
        shared: Shared,
    }
    one(
        &problems(SchemaKind::Resource, &Thing::block()),
        "name: Two attributes or blocks",
    );
}

#[test]
fn everything_is_documented() {
    let silent = Attribute::new("text", Type::String, Mode::Optional);
    refused(silent, "text: The description is empty");
    let deprecated = Attribute {
        deprecated: Some(" ".into()),
        ..text(Mode::Optional)
    };
    refused(deprecated, "say what to use in its place");
}

#[test]
fn sets_hold_nothing_dynamic_or_write_only() {
    let write_only = || Attribute {
        write_only: true,
        ..text(Mode::Optional)
    };
    let dynamic = || attribute("any", Type::Dynamic, Mode::Optional);
    one(
        &problems(SchemaKind::Resource, &around(SET, write_only())),
        "b.text: Inside a set nothing can be write-only",
    );
    one(
        &problems(SchemaKind::Resource, &around(SET, dynamic())),
        "b.any: Inside a set nothing can be dynamic",
    );
    refused(
        attribute("s", nested(NestedMode::Set, write_only()), Mode::Optional),
        "s.text: Inside a set",
    );
    assert_eq!(
        problems(SchemaKind::Resource, &around(LIST, write_only())),
        [""; 0]
    );
}

#[test]
fn dynamic_stands_only_where_it_is_there_once() {
    let dynamic = || attribute("any", Type::Dynamic, Mode::Optional);
    for mode in [LIST, BlockMode::Map] {
        one(
            &problems(SchemaKind::Resource, &around(mode, dynamic())),
            "b.any: Inside a list or map of objects",
        );
    }
    for mode in [BlockMode::Group, BlockMode::Single { required: false }] {
        assert_eq!(problems(SchemaKind::Resource, &around(mode, dynamic())), [""; 0]);
    }
    refused(
        attribute("n", nested(NestedMode::List, dynamic()), Mode::Optional),
        "n.any: Inside a list or map",
    );
    refused(
        attribute("l", Type::Dynamic.list(), Mode::Optional),
        "make the whole attribute dynamic",
    );
}

#[test]
fn bounds_of_blocks_are_possible() {
    let block = around(BlockMode::List { min: 3, max: 2 }, text(Mode::Optional));
    one(
        &problems(SchemaKind::Resource, &block),
        "b: At least 3 and at most 2 blocks",
    );
}

#[test]
fn a_default_is_planned_by_the_provider_and_fits() {
    let with = |mode: Mode, default: Data| Attribute {
        default: Some(default),
        ..text(mode)
    };
    refused(
        with(Mode::Optional, Data::String("a".into())),
        "must be optional and computed",
    );
    refused(
        with(Mode::OptionalComputed, Data::Bool(true)),
        "The default does not fit the type: it must be String",
    );
    let mut validated = with(Mode::OptionalComputed, Data::String("c".into()));
    validated.validators.push(Arc::new(one_of(&["a", "b"])));
    refused(
        validated,
        "The default is refused by a validator: This must be one of",
    );
    let source = block(vec![with(Mode::OptionalComputed, Data::String("a".into()))]);
    one(
        &problems(SchemaKind::DataSource, &source),
        "Only resources are planned",
    );
}

#[test]
fn write_only_attributes_come_from_the_configuration_of_what_is_planned() {
    let write_only = |mode: Mode| Attribute {
        write_only: true,
        ..text(mode)
    };
    refused(write_only(Mode::OptionalComputed), "so it cannot be computed");
    let source = block(vec![write_only(Mode::Optional)]);
    one(
        &problems(SchemaKind::DataSource, &source),
        "Only resources and actions",
    );
    assert_eq!(problems(SchemaKind::Action, &source), [""; 0]);
    let parent = Attribute {
        write_only: true,
        ..attribute(
            "p",
            nested(NestedMode::Single, text(Mode::Optional)),
            Mode::Optional,
        )
    };
    refused(parent, "p.text: Everything inside a write-only attribute");
}

#[test]
fn modifiers_that_can_never_apply_are_named() {
    let with = |mode: Mode, modifier: Modifier| Attribute {
        modifiers: vec![modifier],
        ..text(mode)
    };
    refused(
        with(Mode::Optional, Modifier::UseStateForUnknown),
        "UseStateForUnknown can never apply",
    );
    refused(
        with(Mode::Computed, Modifier::RequiresReplaceIfConfigured),
        "cannot have this attribute",
    );
    let write_only = Attribute {
        write_only: true,
        ..with(Mode::Optional, Modifier::RequiresReplace)
    };
    refused(
        write_only,
        "RequiresReplace can never apply: a write-only attribute is null",
    );
    let source = block(vec![with(Mode::Computed, Modifier::UseStateForUnknown)]);
    one(
        &problems(SchemaKind::DataSource, &source),
        "the modifiers would never run",
    );
}

#[test]
fn configurations_compute_nothing() {
    let computed = block(vec![text(Mode::Computed)]);
    for kind in [SchemaKind::Provider, SchemaKind::Action, SchemaKind::List] {
        one(&problems(kind, &computed), "Nothing is computed in");
    }
    assert_eq!(problems(SchemaKind::Ephemeral, &computed), [""; 0]);
    let parent = attribute(
        "p",
        nested(NestedMode::List, text(Mode::Required)),
        Mode::Computed,
    );
    refused(parent, "p.text: Everything inside a computed attribute");
}

#[test]
fn validators_and_checks_fit_what_they_check() {
    let mut number = attribute("n", Type::Number, Mode::Optional);
    number.validators.push(Arc::new(length(1..)));
    refused(number, "n: The validator `at least 1 character` never applies");
    let mut block = block(vec![text(Mode::Optional)]);
    block.checks.push(Arc::new(conflicts_with(&["text", "txet"])));
    one(
        &problems(SchemaKind::Resource, &block),
        "txet: The check `at most one of text, txet` names it",
    );
}

#[test]
fn an_identity_has_primitives_and_lists_that_an_import_may_give() {
    /// Who it is.
    #[derive(Model)]
    struct Good {
        /// The name.
        #[tf(required)]
        name: Value<String>,
        /// The path.
        #[tf(optional)]
        path: Value<List<String>>,
    }
    /// Who it is not.
    #[derive(Model)]
    struct Bad {
        /// Computed.
        #[tf(computed)]
        id: Value<String>,
        /// A map.
        #[tf(optional)]
        tags: Value<Map<String>>,
    }
    let identity = IdentitySchema::of::<Good>(1);
    let imports: Vec<IdentityImport> = identity
        .attributes
        .iter()
        .map(|attribute| attribute.import)
        .collect();
    assert_eq!(imports, [IdentityImport::Required, IdentityImport::Optional]);
    assert_eq!(identity_problems(&Good::block()), []);
    let problems = identity_problems(&Bad::block());
    let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(
        texts[0].starts_with("id: ") && texts[0].contains("required or optional for import"),
        "{texts:?}"
    );
    assert!(
        texts[1].starts_with("tags: ") && texts[1].contains("a list of these"),
        "{texts:?}"
    );
}
