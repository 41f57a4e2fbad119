//! `formatdate(format, timestamp)`.

use super::date::Instant;
use super::{Function, Host, Param, Want, known_text};
use crate::eval::error::EvalError;
use crate::eval::text::nfc;
use crate::eval::value::Value;

pub(super) static FORMATDATE: Function = Function::new(
    "formatdate",
    &[
        Param::new("format", Want::String),
        Param::new("time", Want::String),
    ],
    Want::String,
    formatdate,
);

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn formatdate(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let format = known_text(&args[0]);
    let instant = Instant::parse(&known_text(&args[1]))?;
    let mut out = String::new();
    let mut rest = format.as_ref();
    while let Some(first) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("''") {
            out.push('\'');
            rest = after;
        } else if first == '\'' {
            rest = quoted(&rest[1..], &mut out)?;
        } else if first.is_ascii_alphabetic() {
            let length = rest.len() - rest.trim_start_matches(first).len();
            let (verb, after) = rest.split_at(length);
            out.push_str(&spelled(verb, &instant)?);
            rest = after;
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    Ok(Value::text(nfc(&out)))
}

/// Literal text up to the closing quote; two quotes are one. Returns what follows.
fn quoted<'a>(mut rest: &'a str, out: &mut String) -> Result<&'a str, EvalError> {
    loop {
        let end = rest
            .find('\'')
            .ok_or_else(|| EvalError::invalid("the format has an unclosed quote"))?;
        out.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('\'') {
            Some(after) => {
                out.push('\'');
                rest = after;
            }
            None => return Ok(rest),
        }
    }
}

fn spelled(verb: &str, instant: &Instant) -> Result<String, EvalError> {
    let time = instant.civil;
    let month = MONTHS
        .get(usize::from(time.month().unsigned_abs()).wrapping_sub(1))
        .copied()
        .unwrap_or_default();
    let weekday = match time.weekday() {
        jiff::civil::Weekday::Monday => "Monday",
        jiff::civil::Weekday::Tuesday => "Tuesday",
        jiff::civil::Weekday::Wednesday => "Wednesday",
        jiff::civil::Weekday::Thursday => "Thursday",
        jiff::civil::Weekday::Friday => "Friday",
        jiff::civil::Weekday::Saturday => "Saturday",
        jiff::civil::Weekday::Sunday => "Sunday",
    };
    let twelve = match time.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    Ok(match verb {
        "YY" => format!("{:02}", time.year() % 100),
        "YYYY" => format!("{:04}", time.year()),
        "M" => time.month().to_string(),
        "MM" => format!("{:02}", time.month()),
        "MMM" => month[..3].to_owned(),
        "MMMM" => month.to_owned(),
        "D" => time.day().to_string(),
        "DD" => format!("{:02}", time.day()),
        "EEE" => weekday[..3].to_owned(),
        "EEEE" => weekday.to_owned(),
        "h" => time.hour().to_string(),
        "hh" => format!("{:02}", time.hour()),
        "H" => twelve.to_string(),
        "HH" => format!("{twelve:02}"),
        "AA" => if time.hour() < 12 { "AM" } else { "PM" }.to_owned(),
        "aa" => if time.hour() < 12 { "am" } else { "pm" }.to_owned(),
        "m" => time.minute().to_string(),
        "mm" => format!("{:02}", time.minute()),
        "s" => time.second().to_string(),
        "ss" => format!("{:02}", time.second()),
        "Z" => instant.zone(":", "Z"),
        "ZZZ" => instant.zone("", "UTC"),
        "ZZZZ" => instant.zone("", "+0000"),
        "ZZZZZ" => instant.zone(":", "+00:00"),
        other => {
            return Err(EvalError::invalid(format!(
                "\"{other}\" is no verb of a date format"
            )));
        }
    })
}
