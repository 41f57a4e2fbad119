//! `substr(string, offset, length)`: counted in characters as people see them.

use super::{Function, Host, Param, Want, grapheme, known_text, whole_number};
use crate::eval::error::EvalError;
use crate::eval::text::nfc;
use crate::eval::value::Value;

pub(super) static SUBSTR: Function = Function::new(
    "substr",
    &[
        Param::new("str", Want::String),
        Param::new("offset", Want::Number),
        Param::new("length", Want::Number),
    ],
    Want::String,
    substr,
);

fn substr(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let text = known_text(&args[0]);
    let (offset, length) = (whole_number(&args[1])?, whole_number(&args[2])?);
    let start = if offset >= 0 {
        usize::try_from(offset).unwrap_or(usize::MAX)
    } else {
        // From the end; before the beginning is the beginning.
        grapheme::count(&text).saturating_sub(usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX))
    };
    let take = usize::try_from(length).unwrap_or(usize::MAX);
    Ok(Value::text(nfc(grapheme::slice(&text, start, take))))
}
