//! Evaluates blocks lazily, with unknowns and provenance. One evaluator per root, on one thread.

mod access;
mod body;
mod budget;
mod call;
mod computed;
pub mod convert;
mod dynamic;
mod env;
pub mod equal;
mod error;
mod evaluator;
mod expansion;
mod expr;
mod for_expr;
pub mod functions;
mod hole;
mod lazy;
mod nesting;
mod number;
mod operator;
mod provider_config;
mod reading;
mod reference;
mod resource;
mod scope;
mod splat;
mod template;
pub mod text;
mod trail;
mod type_constraint;
mod types;
mod value;
mod variable;
mod view;
mod walk;

pub use error::EvalError;
pub use evaluator::Evaluator;
pub use number::Number;
pub use types::{Field, Type};
pub use value::{At, Entries, Hole, Kind, Marks, Ref, Seq, Step, Text, TextPiece, Value};
pub use view::Wanted;

#[cfg(test)]
mod tests;
