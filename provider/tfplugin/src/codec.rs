//! Values and types on the wire: MessagePack, JSON, and the messages that carry either.

mod dynamic_value;
pub mod json;
pub mod msgpack;
mod normal;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub use dynamic_value::{decode_dynamic, encode_dynamic};
pub(crate) use normal::normalise;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::path::{Path, Step};
use crate::types::Type;
use crate::value::Object;

/// How deep values may be nested, dynamic values included; more would only serve to exhaust the stack.
pub const MAX_DEPTH: usize = 256;

/// What cannot be decoded or encoded. It never holds the value itself, which may be a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{reason}", at(path))]
pub struct CodecError {
    /// Where.
    pub path: Path,
    /// What is required there, or what is wrong.
    pub reason: String,
}

impl CodecError {
    /// At the value itself.
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self {
            path: Path::root(),
            reason: reason.into(),
        }
    }

    /// The same, seen from one level further out.
    #[must_use]
    pub(crate) fn within(self, step: Step) -> Self {
        Self {
            path: Path::root().join(step).concat(&self.path),
            ..self
        }
    }

    pub(crate) fn required(ty: &Type) -> Self {
        Self::new(match ty {
            Type::String => "a string is required",
            Type::Number => "a number is required",
            Type::Bool => "a bool is required",
            Type::Dynamic => "a value with its type is required",
            Type::List(_) => "a list is required",
            Type::Set(_) => "a set is required",
            Type::Map(_) => "a map is required",
            Type::Object(_) => "an object is required",
            Type::Tuple(_) => "a tuple is required",
        })
    }

    pub(crate) fn missing(name: &str) -> Self {
        Self::new(format!("attribute {} is missing", shown(name)))
    }

    pub(crate) fn extra(name: &str) -> Self {
        Self::new(format!("attribute {} is not in the schema", shown(name)))
    }

    pub(crate) fn twice() -> Self {
        Self::new("two keys are the same")
    }

    pub(crate) fn tuple_length(required: usize, given: usize) -> Self {
        Self::new(format!(
            "a tuple of {required} elements is required, {given} are given"
        ))
    }

    pub(crate) fn no_type() -> Self {
        Self::new("a dynamic value must have a type of its own")
    }

    pub(crate) fn too_deep() -> Self {
        Self::new(format!("values are nested more than {MAX_DEPTH} levels deep"))
    }
}

fn at(path: &Path) -> String {
    if path.steps().is_empty() {
        String::new()
    } else {
        format!("{path}: ")
    }
}

/// A name from the other side, cut where it is absurdly long.
fn shown(name: &str) -> String {
    format!("{:?}", name.chars().take(80).collect::<String>())
}

/// Unicode's NFC, in which Terraform keeps all texts.
pub(crate) fn normalised(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// An object has exactly its type's attributes; both are sorted.
pub(crate) fn same_names(required: &BTreeMap<String, Type>, given: &Object) -> Result<(), CodecError> {
    let mut given = given.keys().peekable();
    for name in required.keys() {
        match given.peek() {
            Some(next) if *next == name => _ = given.next(),
            Some(next) if *next < name => return Err(CodecError::extra(next)),
            _ => return Err(CodecError::missing(name)),
        }
    }
    given.next().map_or(Ok(()), |name| Err(CodecError::extra(name)))
}
