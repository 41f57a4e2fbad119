//! `transpose(map of lists of strings)`: keys and elements change places.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Function, Host, Param, Want, bounded};
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Value};

pub(super) static TRANSPOSE: Function = Function::new(
    "transpose",
    &[Param::new("values", Want::MapOfStringLists)],
    Want::MapOfStringLists,
    transpose,
);

fn transpose(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let element = Type::list(Type::String);
    let Kind::Map(entries) = &args[0].kind else {
        return Ok(super::unknown_not_null(args, Type::map(element)));
    };
    let mut turned: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
    let mut count = 0;
    for (key, list) in entries.items.iter() {
        let Kind::List(seq) = &list.kind else {
            return Err(EvalError::invalid("transpose() takes no null lists"));
        };
        for item in seq.items.iter() {
            let name = item
                .as_text()
                .ok_or_else(|| EvalError::invalid("transpose() takes no null strings"))?;
            turned
                .entry(name.clone())
                .or_default()
                .push(Value::text(key.clone()));
            count += 1;
            bounded(count)?;
        }
    }
    let lists = turned
        .into_iter()
        .map(|(name, keys)| (name, Value::list(keys, Type::String)));
    Ok(Value::map(lists.collect(), element))
}
