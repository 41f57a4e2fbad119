//! Parameters of provider functions.

use crate::types::Type;
use crate::value::Raw;

/// One parameter of a function.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// A valid identifier.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Terraform refuses null unless this is set.
    pub allow_null: bool,
    /// Terraform does not call the function with unknown arguments unless this is set.
    pub allow_unknown: bool,
    /// Markdown.
    pub description: String,
}

/// The arguments of a function as a Rust struct. Derive it with `#[derive(Arguments)]`.
pub trait Arguments: Sized + Send + 'static {
    /// In order.
    fn parameters() -> Vec<Parameter>;

    /// Takes the rest of the arguments.
    fn variadic() -> Option<Parameter>;

    /// Reads the arguments of a call.
    ///
    /// # Errors
    /// Which one does not fit, and why.
    fn decode(arguments: Vec<Raw>) -> Result<Self, ArgumentError>;
}

/// An argument that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct ArgumentError {
    /// From 0, counting every value of a variadic parameter.
    pub index: Option<usize>,
    /// A full sentence.
    pub reason: String,
}
