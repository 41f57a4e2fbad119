//! Durations as Go writes them: `1h30m`, `90s`, `1.5h`. Days and longer have no unit there.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::datum::mismatch;
use crate::model::{Datum, Misfit};
use crate::schema::AttributeType;
use crate::types::Type;
use crate::value::Data;

/// A duration that keeps its spelling, so that state shows what the configuration said.
#[derive(Clone, Debug)]
pub struct GoDuration {
    text: String,
    value: Duration,
}

/// A text that is no duration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DurationError {
    /// No number with a unit in some place.
    #[error(
        "This must be a duration such as `1h30m` or `90s`: numbers, each with a unit (h, m, s, ms, us, ns)."
    )]
    Syntax,
    /// A number without its unit.
    #[error("This must be a duration such as `1h30m` or `90s`; the unit is missing (h, m, s, ms, us, ns).")]
    NoUnit,
    /// A unit that Go does not have.
    #[error(
        "This must be a duration such as `1h30m` or `90s`; the units are h, m, s, ms, us, ns (a day is `24h`)."
    )]
    Unit,
    /// Below zero.
    #[error("This must be a duration such as `1h30m` or `90s`; it must not be negative.")]
    Negative,
    /// More than Go's 64 bits of nanoseconds hold, about 292 years.
    #[error("This duration is too long; the longest is about 2562047h.")]
    TooLong,
}

/// Nanoseconds of each unit.
const UNITS: &[(&str, u64)] = &[
    ("ns", 1),
    ("us", 1_000),
    ("\u{b5}s", 1_000),
    ("\u{3bc}s", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

impl GoDuration {
    /// How long.
    pub fn get(&self) -> Duration {
        self.value
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for GoDuration {
    type Err = DurationError;

    fn from_str(text: &str) -> Result<Self, DurationError> {
        let unsigned = match text.strip_prefix('-') {
            Some(_) => return Err(DurationError::Negative),
            None => text.strip_prefix('+').unwrap_or(text),
        };
        let nanoseconds = if unsigned == "0" { 0 } else { total(unsigned)? };
        Ok(Self {
            text: text.to_owned(),
            value: Duration::from_nanos(nanoseconds),
        })
    }
}

fn total(mut rest: &str) -> Result<u64, DurationError> {
    if rest.is_empty() {
        return Err(DurationError::Syntax);
    }
    let mut sum: u64 = 0;
    while !rest.is_empty() {
        let digits = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(rest.len());
        let (number, after) = rest.split_at(digits);
        let letters = after
            .find(|c: char| c.is_ascii_digit() || c == '.')
            .unwrap_or(after.len());
        let (unit, after) = after.split_at(letters);
        sum = sum
            .checked_add(part(number, unit)?)
            .ok_or(DurationError::TooLong)?;
        rest = after;
    }
    if i64::try_from(sum).is_err() {
        Err(DurationError::TooLong)
    } else {
        Ok(sum)
    }
}

fn part(number: &str, unit: &str) -> Result<u64, DurationError> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
        return Err(DurationError::Syntax);
    }
    if unit.is_empty() {
        return Err(DurationError::NoUnit);
    }
    let (_, scale) = UNITS
        .iter()
        .find(|(name, _)| *name == unit)
        .ok_or(DurationError::Unit)?;
    let whole: u64 = match whole {
        "" => 0,
        digits => digits.parse().map_err(|_| DurationError::TooLong)?,
    };
    let whole = whole.checked_mul(*scale).ok_or(DurationError::TooLong)?;
    // What is finer than a nanosecond is dropped, as Go does.
    let fraction = fraction_of(fraction, *scale);
    whole.checked_add(fraction).ok_or(DurationError::TooLong)
}

fn fraction_of(digits: &str, scale: u64) -> u64 {
    // No unit is finer than 10^-13 of an hour, so more digits than 18 add nothing.
    let digits = digits.get(..18).unwrap_or(digits);
    let numerator: u128 = digits.parse().unwrap_or(0);
    let denominator = 10_u128.pow(u32::try_from(digits.len()).unwrap_or(0));
    u64::try_from(numerator * u128::from(scale) / denominator).unwrap_or(0)
}

impl fmt::Display for GoDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Equal when they last equally long.
impl PartialEq for GoDuration {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for GoDuration {}

impl Datum for GoDuration {
    fn attribute_type() -> AttributeType {
        Type::String.into()
    }

    fn decode(data: Data) -> Result<Self, Misfit> {
        match data {
            Data::String(text) => text
                .parse()
                .map_err(|error: DurationError| Misfit::new(error.to_string())),
            other => Err(mismatch("a string", &other)),
        }
    }

    fn encode(self) -> Data {
        Data::String(self.text)
    }
}
