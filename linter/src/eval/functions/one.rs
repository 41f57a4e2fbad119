//! `one(list)`: its only element, or null when it is empty.

use super::{Function, Host, Param, Want, unknown};
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Value};

pub(super) static ONE: Function =
    Function::new("one", &[Param::new("list", Want::Any).partial()], Want::Any, one).keeping_parts();

fn one(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let many = || {
        Err(EvalError::invalid(
            "one() takes a list, set or tuple of no more than one element",
        ))
    };
    match &args[0].kind {
        Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => {
            let element = seq.element.clone();
            match (seq.items.as_slice(), &seq.open) {
                ([], None) => Ok(Value::null()),
                ([item], None) => Ok(item.clone()),
                // Unknown elements of a set may turn out to be the same.
                (items, _) if items.len() > 1 && !matches!(args[0].kind, Kind::Set(_)) => many(),
                (_, None) if args[0].is_wholly_known() => many(),
                // With one element known, there can be no other.
                ([item], Some(_)) => Ok(item.clone()),
                _ => Ok(unknown(args, element)),
            }
        }
        Kind::Unknown(hole) => match &hole.ty {
            Type::List(element) | Type::Set(element) => Ok(unknown(args, element.as_ref().clone())),
            Type::Dynamic | Type::Tuple(_) => Ok(unknown(args, Type::Dynamic)),
            _ => many(),
        },
        _ => many(),
    }
}
