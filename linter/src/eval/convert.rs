//! Terraform's type conversions, of whole values and of what is known of unknown ones.

mod collection;
mod hole;
mod unify;

pub use collection::{as_set, set_order};
pub use hole::{convert_hole, of_values as hole_of, untyped};
pub use unify::{convertible, unify};

use std::rc::Rc;
use std::sync::Arc;

use super::budget::HEAVY;
use super::error::EvalError;
use super::number::Number;
use super::types::{Field, Type};
use super::value::{Kind, Seq, Text, Value};

/// Makes `value` a value of `ty` as Terraform does for variables with types and for arguments of functions:
/// strings, numbers and bools turn into each other, lists, sets and tuples too, objects lose what the type does
/// not name and get the defaults of `optional()`. What is unknown stays unknown, of the new type.
///
/// # Errors
/// What Terraform refuses to convert.
pub fn convert(value: Value, ty: &Type) -> Result<Value, EvalError> {
    let Value { kind, marks, at, .. } = value;
    let kind = match (kind, ty) {
        (kind, Type::Dynamic) => kind,
        (Kind::Null, _) => Kind::Null,
        (Kind::Unknown(hole), _) => return convert_hole(&hole, marks, at, ty),
        (kind @ Kind::Bool(_), Type::Bool)
        | (kind @ Kind::Number(_), Type::Number)
        | (kind @ Kind::Text(_), Type::String) => kind,
        (Kind::Bool(value), Type::String) => known_text(if value { "true" } else { "false" }),
        (Kind::Number(value), Type::String) => known_text(value.to_string()),
        (Kind::Text(Text::Known(text)), Type::Number) => Kind::Number(parse_number(&text)?),
        (Kind::Text(Text::Known(text)), Type::Bool) => Kind::Bool(parse_bool(&text)?),
        (Kind::Text(Text::Partial(pieces)), Type::Number | Type::Bool) => {
            let mut hole = hole::of_pieces(&pieces);
            hole.ty = ty.clone();
            Kind::Unknown(Rc::new(hole))
        }
        (Kind::List(seq) | Kind::Tuple(seq), Type::List(element)) => {
            Kind::List(collection::elements(seq, element)?)
        }
        (Kind::Set(seq), Type::List(element)) => collection::set_to_list(seq, element)?,
        (Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq), Type::Set(element)) => {
            let seq = collection::elements(seq, element)?;
            return Ok(as_set(seq).marked(marks).at(at));
        }
        (Kind::Tuple(seq), Type::Tuple(types)) => Kind::Tuple(collection::tuple(seq, types)?),
        (Kind::Map(entries) | Kind::Object(entries), Type::Map(element)) => {
            Kind::Map(collection::map(entries, element)?)
        }
        (Kind::Map(entries) | Kind::Object(entries), Type::Object(fields)) => {
            Kind::Object(collection::object(entries, fields)?)
        }
        (kind, _) => {
            // What a message says of a tuple or object does not depend on what is in it.
            let from = match kind {
                Kind::Tuple(_) => Type::Tuple([].into()),
                Kind::Object(_) => Type::Object([].into()),
                kind => type_of(&Value::new(kind)),
            };
            return Err(EvalError::invalid(format!("cannot convert {from} to {ty}")));
        }
    };
    Ok(Value {
        marks,
        at,
        ..Value::new(kind)
    })
}

/// The type of a value. A null has none of its own here, so it is `Dynamic`, as is a tuple or object that may
/// hold more than is known, or that has so many parts that its type would be as large.
pub fn type_of(value: &Value) -> Type {
    match &value.kind {
        Kind::Tuple(_) | Kind::Object(_) if value.weight > HEAVY => Type::Dynamic,
        Kind::Null => Type::Dynamic,
        Kind::Bool(_) => Type::Bool,
        Kind::Number(_) => Type::Number,
        Kind::Text(_) => Type::String,
        Kind::List(seq) => Type::list(seq.element.clone()),
        Kind::Set(seq) => Type::set(seq.element.clone()),
        Kind::Map(entries) => Type::map(entries.element.clone()),
        Kind::Tuple(Seq { open: Some(_), .. }) => Type::Dynamic,
        Kind::Tuple(seq) => Type::Tuple(seq.items.iter().map(type_of).collect()),
        Kind::Object(entries) if entries.open.is_some() => Type::Dynamic,
        Kind::Object(entries) => Type::Object(
            entries
                .items
                .iter()
                .map(|(name, value)| Field {
                    name: name.clone(),
                    ty: type_of(value),
                    optional: false,
                    default: None,
                })
                .collect(),
        ),
        Kind::Unknown(hole) => hole.ty.clone(),
    }
}

fn known_text(text: impl Into<Arc<str>>) -> Kind {
    Kind::Text(Text::Known(text.into()))
}

fn parse_number(text: &str) -> Result<Number, EvalError> {
    Number::parse(text).ok_or_else(|| {
        EvalError::invalid(
            "cannot convert this string to number; it must be a decimal representation of a number",
        )
    })
}

fn parse_bool(text: &str) -> Result<bool, EvalError> {
    match text {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(EvalError::invalid(
            "cannot convert this string to bool; it must be \"true\" or \"false\"",
        )),
    }
}

#[cfg(test)]
mod tests;
