//! `alltrue` and `anytrue`: one element can decide whatever the others are.

use super::{Function, Param, Want, unknown_not_null};
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Value};

const LIST: Param = Param::new("list", Want::Bools).partial();

pub(super) static ALLTRUE: Function =
    Function::new("alltrue", &[LIST], Want::Bool, |args, _| decide(args, false));
pub(super) static ANYTRUE: Function =
    Function::new("anytrue", &[LIST], Want::Bool, |args, _| decide(args, true));

/// The element that decides, and is then the answer, is `wanted`; null counts as false.
fn decide(args: &[Value], wanted: bool) -> Result<Value, EvalError> {
    let Kind::List(seq) = &args[0].kind else {
        return Ok(unknown_not_null(args, Type::Bool));
    };
    let mut known = seq.open.is_none();
    for item in seq.items.iter() {
        match &item.kind {
            Kind::Bool(value) if *value == wanted => return Ok(Value::bool(wanted)),
            Kind::Null if !wanted => return Ok(Value::bool(false)),
            Kind::Bool(_) | Kind::Null => {}
            _ => known = false,
        }
    }
    Ok(if known {
        Value::bool(!wanted)
    } else {
        unknown_not_null(args, Type::Bool)
    })
}
