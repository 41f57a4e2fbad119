//! The arguments of a provider's function, as a Rust struct.

use crate::types::Type;
use crate::value::Raw;

/// A function's parameters: one for each field, in order.
///
/// Derive it with `#[derive(Arguments)]`: a field is a parameter, its doc comment the documentation. Without keys it is
/// neither null nor unknown; a `Value<T>` says `allow_null`, `allow_unknown` or both; the last field may be a `Vec`, and
/// `variadic`; `rename = "…"` gives another name.
///
/// ```
/// use tfplugin::{Arguments, Value};
///
/// #[derive(Arguments)]
/// struct Clamp {
///     /// The instant.
///     instant: String,
///     /// How precise; seconds when null.
///     #[tf(allow_null)]
///     precision: Value<String>,
///     /// Instants that it must not pass.
///     #[tf(variadic)]
///     limits: Vec<String>,
/// }
///
/// assert_eq!(Clamp::parameters().len(), 2);
/// assert!(Clamp::variadic().is_some());
/// ```
pub trait Arguments: Sized {
    /// The parameters that are always there.
    fn parameters() -> Vec<Parameter>;

    /// The parameter that takes all arguments after these, if there is one.
    fn variadic() -> Option<Parameter>;

    /// Takes the arguments apart, the variadic ones one by one at the end.
    ///
    /// # Errors
    /// The argument that does not fit, and why.
    fn decode(arguments: Vec<Raw>) -> Result<Self, ArgumentError>;
}

/// One parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// An identifier.
    pub name: String,
    /// What it takes.
    pub ty: Type,
    /// Null reaches the function; else Terraform refuses it.
    pub allow_null: bool,
    /// Unknown reaches the function; else its result is unknown without a call.
    pub allow_unknown: bool,
    /// Markdown; becomes the documentation.
    pub description: String,
}

/// An argument that a function refuses, or a failure of the call as a whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct ArgumentError {
    /// Which argument, counted from 0 over all that were passed.
    pub index: Option<usize>,
    /// Full sentences: what is wrong and what would be right.
    pub reason: String,
}

impl ArgumentError {
    /// Lays it on an argument.
    pub fn at(index: usize, reason: impl Into<String>) -> Self {
        Self {
            index: Some(index),
            reason: reason.into(),
        }
    }

    /// Of the call as a whole.
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            index: None,
            reason: reason.into(),
        }
    }
}
