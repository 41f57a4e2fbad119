//! Finite decimal numbers: a sign, digits, and a power of ten.

use std::cmp::Ordering;
use std::fmt;

use super::NumberError;

/// Significant digits that are kept.
const MAX_DIGITS: usize = 10_000;
/// The greatest power of ten of a number's first digit, and the least.
const MAX_MAGNITUDE: i64 = 100_000;
/// The longest plain notation that is written.
const MAX_PLAIN: usize = 1_000;
/// Digits of the longest double.
const DOUBLE_DIGITS: usize = 767;

/// `±digits × 10^exponent`, in its one form: no zeros at either end of the digits; zero has none at all.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Decimal {
    negative: bool,
    digits: Box<str>,
    exponent: i32,
}

/// What a text says.
pub(super) enum Text {
    Infinity { negative: bool },
    Finite(Decimal),
}

/// The usual case: a whole number that surely fits.
pub(super) fn small(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = (1..=18).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

pub(super) fn parse(text: &str) -> Result<Text, NumberError> {
    let (negative, rest) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    if matches!(rest, "Inf" | "inf") {
        return Ok(Text::Infinity { negative });
    }
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
        None => (rest, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits_only = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !digits_only(whole) || !digits_only(fraction) {
        return Err(NumberError::Syntax);
    }
    Decimal::new(negative, whole, fraction, exponent).map(Text::Finite)
}

/// Saturates far outside of what is accepted.
fn parse_exponent(text: &str) -> Result<i64, NumberError> {
    let (negative, digits) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NumberError::Syntax);
    }
    let size = digits.bytes().fold(0_i64, |sum, byte| {
        (sum * 10 + i64::from(byte - b'0')).min(1 << 40)
    });
    Ok(if negative { -size } else { size })
}

impl Decimal {
    /// From the digits before and behind the point.
    fn new(negative: bool, whole: &str, fraction: &str, exponent: i64) -> Result<Self, NumberError> {
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        let length = |text: &str| i64::try_from(text.len()).map_err(|_| NumberError::Size);
        // Of the digits, seen as one whole number.
        let mut exponent = exponent - length(fraction)?;
        let digits = if fraction.is_empty() {
            let digits = whole.trim_end_matches('0');
            exponent += length(whole)? - length(digits)?;
            Self::bounded(digits, "")?
        } else if whole.is_empty() {
            Self::bounded("", fraction.trim_start_matches('0'))?
        } else {
            Self::bounded(whole, fraction)?
        };
        if digits.is_empty() {
            return Ok(Self {
                negative: false,
                digits,
                exponent: 0,
            });
        }
        let magnitude = exponent + length(&digits)? - 1;
        if magnitude.abs() > MAX_MAGNITUDE {
            return Err(NumberError::Size);
        }
        let exponent = i32::try_from(exponent).map_err(|_| NumberError::Size)?;
        Ok(Self {
            negative,
            digits,
            exponent,
        })
    }

    fn bounded(whole: &str, fraction: &str) -> Result<Box<str>, NumberError> {
        if whole.len() + fraction.len() > MAX_DIGITS {
            return Err(NumberError::Size);
        }
        Ok([whole, fraction].concat().into())
    }

    pub(super) fn from_i64(value: i64) -> Self {
        Self::from_u128(value < 0, value.unsigned_abs().into(), 0)
    }

    /// `±value × 10^exponent`, for exponents of a few digits.
    pub(super) fn from_u128(negative: bool, value: u128, exponent: i32) -> Self {
        let text = value.to_string();
        let digits = text.trim_end_matches('0');
        let zeros = i32::try_from(text.len() - digits.len()).unwrap_or_default();
        Self {
            negative: negative && value != 0,
            digits: digits.into(),
            exponent: if value == 0 { 0 } else { exponent + zeros },
        }
    }

