//! Whole objects by the conventions of the protocol: all null, without write-only values, without unknowns, as configuration.

use super::shape::{self, Fields, Kind, each_object};
use crate::schema::{Attribute, AttributeType, Block, Mode};
use crate::types::Type;
use crate::value::{Data, Elements, Object, Raw, Value};

/// Gives blocks that a stored state does not have their own form of absence.
pub(crate) fn empty_blocks(block: &Block, state: &mut Object) {
    for nested in &block.blocks {
        let value = state.entry(nested.name.clone()).or_default();
        if shape::is_null(value) {
            *value = nested.absent();
        }
        each_object(nested.mode.into(), value, &mut |inner| {
            empty_blocks(&nested.block, inner)
        });
    }
}

/// Nulls what is not of the schema's type, and drops what the schema does not have.
pub(crate) fn fit(block: &Block, state: &mut Object) {
    let Type::Object(types) = block.implied_type() else {
        return;
    };
    state.retain(|name, _| types.contains_key(name));
    for (name, ty) in &types {
        let value = state.entry(name.clone()).or_default();
        if ty.conforms(value).is_err() {
            *value = Value::Null;
        }
    }
    empty_blocks(block, state);
}

/// Nulls every write-only attribute, at every depth.
pub(crate) fn null_write_only(block: &Block, object: &mut Object) {
    without_write_only(block.into(), object);
}

fn without_write_only(fields: Fields<'_>, object: &mut Object) {
    for attribute in fields.attributes {
        let Some(value) = object.get_mut(&attribute.name) else {
            continue;
        };
        if attribute.write_only {
            *value = Value::Null;
        } else if let AttributeType::Nested(nested) = &attribute.ty {
            each_object(nested.mode.into(), value, &mut |inner| {
                without_write_only(nested.into(), inner);
            });
        }
    }
    for nested in fields.blocks {
        if let Some(value) = object.get_mut(&nested.name) {
            each_object(nested.mode.into(), value, &mut |inner| {
                without_write_only((&nested.block).into(), inner);
            });
        }
    }
}

/// Nulls whatever is not known, for a state that is saved although the operation failed.
pub(crate) fn nulls_for_unknowns(object: &mut Object) {
    object.values_mut().for_each(null_for_unknown);
}

fn null_for_unknown(value: &mut Raw) {
    match value {
        Value::Null => {}
        Value::Unknown(_) => *value = Value::Null,
        Value::Known(data) => match data {
            Data::Bool(_) | Data::Number(_) | Data::String(_) => {}
            Data::List(elements) | Data::Tuple(elements) => elements.iter_mut().for_each(null_for_unknown),
            Data::Map(elements) | Data::Object(elements) => {
                elements.values_mut().for_each(null_for_unknown);
            }
            Data::Set(elements) => {
                // An unknown element stands for nothing that could be saved.
                let mut known = std::mem::take(elements).into_vec();
                known.retain(|element| !element.is_unknown());
                known.iter_mut().for_each(null_for_unknown);
                *elements = Elements::new(known);
            }
            Data::Dynamic(dynamic) => null_for_unknown(&mut dynamic.value),
        },
    }
}

/// The configuration that an imported state stands for: nothing that only the provider sets, nothing write-only, nothing
/// deprecated, and no empty text where the provider could have put it.
pub(crate) fn config_from_state(block: &Block, state: &Object) -> Object {
    let mut config = state.clone();
    nulls_for_unknowns(&mut config);
    configured(block.into(), &mut config);
    empty_blocks(block, &mut config);
    config
}

fn configured(fields: Fields<'_>, object: &mut Object) {
    for attribute in fields.attributes {
        let value = object.entry(attribute.name.clone()).or_default();
        if not_configured(attribute, value) {
            *value = Value::Null;
        } else if let AttributeType::Nested(nested) = &attribute.ty {
            each_object(nested.mode.into(), value, &mut |inner| {
                configured(nested.into(), inner)
            });
        }
    }
    for nested in fields.blocks {
        if let Some(value) = object.get_mut(&nested.name) {
            if nested.block.deprecated.is_some() && !matches!(Kind::from(nested.mode), Kind::One) {
                *value = nested.absent();
            }
            each_object(nested.mode.into(), value, &mut |inner| {
                configured((&nested.block).into(), inner);
            });
        }
    }
}

fn not_configured(attribute: &Attribute, value: &Raw) -> bool {
    let empty = matches!(shape::inside(value), Value::Known(Data::String(text)) if text.is_empty());
    !attribute.is_configurable()
        || attribute.write_only
        || (attribute.deprecated.is_some() && attribute.mode != Mode::Required)
        || (attribute.mode == Mode::OptionalComputed && empty)
}
