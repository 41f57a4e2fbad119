//! `coalescelist(lists...)`: the first that is not empty.

use super::{Function, Host, Param, Want, any_of};
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Value};

pub(super) static COALESCELIST: Function =
    Function::new("coalescelist", &[], Want::Any, coalesce).variadic(Param::new("vals", Want::Any).partial());

fn coalesce(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let mut candidates = Vec::new();
    for arg in args {
        let taken = match &arg.kind {
            Kind::List(seq) | Kind::Tuple(seq) if !seq.items.is_empty() => Some(true),
            Kind::List(seq) | Kind::Tuple(seq) => seq.open.is_none().then_some(false),
            Kind::Unknown(hole) if matches!(hole.ty, Type::List(_) | Type::Tuple(_) | Type::Dynamic) => None,
            _ => return Err(EvalError::invalid("coalescelist() takes lists or tuples")),
        };
        if taken != Some(false) {
            candidates.push(arg.clone());
        }
        if taken == Some(true) {
            break;
        }
    }
    match candidates.len() {
        0 => Err(EvalError::invalid("every argument of coalescelist() is empty")),
        1 if candidates[0].as_hole().is_none() => Ok(candidates.remove(0)),
        _ => Ok(any_of(args, candidates)),
    }
}
