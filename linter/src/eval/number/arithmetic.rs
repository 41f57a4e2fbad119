//! Sums, products, quotients, signs.

use dashu_float::round::mode::HalfEven;
use dashu_float::{Context, FBig, FpResult};

use super::{Form, INTEGER, Number, WRITTEN, zero};
use crate::eval::error::EvalError;

/// Binary exponents beyond this have more digits than a text may have; Terraform would go on.
const EXPONENT_LIMIT: isize = 350_000;

impl Number {
    /// The result of small integers, when it is one that fits the larger of their precisions.
    fn small(&self, other: &Self, operation: impl FnOnce(i64, i64) -> Option<i64>) -> Option<Self> {
        let (
            Form::Small {
                value: a,
                precision: p,
            },
            Form::Small {
                value: b,
                precision: q,
            },
        ) = (&self.0, &other.0)
        else {
            return None;
        };
        let precision = *p.max(q);
        let value = operation(*a, *b).filter(|value| fits(*value, precision))?;
        Some(Self(Form::Small { value, precision }))
    }

    /// # Errors
    /// Opposing infinities.
    pub fn add(&self, other: &Self) -> Result<Self, EvalError> {
        if let Some(sum) = self.small(other, i64::checked_add) {
            return Ok(sum);
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
        if let Some(difference) = self.small(other, i64::checked_sub) {
            return Ok(difference);
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
        // The sign of a zero product is that of floats.
        let signed = |a: i64, b: i64| {
            a.checked_mul(b)
                .filter(|product| *product != 0 || (a >= 0 && b >= 0))
        };
        if let Some(product) = self.small(other, signed) {
            return Ok(product);
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

    fn bounded(result: FpResult<FBig<HalfEven, 2>>) -> Result<Self, EvalError> {
        let too_big = || EvalError::Budget("a number has more than 100,000 digits".into());
        let value = result.map_err(|_| too_big())?.value();
        if value.repr().exponent().abs() > EXPONENT_LIMIT {
            return Err(too_big());
        }
        Ok(Self(Form::Big(value)).shrunk())
    }
}

fn fits(value: i64, precision: usize) -> bool {
    precision >= INTEGER || value.unsigned_abs().leading_zeros() as usize + precision >= INTEGER
}

fn indeterminate_division() -> EvalError {
    EvalError::invalid("can't divide zero by zero or infinity by infinity")
}
