//! Character classes and escapes of Go's syntax; both always mean ASCII there where the `regex` crate means Unicode.

use std::fmt::Write as _;
use std::iter::Peekable;
use std::str::Chars;

use super::invalid;
use crate::eval::error::EvalError;

type Rest<'a> = Peekable<Chars<'a>>;

/// `[...]` after the opening bracket.
pub(super) fn bracketed(rest: &mut Rest<'_>) -> Result<String, EvalError> {
    let mut class = String::from("[");
    if rest.next_if_eq(&'^').is_some() {
        class.push('^');
    }
    let mut first = true;
    loop {
        let missing = || invalid("a missing closing ]");
        match rest.peek().copied().ok_or_else(missing)? {
            ']' if !first => {
                rest.next();
                class.push(']');
                return Ok(class);
            }
            '[' => {
                if let Some(posix) = posix(rest)? {
                    class.push_str(&posix);
                    first = false;
                    continue;
                }
            }
            '\\' => {
                let mut ahead = rest.clone();
                ahead.next();
                if let Some(inner) = escaped(&mut ahead)? {
                    *rest = ahead;
                    class.push_str(&inner);
                    first = false;
                    continue;
                }
            }
            _ => {}
        }
        first = false;
        let low = member(rest)?;
        let mut ahead = rest.clone();
        let high = if ahead.next() == Some('-') && ahead.peek().is_some_and(|next| *next != ']') {
            *rest = ahead;
            member(rest)?
        } else {
            low
        };
        if high < low {
            return Err(invalid("an invalid character class range"));
        }
        let _ = write!(class, "\\x{{{:X}}}-\\x{{{:X}}}", u32::from(low), u32::from(high));
    }
}

fn member(rest: &mut Rest<'_>) -> Result<char, EvalError> {
    match rest.next() {
        Some('\\') => character(rest),
        Some(character) => Ok(character),
        None => Err(invalid("a missing closing ]")),
    }
}

/// `[:alpha:]` inside brackets.
fn posix(rest: &mut Rest<'_>) -> Result<Option<String>, EvalError> {
    let mut ahead = rest.clone();
    ahead.next();
    if ahead.next() != Some(':') {
        return Ok(None);
    }
    let mut name = String::new();
    loop {
        match ahead.next() {
            Some(':') if ahead.peek() == Some(&']') => break,
            Some(character) => name.push(character),
            None => return Ok(None),
        }
    }
    ahead.next();
    let known = [
        "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space",
        "upper", "word", "xdigit",
    ];
    if !known.contains(&name.strip_prefix('^').unwrap_or(&name)) {
        return Err(invalid("an invalid character class range"));
    }
    *rest = ahead;
    Ok(Some(format!("[:{name}:]")))
}

/// `\d`, `\pL` and the like, after the backslash; `None` when it is another escape.
pub(super) fn escaped(rest: &mut Rest<'_>) -> Result<Option<String>, EvalError> {
    let Some(letter) = rest.peek().copied() else {
        return Err(invalid("a trailing backslash"));
    };
    let class = match letter {
        'd' => "[0-9]",
        'D' => "[^0-9]",
        's' => r"[\t\n\x0C\r ]",
        'S' => r"[^\t\n\x0C\r ]",
        'w' => "[0-9A-Za-z_]",
        'W' => "[^0-9A-Za-z_]",
        'p' | 'P' => return property(rest).map(Some),
        _ => return Ok(None),
    };
    rest.next();
    Ok(Some(class.to_owned()))
}

fn property(rest: &mut Rest<'_>) -> Result<String, EvalError> {
    let unknown = || invalid("an invalid character class \\p");
    let mut negative = rest.next() == Some('P');
    let mut name = String::new();
    match rest.next().ok_or_else(unknown)? {
        '{' => loop {
            match rest.next().ok_or_else(unknown)? {
                '}' => break,
                character => name.push(character),
            }
        },
        letter => name.push(letter),
    }
    if let Some(positive) = name.strip_prefix('^') {
        negative = !negative;
        name = positive.to_owned();
    }
    // Go's names are exact: a category of one or two letters, or a script in title case.
    let exact = name.starts_with(|first: char| first.is_ascii_uppercase())
        && name
            .chars()
            .skip(1)
            .all(|character| character.is_ascii_alphabetic() || character == '_');
    let class = format!("\\{}{{{name}}}", if negative { 'P' } else { 'p' });
    if !exact || regex::Regex::new(&class).is_err() {
        return Err(unknown());
    }
    Ok(class)
}

/// An escape of one character, after the backslash.
pub(super) fn character(rest: &mut Rest<'_>) -> Result<char, EvalError> {
    let refused = || invalid("an invalid escape sequence");
    let character = rest.next().ok_or_else(refused)?;
    Ok(match character {
        'a' => '\x07',
        'f' => '\x0c',
        't' => '\t',
        'n' => '\n',
        'r' => '\r',
        'v' => '\x0b',
        '0' => octal(rest, 0),
        '1'..='7' if rest.peek().is_some_and(|next| ('0'..='7').contains(next)) => {
            octal(rest, u32::from(character) - u32::from('0'))
        }
        'x' => hexadecimal(rest).ok_or_else(refused)?,
        _ if character.is_ascii_punctuation() => character,
        _ => return Err(refused()),
    })
}

/// Up to two more digits.
fn octal(rest: &mut Rest<'_>, first: u32) -> char {
    let mut value = first;
    for _ in 0..2 {
        let Some(digit) = rest.next_if(|next| ('0'..='7').contains(next)) else {
            break;
        };
        value = value * 8 + digit.to_digit(8).unwrap_or(0);
    }
    char::from_u32(value).unwrap_or('\u{fffd}')
}

fn hexadecimal(rest: &mut Rest<'_>) -> Option<char> {
    if rest.next_if_eq(&'{').is_none() {
        let (high, low) = (rest.next()?.to_digit(16)?, rest.next()?.to_digit(16)?);
        return char::from_u32(high * 16 + low);
    }
    let mut value: u32 = 0;
    let mut digits = 0;
    loop {
        match rest.next()? {
            '}' if digits > 0 => return char::from_u32(value),
            digit => value = value.checked_mul(16)?.checked_add(digit.to_digit(16)?)?,
        }
        digits += 1;
    }
}
