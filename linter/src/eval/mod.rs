//! Evaluates blocks lazily, with unknowns and provenance. One evaluator per root, on one thread.

pub mod convert;
pub mod equal;
mod error;
pub mod functions;
mod number;
pub mod text;
mod types;
mod value;

pub use error::EvalError;
pub use number::Number;
pub use types::{Field, Type};
pub use value::{At, Entries, Hole, Kind, Marks, Ref, Seq, Step, Text, TextPiece, Value};
