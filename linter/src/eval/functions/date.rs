//! Instants with the offset they were written with, as Terraform's time functions read and write them.

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp, tz};

use crate::eval::error::EvalError;

/// RFC 3339 with its offset kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Instant {
    /// Clock time at the offset.
    pub(super) civil: DateTime,
    /// Seconds east of UTC.
    pub(super) offset: i32,
}

impl Instant {
    pub(super) fn utc(timestamp: Timestamp) -> Self {
        Self {
            civil: tz::Offset::UTC.to_datetime(timestamp),
            offset: 0,
        }
    }

    /// # Errors
    /// Not `YYYY-MM-DDThh:mm:ss[.fraction](Z|±hh:mm)`.
    pub(super) fn parse(text: &str) -> Result<Self, EvalError> {
        Self::read(text).ok_or_else(|| EvalError::invalid("this string is not an RFC 3339 timestamp"))
    }

    fn read(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let digits = |from: usize, to: usize| {
            let part = text.get(from..to)?;
            if !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            part.parse::<i16>().ok()
        };
        let small = |from, to| digits(from, to).and_then(|value| i8::try_from(value).ok());
        let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
        if !marks.iter().all(|(index, mark)| bytes.get(*index) == Some(mark)) {
            return None;
        }
        let mut end = 19;
        let mut nanoseconds = 0;
        if bytes.get(end) == Some(&b'.') {
            let fraction: String = text[end + 1..].chars().take_while(char::is_ascii_digit).collect();
            if fraction.is_empty() {
                return None;
            }
            end += 1 + fraction.len();
            nanoseconds = format!("{fraction:0<9}")[..9].parse().ok()?;
        }
        let offset = match (bytes.get(end)?, text.len() - end) {
            (b'Z', 1) => 0,
            (sign @ (b'+' | b'-'), 6) if bytes[end + 3] == b':' => {
                let (hours, minutes) = (digits(end + 1, end + 3)?, digits(end + 4, end + 6)?);
                if hours > 24 || minutes > 60 {
                    return None;
                }
                let seconds = i32::from(hours) * 3600 + i32::from(minutes) * 60;
                if *sign == b'-' { -seconds } else { seconds }
            }
            _ => return None,
        };
        let civil = DateTime::new(
            digits(0, 4)?,
            small(5, 7)?,
            small(8, 10)?,
            small(11, 13)?,
            small(14, 16)?,
            small(17, 19)?,
            nanoseconds,
        )
        .ok()?;
        Some(Self { civil, offset })
    }

    /// Seconds and nanoseconds on one line for all offsets.
    pub(super) fn order(&self) -> Option<DateTime> {
        self.civil
            .checked_sub(SignedDuration::from_secs(i64::from(self.offset)))
            .ok()
    }

    /// # Errors
    /// A year beyond 9999.
    pub(super) fn plus(self, duration: SignedDuration) -> Result<Self, EvalError> {
        let civil = self
            .civil
            .checked_add(duration)
            .map_err(|_| EvalError::invalid("the result lies outside of the years 0 to 9999"))?;
        Ok(Self { civil, ..self })
    }

    /// Whole seconds, as Terraform writes instants.
    pub(super) fn rfc3339(&self) -> String {
        let civil = self.civil;
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}",
            civil.year(),
            civil.month(),
            civil.day(),
            civil.hour(),
            civil.minute(),
            civil.second(),
            self.zone(":", "Z")
        )
    }

    pub(super) fn zone(&self, separator: &str, utc: &str) -> String {
        if self.offset == 0 {
            return utc.to_owned();
        }
        let minutes = self.offset.abs() / 60;
        let sign = if self.offset < 0 { '-' } else { '+' };
        format!("{sign}{:02}{separator}{:02}", minutes / 60, minutes % 60)
    }
}

/// Go's durations: `1h30m`, `-1.5h`, `300ms`, `0`.
///
/// # Errors
/// Anything else, and more than 290 years.
pub(super) fn duration(text: &str) -> Result<SignedDuration, EvalError> {
    read_duration(text)
        .ok_or_else(|| EvalError::invalid("this string is not a duration such as \"1h30m\" or \"-45s\""))
}

fn read_duration(text: &str) -> Option<SignedDuration> {
    let (negative, mut rest) = match text.strip_prefix(['-', '+']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text),
    };
    if rest == "0" {
        return Some(SignedDuration::ZERO);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total: i128 = 0;
    while !rest.is_empty() {
        let whole = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, after) = rest.split_at(whole);
        let (fraction, after) = match after.strip_prefix('.') {
            Some(after) => after.split_at(after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len())),
            None => ("", after),
        };
        if digits.is_empty() && fraction.is_empty() {
            return None;
        }
        let unit_end = after
            .find(|c: char| c == '.' || c.is_ascii_digit())
            .unwrap_or(after.len());
        let (unit, after) = after.split_at(unit_end);
        let unit: i128 = match unit {
            "ns" => 1,
            "us" | "µs" | "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => return None,
        };
        let digits: i128 = if digits.is_empty() {
            0
        } else {
            digits.parse().ok()?
        };
        total = total.checked_add(digits.checked_mul(unit)?)?;
        let fraction = fraction.get(..fraction.len().min(18))?;
        if !fraction.is_empty() {
            let scale = 10_i128.pow(u32::try_from(fraction.len()).ok()?);
            total = total.checked_add(fraction.parse::<i128>().ok()? * unit / scale)?;
        }
        rest = after;
    }
    let nanoseconds = i64::try_from(if negative { -total } else { total }).ok()?;
    Some(SignedDuration::from_nanos(nanoseconds))
}
