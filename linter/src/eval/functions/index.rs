//! `index(list, value)`.

use super::{Function, Host, Param, Want, unknown_not_null};
use crate::eval::equal::equal;
use crate::eval::error::EvalError;
use crate::eval::number::Number;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Value};

pub(super) static INDEX: Function = Function::new(
    "index",
    &[
        Param::new("list", Want::Any).partial(),
        Param::new("value", Want::Any).partial(),
    ],
    Want::Number,
    index,
);

fn index(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let seq = match &args[0].kind {
        Kind::List(seq) | Kind::Tuple(seq) => seq,
        Kind::Unknown(hole) if matches!(hole.ty, Type::List(_) | Type::Tuple(_) | Type::Dynamic) => {
            return Ok(unknown_not_null(args, Type::Number));
        }
        _ => return Err(EvalError::invalid("index() takes a list or a tuple")),
    };
    if seq.open.is_some() {
        return Ok(unknown_not_null(args, Type::Number));
    }
    for (index, item) in seq.items.iter().enumerate() {
        match equal(item, &args[1]) {
            Some(true) => return Ok(Value::number(Number::from_u64(index as u64))),
            Some(false) => {}
            None => return Ok(unknown_not_null(args, Type::Number)),
        }
    }
    Err(EvalError::invalid("index() does not find the value in the list"))
}
