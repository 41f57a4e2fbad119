//! Types as JSON: in schemas, and beside dynamic values.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::codec::{self, CodecError};
use crate::path::Path;

use super::Type;

impl Type {
    /// `"string"`, `["list","string"]`, `["object",{"name":"string"}]`: as the protocol wants it in a schema.
    pub fn to_json(&self) -> Vec<u8> {
        self.to_json_value().to_string().into_bytes()
    }

    /// As [`Type::to_json`], as a tree.
    pub(crate) fn to_json_value(&self) -> Json {
        match self {
            Self::String => json!("string"),
            Self::Number => json!("number"),
            Self::Bool => json!("bool"),
            Self::Dynamic => json!("dynamic"),
            Self::List(inner) => json!(["list", inner.to_json_value()]),
            Self::Set(inner) => json!(["set", inner.to_json_value()]),
            Self::Map(inner) => json!(["map", inner.to_json_value()]),
            Self::Object(attributes) => {
                let attributes = attributes
                    .iter()
                    .map(|(name, ty)| (codec::normalised(name).into_owned(), ty.to_json_value()));
                json!(["object", attributes.collect::<serde_json::Map<_, _>>()])
            }
            Self::Tuple(elements) => {
                let elements = elements.iter().map(Self::to_json_value);
                json!(["tuple", elements.collect::<Vec<_>>()])
            }
        }
    }

    /// Reads what [`Type::to_json`] writes. Which attributes of an object are optional (a third
    /// element, seen with parameters only) is read and forgotten: values have them all.
    ///
    /// # Errors
    /// What is no type.
    pub fn from_json(json: &[u8]) -> Result<Self, CodecError> {
        let json = codec::json::parse(json).map_err(|_| refused("a type in JSON is required"))?;
        Self::from_json_value(&json)
    }

    /// As [`Type::from_json`], from a tree; the tree's depth is bounded by who made it.
    pub(crate) fn from_json_value(json: &Json) -> Result<Self, CodecError> {
        match json {
            Json::String(name) => match name.as_str() {
                "string" => Ok(Self::String),
                "number" => Ok(Self::Number),
                "bool" => Ok(Self::Bool),
                "dynamic" => Ok(Self::Dynamic),
                _ => Err(refused("this type is not known")),
            },
            Json::Array(parts) => match parts.as_slice() {
                [Json::String(kind), inner] => match kind.as_str() {
                    "list" => Ok(Self::from_json_value(inner)?.list()),
                    "set" => Ok(Self::from_json_value(inner)?.set()),
                    "map" => Ok(Self::from_json_value(inner)?.map()),
                    "object" => object(inner),
                    "tuple" => tuple(inner),
                    _ => Err(refused("this kind of type is not known")),
                },
                [Json::String(kind), attributes, optional] if kind == "object" => {
                    let Self::Object(attributes) = object(attributes)? else {
                        return Err(refused("an object type is required"));
                    };
                    let names = optional.as_array().map(Vec::as_slice).unwrap_or_default();
                    let known = |name: &Json| {
                        name.as_str()
                            .is_some_and(|name| attributes.contains_key(&*codec::normalised(name)))
                    };
                    if !optional.is_array() || !names.iter().all(known) {
                        return Err(refused(
                            "optional attributes are a list of the object's attributes",
                        ));
                    }
                    Ok(Self::Object(attributes))
                }
                _ => Err(refused("a type in brackets has a kind and one argument")),
            },
            _ => Err(refused("a type is a name or is in brackets")),
        }
    }
}

fn object(json: &Json) -> Result<Type, CodecError> {
    let Some(json) = json.as_object() else {
        return Err(refused("the attributes of an object type are a JSON object"));
    };
    let mut attributes = BTreeMap::new();
    for (name, ty) in json {
        let name = codec::normalised(name).into_owned();
        if attributes.insert(name, Type::from_json_value(ty)?).is_some() {
            return Err(refused("an attribute is there twice"));
        }
    }
    Ok(Type::Object(attributes))
}

fn tuple(json: &Json) -> Result<Type, CodecError> {
    let Some(json) = json.as_array() else {
        return Err(refused("the elements of a tuple type are a JSON array"));
    };
    json.iter()
        .map(Type::from_json_value)
        .collect::<Result<_, _>>()
        .map(Type::Tuple)
}

fn refused(reason: &str) -> CodecError {
    CodecError {
        path: Path::root(),
        reason: reason.to_owned(),
    }
}
