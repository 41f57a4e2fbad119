//! What an object is, as JSON with one spelling.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::canonical::{self, CanonicalError};

/// The attributes of one object. It must hold no secret: documents are compared, backed up and shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    text: String,
}

/// SHA-256 of a document: two states of an object can be told apart by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Digest(pub(crate) [u8; 32]);

/// Why something is no document.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    #[error("a document is a JSON object")]
    NotAnObject,
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    #[error("the document is not what was expected")]
    Json(#[source] serde_json::Error),
}

impl Document {
    pub fn new(value: &Value) -> Result<Self, DocumentError> {
        if !value.is_object() {
            return Err(DocumentError::NotAnObject);
        }
        Ok(Self {
            text: canonical::to_text(value)?,
        })
    }

    /// Of a model. Numbers with a fraction must have become texts there.
    pub fn of<T: Serialize>(model: &T) -> Result<Self, DocumentError> {
        Self::new(&serde_json::to_value(model).map_err(DocumentError::Json)?)
    }

    /// Into a model.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, DocumentError> {
        serde_json::from_str(&self.text).map_err(DocumentError::Json)
    }

    /// As it stands in the registry; text that is not canonical there is made so.
    pub(crate) fn from_text(text: &str) -> Result<Self, DocumentError> {
        Self::new(&serde_json::from_str(text).map_err(DocumentError::Json)?)
    }

    /// Canonical JSON.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn digest(&self) -> Digest {
        Digest(Sha256::digest(self.text.as_bytes()).into())
    }
}

impl std::fmt::Display for Digest {
    /// 64 hexadecimal digits.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_order_of_members_changes_no_digest() {
        let a = Document::new(&json!({"owner": "platform", "purpose": "triage"})).expect("a document");
        let b = Document::from_text(r#"{ "purpose": "triage", "owner": "platform" }"#).expect("a document");
        assert_eq!(a, b);
        assert_eq!(a.digest(), b.digest());
        let c = Document::new(&json!({"owner": "platform", "purpose": "other"})).expect("a document");
        assert_ne!(a.digest(), c.digest());
    }

    #[test]
    fn what_has_no_one_spelling_is_no_document() {
        assert!(matches!(
            Document::new(&json!("text")),
            Err(DocumentError::NotAnObject)
        ));
        assert!(matches!(
            Document::new(&json!({"amount": 0.5})),
            Err(DocumentError::Canonical(_))
        ));
    }
}
