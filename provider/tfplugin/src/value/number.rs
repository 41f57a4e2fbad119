//! Exact numbers: Terraform's do not fit a double, so they stay decimal.

mod decimal;

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use decimal::{Decimal, Text};

/// An exact decimal number of any size, or an infinity. Equal when the value is: `1.0` is `1`, `1e2` is `100`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number(Repr);

/// Every number has one form only, so that comparing forms compares values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Repr {
    /// Whole, and within 64 bits.
    Integer(i64),
    /// Every other finite number.
    Decimal(Box<Decimal>),
    NegativeInfinity,
    PositiveInfinity,
}

/// Why something is no number. It does not repeat the text, which may be a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Neither decimal nor scientific notation, nor `Inf`.
    #[error("this is not a decimal number")]
    Syntax,
    /// More than 10,000 significant digits, or beyond 10 to the power of ±100,000.
    #[error("this number has more than 10,000 digits or lies beyond 10 to the power of ±100,000")]
    Size,
    /// `NaN`, which Terraform does not have.
    #[error("NaN is not a number")]
    NotANumber,
}

impl Number {
    /// Greater than every other number.
    pub const INFINITY: Self = Self(Repr::PositiveInfinity);
    /// Less than every other number.
    pub const NEG_INFINITY: Self = Self(Repr::NegativeInfinity);

    /// The number, when it is whole and fits.
    pub fn to_i64(&self) -> Option<i64> {
        match &self.0 {
            Repr::Integer(value) => Some(*value),
            Repr::Decimal(_) | Repr::NegativeInfinity | Repr::PositiveInfinity => None,
        }
    }

    /// The number, when it is whole and fits.
    pub fn to_u64(&self) -> Option<u64> {
        match &self.0 {
            Repr::Integer(value) => u64::try_from(*value).ok(),
            Repr::Decimal(decimal) => decimal.to_u64(),
            Repr::NegativeInfinity | Repr::PositiveInfinity => None,
        }
    }

    /// The double that is exactly this number, if there is one: of 0.5, not of 0.1.
    pub fn to_f64_exact(&self) -> Option<f64> {
        match &self.0 {
            Repr::Integer(value) => {
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "the next line asks whether any was lost"
                )]
                let double = *value as f64;
                (Self::try_from(double).as_ref() == Ok(self)).then_some(double)
            }
            Repr::Decimal(decimal) if !decimal.may_be_double() => None,
            Repr::Decimal(decimal) => {
                let double = decimal
                    .to_string()
                    .parse()
                    .ok()
                    .filter(|double: &f64| double.is_finite())?;
                (Self::try_from(double).as_ref() == Ok(self)).then_some(double)
            }
            Repr::NegativeInfinity => Some(f64::NEG_INFINITY),
            Repr::PositiveInfinity => Some(f64::INFINITY),
        }
    }

    /// Has no fraction. Infinities are not whole.
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Integer(_) => true,
            Repr::Decimal(decimal) => decimal.is_integer(),
            Repr::NegativeInfinity | Repr::PositiveInfinity => false,
        }
    }

    /// Neither of the infinities.
    pub fn is_finite(&self) -> bool {
        !matches!(self.0, Repr::NegativeInfinity | Repr::PositiveInfinity)
    }

    /// A decimal in the one form it has here.
    fn canonical(decimal: Decimal) -> Self {
        Self(match decimal.to_i64() {
            Some(value) => Repr::Integer(value),
            None => Repr::Decimal(Box::new(decimal)),
        })
    }

    /// Which of negative infinity, finite, positive infinity.
    fn rank(&self) -> u8 {
        match self.0 {
            Repr::NegativeInfinity => 0,
            Repr::Integer(_) | Repr::Decimal(_) => 1,
            Repr::PositiveInfinity => 2,
        }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(Repr::Integer(value))
    }
}

macro_rules! from_smaller {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Number {
            fn from(value: $integer) -> Self {
                Self::from(i64::from(value))
            }
        }
    )*};
}

from_smaller!(i8, i16, i32, u8, u16, u32);

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or_else(
            |_| Self::canonical(Decimal::from_u128(false, value.into(), 0)),
            Self::from,
        )
    }
}

/// The double's exact value, up to its last binary digit.
impl TryFrom<f64> for Number {
    type Error = NumberError;

    fn try_from(value: f64) -> Result<Self, NumberError> {
        if value.is_nan() {
            Err(NumberError::NotANumber)
        } else if value.is_infinite() {
            Ok(if value > 0.0 {
                Self::INFINITY
            } else {
                Self::NEG_INFINITY
            })
        } else {
            Decimal::from_f64(value).map(Self::canonical)
        }
    }
}

/// Decimal (`-12.50`) or scientific (`1.25e-7`) notation of up to 10,000 significant digits and up to 10 to the power
/// of ±100,000 (Terraform's own numbers have 155 digits), and `Inf`.
impl FromStr for Number {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        if let Some(value) = decimal::small(text) {
            return Ok(Self::from(value));
        }
        Ok(match decimal::parse(text)? {
            Text::Infinity { negative: false } => Self::INFINITY,
            Text::Infinity { negative: true } => Self::NEG_INFINITY,
            Text::Finite(decimal) => Self::canonical(decimal),
        })
    }
}

/// Plain decimal notation (`0.1`, `100`), scientific where that would take more than 1,000 characters.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Integer(value) => value.fmt(f),
            Repr::Decimal(decimal) => decimal.fmt(f),
            Repr::PositiveInfinity => f.write_str("Inf"),
            Repr::NegativeInfinity => f.write_str("-Inf"),
        }
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Integer(a), Repr::Integer(b)) => a.cmp(b),
            (Repr::Decimal(a), Repr::Decimal(b)) => a.cmp(b),
            (Repr::Integer(a), Repr::Decimal(b)) => Decimal::from_i64(*a).cmp(b),
            (Repr::Decimal(a), Repr::Integer(b)) => (**a).cmp(&Decimal::from_i64(*b)),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
