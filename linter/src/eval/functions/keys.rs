//! `keys(map)` and `values(map)`, in the order of the keys.

use std::rc::Rc;

use super::{Function, Host, Param, Want, unknown_not_null};
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Entries, Kind, Seq, Value};

const MAP: Param = Param::new("inputMap", Want::Any).partial();

pub(super) static KEYS: Function = Function::new("keys", &[MAP], Want::Any, keys).keeping_parts();
pub(super) static VALUES: Function = Function::new("values", &[MAP], Want::Any, values).keeping_parts();

fn keys(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let texts = |entries: &Entries| {
        entries
            .items
            .iter()
            .map(|(key, _)| Value::text(key.clone()))
            .collect()
    };
    match &args[0].kind {
        Kind::Map(entries) => Ok(Value::new(Kind::List(seq(texts(entries), Type::String, entries)))),
        Kind::Object(entries) => Ok(Value::new(Kind::Tuple(seq(
            texts(entries),
            Type::Dynamic,
            entries,
        )))),
        Kind::Unknown(hole) => match &hole.ty {
            Type::Object(fields) => Ok(Value::tuple(
                fields
                    .iter()
                    .map(|field| Value::text(field.name.clone()))
                    .collect(),
            )),
            Type::Map(_) => Ok(unknown_not_null(args, Type::list(Type::String))),
            Type::Dynamic => Ok(unknown_not_null(args, Type::Dynamic)),
            _ => Err(refused("keys")),
        },
        _ => Err(refused("keys")),
    }
}

fn values(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let all = |entries: &Entries| entries.items.iter().map(|(_, value)| value.clone()).collect();
    match &args[0].kind {
        Kind::Map(entries) => Ok(Value::new(Kind::List(seq(
            all(entries),
            entries.element.clone(),
            entries,
        )))),
        Kind::Object(entries) => Ok(Value::new(Kind::Tuple(seq(all(entries), Type::Dynamic, entries)))),
        Kind::Unknown(hole) => match &hole.ty {
            Type::Map(element) => Ok(unknown_not_null(args, Type::list(element.as_ref().clone()))),
            Type::Object(_) | Type::Dynamic => Ok(unknown_not_null(args, Type::Dynamic)),
            _ => Err(refused("values")),
        },
        _ => Err(refused("values")),
    }
}

fn seq(items: Vec<Value>, element: Type, of: &Entries) -> Seq {
    Seq {
        items: Rc::new(items),
        element,
        open: of.open.clone(),
    }
}

fn refused(name: &str) -> EvalError {
    EvalError::invalid(format!("{name}() takes a map or an object"))
}
