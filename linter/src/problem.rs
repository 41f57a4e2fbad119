//! What could not be read or understood. Problems travel beside the value, never instead of it.

use std::sync::Arc;

use crate::load::Span;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub kind: ProblemKind,
    /// Relative to the fence; empty when no file is to blame.
    pub file: Arc<str>,
    pub span: Option<Span>,
    /// Lower case, what and why: "unclosed `{`".
    pub message: String,
    /// What to do, one sentence.
    pub help: String,
}

/// Every kind makes exit code 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    UnreadableFile,
    Syntax,
    /// A local module, `file()` target or tfvars file that is not there.
    MissingFile,
    /// Something above the fence.
    OutsideFence,
    /// A limit of docs/problems.md was reached.
    Budget,
    /// A comment that declares something of a resource and says nothing that can be understood. All else was read.
    Declaration,
    /// A `count` or `for_each` that Terraform refuses whatever the unknowns are.
    Evaluation,
    /// A panic in one root, caught.
    Internal,
}

impl ProblemKind {
    /// As written in every format: `syntax`, `missing-file`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnreadableFile => "unreadable-file",
            Self::Syntax => "syntax",
            Self::MissingFile => "missing-file",
            Self::OutsideFence => "outside-fence",
            Self::Budget => "budget",
            Self::Declaration => "declaration",
            Self::Evaluation => "evaluation",
            Self::Internal => "internal",
        }
    }
}
