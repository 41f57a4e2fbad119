//! JSON along a type: states, identities and what older providers answered.

mod text;

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};
pub use text::parse;

use crate::path::Step;
use crate::types::Type;
use crate::value::{Data, Dynamic, Elements, Number, NumberError, Raw, Value};

use super::{CodecError, MAX_DEPTH, normalised, same_names};

/// What an attribute is that the JSON leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Null, as Terraform reads it.
    Null,
    /// A mistake.
    Error,
}

/// What becomes of an attribute that the type does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extra {
    /// It is dropped.
    Ignore,
    /// It is a mistake, as Terraform sees it.
    Error,
}

/// Reads a value of this type from a tree.
///
/// # Errors
/// Where the JSON is not a value of the type.
pub fn decode(json: &Json, ty: &Type, missing: Missing, extra: Extra) -> Result<Raw, CodecError> {
    Reader { missing, extra }.value(json, ty, MAX_DEPTH)
}

/// Reads a value of this type from JSON text.
///
/// # Errors
/// Where the text is no JSON, or the JSON is not a value of the type.
pub fn decode_slice(json: &[u8], ty: &Type, missing: Missing, extra: Extra) -> Result<Raw, CodecError> {
    decode(&parse(json)?, ty, missing, extra)
}

/// Writes a value of this type, which must be known all the way down and finite.
///
/// # Errors
/// Where the value is not of the type, unknown or infinite.
pub fn encode(value: &Raw, ty: &Type) -> Result<Json, CodecError> {
    raw(value, ty, MAX_DEPTH)
}

#[derive(Clone, Copy)]
struct Reader {
    missing: Missing,
    extra: Extra,
}

impl Reader {
    fn value(self, json: &Json, ty: &Type, depth: usize) -> Result<Raw, CodecError> {
        let depth = depth.checked_sub(1).ok_or_else(CodecError::too_deep)?;
        if json.is_null() {
            return Ok(Value::Null);
        }
        let data = match (ty, json) {
            (Type::String, Json::String(text)) => Data::String(normalised(text).into_owned()),
            (Type::Bool, Json::Bool(value)) => Data::Bool(*value),
            (Type::Number, Json::Number(number)) => Data::Number(number_from(number.as_str())?),
            (Type::Number, Json::String(text)) => Data::Number(number_from(text)?),
            (Type::List(inner), Json::Array(values)) => {
                Data::List(self.elements(values, inner, depth, Step::Index)?)
            }
            (Type::Set(inner), Json::Array(values)) => {
                Data::Set(Elements::new(
                    self.elements(values, inner, depth, |_| Step::Element)?,
                ))
            }
            (Type::Tuple(types), Json::Array(values)) => {
                if types.len() != values.len() {
                    return Err(CodecError::tuple_length(types.len(), values.len()));
                }
                let elements = (0..).zip(types.iter().zip(values)).map(|(index, (ty, json))| {
                    self.value(json, ty, depth)
                        .map_err(|error| error.within(Step::Index(index)))
                });
                Data::Tuple(elements.collect::<Result<_, _>>()?)
            }
            (Type::Map(inner), Json::Object(entries)) => Data::Map(self.map(entries, inner, depth)?),
            (Type::Object(attributes), Json::Object(entries)) => {
                Data::Object(self.object(entries, attributes, depth)?)
            }
            (Type::Dynamic, Json::Object(wrapper)) => Data::Dynamic(Box::new(self.dynamic(wrapper, depth)?)),
            (ty, _) => return Err(CodecError::required(ty)),
        };
        Ok(Value::Known(data))
    }

    fn elements(
        self,
        values: &[Json],
        inner: &Type,
        depth: usize,
        step: impl Fn(usize) -> Step,
    ) -> Result<Vec<Raw>, CodecError> {
        let decoded = (0..).zip(values).map(|(index, json)| {
            self.value(json, inner, depth)
                .map_err(|error| error.within(step(index)))
        });
        decoded.collect()
    }

    fn map(
        self,
        entries: &Map<String, Json>,
        inner: &Type,
        depth: usize,
    ) -> Result<BTreeMap<String, Raw>, CodecError> {
        let decoded = entries.iter().map(|(key, json)| {
            let value = self.value(json, inner, depth);
            let value = value.map_err(|error| error.within(Step::Key(key.clone())))?;
            Ok((normalised(key).into_owned(), value))
        });
        let map = decoded.collect::<Result<BTreeMap<_, _>, CodecError>>()?;
        if map.len() == entries.len() {
            Ok(map)
        } else {
            Err(CodecError::twice())
        }
    }

