//! `pow(base, exponent)`: where whole numbers give an exact result.
//!
//! Terraform computes with `float64`; beyond whole numbers the last digit depends on its platform's mathematics.

use super::{Function, Host, Param, Want, unknown_not_null};
use crate::eval::error::EvalError;
use crate::eval::number::Number;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Value};

pub(super) static POW: Function = Function::new(
    "pow",
    &[Param::new("num", Want::Number), Param::new("power", Want::Number)],
    Want::Number,
    pow,
);

/// Whole numbers that `float64` holds exactly.
const EXACT: i64 = 1 << 53;

fn pow(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let whole = |value: &Value| match &value.kind {
        Kind::Number(number) => number.to_i64(),
        _ => None,
    };
    let exact = whole(&args[0])
        .zip(whole(&args[1]).and_then(|exponent| u32::try_from(exponent).ok()))
        .and_then(|(base, exponent)| base.checked_pow(exponent))
        .filter(|result| result.abs() <= EXACT);
    match exact.and_then(|result| Number::from_f64(result as f64)) {
        Some(number) => Ok(Value::number(number)),
        None => {
            let mut value = unknown_not_null(args, Type::Number);
            if let Kind::Unknown(hole) = &mut value.kind {
                std::rc::Rc::make_mut(hole).why =
                    "the last digit of this power depends on the platform".into();
            }
            Ok(value)
        }
    }
}
