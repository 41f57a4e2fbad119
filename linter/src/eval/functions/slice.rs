//! `slice(list, start, end)`.

use super::{Function, Host, Param, Want, unknown_not_null, whole_number};
use crate::eval::convert::type_of;
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Value};

pub(super) static SLICE: Function = Function::new(
    "slice",
    &[
        Param::new("list", Want::Any).partial(),
        Param::new("start_index", Want::Number),
        Param::new("end_index", Want::Number),
    ],
    Want::Any,
    slice,
)
.keeping_parts();

fn slice(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let seq = match &args[0].kind {
        Kind::List(seq) | Kind::Tuple(seq) if seq.open.is_none() => seq,
        Kind::List(_) | Kind::Tuple(_) => return Ok(unknown_not_null(args, type_of(&args[0]))),
        Kind::Unknown(hole) => {
            return match &hole.ty {
                Type::List(_) => Ok(unknown_not_null(args, hole.ty.clone())),
                Type::Tuple(_) | Type::Dynamic => Ok(unknown_not_null(args, Type::Dynamic)),
                _ => Err(refused()),
            };
        }
        _ => return Err(refused()),
    };
    let bound = |value: &Value| {
        usize::try_from(whole_number(value)?)
            .ok()
            .filter(|index| *index <= seq.items.len())
            .ok_or_else(|| EvalError::invalid("an index of slice() lies outside of the list"))
    };
    let (start, end) = (bound(&args[1])?, bound(&args[2])?);
    let Some(items) = seq.items.get(start..end) else {
        return Err(EvalError::invalid(
            "the start index of slice() is greater than the end index",
        ));
    };
    Ok(match args[0].kind {
        Kind::List(_) => Value::list(items.to_vec(), seq.element.clone()),
        _ => Value::tuple(items.to_vec()),
    })
}

fn refused() -> EvalError {
    EvalError::invalid("slice() takes a list or a tuple")
}