    fn object(
        self,
        entries: &Map<String, Json>,
        attributes: &BTreeMap<String, Type>,
        depth: usize,
    ) -> Result<BTreeMap<String, Raw>, CodecError> {
        let mut object = BTreeMap::new();
        for (key, json) in entries {
            let name = normalised(key).into_owned();
            let Some(ty) = attributes.get(&name) else {
                match self.extra {
                    Extra::Ignore => continue,
                    Extra::Error => return Err(CodecError::extra(&name)),
                }
            };
            let value = match self.value(json, ty, depth) {
                Ok(value) => value,
                Err(error) => return Err(error.within(Step::Attribute(name))),
            };
            if object.insert(name, value).is_some() {
                return Err(CodecError::twice());
            }
        }
        for name in attributes.keys() {
            if !object.contains_key(name) {
                match self.missing {
                    Missing::Null => object.insert(name.clone(), Value::Null),
                    Missing::Error => return Err(CodecError::missing(name)),
                };
            }
        }
        Ok(object)
    }

    /// `{"value": …, "type": …}`
    fn dynamic(self, wrapper: &Map<String, Json>, depth: usize) -> Result<Dynamic, CodecError> {
        let (Some(value), Some(ty), 2) = (wrapper.get("value"), wrapper.get("type"), wrapper.len()) else {
            return Err(CodecError::required(&Type::Dynamic));
        };
        let ty = Type::from_json_value(ty)?;
        if ty == Type::Dynamic {
            return Err(CodecError::no_type());
        }
        let value = self.value(value, &ty, depth)?;
        Ok(Dynamic { ty, value })
    }
}

fn number_from(text: &str) -> Result<Number, CodecError> {
    text.parse()
        .map_err(|error: NumberError| CodecError::new(error.to_string()))
}

fn raw(value: &Raw, ty: &Type, depth: usize) -> Result<Json, CodecError> {
    let depth = depth.checked_sub(1).ok_or_else(CodecError::too_deep)?;
    let data = match value {
        Value::Null => return Ok(Json::Null),
        Value::Unknown(_) => return Err(CodecError::new("an unknown value cannot be written in JSON")),
        Value::Known(data) => data,
    };
    Ok(match (ty, data) {
        (Type::String, Data::String(text)) => Json::String(normalised(text).into_owned()),
        (Type::Bool, Data::Bool(value)) => Json::Bool(*value),
        (Type::Number, Data::Number(number)) => number_to(number)?,
        (Type::List(inner), Data::List(values)) => Json::Array(each(values, inner, depth, Step::Index)?),
        (Type::Set(inner), Data::Set(values)) => Json::Array(each(values, inner, depth, |_| Step::Element)?),
        (Type::Tuple(types), Data::Tuple(values)) => {
            if types.len() != values.len() {
                return Err(CodecError::tuple_length(types.len(), values.len()));
            }
            let elements = (0..).zip(types.iter().zip(values)).map(|(index, (ty, value))| {
                raw(value, ty, depth).map_err(|error| error.within(Step::Index(index)))
            });
            Json::Array(elements.collect::<Result<_, _>>()?)
        }
        (Type::Map(inner), Data::Map(values)) => {
            let mut entries = Map::new();
            for (key, value) in values {
                let value = raw(value, inner, depth).map_err(|error| error.within(Step::Key(key.clone())))?;
                entries.insert(normalised(key).into_owned(), value);
            }
            if entries.len() != values.len() {
                return Err(CodecError::twice());
            }
            Json::Object(entries)
        }
        (Type::Object(attributes), Data::Object(values)) => {
            same_names(attributes, values)?;
            let mut entries = Map::new();
            for (name, value) in values {
                let ty = attributes.get(name).ok_or_else(|| CodecError::extra(name))?;
                let value =
                    raw(value, ty, depth).map_err(|error| error.within(Step::Attribute(name.clone())))?;
                entries.insert(normalised(name).into_owned(), value);
            }
            Json::Object(entries)
        }
        (Type::Dynamic, Data::Dynamic(dynamic)) => {
            if dynamic.ty == Type::Dynamic {
                return Err(CodecError::no_type());
            }
            let value = raw(&dynamic.value, &dynamic.ty, depth)?;
            serde_json::json!({"value": value, "type": dynamic.ty.to_json_value()})
        }
        (ty, _) => return Err(CodecError::required(ty)),
    })
}

fn each<'a>(
    values: impl IntoIterator<Item = &'a Raw>,
    inner: &Type,
    depth: usize,
    step: impl Fn(usize) -> Step,
) -> Result<Vec<Json>, CodecError> {
    let encoded = (0..)
        .zip(values)
        .map(|(index, value)| raw(value, inner, depth).map_err(|error| error.within(step(index))));
    encoded.collect()
}

fn number_to(number: &Number) -> Result<Json, CodecError> {
    if let Some(value) = number.to_i64() {
        return Ok(Json::from(value));
    }
    // Digits as they are: serde_json keeps the text.
    serde_json::from_str::<serde_json::Number>(&number.to_string())
        .map(Json::Number)
        .map_err(|_| CodecError::new("an infinite number cannot be written in JSON"))
}
