//! Ephemeral resources: opened in plan and in apply, in no plan and no state.

use std::future::Future;

use jiff::Timestamp;

use super::{ApplyContext, Private, Provider, ValidateContext};
use crate::diagnostics::Diagnostics;
use crate::model::Model;

/// An ephemeral resource. Opening it twice must not spoil the first result.
pub trait Ephemeral: Send + Sync + 'static {
    /// The provider that it belongs to.
    type Provider: Provider;
    /// Its configuration and result.
    type Model: Model;

    /// The type in configurations.
    const NAME: &'static str;

    /// Checks the configuration; any of it may be unknown.
    fn validate(&self, cx: &ValidateContext, config: &Self::Model) {
        let _ = (cx, config);
    }

    /// Opens it. The context's private state reaches [`RenewEphemeral`] and [`CloseEphemeral`].
    ///
    /// # Errors
    /// It cannot be opened.
    fn open(
        &self,
        cx: &ApplyContext<Self::Provider>,
        config: Self::Model,
    ) -> impl Future<Output = Result<Opened<Self::Model>, Diagnostics>> + Send;
}

/// What was opened.
pub struct Opened<M> {
    /// The configuration, with the computed attributes filled in.
    pub result: M,
    /// When Terraform shall ask for renewal: exactly then, so choose it well before the end.
    pub renew_at: Option<Timestamp>,
}

/// Lasts longer than its first term.
///
/// **Never called unless the ephemeral resource's line in the table says [`.renews()`](crate::EphemeralResource::renews).** The compiler does not notice.
pub trait RenewEphemeral: Ephemeral {
    /// The next renewal. The context's private state is that of the last opening or renewal.
    ///
    /// # Errors
    /// It cannot be renewed.
    fn renew(
        &self,
        cx: &ApplyContext<Self::Provider>,
    ) -> impl Future<Output = Result<Option<Timestamp>, Diagnostics>> + Send;
}

/// Has something to end.
///
/// **Never called unless the ephemeral resource's line in the table says [`.closes()`](crate::EphemeralResource::closes).** The compiler does not notice.
pub trait CloseEphemeral: Ephemeral {
    /// Ends it. `opened` is the private state of the *opening*, never that of a renewal.
    ///
    /// # Errors
    /// It could not be ended.
    fn close(
        &self,
        cx: &ApplyContext<Self::Provider>,
        opened: Private,
    ) -> impl Future<Output = Result<(), Diagnostics>> + Send;
}
