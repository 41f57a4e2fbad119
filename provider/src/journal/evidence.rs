//! What shows that a change happened. No free text enters: a secret has no way in.
//!
//! Names and words are written in our sources, numbers and instants hold nothing else, and texts of a backend pass
//! [`Redacted`] or are [`NativeId`]s. There is no conversion from `String`, and none may be added:
//!
//! ```compile_fail,E0597
//! # use extid::journal::Evidence;
//! let answer = String::from("whatever the backend sent");
//! let evidence = Evidence::new().word("answer", &answer);
//! ```

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::{Ref, Uid};

/// Facts by name, such as `mechanism: disable` and `tokens: 3`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Evidence {
    facts: BTreeMap<&'static str, Fact>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Fact {
    Word(&'static str),
    Count(u64),
    Text(String),
    Texts(Vec<String>),
}

/// The id of an object at its backend: at most 255 letters, digits and `._:/@+-`. A credential's *key id* is one, the
/// credential's secret never is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NativeId(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the backend's id is longer than 255 characters, or has others than letters, digits and `._:/@+-`")]
pub struct NotANativeId;

/// A backend's sentence, of which only plain words are kept: see [`Redacted::sentence`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacted(String);

impl Evidence {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    fn with(mut self, name: &'static str, fact: Fact) -> Self {
        self.facts.insert(name, fact);
        self
    }

    /// A word of our own.
    #[must_use]
    pub fn word(self, name: &'static str, word: &'static str) -> Self {
        self.with(name, Fact::Word(word))
    }

    /// How many, or a status code. Above 2^53 - 1 it is written as text.
    #[must_use]
    pub fn count(self, name: &'static str, count: u64) -> Self {
        let fact = if count < 1 << 53 {
            Fact::Count(count)
        } else {
            Fact::Text(count.to_string())
        };
        self.with(name, fact)
    }

    #[must_use]
    pub fn instant(self, name: &'static str, instant: governance::Instant) -> Self {
        self.with(name, Fact::Text(instant.to_string()))
    }

    #[must_use]
    pub fn duration(self, name: &'static str, duration: governance::Duration) -> Self {
        self.with(name, Fact::Text(duration.to_string()))
    }

    #[must_use]
    pub fn reference(self, name: &'static str, reference: &Ref) -> Self {
        self.with(name, Fact::Text(reference.to_string()))
    }

    #[must_use]
    pub fn references(self, name: &'static str, references: &[Ref]) -> Self {
        self.with(name, Fact::Texts(references.iter().map(Ref::to_string).collect()))
    }

    #[must_use]
    pub fn uid(self, name: &'static str, uid: Uid) -> Self {
        self.with(name, Fact::Text(uid.to_string()))
    }

    #[must_use]
    pub fn native_id(self, name: &'static str, id: &NativeId) -> Self {
        self.with(name, Fact::Text(id.0.clone()))
    }

    /// What the backend said.
    #[must_use]
    pub fn said(self, name: &'static str, text: &Redacted) -> Self {
        self.with(name, Fact::Text(text.0.clone()))
    }
}

impl Serialize for Fact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Word(word) => serializer.serialize_str(word),
            Self::Count(count) => serializer.serialize_u64(*count),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Texts(texts) => texts.serialize(serializer),
        }
    }
}

