//! Validators: what an attribute's value, and the attributes of one object together, must be like.

mod walk;

use std::fmt;

pub(crate) use walk::validate_block;

use crate::diagnostics::Diagnostic;
use crate::path::Path;
use crate::types::Type;
use crate::value::{Data, Object};

/// Checks one attribute's value; runs in Validate on known values only, never on null or unknown.
pub trait Validator: Send + Sync {
    /// What is asked for, for the documentation: `one of "person", "team"`.
    fn describe(&self) -> String;

    /// Whether the value is as asked for.
    ///
    /// # Errors
    /// What is wrong and what would be right, as full sentences without the value of a sensitive attribute.
    fn check(&self, value: &Data) -> Result<(), String>;

    /// All that is wrong, each at its place inside the value; for validators that look into collections.
    fn faults(&self, value: &Data) -> Vec<(Path, String)> {
        let fault = self.check(value).err();
        fault.into_iter().map(|reason| (Path::root(), reason)).collect()
    }

    /// Whether values of this type can be checked; asked by [`Block::problems`](crate::schema::Block::problems).
    fn applies_to(&self, _ty: &Type) -> bool {
        true
    }
}

/// Checks attributes and blocks of one object together. What is unknown may still turn out either way.
pub trait ConfigValidator: Send + Sync {
    /// What is asked for, for the documentation: `exactly one of a, b`.
    fn describe(&self) -> String;

    /// The names that are looked at; asked by [`Block::problems`](crate::schema::Block::problems).
    fn names(&self) -> Vec<&str> {
        Vec::new()
    }

    /// Whether the object is as asked for. A block that is not there is null here, whatever its nesting.
    ///
    /// # Errors
    /// What is wrong, with a path from this object on.
    fn check(&self, config: &Object) -> Result<(), Diagnostic>;
}

impl fmt::Debug for dyn ConfigValidator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe())
    }
}
