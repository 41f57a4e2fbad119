//! What functions may ask of the world: files inside the fence, the instant of the analysis, and the budget.

use std::io::ErrorKind;
use std::rc::Rc;

use jiff::Timestamp;
use ustr::ustr;

use super::env::Env;
use super::error::EvalError;
use super::evaluator::Evaluator;
use super::functions::{FileKind, Host, Unread};
use super::scope::{Scope, ScopeId};
use super::value::{Hole, Kind, Value};
use super::variable::synthetic_base;
use crate::load::{Span, parse_template};
use crate::problem::ProblemKind;
use crate::source::EntryKind;

/// Bytes of a file that `file()` may read.
const MAX_FILE: u64 = 8 << 20;

pub(super) struct Reading<'e, 'a> {
    evaluator: &'e Evaluator<'a>,
    scope: Rc<Scope<'a>>,
    span: Span,
    /// Paths come from sensitive values.
    secret: bool,
}

impl<'e, 'a> Reading<'e, 'a> {
    pub(super) fn new(evaluator: &'e Evaluator<'a>, scope: ScopeId, span: Span, secret: bool) -> Self {
        Self {
            evaluator,
            scope: evaluator.scope(scope),
            span,
            secret,
        }
    }

    /// The path from the fence that an expression means: relative ones start at the root's directory.
    fn resolve(&self, path: &str) -> Result<String, Unread> {
        let root = self.evaluator.scope(ScopeId::ROOT);
        if path.starts_with('/') || path.starts_with('~') {
            return Err(self.outside(path));
        }
        let mut parts: Vec<&str> = root
            .module
            .dir
            .split('/')
            .filter(|part| !part.is_empty())
            .collect();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    if parts.pop().is_none() {
                        return Err(self.outside(path));
                    }
                }
                part => parts.push(part),
            }
        }
        let resolved = parts.join("/");
        match self.evaluator.source.canonical(&resolved) {
            Err(error) if error.kind() == ErrorKind::PermissionDenied => Err(self.outside(path)),
            // A file that is not there has no real name; reading it says so.
            _ => Ok(resolved),
        }
    }

    /// A path as messages show it.
    fn shown<'p>(&self, path: &'p str) -> &'p str {
        if self.secret { "(sensitive)" } else { path }
    }

    fn outside(&self, path: &str) -> Unread {
        let path = self.shown(path);
        self.unread(
            ProblemKind::OutsideFence,
            format!("`{path}` lies outside the repository and is not read"),
            "what depends on it is taken as unknown; keep the file in the repository",
        )
    }

    fn unread(&self, kind: ProblemKind, message: String, help: &str) -> Unread {
        let hole = Hole::new(message.as_str());
        self.problem(kind, message, help);
        Unread::Unknown(Box::new(hole))
    }

    fn problem(&self, kind: ProblemKind, message: String, help: &str) {
        self.evaluator.problem(kind, Some(self.span), message, help);
    }
}

impl Host for Reading<'_, '_> {
    fn as_of(&self) -> Timestamp {
        self.evaluator.as_of.timestamp()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Unread> {
        let resolved = self.resolve(path)?;
        self.evaluator
            .source
            .read(&resolved, MAX_FILE)
            .map_err(|error| match error.kind() {
                ErrorKind::NotFound => {
                    let message = format!("there is no file `{}`", self.shown(path));
                    self.problem(
                        ProblemKind::MissingFile,
                        message.clone(),
                        "create it, or generate it before linting; paths start at the root module",
                    );
                    Unread::Missing(message)
                }
                ErrorKind::PermissionDenied => self.outside(path),
                _ => self.unread(
                    ProblemKind::UnreadableFile,
                    format!("the file `{}` cannot be read: {error}", self.shown(path)),
                    "what depends on it is taken as unknown; functions read regular files of up to 8 MiB",
                ),
            })
    }

    fn kind(&self, path: &str) -> Result<Option<FileKind>, Unread> {
        let resolved = self.resolve(path)?;
        let (dir, name) = resolved.rsplit_once('/').unwrap_or(("", &resolved));
        if name.is_empty() {
            return Ok(Some(FileKind::Dir));
        }
        let Ok(entries) = self.evaluator.source.list(dir) else {
            return Ok(None);
        };
        let entry = entries.into_iter().find(|entry| entry.name.as_ref() == name);
        Ok(entry.map(|entry| file_kind(entry.kind)))
    }

    fn list(&self, dir: &str) -> Result<Vec<(String, FileKind)>, Unread> {
        let resolved = self.resolve(dir)?;
        let entries = self.evaluator.source.list(&resolved);
        let entries = entries.map_err(|error| match error.kind() {
            ErrorKind::PermissionDenied => self.outside(dir),
            _ => Unread::Missing(format!(
                "the directory `{}` cannot be listed: {error}",
                self.shown(dir)
            )),
        })?;
        Ok(entries
            .into_iter()
            .map(|entry| (entry.name.to_string(), file_kind(entry.kind)))
            .collect())
    }

    fn render(&self, name: &str, template: &str, vars: &Value) -> Result<Value, EvalError> {
        let expr = parse_template(template, synthetic_base(template.len())).map_err(|error| {
            let name = self.shown(name);
            EvalError::invalid(format!("the template `{name}` cannot be read: {error}"))
        })?;
        let depth = self.evaluator.nesting.seen();
        let mut env = Env::template(self.scope.id);
        match &vars.kind {
            Kind::Map(entries) | Kind::Object(entries) => {
                if entries.open.is_some() {
                    return Err(EvalError::invalid("not all variables of the template are known"));
                }
                for (name, value) in entries.items.iter() {
                    env = env.bind(ustr(name), value.clone().marked(vars.marks), depth);
                }
            }
            Kind::Null
            | Kind::Bool(_)
            | Kind::Number(_)
            | Kind::Text(_)
            | Kind::List(_)
            | Kind::Tuple(_)
            | Kind::Set(_)
            | Kind::Unknown(_) => {
                return Err(EvalError::invalid("the variables of a template must be a map"));
            }
        }
        let before = self.evaluator.rendering.replace(Some(self.span));
        let result = self.evaluator.eval(&expr, &env);
        self.evaluator.rendering.set(before);
        result
    }

    fn charge(&self, bytes: usize) -> Result<(), EvalError> {
        self.evaluator.budget.charge(bytes)
    }
}

fn file_kind(kind: EntryKind) -> FileKind {
    match kind {
        EntryKind::File => FileKind::File,
        EntryKind::Dir | EntryKind::DirLink => FileKind::Dir,
        EntryKind::Other => FileKind::Other,
    }
}
