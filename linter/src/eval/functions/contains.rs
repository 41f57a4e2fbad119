//! `contains(collection, value)`: one element known to be equal is enough.

use super::{Function, Host, Param, Want, unknown_not_null};
use crate::eval::equal::equal;
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Value};

pub(super) static CONTAINS: Function = Function::new(
    "contains",
    &[
        Param::new("list", Want::Any).partial(),
        Param::new("value", Want::Any).partial(),
    ],
    Want::Bool,
    contains,
);

fn contains(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let seq = match &args[0].kind {
        Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => seq,
        Kind::Unknown(hole) if !hole.ty.is_primitive() => return Ok(unknown_not_null(args, Type::Bool)),
        _ => return Err(EvalError::invalid("contains() takes a list, tuple or set")),
    };
    let mut answer = if seq.open.is_none() { Some(false) } else { None };
    for item in seq.items.iter() {
        match equal(item, &args[1]) {
            Some(true) => return Ok(Value::bool(true)),
            Some(false) => {}
            None => answer = None,
        }
    }
    Ok(answer.map_or_else(|| unknown_not_null(args, Type::Bool), Value::bool))
}
