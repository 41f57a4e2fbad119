//! Terraform's numbers: binary floats of up to 512 bits, ties to even, with signed zeros and infinities.
//!
//! Every number carries its precision: 512 bits when it was written, 64 when it is an integer that a function
//! made, 53 when it went through a `float64`. An operation takes the larger precision of its operands.

mod decimal;

use std::cmp::Ordering;
use std::fmt;

use dashu_float::round::mode::HalfEven;
use dashu_float::{Context, FBig, FpResult, Repr};
use dashu_int::ops::BitTest;
use dashu_int::{IBig, Sign, UBig};

use super::error::EvalError;

/// Precision of what is written in configuration or converted from a string.
const WRITTEN: usize = 512;
/// Precision of integers that functions make.
const INTEGER: usize = 64;
/// Binary exponents beyond this have more digits than a text may have; Terraform would go on.
const EXPONENT_LIMIT: isize = 350_000;
/// The same for exponents in source text.
const DECIMAL_EXPONENT_LIMIT: i64 = 100_000;
/// Where the arithmetic that Terraform uses overflows to infinity or underflows to zero: 2^±(2^31).
const DECIMAL_EXPONENT_END: i64 = 646_456_993;

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

    /// A number in configuration or in a string: `12`, `-1.5e3`, `.5`, `1p4`, `inf`; at 512 bits.
    /// `None` when Terraform would refuse it, or when it has more than 100,000 digits.
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, unsigned) = match text.as_bytes().first()? {
            b'-' => (Sign::Negative, &text[1..]),
            b'+' => (Sign::Positive, &text[1..]),
            _ => (Sign::Positive, text),
        };
        let negative = sign == Sign::Negative;
        if unsigned == "inf" || unsigned == "Inf" {
            return Some(Self(Form::Infinite { negative }));
        }
        // At most 18 digits: exact in an i64.
        if unsigned.len() <= 18 && !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit())
        {
            let value: i64 = unsigned.parse().ok()?;
            if value != 0 || !negative {
                let value = if negative { -value } else { value };
                return Some(Self(Form::Small {
                    value,
                    precision: WRITTEN,
                }));
            }
        }
        let written = decimal::scan(unsigned)?;
        if written.digits.len() > usize::try_from(DECIMAL_EXPONENT_LIMIT).ok()? {
            return None;
        }
        let magnitude = UBig::from_str_radix(&written.digits, 10).ok()?;
        if magnitude.is_zero() {
            return Some(Self(Form::Big(zero(negative, WRITTEN))));
        }
        if written.exponent10 > DECIMAL_EXPONENT_END {
            return Some(Self(Form::Infinite { negative }));
        }
        if written.exponent10 < -DECIMAL_EXPONENT_END {
            return Some(Self(Form::Big(zero(negative, WRITTEN))));
        }
        if written.exponent10.abs() > DECIMAL_EXPONENT_LIMIT
            || written.exponent2.abs() > DECIMAL_EXPONENT_LIMIT
        {
            return None;
        }
        let context = Context::<HalfEven>::new(WRITTEN);
        let shift = isize::try_from(written.exponent2).ok()?;
        let power = UBig::from(10u8).pow(usize::try_from(written.exponent10.unsigned_abs()).ok()?);
        let signed = |magnitude: UBig| IBig::from_parts(sign, magnitude);
        let value = if written.exponent10 >= 0 {
            FBig::<HalfEven, 2>::from_repr(Repr::new(signed(magnitude * power), shift), Context::new(0))
                .with_precision(WRITTEN)
                .value()
        } else {
            let dividend = Repr::<2>::new(signed(magnitude), shift);
            let divisor = Repr::<2>::new(power.into(), 0);
            context.div(&dividend, &divisor).ok()?.value()
        };
        Some(Self(Form::Big(value)).shrunk())
    }

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

    /// Digits in base 2 to 62 with an optional sign, as `parseint` reads them; as precise as it needs.
    pub fn from_digits(text: &str, radix: u32) -> Option<Self> {
        decimal::integer(text, radix).map(Self::from_integer)
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

    fn bounded(result: FpResult<FBig<HalfEven, 2>>) -> Result<Self, EvalError> {
        let too_big = || EvalError::Budget("a number has more than 100,000 digits".into());
        let value = result.map_err(|_| too_big())?.value();
        if value.repr().exponent().abs() > EXPONENT_LIMIT {
            return Err(too_big());
        }
        Ok(Self(Form::Big(value)).shrunk())
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

    /// # Errors
    /// Opposing infinities.
    pub fn add(&self, other: &Self) -> Result<Self, EvalError> {
        if let (
            Form::Small {
                value: a,
                precision: p,
            },
            Form::Small {
                value: b,
                precision: q,
            },
        ) = (&self.0, &other.0)
            && let Some(sum) = a.checked_add(*b)
            && fits(sum, *p.max(q))
        {
            return Ok(Self(Form::Small {
                value: sum,
                precision: *p.max(q),
            }));
        }
        match (self.widen(), other.widen()) {
            (Some(a), Some(b)) => {
                Self::bounded(Context::max(a.context(), b.context()).add(a.repr(), b.repr()))
            }
            (Some(_), None) => Ok(other.clone()),
            (None, Some(_)) => Ok(self.clone()),
            (None, None) if self.is_negative() == other.is_negative() => Ok(self.clone()),
            (None, None) => Err(EvalError::invalid("can't add opposing infinities")),
        }
    }

    /// # Errors
    /// An infinity from itself.
    pub fn sub(&self, other: &Self) -> Result<Self, EvalError> {
        if let (
            Form::Small {
                value: a,
                precision: p,
            },
            Form::Small {
                value: b,
                precision: q,
            },
        ) = (&self.0, &other.0)
            && let Some(difference) = a.checked_sub(*b)
            && fits(difference, *p.max(q))
        {
            return Ok(Self(Form::Small {
                value: difference,
                precision: *p.max(q),
            }));
        }
        match (self.widen(), other.widen()) {
            (Some(a), Some(b)) => {
                Self::bounded(Context::max(a.context(), b.context()).sub(a.repr(), b.repr()))
            }
            (Some(_), None) => Ok(other.neg()),
            (None, Some(_)) => Ok(self.clone()),
            (None, None) if self.is_negative() != other.is_negative() => Ok(self.clone()),
            (None, None) => Err(EvalError::invalid("can't subtract infinity from itself")),
        }
    }

    /// The product is exact up to 512 bits, then as precise as it needs and at least as the operands.
    ///
    /// # Errors
    /// Zero times infinity.
    pub fn mul(&self, other: &Self) -> Result<Self, EvalError> {
        if let (
            Form::Small {
                value: a,
                precision: p,
            },
            Form::Small {
                value: b,
                precision: q,
            },
        ) = (&self.0, &other.0)
            && let Some(product) = a.checked_mul(*b)
            && fits(product, *p.max(q))
            && (product != 0 || (*a >= 0 && *b >= 0))
        {
            return Ok(Self(Form::Small {
                value: product,
                precision: *p.max(q),
            }));
        }
        let negative = self.is_negative() != other.is_negative();
        match (self.widen(), other.widen()) {
            (Some(a), Some(b)) => {
                let least = a.precision().max(b.precision());
                if self.is_zero() || other.is_zero() {
                    return Ok(Self(Form::Big(zero(negative, least))).shrunk());
                }
                let product = Context::<HalfEven>::new(WRITTEN).mul(a.repr(), b.repr());
                Self::bounded(product.map(|product| {
                    let needed = product.value_ref().digits();
                    product.and_then(|value| value.with_precision(least.max(needed)))
                }))
            }
            _ if self.is_zero() || other.is_zero() => {
                Err(EvalError::invalid("can't multiply zero by infinity"))
            }
            _ => Ok(Self(Form::Infinite { negative })),
        }
    }

    /// `x / 0` is an infinity, as in Terraform.
    ///
    /// # Errors
    /// Zero by zero, infinity by infinity.
    pub fn div(&self, other: &Self) -> Result<Self, EvalError> {
        let negative = self.is_negative() != other.is_negative();
        match (self.widen(), other.widen()) {
            (Some(_), Some(_)) if self.is_zero() && other.is_zero() => Err(indeterminate_division()),
            (None, None) => Err(indeterminate_division()),
            (Some(_), Some(_)) if other.is_zero() => Ok(Self(Form::Infinite { negative })),
            (None, Some(_)) => Ok(Self(Form::Infinite { negative })),
            (Some(a), None) => Ok(Self(Form::Big(zero(negative, a.precision()))).shrunk()),
            (Some(a), Some(b)) if self.is_zero() => {
                Ok(Self(Form::Big(zero(negative, a.precision().max(b.precision())))).shrunk())
            }
            (Some(a), Some(b)) => {
                Self::bounded(Context::max(a.context(), b.context()).div(a.repr(), b.repr()))
            }
        }
    }

    /// Remainder with the sign of `self`; by zero it is `self`, as in Terraform.
    ///
    /// # Errors
    /// Zero and an infinity.
    pub fn rem(&self, other: &Self) -> Result<Self, EvalError> {
        if self.is_infinite() || other.is_infinite() {
            return self.mul(other);
        }
        if other.is_zero() {
            return Ok(self.clone());
        }
        let precision = self.precision();
        let rounded = |number: Self| match number.widen() {
            Some(value) => Self(Form::Big(value.with_precision(precision).value())).shrunk(),
            None => number,
        };
        let whole = rounded(self.div(other)?.trunc()?);
        // The product is rounded to the precision of `self`, not to what it needs.
        let product = match (whole.widen(), other.widen()) {
            (Some(a), Some(b)) => Self::bounded(Context::<HalfEven>::new(precision).mul(a.repr(), b.repr()))?,
            _ => return self.mul(other),
        };
        match (self.widen(), product.widen()) {
            (Some(a), Some(b)) => Self::bounded(Context::<HalfEven>::new(precision).sub(a.repr(), b.repr())),
            _ => self.mul(other),
        }
    }

    #[must_use]
    pub fn neg(&self) -> Self {
        match &self.0 {
            Form::Small { value, precision } if *value != 0 && *value != i64::MIN => Self(Form::Small {
                value: -value,
                precision: *precision,
            }),
            Form::Infinite { negative } => Self(Form::Infinite { negative: !negative }),
            _ if self.is_zero() => Self(Form::Big(zero(!self.is_negative(), self.precision()))).shrunk(),
            _ => self
                .widen()
                .map_or_else(|| self.clone(), |value| Self(Form::Big(-value)).shrunk()),
        }
    }

    #[must_use]
    pub fn abs(&self) -> Self {
        if self.is_negative() {
            self.neg()
        } else {
            self.clone()
        }
    }

    /// Towards zero; as precise as it needs, at least 64 bits.
    ///
    /// # Errors
    /// An infinity.
    pub fn trunc(&self) -> Result<Self, EvalError> {
        self.whole().map(|(whole, _)| Self::from_integer(whole))
    }

    /// # Errors
    /// None in practice; infinities are returned as they are.
    pub fn floor(&self) -> Result<Self, EvalError> {
        if self.is_infinite() {
            return Ok(self.clone());
        }
        let (whole, exact) = self.whole()?;
        Ok(Self::from_integer(if exact || !self.is_negative() {
            whole
        } else {
            whole - 1
        }))
    }

    /// # Errors
    /// None in practice; infinities are returned as they are.
    pub fn ceil(&self) -> Result<Self, EvalError> {
        if self.is_infinite() {
            return Ok(self.clone());
        }
        let (whole, exact) = self.whole()?;
        Ok(Self::from_integer(if exact || self.is_negative() {
            whole
        } else {
            whole + 1
        }))
    }

    /// The part before the point, and whether that is all.
    fn whole(&self) -> Result<(IBig, bool), EvalError> {
        match &self.0 {
            Form::Small { value, .. } => Ok((IBig::from(*value), true)),
            Form::Infinite { .. } => Err(EvalError::invalid("an infinity has no whole part")),
            Form::Big(value) => {
                let (significand, exponent) = (value.repr().significand(), value.repr().exponent());
                let shift = exponent.unsigned_abs();
                if exponent >= 0 {
                    return Ok((significand << shift, true));
                }
                let (sign, magnitude) = significand.clone().into_parts();
                let whole = magnitude.clone() >> shift;
                let exact = (whole.clone() << shift) == magnitude;
                Ok((IBig::from_parts(sign, whole), exact))
            }
        }
    }

    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Form::Small { .. } => true,
            Form::Big(value) => value.repr().exponent() >= 0 || self.is_zero(),
            Form::Infinite { .. } => false,
        }
    }

    /// Exact integers only.
    pub fn to_i64(&self) -> Option<i64> {
        match &self.0 {
            Form::Small { value, .. } => Some(*value),
            _ => self
                .whole()
                .ok()
                .filter(|(_, exact)| *exact)
                .and_then(|(whole, _)| i64::try_from(whole).ok()),
        }
    }

    /// Exact integers only.
    pub fn to_u64(&self) -> Option<u64> {
        match &self.0 {
            Form::Small { value, .. } => u64::try_from(*value).ok(),
            _ => self
                .whole()
                .ok()
                .filter(|(_, exact)| *exact)
                .and_then(|(whole, _)| u64::try_from(whole).ok()),
        }
    }

    /// Digits of a whole number in base 2 to 36, lower case; `None` for others.
    pub fn to_radix(&self, radix: u8) -> Option<String> {
        let (whole, exact) = self.whole().ok()?;
        exact.then(|| whole.in_radix(radix).to_string())
    }

    /// `%.2f`: exactly so many decimal places, ties to even.
    pub fn to_fixed(&self, places: usize) -> String {
        match self.widen() {
            Some(value) => decimal::fixed(&value, places),
            None => self.to_string(),
        }
    }

    /// `%.2e`; without places the shortest that reads back.
    pub fn to_scientific(&self, places: Option<usize>) -> String {
        match self.widen() {
            Some(value) => decimal::scientific(&value, places),
            None => self.to_string(),
        }
    }

    /// `%g`: with an exponent only when that is small or large.
    pub fn to_general(&self, digits: Option<usize>) -> String {
        match self.widen() {
            Some(value) => decimal::general(&value, digits),
            None => self.to_string(),
        }
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

fn fits(value: i64, precision: usize) -> bool {
    precision >= INTEGER || value.unsigned_abs().leading_zeros() as usize + precision >= INTEGER
}

fn zero(negative: bool, precision: usize) -> FBig<HalfEven, 2> {
    let repr = if negative { Repr::neg_zero() } else { Repr::zero() };
    FBig::from_repr(repr, Context::new(precision))
}

fn indeterminate_division() -> EvalError {
    EvalError::invalid("can't divide zero by zero or infinity by infinity")
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

/// The shortest decimal that reads back at the number's precision, without an exponent.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Infinite { negative } => f.write_str(if *negative { "-Inf" } else { "+Inf" }),
            Form::Small { value, precision } if *precision >= INTEGER => write!(f, "{value}"),
            _ => match self.widen() {
                Some(value) => f.write_str(&decimal::shortest(&value)),
                None => Ok(()),
            },
        }
    }
}

#[cfg(test)]
mod tests;
