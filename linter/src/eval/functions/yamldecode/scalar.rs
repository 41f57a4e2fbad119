//! What a YAML scalar means.

use super::refuse;
use crate::eval::error::EvalError;
use crate::eval::functions::date::Instant;
use crate::eval::number::Number;
use crate::eval::text::nfc;
use crate::eval::value::Value;

/// # Errors
/// A tag that the text does not satisfy, NaN.
pub(super) fn value(text: &str, plain: bool, tag: Option<String>) -> Result<Value, EvalError> {
    let string = || Ok(Value::text(nfc(text)));
    match tag.as_deref() {
        None if plain => resolved(text),
        None | Some("str" | "binary") => string(),
        // A quoted text stays a string whatever its tag says.
        Some("int" | "float" | "bool" | "null" | "timestamp") if !plain => string(),
        Some("null") => Ok(Value::null()),
        Some("int" | "float") => match number(text)? {
            Some(number) => Ok(Value::number(number)),
            None => Err(refuse("a tag says number of what is none")),
        },
        Some("bool") => boolean(text)
            .map(Value::bool)
            .ok_or_else(|| refuse("a tag says bool of what is none")),
        Some("timestamp") => Ok(Value::text(
            timestamp(text).ok_or_else(|| refuse("a tag says timestamp"))?,
        )),
        Some(other) => Err(refuse(format!("unsupported tag !!{other}"))),
    }
}

fn resolved(text: &str) -> Result<Value, EvalError> {
    if matches!(text, "" | "~" | "null" | "Null" | "NULL") {
        return Ok(Value::null());
    }
    if let Some(value) = boolean(text) {
        return Ok(Value::bool(value));
    }
    if let Some(number) = number(text)? {
        return Ok(Value::number(number));
    }
    if let Some(timestamp) = timestamp(text) {
        return Ok(Value::text(timestamp));
    }
    Ok(Value::text(nfc(text)))
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Some(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

fn number(text: &str) -> Result<Option<Number>, EvalError> {
    match text {
        ".nan" | ".NaN" | ".NAN" => return Err(refuse("NaN is not supported")),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Ok(Number::parse("inf")),
        "-.inf" | "-.Inf" | "-.INF" => return Ok(Number::parse("-inf")),
        _ => {}
    }
    for (prefix, radix) in [("0o", 8), ("0x", 16)] {
        if let Some(digits) = text.strip_prefix(prefix)
            && digits.starts_with(|first: char| first.is_digit(radix))
        {
            return Ok(Number::from_digits(digits, radix));
        }
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let starts = unsigned.strip_prefix('.').unwrap_or(unsigned);
    let decimal = starts.starts_with(|first: char| first.is_ascii_digit())
        && unsigned
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    Ok(if decimal { Number::parse(text) } else { None })
}

/// Dates and times become RFC 3339 texts.
fn timestamp(text: &str) -> Option<String> {
    let year = text.get(..4)?;
    if !year.bytes().all(|byte| byte.is_ascii_digit()) || text.as_bytes().get(4) != Some(&b'-') {
        return None;
    }
    let (date, time) = match text.find([' ', 'T', 't']) {
        Some(index) => (&text[..index], Some(&text[index + 1..])),
        None => (text, None),
    };
    let mut parts = date[5..].split('-');
    let (month, day) = (two(parts.next()?)?, two(parts.next()?)?);
    if parts.next().is_some() {
        return None;
    }
    let Some(time) = time else {
        return written(&format!("{year}-{month}-{day}T00:00:00Z"));
    };
    let zone = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let zoned = text.as_bytes().get(date.len()) != Some(&b' ');
    if zoned != (zone < time.len()) {
        return None;
    }
    let (clock, fraction) = time[..zone]
        .split_once('.')
        .map_or((&time[..zone], ""), |(clock, rest)| (clock, rest));
    let clock = clock
        .split(':')
        .map(two)
        .collect::<Option<Vec<_>>>()
        .filter(|clock| clock.len() == 3)?
        .join(":");
    let fraction = if fraction.is_empty() {
        String::new()
    } else {
        format!(".{fraction}")
    };
    let zone = if zoned { &time[zone..] } else { "Z" };
    written(&format!("{year}-{month}-{day}T{clock}{fraction}{zone}"))
}

fn two(digits: &str) -> Option<String> {
    let fine = matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit());
    fine.then(|| format!("{digits:0>2}"))
}

fn written(text: &str) -> Option<String> {
    Instant::parse(text).ok().map(|instant| instant.rfc3339())
}
