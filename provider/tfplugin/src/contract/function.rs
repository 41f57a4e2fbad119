//! Provider functions (Terraform 1.8): pure, offline, without configuration.

use crate::arguments::Arguments;
use crate::model::Datum;
use crate::value::Value;

/// A function, `provider::NAME::FUNCTION(…)`. The same arguments must always give the same result.
pub trait Function: Send + Sync + 'static {
    /// Its parameters.
    type Arguments: Arguments + Send;
    /// What it returns.
    type Output: Datum;

    /// In configurations.
    const NAME: &'static str;
    /// One sentence.
    const SUMMARY: &'static str;
    /// Markdown; becomes the documentation.
    const DESCRIPTION: &'static str;

    /// Computes it.
    ///
    /// # Errors
    /// What is wrong, and with which argument.
    fn call(&self, arguments: Self::Arguments) -> Result<Value<Self::Output>, FunctionError>;
}

/// Why a function has no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct FunctionError {
    /// A full sentence; its last period is dropped on the way, because Terraform writes one.
    pub reason: String,
    /// The argument's place, from 0, counting every value of a variadic parameter.
    pub argument: Option<usize>,
}

impl FunctionError {
    /// Of the call as a whole.
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            argument: None,
        }
    }

    /// Of one argument.
    pub fn of_argument(argument: usize, reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            argument: Some(argument),
        }
    }
}
