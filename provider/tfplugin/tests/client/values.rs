//! Values for tests, written and read as JSON along a type.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use tfplugin::codec::{decode_dynamic, encode_dynamic};
use tfplugin::wire::tfplugin6::DynamicValue;
use tfplugin::{Data, Dynamic, Elements, Number, Object, Raw, Type, Value};

/// Stands for an unknown value in JSON.
pub(crate) const UNKNOWN: &str = "(unknown)";

/// A value of this type; attributes left out are null, dynamic ones get the type that the JSON suggests.
#[track_caller]
pub(crate) fn value(json: &Json, ty: &Type) -> Raw {
    if json.is_null() {
        return Value::Null;
    }
    if json == UNKNOWN {
        return Value::unknown();
    }
    let all = |inner: &Type| -> Vec<Raw> {
        let elements = json.as_array().unwrap_or_else(|| panic!("{json} is no {ty}"));
        elements.iter().map(|element| value(element, inner)).collect()
    };
    let members = || json.as_object().unwrap_or_else(|| panic!("{json} is no {ty}"));
    Value::Known(match ty {
        Type::Bool => Data::Bool(json.as_bool().unwrap_or_else(|| panic!("{json} is no bool"))),
        Type::Number => {
            let digits = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
            Data::Number(digits.parse().unwrap_or_else(|_| panic!("{json} is no number")))
        }
        Type::String => Data::String(
            json.as_str()
                .unwrap_or_else(|| panic!("{json} is no text"))
                .to_owned(),
        ),
        Type::List(inner) => Data::List(all(inner)),
        Type::Set(inner) => Data::Set(Elements::new(all(inner))),
        Type::Map(inner) => {
            let entries = members().iter();
            Data::Map(
                entries
                    .map(|(key, json)| (key.clone(), value(json, inner)))
                    .collect(),
            )
        }
        Type::Object(types) => {
            for name in members().keys() {
                assert!(types.contains_key(name), "there is no attribute {name} in {ty}");
            }
            let null = Json::Null;
            let fields = types
                .iter()
                .map(|(name, ty)| (name.clone(), value(members().get(name).unwrap_or(&null), ty)));
            Data::Object(fields.collect())
        }
        Type::Tuple(types) => {
            let elements = json.as_array().expect("an array");
            let pairs = elements.iter().zip(types);
            Data::Tuple(pairs.map(|(json, ty)| value(json, ty)).collect())
        }
        Type::Dynamic => {
            let ty = suggested(json);
            let value = value(json, &ty);
            Data::Dynamic(Box::new(Dynamic { ty, value }))
        }
    })
}

/// The type that Terraform gives a literal.
fn suggested(json: &Json) -> Type {
    match json {
        Json::Null => Type::Dynamic,
        Json::Bool(_) => Type::Bool,
        Json::Number(_) => Type::Number,
        Json::String(_) => Type::String,
        Json::Array(elements) => Type::Tuple(elements.iter().map(suggested).collect()),
        Json::Object(members) => {
            let types = members.iter();
            Type::Object(
                types
                    .map(|(name, json)| (name.clone(), suggested(json)))
                    .collect(),
            )
        }
    }
}

/// The same value as JSON, without its type, to be compared.
pub(crate) fn shown(raw: &Raw) -> Json {
    let array = |elements: &[Raw]| elements.iter().map(shown).collect::<Json>();
    let members = |entries: &BTreeMap<String, Raw>| {
        let entries = entries.iter();
        Json::Object(entries.map(|(key, value)| (key.clone(), shown(value))).collect())
    };
    match raw {
        Value::Null => Json::Null,
        Value::Unknown(_) => json!(UNKNOWN),
        Value::Known(data) => match data {
            Data::Bool(value) => json!(value),
            Data::Number(number) => Json::Number(number.to_string().parse().expect("a number")),
            Data::String(text) => json!(text),
            Data::List(elements) | Data::Tuple(elements) => array(elements),
            Data::Set(elements) => elements.iter().map(shown).collect(),
            Data::Map(entries) | Data::Object(entries) => members(entries),
            Data::Dynamic(dynamic) => shown(&dynamic.value),
        },
    }
}

/// The known text in this attribute.
#[track_caller]
pub(crate) fn text_of<'a>(object: &'a Object, name: &str) -> &'a str {
    match &object[name] {
        Value::Known(Data::String(text)) => text,
        other => panic!("{name} is no known text: {other:?}"),
    }
}

pub(crate) fn text(text: impl Into<String>) -> Raw {
    Value::Known(Data::String(text.into()))
}

pub(crate) fn number(digits: &str) -> Raw {
    Value::Known(Data::Number(digits.parse::<Number>().expect("a number")))
}

pub(crate) fn unknown() -> Raw {
    Value::unknown()
}

/// For the wire; no object is null.
#[track_caller]
pub(crate) fn sent(object: Option<&Object>, ty: &Type) -> DynamicValue {
    let raw: Raw = object.cloned().map(Data::Object).into();
    encode_dynamic(&raw, ty).expect("a value of the type")
}

/// From the wire; absent and null are no object.
#[track_caller]
pub(crate) fn got(message: Option<&DynamicValue>, ty: &Type) -> Option<Object> {
    match decode_dynamic(message, ty).expect("a value of the type") {
        Value::Null => None,
        Value::Known(Data::Object(object)) => Some(object),
        other => panic!("not an object: {other:?}"),
    }
}
