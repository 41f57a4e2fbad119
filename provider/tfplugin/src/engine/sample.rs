//! Short ways to write schemas and values in tests.

use super::merge::merge;
use crate::modifier::Modifier;
use crate::schema::{Attribute, Block, BlockMode, Mode, Nested, NestedBlock, NestedMode};
use crate::types::Type;
use crate::value::{Data, Elements, Number, Object, Raw, Value};

pub(crate) fn text(value: &str) -> Raw {
    Value::Known(Data::String(value.to_owned()))
}

pub(crate) fn number(value: i64) -> Raw {
    Value::Known(Data::Number(Number::from(value)))
}

pub(crate) fn list<const N: usize>(elements: [Raw; N]) -> Raw {
    Value::Known(Data::List(elements.into()))
}

pub(crate) fn set<const N: usize>(elements: [Raw; N]) -> Raw {
    Value::Known(Data::Set(Elements::new(elements.into())))
}

pub(crate) fn map<const N: usize>(entries: [(&str, Raw); N]) -> Raw {
    Value::Known(Data::Map(fields(entries)))
}

pub(crate) fn object<const N: usize>(entries: [(&str, Raw); N]) -> Raw {
    Value::Known(Data::Object(fields(entries)))
}

pub(crate) fn fields<const N: usize>(entries: [(&str, Raw); N]) -> Object {
    entries
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

pub(crate) fn known(object: &Object) -> Raw {
    Value::Known(Data::Object(object.clone()))
}

pub(crate) fn attribute(name: &str, mode: Mode) -> Attribute {
    Attribute::new(name, Type::String, mode)
}

pub(crate) fn with(modifier: Modifier, mut attribute: Attribute) -> Attribute {
    attribute.modifiers.push(modifier);
    attribute
}

pub(crate) fn defaulted(name: &str, default: &str) -> Attribute {
    Attribute {
        default: Some(Data::String(default.to_owned())),
        ..attribute(name, Mode::OptionalComputed)
    }
}

pub(crate) fn sensitive(attribute: Attribute) -> Attribute {
    Attribute {
        sensitive: true,
        ..attribute
    }
}

pub(crate) fn write_only(name: &str) -> Attribute {
    Attribute {
        write_only: true,
        ..attribute(name, Mode::Optional)
    }
}

pub(crate) fn nested<const N: usize>(
    name: &str,
    nesting: NestedMode,
    mode: Mode,
    attributes: [Attribute; N],
) -> Attribute {
    let nested = Nested::new(nesting, attributes.into());
    Attribute::new(name, crate::schema::AttributeType::Nested(nested), mode)
}

pub(crate) fn block<const N: usize>(attributes: [Attribute; N]) -> Block {
    Block {
        attributes: attributes.into(),
        ..Block::default()
    }
}

pub(crate) const LIST: BlockMode = BlockMode::List { min: 0, max: 0 };
pub(crate) const SET: BlockMode = BlockMode::Set { min: 0, max: 0 };
pub(crate) const SINGLE: BlockMode = BlockMode::Single { required: false };

/// A block that holds only blocks of this mode, named `part`.
pub(crate) fn of_blocks<const N: usize>(mode: BlockMode, attributes: [Attribute; N]) -> Block {
    Block {
        blocks: vec![NestedBlock {
            name: "part".to_owned(),
            block: block(attributes),
            mode,
        }],
        ..Block::default()
    }
}

/// What Terraform proposes.
pub(crate) fn proposal(block: &Block, prior: Option<&Object>, config: &Object) -> Object {
    merge(block.into(), prior, config)
}

/// What the engine plans on what Terraform proposes.
pub(crate) fn plan(block: &Block, prior: Option<&Object>, config: &Object) -> Object {
    super::propose(block, prior, config, proposal(block, prior, config))
}
