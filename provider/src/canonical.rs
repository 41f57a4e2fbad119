//! JSON with one spelling (RFC 8785), so that a hash of it means something.
//!
//! Numbers are integers of at most 2^53 - 1, the only ones that every reader spells alike; others travel as text.

use std::fmt::Write as _;

use serde_json::Value;

/// The largest integer that a reader of JSON in JavaScript keeps.
const LARGEST: u64 = (1 << 53) - 1;
/// How serde_json marks what it passes through an object of its own.
const RESERVED: &str = "$serde_json::private::";
/// Levels of arrays and objects; more is no document.
const DEEPEST: usize = 64;

/// Why a value has no canonical spelling.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalError {
    #[error("the number {number} is not an integer of at most 2^53 - 1: write it as text")]
    Number { number: String },
    /// The reader of JSON would take the object for a number or for raw text.
    #[error("`{name}` cannot be the name of a member")]
    Name { name: String },
    #[error("more than {DEEPEST} levels of arrays and objects")]
    TooDeep,
}

/// Members are sorted by their UTF-16 code units, nothing stands between tokens, and characters are escaped as
/// JavaScript does.
pub fn to_text(value: &Value) -> Result<String, CanonicalError> {
    let mut text = String::new();
    write_value(value, DEEPEST, &mut text)?;
    Ok(text)
}

fn write_value(value: &Value, levels: usize, text: &mut String) -> Result<(), CanonicalError> {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(true) => text.push_str("true"),
        Value::Bool(false) => text.push_str("false"),
        Value::Number(number) => {
            // `-0` and `1.0` have another spelling there; as an i64 neither parses.
            let small = number.as_i64().filter(|integer| {
                integer.unsigned_abs() <= LARGEST && integer.to_string() == number.to_string()
            });
            match small {
                Some(integer) => {
                    let _ = write!(text, "{integer}");
                }
                None => {
                    return Err(CanonicalError::Number {
                        number: number.to_string(),
                    });
                }
            }
        }
        Value::String(string) => write_string(string, text),
        Value::Array(items) => {
            let levels = levels.checked_sub(1).ok_or(CanonicalError::TooDeep)?;
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write_value(item, levels, text)?;
            }
            text.push(']');
        }
        Value::Object(members) => {
            let levels = levels.checked_sub(1).ok_or(CanonicalError::TooDeep)?;
            let mut sorted: Vec<(&String, &Value)> = members.iter().collect();
            sorted.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            text.push('{');
            for (index, (name, member)) in sorted.into_iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                if name.starts_with(RESERVED) {
                    return Err(CanonicalError::Name { name: name.clone() });
                }
                write_string(name, text);
                text.push(':');
                write_value(member, levels, text)?;
            }
            text.push('}');
        }
    }
    Ok(())
}

fn write_string(string: &str, text: &mut String) {
    text.push('"');
    for c in string.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\u{c}' => text.push_str("\\f"),
            '\r' => text.push_str("\\r"),
            c if c < ' ' => {
                let _ = write!(text, "\\u{:04x}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(json: &str) -> Result<String, CanonicalError> {
        to_text(&serde_json::from_str(json).expect("JSON"))
    }

    #[test]
    fn members_are_sorted_by_utf_16_and_nothing_stands_between() {
        // The emoji is a surrogate pair, so it comes before the full-width letter although its code point is higher.
        assert_eq!(
            canonical(r#"{ "b": [1, -2, null], "\uff41": true, "😀": false, "a": {} }"#),
            Ok(r#"{"a":{},"b":[1,-2,null],"😀":false,"ａ":true}"#.to_owned())
        );
    }

    #[test]
    fn characters_are_escaped_as_in_javascript() {
        assert_eq!(
            canonical(r#""\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/\u007f""#),
            Ok("\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u{7f}\"".to_owned())
        );
    }

    #[test]
    fn numbers_that_readers_spell_differently_are_refused() {
        assert_eq!(canonical("9007199254740991"), Ok("9007199254740991".to_owned()));
        for number in [
            "9007199254740992",
            "1.0",
            "0.1",
            "1e2",
            "-0",
            "18446744073709551615",
        ] {
            assert!(canonical(number).is_err(), "{number} was accepted");
        }
    }

    #[test]
    fn a_name_that_the_reader_takes_for_its_own_is_refused() {
        for name in ["$serde_json::private::Number", "$serde_json::private::RawValue"] {
            let labels = Value::Object([(name.to_owned(), Value::from("7"))].into_iter().collect());
            assert_eq!(
                to_text(&labels),
                Err(CanonicalError::Name {
                    name: name.to_owned()
                })
            );
        }
    }

    #[test]
    fn a_value_too_deep_is_refused() {
        let mut value = Value::Null;
        for _ in 0..DEEPEST {
            value = Value::Array(vec![value]);
        }
        assert!(to_text(&value).is_ok());
        assert_eq!(to_text(&Value::Array(vec![value])), Err(CanonicalError::TooDeep));
    }
}
