//! Data sources.

use std::future::Future;

use super::{Provider, ReadContext, ValidateContext};
use crate::diagnostics::Diagnostics;
use crate::model::Model;

/// A data source: read anew in every plan.
pub trait DataSource: Send + Sync + 'static {
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

    /// The result: the configuration, with the computed attributes filled in.
    ///
    /// # Errors
    /// Also when there is nothing to be found.
    fn read(
        &self,
        cx: &ReadContext<Self::Provider>,
        config: Self::Model,
    ) -> impl Future<Output = Result<Self::Model, Diagnostics>> + Send;
}
