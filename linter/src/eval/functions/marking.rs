//! `sensitive`, `nonsensitive`, `ephemeralasnull`, `issensitive`.

use super::{Function, Host, Param, Want};
use crate::eval::error::EvalError;
use crate::eval::value::{Marks, Value};

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

fn nonsensitive(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let mut value = args[0].clone();
    value.marks.sensitive = false;
    Ok(value)
}
