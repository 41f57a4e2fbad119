//! JSON text as a tree. serde_json's own tree keeps exact numbers by a feature that takes an object with one reserved key
//! for a number, and it stops at 128 levels: any text may be a key, and what was stored must be read again.

use serde_json::{Deserializer, Map, Value as Json};

use super::super::{CodecError, MAX_DEPTH};

/// A dynamic value stands beside its type, which takes two brackets for each of its levels.
const MAX_BRACKETS: usize = 2 * MAX_DEPTH + 32;

/// Reads JSON text.
///
/// # Errors
/// Where the text is no JSON, or deeper than any value.
pub fn parse(text: &[u8]) -> Result<Json, CodecError> {
    let text = std::str::from_utf8(text).map_err(|_| CodecError::new("this is not JSON: it is not UTF-8"))?;
    let mut reader = Reader { text, at: 0 };
    let json = reader.value(MAX_BRACKETS)?;
    match reader.next() {
        None => Ok(json),
        Some(_) => Err(reader.broken()),
    }
}

/// Brackets, commas and colons are read here, which tells an object from a number; the rest is the library's.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Result<Json, CodecError> {
        let depth = depth.checked_sub(1).ok_or_else(CodecError::too_deep)?;
        match self.next() {
            Some(b'{') => {
                let mut members = Map::new();
                self.each(b'}', |reader| {
                    let Json::String(key) = reader.scalar()? else {
                        return Err(reader.broken());
                    };
                    reader.take(b':')?;
                    members.insert(key, reader.value(depth)?);
                    Ok(())
                })?;
                Ok(Json::Object(members))
            }
            Some(b'[') => {
                let mut elements = Vec::new();
                self.each(b']', |reader| {
                    elements.push(reader.value(depth)?);
                    Ok(())
                })?;
                Ok(Json::Array(elements))
            }
            _ => self.scalar(),
        }
    }

    /// What stands between commas, from the opening bracket to the closing one.
    fn each(
        &mut self,
        close: u8,
        mut read: impl FnMut(&mut Self) -> Result<(), CodecError>,
    ) -> Result<(), CodecError> {
        self.at += 1;
        if self.next() == Some(close) {
            self.at += 1;
            return Ok(());
        }
        loop {
            read(self)?;
            if self.next() == Some(close) {
                self.at += 1;
                return Ok(());
            }
            self.take(b',')?;
        }
    }

    /// A text, a number, a truth or null.
    fn scalar(&mut self) -> Result<Json, CodecError> {
        if matches!(self.next(), None | Some(b'{' | b'[')) {
            return Err(self.broken());
        }
        let mut values = Deserializer::from_str(&self.text[self.at..]).into_iter::<Json>();
        match values.next() {
            Some(Ok(json)) => {
                self.at += values.byte_offset();
                Ok(json)
            }
            _ => Err(self.broken()),
        }
    }

    /// The byte after white space.
    fn next(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        let blank = rest
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t'));
        self.at += blank.count();
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, wanted: u8) -> Result<(), CodecError> {
        if self.next() == Some(wanted) {
            self.at += 1;
            return Ok(());
        }
        Err(self.broken())
    }

    fn broken(&self) -> CodecError {
        let before = &self.text.as_bytes()[..self.at];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
        CodecError::new(format!("this is not JSON (line {line}, column {column})"))
    }
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
    fn broken_text_is_refused_as_the_library_refuses_it() {
        for text in [
            "",
            " ",
            "[",
            "]",
            "[1",
            "[1,",
            "[1,]",
            "[1 2]",
            "{",
            "{}}",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{1:2}",
            "{\"a\":1 \"b\":2}",
            "nul",
            "nullx",
            "1 2",
            "01",
            "\"a",
            "[\"\\x\"]",
            "tru e",
            "{\"a\":1}x",
            "[1]2",
            "-",
            "1e",
        ] {
            assert!(serde_json::from_str::<Json>(text).is_err(), "{text:?}");
            assert!(parse(text.as_bytes()).is_err(), "{text:?}");
        }
        for text in [
            "{}",
            " [ ] ",
            "[{},[]]",
            "{\"a\" : [1,2.5e3,-0,\"\\u00e9\",true,null]}",
            "3",
        ] {
            let expected: Json = serde_json::from_str(text).expect("JSON");
            assert_eq!(parse(text.as_bytes()).ok(), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_place_and_not_its_text() {
        let error = parse(b"{\"a\": secret}").expect_err("no JSON");
        assert_eq!(error.reason, "this is not JSON (line 1, column 7)");
    }
}
