//! Why an expression has no value.

use std::sync::Arc;

/// An expression that Terraform would refuse, or that we stop evaluating. The evaluator makes an unknown of it
/// with this text as the reason; `try` and `can` see it as an error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvalError {
    /// Terraform's own complaint, in our words: "object has no attribute `x`".
    #[error("{0}")]
    Invalid(Arc<str>),
    /// A budget ran out; also a problem of the run.
    #[error("{0}")]
    Budget(Arc<str>),
}

impl EvalError {
    pub fn invalid(text: impl Into<Arc<str>>) -> Self {
        Self::Invalid(text.into())
    }
}
