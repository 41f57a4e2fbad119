//! HCL syntax: text to IR. The only place that names hcl-edit.
//!
//! The unit of parsing is the top-level item: [`scan`] finds its bounds and what to cover up, [`parse`] reads it alone,
//! [`lower`] makes IR of it. A broken item is a problem and costs only itself.

mod fault;
mod file;
mod header;
mod lower;
mod message;
mod objects;
mod parse;
mod scan;
mod template;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use file::{ParsedFile, parse_file_hcl};

use self::lower::Place;
use super::Span;
use super::ir::Expr;
use crate::problem::{Problem, ProblemKind};

/// Why a piece of text could not be read, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SyntaxError {
    /// `Syntax` or `Budget`.
    pub kind: ProblemKind,
    pub span: Span,
    pub message: String,
    pub help: String,
}

impl SyntaxError {
    pub fn into_problem(self, file: &Arc<str>) -> Problem {
        Problem {
            kind: self.kind,
            file: file.clone(),
            span: Some(self.span),
            message: self.message,
            help: self.help,
        }
    }
}

/// One expression, as in `--var name=EXPRESSION`. Blanks around it are allowed; `base` is the position of `text`.
pub fn parse_expression(text: &str, base: u32) -> Result<Expr, SyntaxError> {
    let content = text.trim_start();
    let place = Place::From(base).after(text.len() - content.len());
    parse::expression(content.trim_end(), place)
}

/// A template without quotes around it, as in the file of `templatefile`.
pub fn parse_template(text: &str, base: u32) -> Result<Expr, SyntaxError> {
    parse::whole_template(text, Place::From(base))
}

/// A template that was unescaped from a JSON string: every span is the string's.
pub(super) fn parse_template_at(text: &str, span: Span) -> Result<Expr, SyntaxError> {
    parse::whole_template(text, Place::At(span))
}

/// An expression that was unescaped from a JSON string: every span is the string's.
pub(super) fn parse_expression_at(text: &str, span: Span) -> Result<Expr, SyntaxError> {
    parse::expression(text.trim(), Place::At(span))
}

/// Text as Terraform holds it: in Unicode normal form C.
pub(super) fn normal_text(text: &str) -> Arc<str> {
    lower::shared(text)
}
