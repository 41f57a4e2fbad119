//! Parameters of provider functions.
//! The arguments of a provider's function, as a Rust struct.

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
/// A function's parameters: one for each field, in order.
///
/// Derive it with `#[derive(Arguments)]`.
pub trait Arguments: Sized {
    /// The parameters that are always there.
    /// The parameter that takes all arguments after these, if there is one.
    /// Takes the arguments apart, the variadic ones one by one at the end.
    /// The argument that does not fit, and why.
/// One parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
    /// An identifier.
    /// What it takes.
    /// Null reaches the function; else Terraform refuses it.
    /// Unknown reaches the function; else its result is unknown without a call.
    /// Markdown; becomes the documentation.
/// An argument that a function refuses, or a failure of the call as a whole.
    /// Which argument, counted from 0 over all that were passed.
    /// Full sentences: what is wrong and what would be right.
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
            index: None,
