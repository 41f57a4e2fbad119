//! Terraform's numbers: binary floats of up to 512 bits, ties to even, with signed zeros and infinities.
//!
//! Every number carries its precision: 512 bits when it was written, 64 when it is an integer that a function
//! made, 53 when it went through a `float64`. An operation takes the larger precision of its operands.

mod arithmetic;
mod decimal;
mod parse;
mod print;
mod rounding;

use std::cmp::Ordering;

use dashu_float::round::mode::HalfEven;
use dashu_float::{Context, FBig, Repr};
use dashu_int::ops::BitTest;
use dashu_int::{IBig, Sign};

/// Precision of what is written in configuration or converted from a string.
const WRITTEN: usize = 512;
/// Precision of integers that functions make.
const INTEGER: usize = 64;

/// A number as Terraform computes it.
#[derive(Clone, Debug)]
pub struct Number(Form);

#[derive(Clone, Debug)]
enum Form {
    /// The fast path: almost every number. Never negative zero; always fits the precision.
    Small {
        value: i64,
        precision: usize,
    },
    Big(FBig<HalfEven, 2>),
    Infinite {
        negative: bool,
    },
}

impl Number {
    pub const ZERO: Self = Self::from_i64(0);
    pub const ONE: Self = Self::from_i64(1);

    /// An integer that a function made; 64 bits.
    pub const fn from_i64(value: i64) -> Self {
        Self(Form::Small {
            value,
            precision: INTEGER,
        })
    }

    /// An integer that a function made; 64 bits.
    pub fn from_u64(value: u64) -> Self {
        i64::try_from(value).map_or_else(|_| Self::from_integer(value.into()), Self::from_i64)
    }

    /// A result that went through a `float64`; 53 bits. `None` for NaN.
    pub fn from_f64(value: f64) -> Option<Self> {
        if value.is_nan() {
            return None;
        }
        if value.is_infinite() {
            return Some(Self(Form::Infinite {
                negative: value < 0.0,
            }));
        }
        let value = FBig::<HalfEven, 2>::try_from(value).ok()?;
        Some(Self(Form::Big(value.with_precision(53).value())).shrunk())
    }

    fn from_integer(value: IBig) -> Self {
        let precision = value.clone().into_parts().1.bit_len().max(INTEGER);
        let value = FBig::<HalfEven, 2>::from_repr(Repr::new(value, 0), Context::new(0));
        Self(Form::Big(value.with_precision(precision).value())).shrunk()
    }

    fn precision(&self) -> usize {
        match &self.0 {
            Form::Small { precision, .. } => *precision,
            Form::Big(value) => value.precision(),
            Form::Infinite { .. } => INTEGER,
        }
    }

    fn widen(&self) -> Option<FBig<HalfEven, 2>> {
        match &self.0 {
            Form::Small { value, precision } => Some(FBig::from_repr(
                Repr::new(IBig::from(*value), 0),
                Context::new(*precision),
            )),
            Form::Big(value) => Some(value.clone()),
            Form::Infinite { .. } => None,
        }
    }

    /// Back to the fast path where that loses nothing.
    fn shrunk(self) -> Self {
        let Form::Big(value) = &self.0 else { return self };
        let repr = value.repr();
        if repr.is_neg_zero() || repr.exponent() < 0 || repr.exponent() > 63 {
            return self;
        }
        match i64::try_from(repr.significand() << repr.exponent().unsigned_abs()) {
            Ok(small) => Self(Form::Small {
                value: small,
                precision: value.precision(),
            }),
            Err(_) => self,
        }
    }

    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Form::Small { value, .. } => *value < 0,
            Form::Big(value) => value.repr().sign() == Sign::Negative,
            Form::Infinite { negative } => *negative,
        }
    }

    pub fn is_zero(&self) -> bool {
        match &self.0 {
            Form::Small { value, .. } => *value == 0,
            Form::Big(value) => value.repr().significand().is_zero(),
            Form::Infinite { .. } => false,
        }
    }

    pub fn is_infinite(&self) -> bool {
        matches!(self.0, Form::Infinite { .. })
    }

    /// The nearest `float64`.
    pub fn to_f64(&self) -> f64 {
        match self.widen() {
            Some(value) => value.to_f64().value(),
            None if self.is_negative() => f64::NEG_INFINITY,
            None => f64::INFINITY,
        }
    }
}

fn zero(negative: bool, precision: usize) -> FBig<HalfEven, 2> {
    let repr = if negative { Repr::neg_zero() } else { Repr::zero() };
    FBig::from_repr(repr, Context::new(precision))
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By value, whatever the precision; `-0` equals `0`.
impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Form::Small { value: a, .. }, Form::Small { value: b, .. }) = (&self.0, &other.0) {
            return a.cmp(b);
        }
        if self.is_zero() && other.is_zero() {
            return Ordering::Equal;
        }
        match (self.widen(), other.widen()) {
            (Some(a), Some(b)) => a.repr().cmp(b.repr()),
            _ => self.to_f64().total_cmp(&other.to_f64()),
        }
    }
}

#[cfg(test)]
mod tests;
