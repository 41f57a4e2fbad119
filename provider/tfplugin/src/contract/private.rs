//! Private state: what the provider keeps beside an object's attributes, invisible to configurations.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use crate::codec::{CodecError, json};

/// Keys and JSON values kept with one object. Not encrypted: never a secret.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Private(BTreeMap<String, Value>);

impl Private {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// Sets a key.
    pub fn set(&mut self, key: impl Into<String>, value: impl Into<Value>) {
        self.0.insert(key.into(), value.into());
    }

    /// Forgets a key.
    pub fn remove(&mut self, key: &str) {
        self.0.remove(key);
    }

    /// These keys, and where both have one the newer value.
    #[must_use]
    pub(crate) fn with(mut self, newer: Self) -> Self {
        self.0.extend(newer.0);
        self
    }

    /// # Errors
    /// When the bytes were not written by [`Private::to_bytes`].
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, CodecError> {
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        match json::parse(bytes)? {
            Value::Object(keys) => Ok(Self(keys.into_iter().collect())),
            _ => Err(CodecError::new("this is not a JSON object")),
        }
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        if self.0.is_empty() {
            return Vec::new();
        }
        Value::from_iter(self.0.clone()).to_string().into_bytes()
    }
}

/// Private state inside one call; what it holds at the end is stored, so what is left alone is kept.
#[derive(Debug, Default)]
pub struct PrivateState(Mutex<Private>);

impl PrivateState {
    pub(crate) fn new(private: Private) -> Self {
        Self(Mutex::new(private))
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<Value> {
        self.lock().get(key).cloned()
    }

    /// Sets a key.
    pub fn set(&self, key: impl Into<String>, value: impl Into<Value>) {
        self.lock().set(key, value);
    }

    /// Forgets a key.
    pub fn remove(&self, key: &str) {
        self.lock().remove(key);
    }

    /// As it is now.
    pub fn snapshot(&self) -> Private {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Private> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
