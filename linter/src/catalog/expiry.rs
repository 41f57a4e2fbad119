//! When access ends, in every way that vendors write it.

use governance::{Duration, End, EndValue, Fact, Instant, Why};

use super::conditions::{self, Holds};
use super::reading::{Reading, fact_of, text_of};
use super::row::{Absent, ExpiryRow, Format, Text};
use crate::eval::Value;

/// The end of the subject: the first attribute that is present, else what its absence means.
pub(super) fn read(reading: &Reading<'_, '_>) -> Fact<End> {
    let emit = reading.emit;
    let Some(absent) = emit.absent else {
        return Fact::NoPlace;
    };
    let mut nothing = Fact::Absent(reading.header());
    for row in emit.expires.iter() {
        let Some(value) = reading.get(&row.path) else {
            continue;
        };
        let at = reading.at(&row.path, &value);
        if row.format == Format::TrueIsNever {
            match conditions::is_one_of(&value, &[Text::Borrowed("true")]) {
                Holds::Yes => return Fact::Known(ends(EndValue::Never), at),
                Holds::No => continue,
                Holds::Unknown(why) => return Fact::Unknown(why, at),
            }
        }
        match fact_of(&value, at, |value| parse(reading, row, value)) {
            Fact::Null(at) => nothing = Fact::Null(at),
            fact => return fact,
        }
    }
    match absent {
        Absent::Never => nothing,
        Absent::After(duration) => {
            let end = End {
                vendor_default: true,
                ..ends(EndValue::After(duration))
            };
            Fact::Known(end, nothing.at().unwrap_or(reading.header()))
        }
        Absent::Required => Fact::Unknown(Why::new("the vendor refuses it without an end"), reading.header()),
    }
}

fn ends(value: EndValue) -> End {
    End {
        value,
        vendor_default: false,
        moving: false,
    }
}

fn parse(reading: &Reading<'_, '_>, row: &ExpiryRow, value: &Value) -> Result<End, Why> {
    let text = text_of(value)?;
    if reading
        .emit
        .never
        .iter()
        .any(|never| never.eq_ignore_ascii_case(text.trim()))
    {
        return Ok(ends(EndValue::Never));
    }
    let format = match row.format {
        Format::Unit => unit(reading, row)?,
        format => format,
    };
    let end = parse_text(format, text.trim())
        .ok_or_else(|| Why::new(format!("`{text}` is not {}", spoken(format))))?;
    Ok(End {
        moving: value.marks.moving,
        ..ends(end)
    })
}

/// The format that the unit beside the number stands for.
fn unit(reading: &Reading<'_, '_>, row: &ExpiryRow) -> Result<Format, Why> {
    let written = row.unit.as_ref().and_then(|path| reading.get(path));
    let word = match written.as_ref().filter(|value| !value.is_null()) {
        Some(value) => text_of(value)?,
        None => row.unit_default.to_string(),
    };
    unit_format(&word).ok_or_else(|| Why::new(format!("`{word}` is not a unit of time")))
}

pub(super) fn unit_format(word: &str) -> Option<Format> {
    Some(match word {
        "seconds" => Format::Seconds,
        "minutes" => Format::Minutes,
        "hours" => Format::Hours,
        "days" => Format::Days,
        "months" => Format::Months,
        _ => return None,
    })
}

/// `number` of a unit.
pub(super) fn length(format: Format, number: u64) -> Option<Duration> {
    match parse_text(format, &number.to_string())? {
        EndValue::After(duration) => Some(duration),
        EndValue::On(_) | EndValue::Never => None,
    }
}

fn parse_text(format: Format, text: &str) -> Option<EndValue> {
    let after =
        |seconds: Option<u64>| seconds.map(|seconds| EndValue::After(Duration::from_seconds(seconds)));
    match format {
        Format::Rfc3339 => text.parse().ok().map(EndValue::On),
        Format::Date => {
            let midnight = (text.len() == 10).then(|| format!("{text}T00:00:00Z"))?;
            midnight.parse().ok().map(EndValue::On)
        }
        Format::UnixSeconds => Instant::from_unix_seconds(whole(text)?).map(EndValue::On),
        Format::UnixMillis => Instant::from_unix_seconds(whole(text)?.div_euclid(1000)).map(EndValue::On),
        Format::ExtidDuration => text.parse().ok().map(EndValue::After),
        Format::GoDuration => after(go_duration(text)),
        Format::Iso8601Duration => after(iso8601_duration(text)),
        Format::Seconds => after(times(text, 1)),
        Format::SecondsSuffixed => after(times(text.strip_suffix('s')?, 1)),
        Format::Minutes => after(times(text, 60)),
        Format::Hours => after(times(text, 3_600)),
        Format::Days => after(times(text, 86_400)),
        Format::Months => after(times(text, 30 * 86_400)),
        Format::Unit | Format::TrueIsNever => None,
    }
}

fn spoken(format: Format) -> &'static str {
    match format {
        Format::Rfc3339 => "an RFC 3339 instant",
        Format::Date => "a date (YYYY-MM-DD)",
        Format::UnixSeconds => "a Unix time in seconds",
        Format::UnixMillis => "a Unix time in milliseconds",
        Format::GoDuration => "a duration such as 720h",
        Format::ExtidDuration => "a duration such as 90d",
        Format::Iso8601Duration => "an ISO 8601 duration such as P90D",
        Format::SecondsSuffixed => "a number of seconds such as 3600s",
        Format::Seconds => "a number of seconds",
        Format::Minutes => "a number of minutes",
        Format::Hours => "a number of hours",
        Format::Days => "a number of days",
        Format::Months => "a number of months",
        Format::Unit | Format::TrueIsNever => "a number",
    }
}

