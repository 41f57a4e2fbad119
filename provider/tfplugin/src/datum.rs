//! Rust types of known values, and the conversion of whole values.

mod collection;
mod number;
mod scalar;
mod shape;

pub use shape::Shape;

use crate::model::{Datum, Misfit};
use crate::value::{Data, Raw, Value};

impl<T: Datum> Value<T> {
    /// Reads a value; null and unknown fit every type.
    ///
    /// # Errors
    /// What does not fit, and where in the value.
    pub fn decode(raw: Raw) -> Result<Self, Misfit> {
        raw.try_map(T::decode)
    }

    /// Writes it back.
    pub fn encode(self) -> Raw {
        self.map(T::encode)
    }
}

/// A value of another kind than asked for. Names the kinds, never the value: it may be secret.
pub(crate) fn mismatch(wanted: &str, data: &Data) -> Misfit {
    Misfit::new(format!("This must be {wanted}; it is {}.", kind(data)))
}

fn kind(data: &Data) -> &'static str {
    match data {
        Data::Bool(_) => "a bool",
        Data::Number(_) => "a number",
        Data::String(_) => "a string",
        Data::List(_) => "a list",
        Data::Set(_) => "a set",
        Data::Map(_) => "a map",
        Data::Object(_) => "an object",
        Data::Tuple(_) => "a tuple",
        Data::Dynamic(_) => "a value with a type of its own",
    }
}
