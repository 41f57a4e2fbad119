//! `bool`, `String` and values that bring their type.

use super::mismatch;
use crate::model::{Datum, Misfit};
use crate::schema::AttributeType;
use crate::types::Type;
use crate::value::{Data, Dynamic};

impl Datum for bool {
    fn attribute_type() -> AttributeType {
        Type::Bool.into()
    }

    fn decode(data: Data) -> Result<Self, Misfit> {
        match data {
            Data::Bool(value) => Ok(value),
            other => Err(mismatch("true or false", &other)),
        }
    }

    fn encode(self) -> Data {
        Data::Bool(self)
    }
}

impl Datum for String {
    fn attribute_type() -> AttributeType {
        Type::String.into()
    }

    fn decode(data: Data) -> Result<Self, Misfit> {
        match data {
            Data::String(value) => Ok(value),
            other => Err(mismatch("a string", &other)),
        }
    }

    fn encode(self) -> Data {
        Data::String(self)
    }
}

impl Datum for Dynamic {
    fn attribute_type() -> AttributeType {
        Type::Dynamic.into()
    }

    fn decode(data: Data) -> Result<Self, Misfit> {
        match data {
            Data::Dynamic(value) => Ok(*value),
            other => Err(mismatch("a value with a type of its own", &other)),
        }
    }

    fn encode(self) -> Data {
        Data::Dynamic(Box::new(self))
    }
}
