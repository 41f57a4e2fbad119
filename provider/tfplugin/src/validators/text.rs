//! Validators of strings. Their sentences never repeat the value: it may be secret.

use std::ops::RangeBounds;

use super::range::Counts;
use crate::timeouts::GoDuration;
use crate::types::Type;
use crate::validator::Validator;
use crate::value::Data;

/// One of these words, exactly.
pub fn one_of(words: &[&str]) -> impl Validator + use<> {
    let words: Vec<String> = words.iter().map(ToString::to_string).collect();
    let quoted: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
    Text {
        what: format!("one of {}", quoted.join(", ")),
        verb: "be",
        test: move |text: &str| words.iter().any(|word| word == text),
    }
}

/// A number of characters (Unicode scalar values) in this range.
pub fn length<R: RangeBounds<usize>>(range: R) -> impl Validator + use<R> {
    let counts = Counts::new(&range);
    Text {
        what: counts.describe("character", "characters"),
        verb: "have",
        test: move |text: &str| counts.contains(text.chars().count()),
    }
}

/// Whatever the test says; `what` completes "This must be …": `lower-case letters`, `an https URL`.
///
/// A regular expression is such a test, with a crate of your choice:
///
/// ```
/// use std::sync::LazyLock;
///
/// use regex::Regex;
/// use tfplugin::{Model, Value};
///
/// static PART: LazyLock<Regex> = LazyLock::new(|| Regex::new("^[A-Z]{2}-[0-9]{4}$").expect("a valid expression"));
///
/// /// A part.
/// #[derive(Model)]
/// struct Part {
///     /// What the shop calls it, such as `AB-1234`.
///     #[tf(required, validate(satisfies("a part number such as `AB-1234`", |text| PART.is_match(text))))]
///     number: Value<String>,
/// }
/// # let mut config = Part::block().null_object();
/// # config.insert("number".to_owned(), Value::Known(tfplugin::Data::String("AB-12345".to_owned())));
/// # assert_eq!(Part::block().check(&config).iter().count(), 1);
/// ```
pub fn satisfies<F>(what: &str, test: F) -> impl Validator + use<F>
where
    F: Fn(&str) -> bool + Send + Sync,
{
    Text {
        what: what.to_owned(),
        verb: "be",
        test,
    }
}

/// At least one character that is no white space.
pub fn not_blank() -> impl Validator {
    Text {
        what: "at least one character that is not white space".to_owned(),
        verb: "have",
        test: |text: &str| !text.trim().is_empty(),
    }
}

/// A duration in Go's syntax: `1h30m`, `90s`.
pub fn duration() -> impl Validator {
    Duration
}

struct Text<F> {
    what: String,
    verb: &'static str,
    test: F,
}

impl<F: Fn(&str) -> bool + Send + Sync> Validator for Text<F> {
    fn describe(&self) -> String {
        self.what.clone()
    }

    fn check(&self, value: &Data) -> Result<(), String> {
        match value {
            Data::String(text) if !(self.test)(text) => {
                Err(format!("This must {} {}.", self.verb, self.what))
            }
            _ => Ok(()),
        }
    }

    fn applies_to(&self, ty: &Type) -> bool {
        *ty == Type::String
    }
}

struct Duration;

impl Validator for Duration {
    fn describe(&self) -> String {
        "a duration such as `1h30m` or `90s`".to_owned()
    }

    fn check(&self, value: &Data) -> Result<(), String> {
        match value {
            Data::String(text) => text
                .parse::<GoDuration>()
                .map(drop)
                .map_err(|error| error.to_string()),
            _ => Ok(()),
        }
    }

    fn applies_to(&self, ty: &Type) -> bool {
        *ty == Type::String
    }
}
