//! Text from numbers.

use std::fmt;

use super::{Form, INTEGER, Number, decimal};

impl Number {
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
