//! `chunklist(list, size)`: size 0 is one chunk.

use super::{Function, Host, Param, Want, whole_number};
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Value};

pub(super) static CHUNKLIST: Function = Function::new(
    "chunklist",
    &[Param::new("list", Want::List), Param::new("size", Want::Number)],
    Want::ListOfLists,
    chunklist,
)
.keeping_parts();

fn chunklist(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let Kind::List(seq) = &args[0].kind else {
        return Ok(super::unknown_not_null(
            args,
            Type::list(Type::list(Type::Dynamic)),
        ));
    };
    let size = usize::try_from(whole_number(&args[1])?)
        .map_err(|_| EvalError::invalid("chunklist() takes no negative size"))?;
    let size = if size == 0 { seq.items.len().max(1) } else { size };
    let chunks = seq
        .items
        .chunks(size)
        .map(|chunk| Value::list(chunk.to_vec(), seq.element.clone()))
        .collect();
    Ok(Value::list(chunks, Type::list(seq.element.clone())))
}
