//! `split(separator, string)`.

use super::{Function, Host, Param, Want, known_text};
use crate::eval::error::EvalError;
use crate::eval::text::ITEMS_LIMIT;
use crate::eval::types::Type;
use crate::eval::value::Value;

pub(super) static SPLIT: Function = Function::new(
    "split",
    &[
        Param::new("separator", Want::String),
        Param::new("str", Want::String),
    ],
    Want::Strings,
    split,
);

fn split(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let (separator, text) = (known_text(&args[0]), known_text(&args[1]));
    let items: Vec<Value> = if separator.is_empty() {
        text.chars()
            .take(ITEMS_LIMIT + 1)
            .map(|character| Value::text(character.to_string()))
            .collect()
    } else {
        text.split(separator.as_ref())
            .take(ITEMS_LIMIT + 1)
            .map(Value::text)
            .collect()
    };
    super::bounded(items.len())?;
    Ok(Value::list(items, Type::String))
}
