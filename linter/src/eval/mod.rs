//! Evaluates blocks lazily, with unknowns and provenance. One evaluator per root, on one thread.

mod error;
mod number;
mod types;
mod value;

pub use error::EvalError;
pub use number::Number;
pub use types::{Field, Type};
pub use value::{At, Entries, Hole, Kind, Marks, Ref, Seq, Step, Text, TextPiece, Value};
