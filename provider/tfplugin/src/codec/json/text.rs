//! JSON text as a tree. serde_json's own tree keeps exact numbers by a feature that takes an object with one reserved key
//! for a number, and it stops at 128 levels: any text may be a key, and what was stored must be read again.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Map, Value as Json};

use super::super::{CodecError, MAX_DEPTH};

/// A dynamic value stands beside its type, which takes two brackets for each of its levels.
const MAX_BRACKETS: usize = 2 * MAX_DEPTH + 32;

/// Reads JSON text.
///
/// # Errors
/// Where the text is no JSON, or deeper than any value.
pub fn parse(text: &[u8]) -> Result<Json, CodecError> {
    let raw: &RawValue = serde_json::from_slice(text).map_err(broken)?;
    tree(raw, MAX_BRACKETS)
}

/// Parts are kept as text, in which an object and a number cannot be mistaken for each other.
fn tree(raw: &RawValue, depth: usize) -> Result<Json, CodecError> {
    let depth = depth.checked_sub(1).ok_or_else(CodecError::too_deep)?;
    let text = raw.get().trim();
    Ok(match text.as_bytes().first() {
        Some(b'{') => {
            let members: BTreeMap<String, &RawValue> = serde_json::from_str(text).map_err(broken)?;
            let members = members
                .into_iter()
                .map(|(key, value)| Ok((key, tree(value, depth)?)))
                .collect::<Result<Map<_, _>, CodecError>>()?;
            Json::Object(members)
        }
        Some(b'[') => {
            let elements: Vec<&RawValue> = serde_json::from_str(text).map_err(broken)?;
            let elements = elements.into_iter().map(|element| tree(element, depth));
            Json::Array(elements.collect::<Result<_, _>>()?)
        }
        _ => serde_json::from_str(text).map_err(broken)?,
    })
}

fn broken(error: serde_json::Error) -> CodecError {
    CodecError::new(format!(
        "this is not JSON (line {}, column {})",
        error.line(),
        error.column()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_the_library_reserves_is_a_key() {
        for text in [
            r#"{"$serde_json::private::Number":"hello"}"#,
            r#"{"$serde_json::private::Number":"5"}"#,
            r#"[{"$serde_json::private::RawValue":"1"}]"#,
        ] {
            let json = parse(text.as_bytes()).expect("JSON");
            assert!(json.is_object() || json[0].is_object(), "{json:?}");
        }
    }

    #[test]
    fn numbers_keep_their_digits() {
        let json = parse(b"[0.1000, 18446744073709551616, 1e400]").expect("JSON");
        // The library writes the sign of every exponent.
        assert_eq!(json.to_string(), "[0.1000,18446744073709551616,1e+400]");
    }

    #[test]
    fn as_deep_as_any_value_is_read_and_deeper_is_refused() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(parse(nested(2 * MAX_DEPTH).as_bytes()).is_ok());
        let error = parse(nested(100_000).as_bytes()).expect_err("too deep");
        assert!(!error.reason.is_empty());
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_place_and_not_its_text() {
        let error = parse(b"{\"a\": secret}").expect_err("no JSON");
        assert_eq!(error.reason, "this is not JSON (line 1, column 7)");
    }
}
