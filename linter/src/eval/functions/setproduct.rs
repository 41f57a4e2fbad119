//! `setproduct(sets...)`: every combination of their elements.

use std::rc::Rc;

use super::{Function, Host, Param, Want, bounded};
use crate::eval::convert::{as_set, convert, type_of};
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Seq, Value};

pub(super) static SETPRODUCT: Function = Function::new("setproduct", &[], Want::Any, product)
    .variadic(Param::new("sets", Want::Any))
    .keeping_parts();

fn product(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    if args.len() < 2 {
        return Err(EvalError::invalid("setproduct() takes at least two sets"));
    }
    let mut factors: Vec<Seq> = Vec::new();
    let mut ordered = true;
    for arg in args {
        let wanted = match type_of(arg) {
            Type::Set(_) => {
                ordered = false;
                Type::set(Type::Dynamic)
            }
            Type::List(_) | Type::Tuple(_) => Type::list(Type::Dynamic),
            other => {
                return Err(EvalError::invalid(format!(
                    "setproduct() takes sets or lists, not {other}"
                )));
            }
        };
        if let Kind::List(seq) | Kind::Set(seq) = convert(arg.clone(), &wanted)?.kind {
            factors.push(seq);
        }
    }
    let total = factors
        .iter()
        .fold(1usize, |total, factor| total.saturating_mul(factor.items.len()));
    bounded(total.saturating_mul(factors.len()))?;
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    for factor in &factors {
        rows = rows
            .iter()
            .flat_map(|row| {
                factor
                    .items
                    .iter()
                    .map(|item| row.iter().cloned().chain([item.clone()]).collect())
            })
            .collect();
    }
    let element = Type::Tuple(factors.iter().map(|factor| factor.element.clone()).collect());
    let seq = Seq {
        items: Rc::new(rows.into_iter().map(Value::tuple).collect()),
        element,
        open: None,
    };
    Ok(if ordered {
        Value::new(Kind::List(seq))
    } else {
        as_set(seq)
    })
}
