//! MessagePack along a type: the bytes say what a value holds, the type says what it is.

mod decode;
mod encode;
mod refinement;

pub use decode::decode;
pub use encode::encode;

/// The extension of an unknown value with nothing known about it.
const UNKNOWN: i8 = 0;
/// The extension of an unknown value that has a [`Refinement`](crate::Refinement).
const REFINED: i8 = 12;
/// Longer refinements are refused by Terraform.
const MAX_REFINEMENT: usize = 1024;
