//! Numbers: exact, or whole and in the range of a Rust integer.

use super::mismatch;
use crate::model::{Datum, Misfit};
use crate::schema::AttributeType;
use crate::types::Type;
use crate::value::{Data, Number};

impl Datum for Number {
    fn attribute_type() -> AttributeType {
        Type::Number.into()
    }

    fn decode(data: Data) -> Result<Self, Misfit> {
        match data {
            Data::Number(value) => Ok(value),
            other => Err(mismatch("a number", &other)),
        }
    }

    fn encode(self) -> Data {
        Data::Number(self)
    }
}

macro_rules! within_64_bits {
    ($($integer:ty),*) => {$(
        impl Datum for $integer {
            fn attribute_type() -> AttributeType {
                Type::Number.into()
            }

            fn decode(data: Data) -> Result<Self, Misfit> {
                let number = Number::decode(data)?;
                let whole = number.to_i64().and_then(|whole| Self::try_from(whole).ok());
                whole.ok_or_else(|| out_of_range(Self::MIN, Self::MAX))
            }

            fn encode(self) -> Data {
                Data::Number(Number::from(self))
            }
        }
    )*};
}

within_64_bits!(i8, i16, i32, i64, u8, u16, u32);

impl Datum for u64 {
    fn attribute_type() -> AttributeType {
        Type::Number.into()
    }

    fn decode(data: Data) -> Result<Self, Misfit> {
        let number = Number::decode(data)?;
        number.to_u64().ok_or_else(|| out_of_range(Self::MIN, Self::MAX))
    }

    fn encode(self) -> Data {
        Data::Number(Number::from(self))
    }
}

/// Does not name the number: it may be secret.
fn out_of_range(min: impl std::fmt::Display, max: impl std::fmt::Display) -> Misfit {
    Misfit::new(format!("This must be a whole number from {min} to {max}."))
}
