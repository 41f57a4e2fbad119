//! `matchkeys(values, keys, searchset)`: the values whose key is searched for.

use super::{Function, Host, Param, Want};
use crate::eval::convert::{convert, type_of, unify};
use crate::eval::equal::equal;
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Value};

pub(super) static MATCHKEYS: Function = Function::new(
    "matchkeys",
    &[
        Param::new("values", Want::List),
        Param::new("keys", Want::List),
        Param::new("searchset", Want::List),
    ],
    Want::List,
    matchkeys,
);

fn matchkeys(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let ty = unify(&[type_of(&args[1]), type_of(&args[2])])
        .ok_or_else(|| EvalError::invalid("keys and searchset of matchkeys() must have one type"))?;
    let (keys, searched) = (convert(args[1].clone(), &ty)?, convert(args[2].clone(), &ty)?);
    let (Kind::List(values), Kind::List(keys), Kind::List(searched)) =
        (&args[0].kind, &keys.kind, &searched.kind)
    else {
        return Ok(super::unknown_not_null(args, Type::list(Type::Dynamic)));
    };
    if values.items.len() != keys.items.len() {
        return Err(EvalError::invalid("matchkeys() takes as many keys as values"));
    }
    super::quadratic(keys.items.len().min(searched.items.len()))?;
    let items = values
        .items
        .iter()
        .zip(keys.items.iter())
        .filter(|(_, key)| searched.items.iter().any(|other| equal(key, other) == Some(true)))
        .map(|(value, _)| value.clone())
        .collect();
    Ok(Value::list(items, values.element.clone()))
}
