//! `distinct(list)`: the first of equal elements stays.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::{Function, Host, Param, Want, unknown_not_null};
use crate::eval::convert::hole_of;
use crate::eval::equal::equal;
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Seq, Value};

pub(super) static DISTINCT: Function = Function::new(
    "distinct",
    &[Param::new("list", Want::List).partial()],
    Want::List,
    distinct,
);

fn distinct(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let Kind::List(seq) = &args[0].kind else {
        return Ok(unknown_not_null(args, super::list_type(&args[0])));
    };
    let mut open = seq.open.clone();
    let mut texts = FxHashSet::default();
    let mut items: Vec<Value> = Vec::new();
    for item in seq.items.iter() {
        if let Some(text) = item.as_text() {
            if texts.insert(text.clone()) {
                items.push(item.clone());
            }
        } else if !item.is_wholly_known() {
            // It may be the same as another one.
            open = open.or_else(|| Some(Rc::new(hole_of([item], Type::Dynamic))));
        } else if !items.iter().any(|kept| equal(kept, item) == Some(true)) {
            items.push(item.clone());
        }
        super::quadratic(items.len() - texts.len())?;
    }
    Ok(Value::new(Kind::List(Seq {
        items: Rc::new(items),
        element: seq.element.clone(),
        open,
    })))
}
