//! `fileset(directory, pattern)`: names of regular files, relative to the directory.

use std::rc::Rc;

use globset::{GlobBuilder, GlobMatcher};

use super::file::unreadable;
use super::path::cleaned;
use super::{FileKind, Function, Host, Param, Unread, Want, bounded, known_text};
use crate::eval::convert::as_set;
use crate::eval::error::EvalError;
use crate::eval::text::nfc;
use crate::eval::types::Type;
use crate::eval::value::{Seq, Value};

pub(super) static FILESET: Function = Function::new(
    "fileset",
    &[
        Param::new("path", Want::String),
        Param::new("pattern", Want::String),
    ],
    Want::SetOfStrings,
    fileset,
);

/// Directories below each other.
const DEPTH: usize = 64;

fn fileset(args: &[Value], host: &dyn Host) -> Result<Value, EvalError> {
    let (dir, pattern) = (known_text(&args[0]), known_text(&args[1]));
    let matcher = GlobBuilder::new(&pattern)
        .literal_separator(true)
        .backslash_escape(true)
        .build()
        .map_err(|_| EvalError::invalid("the pattern of fileset() is malformed"))?
        .compile_matcher();
    let levels = if pattern.contains("**") {
        DEPTH
    } else {
        pattern.matches('/').count() + 1
    };
    let mut walk = Walk {
        host,
        matcher,
        found: Vec::new(),
    };
    match walk.visit(&dir, "", levels) {
        Ok(()) => {}
        Err(Stop::Unread(Unread::Missing(_))) => {}
        Err(Stop::Unread(unread)) => return unreadable(unread, Type::set(Type::String)),
        Err(Stop::Error(error)) => return Err(error),
    }
    let items = walk.found.iter().map(|name| Value::text(nfc(name))).collect();
    Ok(as_set(Seq {
        items: Rc::new(items),
        element: Type::String,
        open: None,
    }))
}

struct Walk<'a> {
    host: &'a dyn Host,
    matcher: GlobMatcher,
    found: Vec<String>,
}

enum Stop {
    Unread(Unread),
    Error(EvalError),
}

impl Walk<'_> {
    fn visit(&mut self, dir: &str, below: &str, levels: usize) -> Result<(), Stop> {
        let here = cleaned(&format!("{dir}/{below}"));
        let here = if dir.is_empty() { cleaned(below) } else { here };
        for (name, kind) in self.host.list(&here).map_err(Stop::Unread)? {
            self.host.charge(name.len()).map_err(Stop::Error)?;
            let path = if below.is_empty() {
                name
            } else {
                format!("{below}/{name}")
            };
            match kind {
                FileKind::File if self.matcher.is_match(&path) => {
                    self.found.push(path);
                    bounded(self.found.len()).map_err(Stop::Error)?;
                }
                FileKind::Dir if levels > 1 => self.visit(dir, &path, levels - 1)?,
                _ => {}
            }
        }
        Ok(())
    }
}
