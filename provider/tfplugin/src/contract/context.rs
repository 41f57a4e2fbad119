//! What each phase may use. Plan has no clock and no backend, Read cannot write, Apply has all.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use super::{Configured, Private, PrivateState, Provider, Stop};
use crate::diagnostics::{Diagnostic, Diagnostics};

/// Diagnostics gathered during one call.
#[derive(Debug, Default)]
pub(crate) struct Notes(Mutex<Diagnostics>);

impl Notes {
    pub(crate) fn push(&self, diagnostic: Diagnostic) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(diagnostic);
    }

    pub(crate) fn extend(&self, more: Diagnostics) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(more);
    }

    pub(crate) fn take(&self) -> Diagnostics {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).has_errors()
    }
}

/// Everything that one call has; the contexts are views of it. Shared, so that it outlives a panic.
pub(crate) struct Environment<P: Provider> {
    pub(crate) configured: Arc<Configured<P>>,
    pub(crate) notes: Notes,
    pub(crate) private: PrivateState,
    pub(crate) stop: Stop,
}

impl<P: Provider> Environment<P> {
    pub(crate) fn new(configured: Arc<Configured<P>>, private: Private, stop: Stop) -> Arc<Self> {
        Arc::new(Self {
            configured,
            notes: Notes::default(),
            private: PrivateState::new(private),
            stop,
        })
    }
}

/// Checks a configuration, of which any part may be unknown.
#[derive(Default)]
pub struct ValidateContext {
    notes: Arc<Notes>,
}

impl ValidateContext {
    pub(crate) fn new(notes: Arc<Notes>) -> Self {
        Self { notes }
    }

    /// Says something; an error makes the configuration invalid.
    pub fn say(&self, diagnostic: Diagnostic) {
        self.notes.push(diagnostic);
    }
}

/// What Configure is told besides its configuration.
pub struct ConfigureContext {
    pub(crate) terraform_version: String,
    pub(crate) notes: Arc<Notes>,
    pub(crate) stop: Stop,
}

impl ConfigureContext {
    /// The version of the Terraform (or OpenTofu) that runs the provider.
    pub fn terraform_version(&self) -> &str {
        &self.terraform_version
    }

    /// Says something without failing.
    pub fn say(&self, diagnostic: Diagnostic) {
        self.notes.push(diagnostic);
    }

    /// Tells when the run is interrupted.
    pub fn stop(&self) -> &Stop {
        &self.stop
    }
}

/// Plan: what it gives must depend on the configuration, the prior state and what this run has planned only, because
/// Terraform plans again during apply and refuses a different answer. Hence no clock, and nothing to call.
pub struct PlanContext<P: Provider>(pub(crate) Arc<Environment<P>>);

/// Reading: a clock, and no way to write.
pub struct ReadContext<P: Provider>(pub(crate) Arc<Environment<P>>);

/// Changing things.
pub struct ApplyContext<P: Provider>(pub(crate) Arc<Environment<P>>);

impl<P: Provider> PlanContext<P> {
    /// What this run shares between its objects; made at Configure, and again in the process that applies: see
    /// [`Provider::Memory`].
    pub fn memory(&self) -> &P::Memory {
        &self.0.configured.memory
    }

    /// Private state: the prior one (empty for a new object); what it holds at the end reaches Apply.
    pub fn private(&self) -> &PrivateState {
        &self.0.private
    }

    /// Says something; an error ends the run.
    pub fn say(&self, diagnostic: Diagnostic) {
        self.0.notes.push(diagnostic);
    }
}

impl<P: Provider> ReadContext<P> {
    /// What this run shares between its objects; made at Configure.
    pub fn memory(&self) -> &P::Memory {
        &self.0.configured.memory
    }

    /// The backend, as far as it can be read.
    pub fn reader(&self) -> &P::Reader {
        &self.0.configured.reader
    }

    /// The instant of this call.
    pub fn now(&self) -> Timestamp {
        P::now(self.reader())
    }

    /// Private state of the object; kept as it is unless changed. Empty for a data source.
    pub fn private(&self) -> &PrivateState {
        &self.0.private
    }

    /// Tells when to end.
    pub fn stop(&self) -> &Stop {
        &self.0.stop
    }

    /// Says something; an error ends the run.
    pub fn say(&self, diagnostic: Diagnostic) {
        self.0.notes.push(diagnostic);
    }
}

impl<P: Provider> ApplyContext<P> {
    /// What this run shares between its objects; made at Configure.
    pub fn memory(&self) -> &P::Memory {
        &self.0.configured.memory
    }

    /// The backend, as far as it can be read.
    pub fn reader(&self) -> &P::Reader {
        &self.0.configured.reader
    }

    /// The backend.
    pub fn writer(&self) -> &P::Writer {
        &self.0.configured.writer
    }

    /// The instant of this call.
    pub fn now(&self) -> Timestamp {
        P::now(self.reader())
    }

    /// Private state, as Plan left it; stored with the object, also when the operation fails.
    pub fn private(&self) -> &PrivateState {
        &self.0.private
    }

    /// Tells when to end.
    pub fn stop(&self) -> &Stop {
        &self.0.stop
    }

    /// Says something; an error makes the operation fail.
    pub fn say(&self, diagnostic: Diagnostic) {
        self.0.notes.push(diagnostic);
    }
}
