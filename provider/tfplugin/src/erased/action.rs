//! An action in the service's table.

use super::{BoxFuture, decode};
use crate::contract::{Action, ApplyContext, PlanContext, Progress, Provider, ValidateContext};
use crate::diagnostics::Diagnostics;
use crate::model::Model;
use crate::schema::Block;
use crate::value::Object;

/// An action of any configuration: every [`Action`] is one.
#[doc(hidden)]
pub trait AnyAction<P: Provider>: Send + Sync + 'static {
    fn name(&self) -> &'static str;
    fn block(&self) -> Block;
    fn validate(&self, cx: &ValidateContext, config: Object) -> Result<(), Diagnostics>;
    fn plan<'a>(&'a self, cx: &'a PlanContext<P>, config: Object) -> BoxFuture<'a, Result<(), Diagnostics>>;
    fn invoke<'a>(
        &'a self,
        cx: &'a ApplyContext<P>,
        config: Object,
        progress: &'a Progress,
    ) -> BoxFuture<'a, Result<(), Diagnostics>>;
}

impl<A: Action> AnyAction<A::Provider> for A {
    fn name(&self) -> &'static str {
        A::NAME
    }

    fn block(&self) -> Block {
        A::Config::block()
    }

    fn validate(&self, cx: &ValidateContext, config: Object) -> Result<(), Diagnostics> {
        Action::validate(self, cx, &decode(config)?);
        Ok(())
    }

    fn plan<'a>(
        &'a self,
        cx: &'a PlanContext<A::Provider>,
        config: Object,
    ) -> BoxFuture<'a, Result<(), Diagnostics>> {
        Box::pin(async move { Action::plan(self, cx, decode(config)?).await })
    }

    fn invoke<'a>(
        &'a self,
        cx: &'a ApplyContext<A::Provider>,
        config: Object,
        progress: &'a Progress,
    ) -> BoxFuture<'a, Result<(), Diagnostics>> {
        Box::pin(async move { Action::invoke(self, cx, decode(config)?, progress).await })
    }
}
