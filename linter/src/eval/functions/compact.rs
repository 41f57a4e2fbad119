//! `compact(list of strings)`: without nulls and empty strings.

use std::rc::Rc;

use super::{Function, Host, Param, Want, unknown_not_null};
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Seq, Text, TextPiece, Value};

pub(super) static COMPACT: Function = Function::new(
    "compact",
    &[Param::new("list", Want::Strings).partial()],
    Want::Strings,
    compact,
);

fn compact(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let Kind::List(seq) = &args[0].kind else {
        return Ok(unknown_not_null(args, Type::list(Type::String)));
    };
    let mut open = seq.open.clone();
    let mut items = Vec::with_capacity(seq.items.len());
    for item in seq.items.iter() {
        match &item.kind {
            Kind::Null => {}
            Kind::Text(Text::Known(text)) if text.is_empty() => {}
            Kind::Text(Text::Partial(pieces))
                if !pieces.iter().any(|piece| matches!(piece, TextPiece::Known(_))) =>
            {
                open = Some(Rc::new(crate::eval::convert::hole_of([item], Type::String)));
            }
            // It may be null or empty, and then it is gone.
            Kind::Unknown(hole) => open = Some(hole.clone()),
            _ => items.push(item.clone()),
        }
    }
    Ok(Value::new(Kind::List(Seq {
        items: Rc::new(items),
        element: Type::String,
        open,
    })))
}
