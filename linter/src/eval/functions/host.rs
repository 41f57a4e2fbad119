//! What functions ask of the evaluator: the time, files, templates, and room for their results.

use crate::eval::error::EvalError;
use crate::eval::value::{Hole, Value};

/// Paths are those of the configuration: relative to the directory Terraform runs in (the root module's), or
/// absolute.
pub trait Host {
    /// The instant that `timestamp()` and `plantimestamp()` stand for.
    fn as_of(&self) -> jiff::Timestamp;

    /// # Errors
    /// Missing, or not readable here.
    fn read(&self, path: &str) -> Result<Vec<u8>, Unread>;

    /// `None` when nothing is there.
    ///
    /// # Errors
    /// Not readable here; never `Missing`.
    fn kind(&self, path: &str) -> Result<Option<FileKind>, Unread>;

    /// Names of entries with their kinds, links resolved.
    ///
    /// # Errors
    /// Missing, or not readable here.
    fn list(&self, path: &str) -> Result<Vec<(String, FileKind)>, Unread>;

    /// Evaluates a template with these variables; `name` is for messages.
    ///
    /// # Errors
    /// What the template's own evaluation refuses.
    fn render(&self, name: &str, template: &str, variables: &Value) -> Result<Value, EvalError>;

    /// Counts bytes of values that a function makes.
    ///
    /// # Errors
    /// The run's budget is spent.
    fn charge(&self, bytes: usize) -> Result<(), EvalError>;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    File,
    Dir,
    Other,
}

/// Why a file could not be read.
#[derive(Clone, Debug)]
pub enum Unread {
    /// Terraform would fail too: the text says why.
    Missing(String),
    /// It lies outside of what may be read, or is too large: unknown, and already a problem of the run.
    Unknown(Box<Hole>),
}