impl NativeId {
    pub fn new(id: &str) -> Result<Self, NotANativeId> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "._:/@+-".contains(c);
        if id.is_empty() || id.len() > 255 || !id.chars().all(plain) {
            return Err(NotANativeId);
        }
        Ok(Self(id.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Redacted {
    /// Keeps words of at most 20 letters, numbers of at most 4 digits, and the punctuation between them; anything else
    /// (a token, a key, an id, hexadecimal digits, base64) becomes `…`, and what is beyond 200 characters is cut. A word
    /// in quotes goes too: that is where messages repeat their input. `secrets` go first, whatever they look like; a
    /// secret of plain words that is not among them would stay, so whoever sent one names it here.
    pub fn sentence(text: &str, secrets: &[&str]) -> Self {
        let mut text = text.to_owned();
        for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
            text = text.replace(secret, " \u{2026} ");
        }
        let mut kept = String::new();
        let mut length = 0;
        let mut quote = None;
        for word in text.split_whitespace() {
            let word = redact_word(word, &mut quote);
            if word == "\u{2026}" && kept.ends_with('\u{2026}') {
                continue;
            }
            length += word.chars().count() + 1;
            if length > 200 {
                kept.push_str(" \u{2026}");
                break;
            }
            if !kept.is_empty() {
                kept.push(' ');
            }
            kept.push_str(&word);
        }
        Self(kept)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `quote` is the character that ends the quotation which the word is in.
fn redact_word(word: &str, quote: &mut Option<char>) -> String {
    const GONE: &str = "\u{2026}";
    if let Some(end) = *quote {
        if word.trim_end_matches([',', '.', ';', ':', ')']).ends_with(end) {
            *quote = None;
        }
        return GONE.to_owned();
    }
    if let Some(first) = word.chars().next().filter(|c| "\"'`".contains(*c)) {
        if !word[1..].contains(first) {
            *quote = Some(first);
        }
        return GONE.to_owned();
    }
    let core = word.trim_matches(|c: char| ",.;:!?()".contains(c));
    let letters = core.chars().all(|c| c.is_alphabetic() || c == '-' || c == '_');
    // A word has one case, or begins with a capital: `aBcDeF` is no word.
    let one_case = core.chars().skip(1).all(|c| !c.is_uppercase()) || core.chars().all(|c| !c.is_lowercase());
    let digits = !core.is_empty() && core.len() <= 4 && core.chars().all(|c| c.is_ascii_digit());
    if digits || (letters && one_case && core.chars().count() <= 20) {
        word.to_owned()
    } else {
        GONE.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_of_a_backend_stay_and_everything_else_goes() {
        let said = |text: &str| Redacted::sentence(text, &["hunter two"]).0;
        assert_eq!(
            said("HTTP 409: a client with this name exists already."),
            "HTTP 409: a client with this name exists already."
        );
        for (text, kept) in [
            ("invalid token eyJhbGciOiJIUzI1NiJ9.e30.abc", "invalid token …"),
            ("key 5f4dcc3b5aa765d61d8327deb882cf99 unknown", "key … unknown"),
            ("value 'correct horse' is refused", "value … is refused"),
            ("password=swordfish", "…"),
            ("password is hunter two, so no", "password is … , so no"),
            ("secret aGVsbG8gd29ybGQ=", "secret …"),
            ("code 123456 is wrong", "code … is wrong"),
            ("https://x:y@idp/realms", "…"),
            ("QxZvBnMpLkJh failed", "… failed"),
        ] {
            assert_eq!(said(text), kept, "of {text:?}");
        }
        assert!(said(&"word ".repeat(400)).chars().count() < 220);
    }

    #[test]
    fn ids_of_backends_have_no_room_for_sentences() {
        assert!(NativeId::new("f81d4fae-7dec-11d0-a765-00a0c91e6bf6").is_ok());
        for bad in ["", "a b", "a\nb", "a\"b"] {
            assert_eq!(NativeId::new(bad), Err(NotANativeId), "{bad:?}");
        }
        assert_eq!(NativeId::new(&"a".repeat(256)), Err(NotANativeId));
    }

    #[test]
    fn evidence_is_an_object_of_texts_and_small_numbers() {
        let evidence = Evidence::new()
            .word("mechanism", "disable")
            .count("large", u64::MAX)
            .duration("residual", governance::Duration::from_minutes(15))
            .references("with", &["grant/a/b".parse().expect("a ref")]);
        assert_eq!(
            serde_json::to_string(&evidence).expect("JSON"),
            r#"{"large":"18446744073709551615","mechanism":"disable","residual":"15m","with":["grant/a/b"]}"#
        );
    }
}
