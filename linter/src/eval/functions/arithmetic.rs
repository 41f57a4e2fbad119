//! `min`, `max`, `abs`, `ceil`, `floor`, `signum`, `sum`.

use super::{Function, Host, Param, Want};
use crate::eval::error::EvalError;
use crate::eval::number::Number;
use crate::eval::value::{Kind, Value};

const NUMBER: Param = Param::new("num", Want::Number);
const NUMBERS: Param = Param::new("numbers", Want::Number);

pub(super) static MIN: Function = Function::new("min", &[], Want::Number, |args, _| {
    extreme(args, |new, kept| new < kept)
})
.variadic(NUMBERS);
pub(super) static MAX: Function = Function::new("max", &[], Want::Number, |args, _| {
    extreme(args, |new, kept| new > kept)
})
.variadic(NUMBERS);
pub(super) static ABS: Function = Function::new("abs", &[NUMBER], Want::Number, |args, _| {
    Ok(Value::number(number(&args[0])?.abs()))
});
pub(super) static CEIL: Function = Function::new("ceil", &[NUMBER], Want::Number, |args, _| {
    Ok(Value::number(number(&args[0])?.ceil()?))
});
pub(super) static FLOOR: Function = Function::new("floor", &[NUMBER], Want::Number, |args, _| {
    Ok(Value::number(number(&args[0])?.floor()?))
});
pub(super) static SIGNUM: Function = Function::new("signum", &[NUMBER], Want::Number, |args, _| {
    let order = super::whole_number(&args[0])?.signum();
    Ok(Value::number(Number::from_i64(order)))
});
pub(super) static SUM: Function =
    Function::new("sum", &[Param::new("list", Want::Numbers)], Want::Number, sum);

fn number(value: &Value) -> Result<&Number, EvalError> {
    match &value.kind {
        Kind::Number(number) => Ok(number),
        _ => Err(EvalError::invalid("a number is required")),
    }
}

fn extreme(args: &[Value], better: fn(&Number, &Number) -> bool) -> Result<Value, EvalError> {
    let mut kept: Option<&Number> = None;
    for arg in args {
        let new = number(arg)?;
        if kept.is_none_or(|kept| better(new, kept)) {
            kept = Some(new);
        }
    }
    kept.map(|number| Value::number(number.clone()))
        .ok_or_else(|| EvalError::invalid("at least one number is required"))
}

fn sum(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let Kind::List(seq) = &args[0].kind else {
        return Err(EvalError::invalid("sum() takes a list of numbers"));
    };
    let Some((first, rest)) = seq.items.split_first() else {
        return Err(EvalError::invalid("sum() takes no empty list"));
    };
    let total = rest
        .iter()
        .try_fold(number(first)?.clone(), |total, item| total.add(number(item)?));
    Ok(Value::number(total?))
}
