//! Durations with units and RFC 3339 instants. A bare number is an error.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};

/// A length of time in whole seconds, written `15m`, `90d`, `1h30m`: integers with units in falling order of
/// w d h m s. A week is 7 days, a day 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Duration {
    seconds: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a duration: {reason}")]
pub struct ParseDurationError {
    pub text: String,
    pub reason: &'static str,
}

/// A point in time, compared as such; years -9999 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instant(Timestamp);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an RFC 3339 instant with offset, such as 2026-12-31T00:00:00Z")]
pub struct ParseInstantError {
    pub text: String,
}

const UNITS: [(char, u64); 5] = [('w', 604_800), ('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

impl Duration {
    pub const fn from_seconds(seconds: u64) -> Self {
        Self { seconds }
    }

    pub const fn from_days(days: u64) -> Self {
        Self {
            seconds: days * 86_400,
        }
    }

    pub const fn from_hours(hours: u64) -> Self {
        Self {
            seconds: hours * 3_600,
        }
    }

    pub const fn from_minutes(minutes: u64) -> Self {
        Self {
            seconds: minutes * 60,
        }
    }

    pub const fn seconds(self) -> u64 {
        self.seconds
    }
}

impl Duration {
    /// Whole days, of which the last may only have begun: what people count in.
    pub const fn days_begun(self) -> u64 {
        self.seconds.div_ceil(86_400)
    }
}

impl fmt::Display for Duration {
    /// The largest units that fit, without weeks: `90d`, `1d12h`, `15m`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.seconds == 0 {
            return f.write_str("0s");
        }
        let mut rest = self.seconds;
        for (unit, size) in &UNITS[1..] {
            if rest >= *size {
                write!(f, "{}{unit}", rest / size)?;
                rest %= size;
            }
        }
        Ok(())
    }
}

impl FromStr for Duration {
    type Err = ParseDurationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = |reason| ParseDurationError {
            text: text.to_owned(),
            reason,
        };
        let mut total = 0u64;
        let mut rest = text;
        let mut last = u64::MAX;
        while !rest.is_empty() {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            if digits == 0 {
                return Err(error("a number is expected before each unit"));
            }
            let number: u64 = rest[..digits]
                .parse()
                .map_err(|_| error("the number is too large"))?;
            let unit = rest[digits..]
                .chars()
                .next()
                .ok_or_else(|| error("a unit is missing (w, d, h, m or s)"))?;
            let (_, size) = UNITS
                .iter()
                .find(|(u, _)| *u == unit)
                .ok_or_else(|| error("units are w, d, h, m and s"))?;
            if *size >= last {
                return Err(error("units must stand in falling order, each once"));
            }
            last = *size;
            total = number
                .checked_mul(*size)
                .and_then(|seconds| total.checked_add(seconds))
                .ok_or_else(|| error("it is too long"))?;
            rest = &rest[digits + unit.len_utf8()..];
        }
        if text.is_empty() {
            return Err(error("it is empty"));
        }
        Ok(Self { seconds: total })
    }
}

impl Instant {
    /// 1970-01-01T00:00:00Z
    pub const EPOCH: Self = Self(Timestamp::UNIX_EPOCH);

    /// `None` when the sum leaves the calendar.
    pub fn checked_add(self, duration: Duration) -> Option<Self> {
        let seconds = i64::try_from(duration.seconds).ok()?;
        self.0
            .checked_add(SignedDuration::from_secs(seconds))
            .ok()
            .map(Self)
    }

    /// How long until `later`; `None` when it is earlier.
    pub fn until(self, later: Self) -> Option<Duration> {
        let seconds = later.0.as_second() - self.0.as_second();
        u64::try_from(seconds).ok().map(Duration::from_seconds)
    }

    pub fn timestamp(self) -> Timestamp {
        self.0
    }

    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        Timestamp::from_second(seconds).ok().map(Self)
    }

    /// `2026-12-31`
    pub fn date(self) -> String {
        self.0.to_string().chars().take_while(|c| *c != 'T').collect()
    }
}

impl From<Timestamp> for Instant {
    fn from(timestamp: Timestamp) -> Self {
        Self(timestamp)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Instant {
    type Err = ParseInstantError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ParseInstantError {
            text: text.to_owned(),
        };
        // RFC 3339 proper: `T`, seconds and an offset; jiff alone also takes spaces and shorter forms.
        let bytes = text.as_bytes();
        if bytes.len() < 20 || !matches!(bytes[10], b'T' | b't') || bytes[16] != b':' || text.contains('[') {
            return Err(error());
        }
        text.parse().map(Self).map_err(|_| error())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_units_in_falling_order() {
        assert_eq!("1h30m".parse(), Ok(Duration::from_seconds(5400)));
        assert_eq!("90d".parse(), Ok(Duration::from_days(90)));
        assert_eq!(
            "2w".parse::<Duration>().map(|d| d.to_string()),
            Ok("14d".to_owned())
        );
        for bad in [
            "",
            "90",
            "h",
            "30m1h",
            "1h1h",
            "-1h",
            "1.5h",
            "1y",
            "99999999999999999999s",
        ] {
            assert!(bad.parse::<Duration>().is_err(), "{bad:?} was accepted");
        }
    }

    #[test]
    fn instants_are_rfc_3339_with_an_offset_and_compare_as_instants() {
        let a: Instant = "2026-12-31T00:00:00Z".parse().unwrap();
        let b: Instant = "2026-12-31T02:00:00+02:00".parse().unwrap();
        assert_eq!(a, b);
        for bad in [
            "2026-12-31",
            "2026-12-31T00:00:00",
            "2026-12-31 00:00:00Z",
            "tomorrow",
            "1798675200",
        ] {
            assert!(bad.parse::<Instant>().is_err(), "{bad:?} was accepted");
        }
    }
}
