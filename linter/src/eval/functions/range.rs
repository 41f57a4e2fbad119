//! `range(end)`, `range(start, end)`, `range(start, end, step)`: at most 1,024 numbers.

use super::{Function, Host, Param, Want};
use crate::eval::error::EvalError;
use crate::eval::number::Number;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Value};

/// Terraform's own limit.
const LIMIT: usize = 1024;

pub(super) static RANGE: Function =
    Function::new("range", &[], Want::List, range).variadic(Param::new("params", Want::Number));

fn range(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let numbers: Vec<Number> = args
        .iter()
        .filter_map(|arg| match &arg.kind {
            Kind::Number(number) => Some(number.clone()),
            _ => None,
        })
        .collect();
    let step_towards = |start: &Number, end: &Number| {
        if end < start {
            Number::ONE.neg()
        } else {
            Number::ONE
        }
    };
    let (start, end, step) = match numbers.as_slice() {
        [end] => (Number::ZERO, end.clone(), step_towards(&Number::ZERO, end)),
        [start, end] => (start.clone(), end.clone(), step_towards(start, end)),
        [start, end, step] => (start.clone(), end.clone(), step.clone()),
        _ => return Err(EvalError::invalid("range() takes one, two or three numbers")),
    };
    let down = step < Number::ZERO;
    if down && end > start {
        return Err(EvalError::invalid(
            "the end of range() must be less than its start when the step is negative",
        ));
    }
    if !down && end < start {
        return Err(EvalError::invalid(
            "the end of range() must be greater than its start when the step is positive",
        ));
    }
    let mut items = Vec::new();
    let mut number = start;
    while if down { number > end } else { number < end } {
        if items.len() == LIMIT {
            return Err(EvalError::invalid("range() gives no more than 1,024 numbers"));
        }
        let next = number.add(&step)?;
        items.push(Value::number(number));
        number = next;
    }
    Ok(Value::list(items, Type::Number))
}
