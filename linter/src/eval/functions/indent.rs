//! `indent(spaces, string)`: every line but the first.

use super::{Function, Host, Param, Want, known_text, whole_number};
use crate::eval::error::EvalError;
use crate::eval::text::{TEXT_LIMIT, nfc, too_long};
use crate::eval::value::Value;

pub(super) static INDENT: Function = Function::new(
    "indent",
    &[
        Param::new("spaces", Want::Number),
        Param::new("str", Want::String),
    ],
    Want::String,
    indent,
);

fn indent(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let spaces = usize::try_from(whole_number(&args[0])?)
        .map_err(|_| EvalError::invalid("indent() takes no negative number of spaces"))?;
    let text = known_text(&args[1]);
    let lines = text.matches('\n').count();
    if lines.saturating_mul(spaces).saturating_add(text.len()) > TEXT_LIMIT {
        return Err(too_long());
    }
    Ok(Value::text(nfc(
        &text.replace('\n', &format!("\n{}", " ".repeat(spaces)))
    )))
}
