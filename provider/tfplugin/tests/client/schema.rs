//! The schemas as served, held against what Terraform refuses when it loads a provider.

use std::collections::BTreeSet;

use tfplugin::Type;
use tfplugin::wire::tfplugin6::StringKind;
use tfplugin::wire::tfplugin6::schema::nested_block::NestingMode;
use tfplugin::wire::tfplugin6::schema::{Attribute, Block, NestedBlock, object};

use crate::schemas::{Schemas, inner, read_type};
use crate::session::Session;

/// What is wrong, with its place.
#[derive(Default)]
struct Found(Vec<String>);

impl Found {
    fn check(&mut self, fine: bool, place: &str, rule: &str) {
        if !fine {
            self.0.push(format!("{place}: {rule}"));
        }
    }

    fn block(&mut self, block: &Block, place: &str, in_set: bool) {
        let mut names = BTreeSet::new();
        for attribute in &block.attributes {
            let place = format!("{place}.{}", attribute.name);
            self.check(
                names.insert(attribute.name.clone()),
                &place,
                "a name is there once",
            );
            self.attribute(attribute, &place, in_set);
        }
        for nested in &block.block_types {
            let place = format!("{place}.{}", nested.type_name);
            self.check(
                names.insert(nested.type_name.clone()),
                &place,
                "a name is there once",
            );
            self.nested_block(nested, &place, in_set);
        }
        self.deprecation(block.deprecated, &block.deprecation_message, place);
        self.check(!block.computed, place, "computed blocks need Terraform 1.16");
    }

    fn nested_block(&mut self, nested: &NestedBlock, place: &str, in_set: bool) {
        let (min, max) = (nested.min_items, nested.max_items);
        let fits = match nested.nesting() {
            NestingMode::Single => min == max && (0..=1).contains(&min),
            NestingMode::Group | NestingMode::Map => min == 0 && max == 0,
            NestingMode::List | NestingMode::Set => 0 <= min && (max == 0 || min <= max),
            NestingMode::Invalid => false,
        };
        self.check(fits, place, "the number of blocks fits their nesting");
        let named = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        self.check(
            nested.type_name.bytes().all(named),
            place,
            "a block's name is in lower case",
        );
        self.block(
            inner(nested),
            place,
            in_set || nested.nesting() == NestingMode::Set,
        );
    }

    fn attribute(&mut self, attribute: &Attribute, place: &str, in_set: bool) {
        let Attribute {
            required,
            optional,
            computed,
            ..
        } = *attribute;
        self.check(required || optional || computed, place, "somebody sets it");
        self.check(
            !(required && (optional || computed)),
            place,
            "what is required is only that",
        );
        let has_type = !attribute.r#type.is_empty();
        self.check(
            has_type != attribute.nested_type.is_some(),
            place,
            "one kind of type",
        );
        self.check(
            !(attribute.write_only && computed),
            place,
            "what is write-only is not computed",
        );
        self.check(
            !(attribute.write_only && in_set),
            place,
            "nothing in a set is write-only",
        );
        self.check(!attribute.description.is_empty(), place, "it is described");
        let markdown = attribute.description_kind() == StringKind::Markdown;
        self.check(markdown, place, "descriptions are Markdown");
        self.deprecation(attribute.deprecated, &attribute.deprecation_message, place);
        if has_type {
            let dynamic = read_type(&attribute.r#type).has_dynamic();
            self.check(!(dynamic && in_set), place, "nothing in a set is dynamic");
        }
        if let Some(nested) = &attribute.nested_type {
            let nesting = nested.nesting();
            self.check(nesting != object::NestingMode::Invalid, place, "it has a nesting");
            let in_set = in_set || nesting == object::NestingMode::Set;
            for attribute in &nested.attributes {
                self.attribute(attribute, &format!("{place}.{}", attribute.name), in_set);
            }
        }
    }

    /// Terraform 1.15 refuses a message without the flag.
    fn deprecation(&mut self, deprecated: bool, message: &str, place: &str) {
        self.check(
            deprecated || message.is_empty(),
            place,
            "a message is for what is deprecated",
        );
    }
}

#[tokio::test]
async fn terraform_loads_every_schema() {
    let schemas = Schemas::served().await;
    let served = &schemas.provider;
    let mut found = Found::default();
    found.block(schemas.config(), "provider", false);
    let reserved = [
        "count",
        "for_each",
        "depends_on",
        "provider",
        "lifecycle",
        "connection",
        "provisioner",
    ];
    for (name, schema) in &served.resource_schemas {
        found.check(schema.version >= 0, name, "a version is not negative");
        let block = schemas.resource(name);
        found.block(block, name, false);
        let shadows = |attribute: &Attribute| reserved.contains(&attribute.name.as_str());
        found.check(
            !block.attributes.iter().any(shadows),
            name,
            "meta arguments are Terraform's",
        );
    }
    for name in served.data_source_schemas.keys() {
        found.block(schemas.data_source(name), name, false);
    }
    for name in served.ephemeral_resource_schemas.keys() {
        found.block(schemas.ephemeral(name), name, false);
    }
    for name in served.list_resource_schemas.keys() {
        found.block(schemas.list(name), name, false);
        let listed = served.resource_schemas.contains_key(name) && schemas.identities.contains_key(name);
        found.check(listed, name, "a list is of a resource that has an identity");
    }
    for name in served.action_schemas.keys() {
        let block = schemas.action(name);
        found.block(block, name, false);
        let computed = block.attributes.iter().any(|attribute| attribute.computed);
        found.check(!computed, name, "an action has no results");
    }
    assert_eq!(found.0, Vec::<String>::new());
    let kinds = [
        served.resource_schemas.len(),
        served.data_source_schemas.len(),
        served.ephemeral_resource_schemas.len(),
        served.list_resource_schemas.len(),
        served.action_schemas.len(),
    ];
    assert_eq!(kinds, [3, 1, 1, 1, 1]);
}

#[tokio::test]
async fn terraform_loads_every_identity_and_function() {
    let session = Session::unconfigured().await;
    let identities = session.get_resource_identity_schemas(Default::default()).await;
    assert!(identities.diagnostics.is_empty());
    for (name, schema) in identities.identity_schemas {
        assert!(session.schemas.provider.resource_schemas.contains_key(&name));
        assert!(
            schema.version >= 0 && !schema.identity_attributes.is_empty(),
            "{name}"
        );
        for attribute in schema.identity_attributes {
            assert_ne!(
                attribute.required_for_import, attribute.optional_for_import,
                "{attribute:?}"
            );
            let ty = read_type(&attribute.r#type);
            assert!(
                !matches!(ty, Type::Map(_) | Type::Set(_) | Type::Object(_)),
                "{attribute:?}"
            );
        }
    }
    for (name, function) in &session.schemas.provider.functions {
        let mut names = BTreeSet::new();
        for parameter in function.parameters.iter().chain(&function.variadic_parameter) {
            assert!(
                names.insert(&parameter.name) && !parameter.name.is_empty(),
                "{name}"
            );
            read_type(&parameter.r#type);
        }
        read_type(&function.r#return.as_ref().expect("a type").r#type);
        assert!(!function.summary.is_empty(), "{name}");
    }
}
