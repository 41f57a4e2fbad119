//! Schemas in the protocol's messages.

use crate::arguments::Parameter;
use crate::erased::Signature;
use crate::identity::{IdentityAttribute, IdentityImport, IdentitySchema};
use crate::schema::{Attribute, AttributeType, Block, BlockMode, Mode, Nested, NestedBlock, NestedMode};
use crate::wire::tfplugin6::schema::{nested_block, object};
use crate::wire::tfplugin6::{self as wire, StringKind, resource_identity_schema};

pub(super) fn block(block: &Block) -> wire::schema::Block {
    wire::schema::Block {
        version: 0,
        attributes: block.attributes.iter().map(attribute).collect(),
        block_types: block.blocks.iter().map(nested_block).collect(),
        description: block.description.clone(),
        description_kind: StringKind::Markdown.into(),
        deprecated: block.deprecated.is_some(),
        deprecation_message: block.deprecated.clone().unwrap_or_default(),
        computed: false,
    }
}

fn attribute(attribute: &Attribute) -> wire::schema::Attribute {
    let (ty, nested_type) = match &attribute.ty {
        AttributeType::Plain(ty) => (ty.to_json(), None),
        AttributeType::Nested(nested) => (Vec::new(), Some(nested_type(nested))),
    };
    wire::schema::Attribute {
        name: attribute.name.clone(),
        r#type: ty,
        nested_type,
        description: attribute.description.clone(),
        description_kind: StringKind::Markdown.into(),
        required: attribute.mode == Mode::Required,
        optional: matches!(attribute.mode, Mode::Optional | Mode::OptionalComputed),
        computed: attribute.is_computed(),
        sensitive: attribute.sensitive,
        write_only: attribute.write_only,
        deprecated: attribute.deprecated.is_some(),
        deprecation_message: attribute.deprecated.clone().unwrap_or_default(),
    }
}

fn nested_type(nested: &Nested) -> wire::schema::Object {
    let nesting = match nested.mode {
        NestedMode::Single => object::NestingMode::Single,
        NestedMode::List => object::NestingMode::List,
        NestedMode::Set => object::NestingMode::Set,
        NestedMode::Map => object::NestingMode::Map,
    };
    wire::schema::Object {
        attributes: nested.attributes.iter().map(attribute).collect(),
        nesting: nesting.into(),
        ..wire::schema::Object::default()
    }
}

fn nested_block(nested: &NestedBlock) -> wire::schema::NestedBlock {
    use nested_block::NestingMode;
    let (nesting, min, max) = match nested.mode {
        BlockMode::Single { required } => (NestingMode::Single, required.into(), required.into()),
        BlockMode::Group => (NestingMode::Group, 0, 0),
        BlockMode::List { min, max } => (NestingMode::List, min, max),
        BlockMode::Set { min, max } => (NestingMode::Set, min, max),
        BlockMode::Map => (NestingMode::Map, 0, 0),
    };
    wire::schema::NestedBlock {
        type_name: nested.name.clone(),
        block: Some(block(&nested.block)),
        nesting: nesting.into(),
        min_items: min.into(),
        max_items: max.into(),
    }
}

pub(super) fn identity(schema: &IdentitySchema) -> wire::ResourceIdentitySchema {
    let attribute = |attribute: &IdentityAttribute| resource_identity_schema::IdentityAttribute {
        name: attribute.name.clone(),
        r#type: attribute.ty.to_json(),
        required_for_import: attribute.import == IdentityImport::Required,
        optional_for_import: attribute.import == IdentityImport::Optional,
        description: attribute.description.clone(),
    };
    wire::ResourceIdentitySchema {
        version: schema.version.into(),
        identity_attributes: schema.attributes.iter().map(attribute).collect(),
    }
}

pub(super) fn function(signature: &Signature) -> wire::Function {
    let parameter = |parameter: &Parameter| wire::function::Parameter {
        name: parameter.name.clone(),
        r#type: parameter.ty.to_json(),
        allow_null_value: parameter.allow_null,
        allow_unknown_values: parameter.allow_unknown,
        description: parameter.description.clone(),
        description_kind: StringKind::Markdown.into(),
    };
    wire::Function {
        parameters: signature.parameters.iter().map(parameter).collect(),
        variadic_parameter: signature.variadic.as_ref().map(parameter),
        r#return: Some(wire::function::Return {
            r#type: signature.output.to_json(),
        }),
        summary: signature.summary.to_owned(),
        description: signature.description.to_owned(),
        description_kind: StringKind::Markdown.into(),
        deprecation_message: String::new(),
    }
}
