//! `join(separator, lists...)`.

use super::{Function, Host, Param, Want, known_text, unknown_not_null};
use crate::eval::error::EvalError;
use crate::eval::text::TextBuilder;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Value};

pub(super) static JOIN: Function = Function::new(
    "join",
    &[Param::new("separator", Want::String)],
    Want::String,
    join,
)
.variadic(Param::new("lists", Want::Strings).partial());

fn join(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let separator = known_text(&args[0]);
    if args.len() == 1 {
        return Err(EvalError::invalid("join() takes at least one list"));
    }
    let mut builder = TextBuilder::default();
    let mut first = true;
    for list in &args[1..] {
        let Kind::List(seq) = &list.kind else {
            return Ok(unknown_not_null(args, Type::String));
        };
        if seq.open.is_some() {
            return Ok(unknown_not_null(args, Type::String));
        }
        for (index, item) in seq.items.iter().enumerate() {
            if item.is_null() {
                return Err(EvalError::invalid(format!(
                    "element {index} is null; join() takes no null values"
                )));
            }
            if !first {
                builder.push(&separator)?;
            }
            first = false;
            builder.push_value(item.clone())?;
        }
    }
    Ok(builder.finish())
}
