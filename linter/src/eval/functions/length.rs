//! `length(collection or string)`.

use super::{Function, Host, Param, Want, grapheme, unknown_not_null};
use crate::eval::error::EvalError;
use crate::eval::number::Number;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Text, Value};

pub(super) static LENGTH: Function = Function::new(
    "length",
    &[Param::new("value", Want::Any).partial()],
    Want::Number,
    length,
)
.keeping_parts();

fn length(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let value = &args[0];
    let known = |count: usize| Ok(Value::number(Number::from_u64(count as u64)));
    match &value.kind {
        Kind::Text(Text::Known(text)) => known(grapheme::count(text)),
        Kind::List(seq) | Kind::Tuple(seq) if seq.open.is_none() => known(seq.items.len()),
        // Unknown elements may turn out to be duplicates.
        Kind::Set(seq) if seq.open.is_none() && (seq.items.len() < 2 || value.is_wholly_known()) => {
            known(seq.items.len())
        }
        Kind::Map(entries) | Kind::Object(entries) if entries.open.is_none() => known(entries.items.len()),
        Kind::Unknown(hole) => match &hole.ty {
            Type::Tuple(items) => known(items.len()),
            Type::Object(fields) => known(fields.len()),
            Type::Number | Type::Bool => Err(refused()),
            _ => Ok(unknown_not_null(args, Type::Number)),
        },
        Kind::Null | Kind::Bool(_) | Kind::Number(_) => Err(refused()),
        _ => Ok(unknown_not_null(args, Type::Number)),
    }
}

fn refused() -> EvalError {
    EvalError::invalid("length() takes a string, a list, a map or a set")
}
