//! Ready validators for single values, and for attributes that depend on each other.
//!
//! The expressions of `#[tf(validate(…))]` see all of them without `use`. What a validator asks for is told when a value is
//! wrong; it is not added to the attribute's description. [`satisfies`] takes any test, so also a regular expression.

mod collection;
mod number;
mod range;
mod siblings;
mod text;

pub use collection::{at_least_one, each, size};
pub use number::between;
pub use siblings::{at_least_one_of, conflicts_with, exactly_one_of, required_together};
pub use text::{duration, length, not_blank, one_of, satisfies};
