//! `abspath`, `basename`, `dirname`, `pathexpand`, of paths with `/`.

use super::{Function, Host, Param, Want, known_text};
use crate::eval::error::EvalError;
use crate::eval::text::nfc;
use crate::eval::types::Type;
use crate::eval::value::{Hole, Value};

const PATH: Param = Param::new("path", Want::String);

pub(super) static BASENAME: Function = Function::new("basename", &[PATH], Want::String, |args, _| {
    Ok(Value::text(nfc(basename(&known_text(&args[0])))))
});
pub(super) static DIRNAME: Function = Function::new("dirname", &[PATH], Want::String, |args, _| {
    let path = known_text(&args[0]);
    let dir = path.rfind('/').map_or("", |slash| &path[..=slash]);
    Ok(Value::text(nfc(&cleaned(dir))))
});

pub(super) static ABSPATH: Function = Function::new("abspath", &[PATH], Want::String, |args, _| {
    let path = known_text(&args[0]);
    if path.starts_with('/') {
        Ok(Value::text(nfc(&cleaned(&path))))
    } else {
        Ok(of_the_machine("where Terraform will run is not known"))
    }
});
pub(super) static PATHEXPAND: Function = Function::new("pathexpand", &[PATH], Want::String, pathexpand);

fn pathexpand(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    match known_text(&args[0]).strip_prefix('~') {
        None => Ok(args[0].clone()),
        Some(rest) if rest.is_empty() || rest.starts_with(['/', '\\']) => Ok(of_the_machine(
            "the home directory of who will run Terraform is not known",
        )),
        Some(_) => Err(EvalError::invalid(
            "pathexpand() expands `~` and `~/…` only, not the home directory of a named user",
        )),
    }
}

fn of_the_machine(why: &str) -> Value {
    let mut hole = Hole::new(why).typed(Type::String);
    hole.not_null = true;
    Value::unknown(hole)
}

fn basename(path: &str) -> &str {
    if path.is_empty() {
        return ".";
    }
    match path.trim_end_matches('/') {
        "" => "/",
        trimmed => trimmed.rsplit('/').next().unwrap_or(trimmed),
    }
}

/// Without `.`, `..` where it can be resolved, and doubled or trailing slashes.
pub(super) fn cleaned(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    match (rooted, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => parts.join("/"),
    }
}
