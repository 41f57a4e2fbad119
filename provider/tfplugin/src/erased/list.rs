//! A list resource in the service's table.

use tokio::sync::mpsc;

use super::{BoxFuture, decode};
use crate::contract::{
    Found, ListRequest, ListResource, Provider, ReadContext, Resource, Results, ValidateContext,
};
use crate::diagnostics::Diagnostics;
use crate::model::Model;
use crate::schema::Block;
use crate::value::Object;

/// A list of any resource: every [`ListResource`] is one.
#[doc(hidden)]
pub trait AnyList<P: Provider>: Send + Sync + 'static {
    /// The name of the managed resource.
    fn name(&self) -> &'static str;
    fn block(&self) -> Block;
    fn validate(&self, cx: &ValidateContext, config: Object) -> Result<(), Diagnostics>;
    #[expect(private_interfaces, reason = "only this crate implements and calls it")]
    fn list<'a>(
        &'a self,
        cx: &'a ReadContext<P>,
        request: ListRequest<Object>,
        results: mpsc::Sender<Found>,
    ) -> BoxFuture<'a, Result<(), Diagnostics>>;
}

impl<L: ListResource> AnyList<L::Provider> for L {
    fn name(&self) -> &'static str {
        L::Of::NAME
    }

    fn block(&self) -> Block {
        L::Config::block()
    }

    fn validate(&self, cx: &ValidateContext, config: Object) -> Result<(), Diagnostics> {
        ListResource::validate(self, cx, &decode(config)?);
        Ok(())
    }

    #[expect(private_interfaces, reason = "only this crate implements and calls it")]
    fn list<'a>(
        &'a self,
        cx: &'a ReadContext<L::Provider>,
        request: ListRequest<Object>,
        results: mpsc::Sender<Found>,
    ) -> BoxFuture<'a, Result<(), Diagnostics>> {
        Box::pin(async move {
            let request = ListRequest {
                config: decode(request.config)?,
                with_attributes: request.with_attributes,
                limit: request.limit,
            };
            ListResource::list(self, cx, request, &Results::new(results)).await
        })
    }
}
