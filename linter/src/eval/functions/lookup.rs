//! `lookup(map, key[, default])`.

use super::{Function, Host, Param, Want, any_of, unknown};
use crate::eval::convert::{convert, type_of};
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Entries, Kind, Value};

pub(super) static LOOKUP: Function = Function::new(
    "lookup",
    &[
        Param::new("inputMap", Want::Any).partial(),
        Param::new("key", Want::String).partial(),
    ],
    Want::Any,
    lookup,
)
.variadic(Param::new("default", Want::Any).nullable().partial())
.keeping_parts();

fn lookup(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let [map, key, rest @ ..] = args else {
        return Err(EvalError::invalid("lookup() takes a map, a key and a default"));
    };
    if rest.len() > 1 {
        return Err(EvalError::invalid("lookup() takes two or three arguments"));
    }
    let entries = match &map.kind {
        Kind::Map(entries) | Kind::Object(entries) => entries,
        Kind::Unknown(hole) => match &hole.ty {
            Type::Dynamic | Type::Object(_) => return Ok(unknown(args, Type::Dynamic)),
            Type::Map(element) => return Ok(unknown(args, element.as_ref().clone())),
            _ => return Err(refused()),
        },
        _ => return Err(refused()),
    };
    let default = match rest.first() {
        Some(default) if matches!(map.kind, Kind::Map(_)) => {
            Some(convert(default.clone(), &entries.element).map_err(|_| {
                EvalError::invalid("the default of lookup() must have the type of the map's elements")
            })?)
        }
        other => other.cloned(),
    };
    match key.as_text() {
        Some(key) => found(args, entries, key, default),
        None => Ok(one_of_all(args, entries, default)),
    }
}

fn found(args: &[Value], entries: &Entries, key: &str, default: Option<Value>) -> Result<Value, EvalError> {
    match (entries.get(key), default) {
        (Some(value), _) => Ok(value.clone()),
        (None, _) if entries.open.is_some() => Ok(unknown(args, entries.element.clone())),
        (None, Some(default)) => Ok(default),
        (None, None) => Err(EvalError::invalid(format!(
            "the map has no element \"{key}\" and lookup() no default"
        ))),
    }
}

/// The key is not known: any element, or the default.
fn one_of_all(args: &[Value], entries: &Entries, default: Option<Value>) -> Value {
    if entries.open.is_some() {
        return unknown(args, entries.element.clone());
    }
    let values: Vec<Value> = entries
        .items
        .iter()
        .map(|(_, value)| value.clone())
        .chain(default)
        .collect();
    let same = values
        .windows(2)
        .all(|pair| type_of(&pair[0]) == type_of(&pair[1]));
    if same {
        any_of(args, values)
    } else {
        unknown(args, Type::Dynamic)
    }
}

fn refused() -> EvalError {
    EvalError::invalid("lookup() takes a map as its first argument")
}
