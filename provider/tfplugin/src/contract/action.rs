//! Actions (Terraform 1.14): something that is done, not something that is there.

use std::future::Future;

use tokio::sync::mpsc;

use super::{ApplyContext, PlanContext, Provider, ValidateContext};
use crate::diagnostics::Diagnostics;
use crate::model::Model;

/// An action. It has configuration only, and no result.
pub trait Action: Send + Sync + 'static {
    /// The provider that it belongs to.
    type Provider: Provider;
    /// Its configuration.
    type Config: Model;

    /// The type in configurations.
    const NAME: &'static str;

    /// Checks the configuration; any of it may be unknown.
    fn validate(&self, cx: &ValidateContext, config: &Self::Config) {
        let _ = (cx, config);
    }

    /// Looks at a planned invocation; some of the configuration may be unknown.
    ///
    /// # Errors
    /// The plan is refused.
    fn plan(
        &self,
        cx: &PlanContext<Self::Provider>,
        config: Self::Config,
    ) -> impl Future<Output = Result<(), Diagnostics>> + Send {
        let _ = (cx, config);
        async { Ok(()) }
    }

    /// Does it.
    ///
    /// # Errors
    /// It was not done.
    fn invoke(
        &self,
        cx: &ApplyContext<Self::Provider>,
        config: Self::Config,
        progress: &Progress,
    ) -> impl Future<Output = Result<(), Diagnostics>> + Send;
}

/// Tells the user how far it is.
#[derive(Clone, Debug)]
pub struct Progress(mpsc::Sender<String>);

impl Progress {
    /// One line; lost if nobody listens any more.
    pub async fn say(&self, message: impl Into<String>) {
        // The action goes on to its end also when Terraform has gone.
        let _ = self.0.send(message.into()).await;
    }

    pub(crate) fn new(sender: mpsc::Sender<String>) -> Self {
        Self(sender)
    }
}