    /// A finite double, exactly.
    pub(super) fn from_f64(value: f64) -> Result<Self, NumberError> {
        let bits = value.to_bits();
        let stored = i32::try_from((bits >> 52) & 0x7ff).map_err(|_| NumberError::Size)?;
        let fraction = bits & ((1 << 52) - 1);
        let (mantissa, power) = match stored {
            0 => (fraction, -1074),
            _ => (fraction | (1 << 52), stored - 1075),
        };
        if mantissa == 0 {
            return Ok(Self::from_u128(false, 0, 0));
        }
        // value = mantissa × 2^power
        let zeros = mantissa.trailing_zeros();
        let (mantissa, power) = (
            u128::from(mantissa >> zeros),
            power + i32::try_from(zeros).unwrap_or_default(),
        );
        match power {
            0..=70 => Ok(Self::from_u128(value < 0.0, mantissa << power, 0)),
            // m / 2^k = m × 5^k / 10^k; 53 bits times 5^32 stay within 128.
            -32..0 => Ok(Self::from_u128(
                value < 0.0,
                mantissa * 5_u128.pow(power.unsigned_abs()),
                power,
            )),
            _ => match parse(&format!("{value:.digits$e}", digits = DOUBLE_DIGITS - 1))? {
                Text::Finite(decimal) => Ok(decimal),
                Text::Infinity { .. } => Err(NumberError::Syntax),
            },
        }
    }

    pub(super) fn is_integer(&self) -> bool {
        self.exponent >= 0
    }

    pub(super) fn to_i64(&self) -> Option<i64> {
        if !self.is_integer() || self.magnitude() > 20 {
            return None;
        }
        if self.digits.is_empty() {
            Some(0)
        } else {
            self.to_string().parse().ok()
        }
    }

    pub(super) fn to_u64(&self) -> Option<u64> {
        if !self.is_integer() || self.magnitude() > 20 {
            return None;
        }
        self.to_string().parse().ok()
    }

    /// A fraction of k decimal digits has a finite binary form only when 5^k divides its digits; and doubles are not
    /// longer than they are. Spares most numbers the long way.
    pub(super) fn may_be_double(&self) -> bool {
        self.digits.len() <= DOUBLE_DIGITS && (self.is_integer() || self.digits.ends_with('5'))
    }

    /// Of `0.d₁d₂d₃… × 10^magnitude`.
    fn magnitude(&self) -> i64 {
        i64::try_from(self.digits.len()).unwrap_or(i64::MAX / 2) + i64::from(self.exponent)
    }

    /// −1, 0 or 1.
    fn sign(&self) -> i8 {
        match (self.digits.is_empty(), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_size = || (self.magnitude(), &self.digits).cmp(&(other.magnitude(), &other.digits));
        self.sign().cmp(&other.sign()).then_with(|| match self.sign() {
            0 => Ordering::Equal,
            1 => by_size(),
            _ => by_size().reverse(),
        })
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.digits.is_empty() {
            return f.write_str("0");
        }
        if self.negative {
            f.write_str("-")?;
        }
        let digits = &*self.digits;
        let point = self.magnitude();
        match usize::try_from(point) {
            Ok(point) if point >= digits.len() && point <= MAX_PLAIN => {
                f.write_str(digits)?;
                write_zeros(f, point - digits.len())
            }
            Ok(point) if 0 < point && point < digits.len() && digits.len() < MAX_PLAIN => {
                write!(f, "{}.{}", &digits[..point], &digits[point..])
            }
            _ => match usize::try_from(-point) {
                Ok(zeros) if zeros + digits.len() + 2 <= MAX_PLAIN => {
                    f.write_str("0.")?;
                    write_zeros(f, zeros)?;
                    f.write_str(digits)
                }
                _ => {
                    let (first, rest) = digits.split_at(1);
                    let dot = if rest.is_empty() { "" } else { "." };
                    write!(f, "{first}{dot}{rest}e{}", point - 1)
                }
            },
        }
    }
}

fn write_zeros(f: &mut fmt::Formatter<'_>, count: usize) -> fmt::Result {
    write!(f, "{:0<count$}", "")
}
