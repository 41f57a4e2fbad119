//! `timeouts = { create = "30m" }`: how long an operation may take.

mod duration;

use std::time::Duration;

pub use duration::{DurationError, GoDuration};

use crate::Model;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::path::Path;
use crate::value::{Data, Object, Value};

/// How long an operation may take before it gives up. Durations are written as `1h30m` or `90s`.
///
/// A resource has them as a field that is called so, `timeouts: Value<Timeouts>`. What is not set there is
/// [`Resource::TIMEOUT`](crate::Resource::TIMEOUT), 20 minutes. Nothing ends by force: the context's [`Stop`](crate::Stop) tells
/// when the time is over, and the operation must listen.
#[derive(Model, Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeouts {
    /// How long to wait for the creation, for example `30m`.
    #[tf(optional, validate(duration()))]
    pub create: Value<GoDuration>,
    /// How long to wait for an answer when the object is read, for example `90s`.
    #[tf(optional, validate(duration()))]
    pub read: Value<GoDuration>,
    /// How long to wait for the update, for example `1h30m`.
    #[tf(optional, validate(duration()))]
    pub update: Value<GoDuration>,
    /// How long to wait for the deletion, for example `10m`.
    #[tf(optional, validate(duration()))]
    pub delete: Value<GoDuration>,
}

/// How long an operation may take by the object's `timeouts` attribute, when it has one that says so.
pub(crate) fn of(object: &Object, operation: &str) -> Result<Option<Duration>, Diagnostics> {
    let Some(Value::Known(Data::Object(timeouts))) = object.get("timeouts") else {
        return Ok(None);
    };
    let Some(Value::Known(Data::String(text))) = timeouts.get(operation) else {
        return Ok(None);
    };
    match text.parse::<GoDuration>() {
        Ok(duration) => Ok(Some(duration.get())),
        Err(error) => {
            let path = Path::new("timeouts").attribute(operation);
            Err(Diagnostic::error("Invalid duration", error.to_string())
                .at(path)
                .into())
        }
    }
}

impl Timeouts {
    /// For Create, if it is set and known.
    pub fn create(&self) -> Option<Duration> {
        self.create.known().map(GoDuration::get)
    }

    /// For Read, if it is set and known.
    pub fn read(&self) -> Option<Duration> {
        self.read.known().map(GoDuration::get)
    }

    /// For Update, if it is set and known.
    pub fn update(&self) -> Option<Duration> {
        self.update.known().map(GoDuration::get)
    }

    /// For Delete, if it is set and known.
    pub fn delete(&self) -> Option<Duration> {
        self.delete.known().map(GoDuration::get)
    }
}
