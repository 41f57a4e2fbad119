//! `parseint(string, base)`: whole numbers in base 2 to 62.

use super::{Function, Host, Param, Want, whole_number};
use crate::eval::error::EvalError;
use crate::eval::number::Number;
use crate::eval::value::Value;

pub(super) static PARSEINT: Function = Function::new(
    "parseint",
    &[Param::new("number", Want::Any), Param::new("base", Want::Number)],
    Want::Number,
    parseint,
);

/// Digits of one number.
const DIGITS: usize = 100_000;

fn parseint(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let text = args[0]
        .as_text()
        .ok_or_else(|| EvalError::invalid("parseint() takes a string"))?;
    let base = u32::try_from(whole_number(&args[1])?)
        .ok()
        .filter(|base| (2..=62).contains(base))
        .ok_or_else(|| EvalError::invalid("the base of parseint() is a whole number between 2 and 62"))?;
    if text.len() > DIGITS {
        return Err(EvalError::Budget(
            "parseint() is given more than 100,000 digits".into(),
        ));
    }
    Number::from_digits(text, base).map(Value::number).ok_or_else(|| {
        EvalError::invalid(format!(
            "parseint() cannot read this string as a base {base} integer"
        ))
    })
}
