//! `templatefile(path, variables)` and `templatestring(template, variables)`: the host evaluates the template.

use super::file::{utf8, with_bytes};
use super::{Function, Host, Param, Want, known_text};
use crate::eval::convert::type_of;
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::Value;

const VARIABLES: Param = Param::new("vars", Want::Any).partial();

pub(super) static TEMPLATEFILE: Function = Function::new(
    "templatefile",
    &[Param::new("path", Want::String), VARIABLES],
    Want::Any,
    template_file,
);
pub(super) static TEMPLATESTRING: Function = Function::new(
    "templatestring",
    &[Param::new("template", Want::String), VARIABLES],
    Want::Any,
    |args, host| {
        named(&args[1])?;
        host.render("the template", &known_text(&args[0]), &args[1])
    },
);

fn template_file(args: &[Value], host: &dyn Host) -> Result<Value, EvalError> {
    named(&args[1])?;
    let path = known_text(&args[0]);
    with_bytes(&args[0], host, |bytes| {
        host.render(&path, &utf8(bytes)?, &args[1])
    })
}

/// # Errors
/// Variables come in a map or an object.
fn named(variables: &Value) -> Result<(), EvalError> {
    match type_of(variables) {
        Type::Map(_) | Type::Object(_) | Type::Dynamic => Ok(()),
        other => Err(EvalError::invalid(format!(
            "the variables of a template are a map, not {other}"
        ))),
    }
}
