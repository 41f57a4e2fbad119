//! `sensitive`, `nonsensitive`, `ephemeralasnull`, `issensitive`.

use std::rc::Rc;

use super::{Function, Host, Param, Want};
use crate::eval::error::EvalError;
use crate::eval::value::{Kind, Marks, Value};

const VALUE: Param = Param::new("value", Want::Any).nullable().partial();

pub(super) static SENSITIVE: Function = Function::new("sensitive", &[VALUE], Want::Any, |args, _| {
    Ok(args[0].clone().marked(Marks {
        sensitive: true,
        ..Marks::NONE
    }))
})
.keeping_parts();
pub(super) static NONSENSITIVE: Function = Function {
    removes_sensitive: true,
    ..Function::new("nonsensitive", &[VALUE], Want::Any, nonsensitive).keeping_parts()
};
pub(super) static ISSENSITIVE: Function = Function {
    removes_sensitive: true,
    ..Function::new("issensitive", &[VALUE], Want::Bool, |args, _| {
        Ok(Value::bool(args[0].marks.sensitive))
    })
};

/// Ephemeral values never leave the run; as null they may be stored.
pub(super) static EPHEMERALASNULL: Function =
    Function::new("ephemeralasnull", &[VALUE], Want::Any, |args, _| {
        Ok(as_null(&args[0]))
    })
    .keeping_parts();

fn as_null(value: &Value) -> Value {
    let mut marks = value.marks;
    if marks.ephemeral {
        marks.ephemeral = false;
        return Value::null().marked(marks);
    }
    let mut value = value.clone();
    match &mut value.kind {
        Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => {
            seq.items = Rc::new(seq.items.iter().map(as_null).collect());
        }
        Kind::Map(entries) | Kind::Object(entries) => {
            entries.items = Rc::new(
                entries
                    .items
                    .iter()
                    .map(|(key, item)| (key.clone(), as_null(item)))
                    .collect(),
            );
        }
        _ => {}
    }
    value
}

fn nonsensitive(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let mut value = args[0].clone();
    value.marks.sensitive = false;
    Ok(value)
}
