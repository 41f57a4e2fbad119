//! `jsondecode(string)`.

use super::{Function, Param, Want, json};
use crate::eval::error::EvalError;
use crate::eval::value::Kind;

pub(super) static JSONDECODE: Function = Function::new(
    "jsondecode",
    &[Param::new("str", Want::String)],
    Want::Any,
    |args, _| match &args[0].kind {
        Kind::Text(text) => json::read(text),
        _ => Err(EvalError::invalid("jsondecode() takes a string")),
    },
);
