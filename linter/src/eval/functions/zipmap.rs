//! `zipmap(keys, values)`.

use super::{Function, Host, Param, Want, unknown_not_null};
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Value};

pub(super) static ZIPMAP: Function = Function::new(
    "zipmap",
    &[
        Param::new("keys", Want::Strings),
        Param::new("values", Want::Any).partial(),
    ],
    Want::Any,
    zipmap,
)
.keeping_parts();

fn zipmap(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let Kind::List(keys) = &args[0].kind else {
        return Ok(unknown_not_null(args, Type::Dynamic));
    };
    let values = match &args[1].kind {
        Kind::List(seq) | Kind::Tuple(seq) if seq.open.is_none() => seq,
        Kind::List(seq) => return Ok(unknown_not_null(args, Type::map(seq.element.clone()))),
        Kind::Tuple(_) => return Ok(unknown_not_null(args, Type::Dynamic)),
        Kind::Unknown(hole) => match &hole.ty {
            Type::List(element) => return Ok(unknown_not_null(args, Type::map(element.as_ref().clone()))),
            Type::Tuple(_) | Type::Dynamic => return Ok(unknown_not_null(args, Type::Dynamic)),
            _ => return Err(refused()),
        },
        _ => return Err(refused()),
    };
    if keys.items.len() != values.items.len() {
        return Err(EvalError::invalid(format!(
            "zipmap() takes as many keys as values, not {} and {}",
            keys.items.len(),
            values.items.len()
        )));
    }
    let pairs = keys
        .items
        .iter()
        .zip(values.items.iter())
        .map(|(key, value)| {
            let key = key
                .as_text()
                .ok_or_else(|| EvalError::invalid("zipmap() takes no null keys"))?;
            Ok((key.clone(), value.clone()))
        })
        .collect::<Result<Vec<_>, EvalError>>()?;
    Ok(match args[1].kind {
        Kind::List(_) => Value::map(pairs, values.element.clone()),
        _ => Value::object(pairs),
    }
    .marked(args[0].deep_marks()))
}

fn refused() -> EvalError {
    EvalError::invalid("zipmap() takes a list or a tuple of values")
}
