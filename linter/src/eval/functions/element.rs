//! `element(list, index)`: counted around the end.

use super::{Function, Host, Param, Want, any_of, unknown, whole_number};
use crate::eval::convert::type_of;
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Value};

pub(super) static ELEMENT: Function = Function::new(
    "element",
    &[
        Param::new("list", Want::Any).partial(),
        Param::new("index", Want::Number).partial(),
    ],
    Want::Any,
    element,
)
.keeping_parts();

fn element(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let seq = match &args[0].kind {
        Kind::List(seq) | Kind::Tuple(seq) => seq,
        Kind::Unknown(hole) => {
            return match &hole.ty {
                Type::List(element) => Ok(unknown(args, element.as_ref().clone())),
                Type::Tuple(_) | Type::Dynamic => Ok(unknown(args, Type::Dynamic)),
                other => Err(refused(other)),
            };
        }
        _ => return Err(refused(&type_of(&args[0]))),
    };
    if seq.open.is_some() {
        return Ok(unknown(args, seq.element.clone()));
    }
    if seq.items.is_empty() {
        return Err(EvalError::invalid("element() takes no empty list"));
    }
    if args[1].as_hole().is_some() {
        return Ok(any_of(args, seq.items.to_vec()));
    }
    let index = usize::try_from(whole_number(&args[1])?)
        .map_err(|_| EvalError::invalid("element() takes no negative index"))?;
    Ok(seq.items[index % seq.items.len()].clone())
}

fn refused(ty: &Type) -> EvalError {
    EvalError::invalid(format!("element() takes a list or a tuple, not {ty}"))
}
