//! `basename` and `dirname`, of paths with `/`.

use super::{Function, Param, Want, known_text};
use crate::eval::text::nfc;
use crate::eval::value::Value;

const PATH: Param = Param::new("path", Want::String);

pub(super) static BASENAME: Function = Function::new("basename", &[PATH], Want::String, |args, _| {
    Ok(Value::text(nfc(basename(&known_text(&args[0])))))
});
pub(super) static DIRNAME: Function = Function::new("dirname", &[PATH], Want::String, |args, _| {
    let path = known_text(&args[0]);
    let dir = path.rfind('/').map_or("", |slash| &path[..=slash]);
    Ok(Value::text(nfc(&cleaned(dir))))
});

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
