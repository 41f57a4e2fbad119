//! Validators: what an attribute's value must be like.

use crate::value::Data;

/// Checks one attribute's value; runs in Validate on known values only, never on null or unknown.
pub trait Validator: Send + Sync {
    /// What is asked for, for the documentation: `one of "person", "team"`.
    fn describe(&self) -> String;

    /// Whether the value is as asked for.
    ///
    /// # Errors
    /// What is wrong and what would be right, as full sentences without the value of a sensitive attribute.
    fn check(&self, value: &Data) -> Result<(), String>;
}
