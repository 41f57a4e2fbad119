//! Whole numbers from any.

use dashu_int::IBig;

use super::{Form, Number};
use crate::eval::error::EvalError;

impl Number {
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
    pub(super) fn whole(&self) -> Result<(IBig, bool), EvalError> {
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
}
