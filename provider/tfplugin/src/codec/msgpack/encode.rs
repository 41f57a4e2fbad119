//! Values to MessagePack, in the very bytes that Terraform itself would write.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Debug;

use rmp::encode as write;

use crate::codec::{CodecError, MAX_DEPTH, normalised, same_names};
use crate::path::Step;
use crate::types::Type;
use crate::value::{Data, Dynamic, Number, Raw, Value};

use super::{MAX_REFINEMENT, REFINED, UNKNOWN, refinement};

/// Writes a value of this type.
///
/// Refinements of unknown values that say nothing about the type (a prefix of a number) are left out.
///
/// # Errors
/// Where the value is not of the type.
pub fn encode(value: &Raw, ty: &Type) -> Result<Vec<u8>, CodecError> {
    let mut out = Vec::new();
    raw(&mut out, value, ty, MAX_DEPTH)?;
    Ok(out)
}

fn raw(out: &mut Vec<u8>, value: &Raw, ty: &Type, depth: usize) -> Result<(), CodecError> {
    let depth = depth.checked_sub(1).ok_or_else(CodecError::too_deep)?;
    match value {
        Value::Null => written(write::write_nil(out)),
        Value::Unknown(known) => match refinement::encode(known, ty)? {
            Some(body) if body.len() <= MAX_REFINEMENT => {
                written(write::write_ext_meta(out, length(body.len())?, REFINED))?;
                out.extend_from_slice(&body);
                Ok(())
            }
            _ => {
                written(write::write_ext_meta(out, 1, UNKNOWN))?;
                out.push(0);
                Ok(())
            }
        },
        Value::Known(data) => known(out, data, ty, depth),
    }
}

fn known(out: &mut Vec<u8>, data: &Data, ty: &Type, depth: usize) -> Result<(), CodecError> {
    match (ty, data) {
        (Type::Bool, Data::Bool(value)) => written(write::write_bool(out, *value)),
        (Type::Number, Data::Number(value)) => number(out, value),
        (Type::String, Data::String(value)) => text(out, &normalised(value)),
        (Type::List(inner), Data::List(values)) => {
            written(write::write_array_len(out, length(values.len())?))?;
            (0..).zip(values).try_for_each(|(index, value)| {
                raw(out, value, inner, depth).map_err(|error| error.within(Step::Index(index)))
            })
        }
        (Type::Set(inner), Data::Set(values)) => {
            written(write::write_array_len(out, length(values.len())?))?;
            values.iter().try_for_each(|value| {
                raw(out, value, inner, depth).map_err(|error| error.within(Step::Element))
            })
        }
        (Type::Tuple(types), Data::Tuple(values)) => {
            if types.len() != values.len() {
                return Err(CodecError::tuple_length(types.len(), values.len()));
            }
            written(write::write_array_len(out, length(values.len())?))?;
            (0..)
                .zip(types.iter().zip(values))
                .try_for_each(|(index, (ty, value))| {
                    raw(out, value, ty, depth).map_err(|error| error.within(Step::Index(index)))
                })
        }
        (Type::Map(inner), Data::Map(values)) => {
            written(write::write_map_len(out, length(values.len())?))?;
            in_order(values, |key, sent, value| {
                text(out, sent)?;
                raw(out, value, inner, depth).map_err(|error| error.within(Step::Key(key.to_owned())))
            })
        }
        (Type::Object(attributes), Data::Object(values)) => {
            same_names(attributes, values)?;
            written(write::write_map_len(out, length(values.len())?))?;
            in_order(values, |name, sent, value| {
                let ty = attributes.get(name).ok_or_else(|| CodecError::extra(name))?;
                text(out, sent)?;
                raw(out, value, ty, depth).map_err(|error| error.within(Step::Attribute(name.to_owned())))
            })
        }
        (Type::Dynamic, Data::Dynamic(value)) => dynamic(out, value, depth),
        (ty, _) => Err(CodecError::required(ty)),
    }
}

/// The type, then the value along it.
fn dynamic(out: &mut Vec<u8>, dynamic: &Dynamic, depth: usize) -> Result<(), CodecError> {
    if dynamic.ty == Type::Dynamic {
        return Err(CodecError::no_type());
    }
    let ty = dynamic.ty.to_json();
    written(write::write_array_len(out, 2))?;
    written(write::write_bin_len(out, length(ty.len())?))?;
    out.extend_from_slice(&ty);
    raw(out, &dynamic.value, &dynamic.ty, depth)
}

/// Whole numbers within 64 bits as such, those that a double holds exactly as a double, all others as text.
pub(super) fn number(out: &mut Vec<u8>, value: &Number) -> Result<(), CodecError> {
    if let Some(value) = value.to_i64() {
        return written(write::write_sint(out, value));
    }
    match value.to_f64_exact() {
        Some(double) if !value.is_integer() => written(write::write_f64(out, double)),
        _ => text(out, &value.to_string()),
    }
}

pub(super) fn text(out: &mut Vec<u8>, text: &str) -> Result<(), CodecError> {
    length(text.len())?;
    written(write::write_str(out, text))
}

/// By key, as Terraform sorts them: in NFC, which is given beside the key.
fn in_order(
    values: &BTreeMap<String, Raw>,
    mut each: impl FnMut(&str, &str, &Raw) -> Result<(), CodecError>,
) -> Result<(), CodecError> {
    if values
        .keys()
        .all(|key| matches!(normalised(key), Cow::Borrowed(_)))
    {
        return values.iter().try_for_each(|(key, value)| each(key, key, value));
    }
    let sorted: BTreeMap<_, _> = values
        .iter()
        .map(|(key, value)| (normalised(key), (key, value)))
        .collect();
    if sorted.len() != values.len() {
        return Err(CodecError::twice());
    }
    sorted
        .iter()
        .try_for_each(|(sent, (key, value))| each(key, sent, value))
}

fn length(length: usize) -> Result<u32, CodecError> {
    u32::try_from(length).map_err(|_| CodecError::new("this is longer than MessagePack can say"))
}

/// Nothing fails in memory.
pub(super) fn written<T>(result: Result<T, impl Debug>) -> Result<(), CodecError> {
    result
        .map(drop)
        .map_err(|error| CodecError::new(format!("MessagePack could not be written: {error:?}")))
}
