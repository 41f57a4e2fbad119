//! List resources (Terraform 1.14): `terraform query` finds objects that nobody manages yet.

use std::future::Future;
use std::marker::PhantomData;
use std::ops::ControlFlow;

use tokio::sync::mpsc;

use super::{Identified, Provider, ReadContext, Resource, ValidateContext};
use crate::diagnostics::Diagnostics;
use crate::model::Model;
use crate::value::Object;

/// Lists the objects of one managed resource, which must have an identity.
pub trait ListResource: Send + Sync + 'static {
    /// The provider that it belongs to.
    type Provider: Provider;
    /// The resource whose objects are listed; the list has its name.
    type Of: Identified<Provider = Self::Provider>;
    /// The `config` block of the `list` block.
    type Config: Model;

    /// Checks the configuration; any of it may be unknown.
    fn validate(&self, cx: &ValidateContext, config: &Self::Config) {
        let _ = (cx, config);
    }

    /// Sends what it finds, and ends early when told to.
    ///
    /// # Errors
    /// The listing ends; what was sent is kept.
    fn list(
        &self,
        cx: &ReadContext<Self::Provider>,
        request: ListRequest<Self::Config>,
        results: &Results<Self::Of>,
    ) -> impl Future<Output = Result<(), Diagnostics>> + Send;
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct ListRequest<C> {
    /// The `config` block.
    pub config: C,
    /// Whether attributes are asked for, and not the identity only.
    pub with_attributes: bool,
    /// At most so many.
    pub limit: u64,
}

/// One object on its way.
pub(crate) struct Found {
    pub(crate) display_name: String,
    pub(crate) state: Object,
}

/// Takes what is found.
pub struct Results<R: Resource>(mpsc::Sender<Found>, PhantomData<fn(R)>);

impl<R: Resource> Results<R> {
    /// Sends one object. `Break` means that nobody wants more: the limit is reached, or Terraform is gone.
    pub async fn send(&self, display_name: impl Into<String>, state: R::Model) -> ControlFlow<()> {
        let found = Found {
            display_name: display_name.into(),
            state: state.encode(),
        };
        match self.0.send(found).await {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }

    pub(crate) fn new(sender: mpsc::Sender<Found>) -> Self {
        Self(sender, PhantomData)
    }
}
