//! `sort(list of strings)`: by bytes.

use std::rc::Rc;

use super::{Function, Host, Param, Want, unknown_not_null};
use crate::eval::convert::hole_of;
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Seq, Value};

pub(super) static SORT: Function = Function::new(
    "sort",
    &[Param::new("list", Want::Strings).partial()],
    Want::Strings,
    sort,
);

fn sort(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let Kind::List(seq) = &args[0].kind else {
        return Ok(unknown_not_null(args, Type::list(Type::String)));
    };
    if let Some(index) = seq.items.iter().position(Value::is_null) {
        return Err(EvalError::invalid(format!(
            "element {index} is null; sort() takes no null strings"
        )));
    }
    let (mut known, unknown): (Vec<Value>, Vec<Value>) = seq
        .items
        .iter()
        .cloned()
        .partition(|item| item.as_text().is_some());
    known.sort_by(|a, b| a.as_text().cmp(&b.as_text()));
    // Where an unknown one goes is not known.
    let open = seq
        .open
        .clone()
        .or_else(|| (!unknown.is_empty()).then(|| Rc::new(hole_of(&unknown, Type::String))));
    if open.is_some() {
        known.extend(unknown);
    }
    Ok(Value::new(Kind::List(Seq {
        items: Rc::new(known),
        element: Type::String,
        open,
    })))
}
