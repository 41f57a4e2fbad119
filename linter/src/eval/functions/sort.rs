//! `sort(list of strings)`: by bytes.

use std::rc::Rc;

use super::{Function, Host, Param, Want, any_of, unknown_not_null};
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
    if !args[0].is_wholly_known() {
        let items = match seq.open {
            // Every place may be taken by each of them.
            None => seq
                .items
                .iter()
                .map(|_| any_of(args, seq.items.to_vec()))
                .collect(),
            Some(_) => seq.items.to_vec(),
        };
        return Ok(Value::new(Kind::List(Seq {
            items: Rc::new(items),
            ..seq.clone()
        })));
    }
    let mut items = seq.items.to_vec();
    items.sort_by(|a, b| a.as_text().cmp(&b.as_text()));
    Ok(Value::list(items, Type::String))
}
