//! `concat(lists...)`: what is not known among them leaves the result open.

use std::rc::Rc;

use super::{Function, Host, Param, Want, bounded};
use crate::eval::convert::{convert, type_of, unify};
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Seq, Value};

pub(super) static CONCAT: Function = Function::new("concat", &[], Want::Any, concat)
    .variadic(Param::new("seqs", Want::Any).partial())
    .keeping_parts();

fn concat(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    if args.is_empty() {
        return Err(EvalError::invalid("concat() takes at least one list"));
    }
    let types: Vec<Type> = args.iter().map(type_of).collect();
    let lists = types.iter().all(|ty| matches!(ty, Type::List(_)));
    let list = if lists { unify(&types) } else { None };
    let mut items = Vec::new();
    let mut open = None;
    for arg in args {
        let arg = match &list {
            Some(ty) => convert(arg.clone(), ty)?,
            None => arg.clone(),
        };
        match arg.kind {
            Kind::List(seq) | Kind::Tuple(seq) => {
                items.extend(seq.items.iter().cloned());
                open = open.or(seq.open);
            }
            Kind::Unknown(hole) => match &hole.ty {
                Type::List(_) | Type::Dynamic => open = Some(hole),
                Type::Tuple(types) => items.extend(
                    types
                        .iter()
                        .map(|ty| Value::unknown(crate::eval::convert::untyped(&hole).typed(ty.clone()))),
                ),
                other => return Err(refused(other)),
            },
            _ => return Err(refused(&type_of(&arg))),
        }
    }
    bounded(items.len())?;
    let seq = |element| Seq {
        items: Rc::new(items),
        element,
        open,
    };
    Ok(Value::new(match list {
        Some(Type::List(element)) => Kind::List(seq(element.as_ref().clone())),
        _ => Kind::Tuple(seq(Type::Dynamic)),
    }))
}

fn refused(ty: &Type) -> EvalError {
    EvalError::invalid(format!("concat() takes lists or tuples, not {ty}"))
}