/// An integer, also as `1.7e9` or with a fraction, which is cut off.
fn whole(text: &str) -> Option<i64> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let number: f64 = text.parse().ok()?;
    // Beyond 2^53 an f64 no longer says which second is meant.
    (number.is_finite() && number.abs() < 9e15).then_some(number as i64)
}

/// `text` units of `size` seconds; not negative, at most a million years.
fn times(text: &str, size: u64) -> Option<u64> {
    if let Ok(number) = text.parse::<u64>() {
        return number.checked_mul(size);
    }
    let seconds = text.parse::<f64>().ok()? * size as f64;
    (seconds.is_finite() && (0.0..3.2e13).contains(&seconds)).then_some(seconds as u64)
}

/// Go's `time.ParseDuration`: decimal numbers with units h, m, s, ms, us, µs, ns in any order.
fn go_duration(text: &str) -> Option<u64> {
    let mut rest = text.strip_prefix('+').unwrap_or(text);
    if rest == "0" {
        return Some(0);
    }
    let mut seconds = 0.0;
    let mut any = false;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest[..digits].parse().ok()?;
        let tail = &rest[digits..];
        let end = tail
            .find(|c: char| c.is_ascii_digit() || c == '.')
            .unwrap_or(tail.len());
        seconds += number
            * match &tail[..end] {
                "h" => 3_600.0,
                "m" => 60.0,
                "s" => 1.0,
                "ms" => 1e-3,
                "us" | "µs" | "μs" => 1e-6,
                "ns" => 1e-9,
                _ => return None,
            };
        rest = &tail[end..];
        any = true;
    }
    (any && (0.0..3.2e13).contains(&seconds)).then_some(seconds as u64)
}

/// `P1Y2M3W4DT5H6M7S`; a year is 365 days, a month 30.
fn iso8601_duration(text: &str) -> Option<u64> {
    let (date, time) = match text.strip_prefix('P')?.split_once('T') {
        Some((date, time)) if !time.is_empty() => (date, time),
        Some(_) => return None,
        None => (text.strip_prefix('P')?, ""),
    };
    if date.is_empty() && time.is_empty() {
        return None;
    }
    let sum = |mut rest: &str, units: &[(char, u64)]| {
        let mut total = 0u64;
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit())?;
            let number: u64 = rest[..digits].parse().ok()?;
            let unit = rest[digits..].chars().next()?;
            let (_, size) = units.iter().find(|(name, _)| *name == unit)?;
            total = total.checked_add(number.checked_mul(*size)?)?;
            rest = &rest[digits + unit.len_utf8()..];
        }
        Some(total)
    };
    let days = [
        ('Y', 365 * 86_400),
        ('M', 30 * 86_400),
        ('W', 604_800),
        ('D', 86_400),
    ];
    let hours = [('H', 3_600), ('M', 60), ('S', 1)];
    sum(date, &days)?.checked_add(sum(time, &hours)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(seconds: u64) -> Option<EndValue> {
        Some(EndValue::After(Duration::from_seconds(seconds)))
    }

    fn on(text: &str) -> Option<EndValue> {
        Some(EndValue::On(text.parse().unwrap()))
    }

    #[test]
    fn every_format_reads_what_vendors_document() {
        let day = 86_400;
        for (format, text, expected) in [
            (
                Format::Rfc3339,
                "2026-12-31T00:00:00+02:00",
                on("2026-12-30T22:00:00Z"),
            ),
            (Format::Date, "2026-12-31", on("2026-12-31T00:00:00Z")),
            (Format::UnixSeconds, "1798675200", on("2026-12-31T00:00:00Z")),
            (Format::UnixMillis, "1798675200000", on("2026-12-31T00:00:00Z")),
            (Format::GoDuration, "8760h", after(365 * day)),
            (Format::GoDuration, "2400h30m", after(2400 * 3600 + 1800)),
            (Format::GoDuration, "1.5h", after(5400)),
            (Format::ExtidDuration, "90d", after(90 * day)),
            (Format::Iso8601Duration, "P90D", after(90 * day)),
            (Format::Iso8601Duration, "PT8H30M", after(30_600)),
            (Format::Iso8601Duration, "P1Y", after(365 * day)),
            (Format::Seconds, "3600", after(3600)),
            (Format::SecondsSuffixed, "63072000s", after(63_072_000)),
            (Format::Minutes, "60", after(3600)),
            (Format::Hours, "0.5", after(1800)),
            (Format::Days, "30", after(30 * day)),
            (Format::Months, "12", after(360 * day)),
        ] {
            assert_eq!(parse_text(format, text), expected, "{format:?} {text:?}");
        }
    }

    #[test]
    fn what_is_not_in_the_format_is_not_guessed() {
        for (format, text) in [
            (Format::Rfc3339, "2026-12-31"),
            (Format::Date, "2026-12-31T00:00:00Z"),
            (Format::Date, "31.12.2026"),
            (Format::UnixSeconds, "soon"),
            (Format::GoDuration, "90d"),
            (Format::GoDuration, "90"),
            (Format::GoDuration, "-1h"),
            (Format::GoDuration, ""),
            (Format::ExtidDuration, "90"),
            (Format::Iso8601Duration, "P"),
            (Format::Iso8601Duration, "P1DT"),
            (Format::Iso8601Duration, "90D"),
            (Format::Seconds, "-1"),
            (Format::SecondsSuffixed, "3600"),
            (Format::Days, "99999999999999999999"),
        ] {
            assert_eq!(parse_text(format, text), None, "{format:?} {text:?}");
        }
    }
}
