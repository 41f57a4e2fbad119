//! A data source in the service's table.

use super::{BoxFuture, decode};
use crate::contract::{DataSource, Provider, ReadContext, ValidateContext};
use crate::diagnostics::Diagnostics;
use crate::model::Model;
use crate::schema::Block;
use crate::value::Object;

/// A data source of any model: every [`DataSource`] is one.
#[doc(hidden)]
pub trait AnyDataSource<P: Provider>: Send + Sync + 'static {
    fn name(&self) -> &'static str;
    fn block(&self) -> Block;
    fn validate(&self, cx: &ValidateContext, config: Object) -> Result<(), Diagnostics>;
    fn read<'a>(
        &'a self,
        cx: &'a ReadContext<P>,
        config: Object,
    ) -> BoxFuture<'a, Result<Object, Diagnostics>>;
}

impl<D: DataSource> AnyDataSource<D::Provider> for D {
    fn name(&self) -> &'static str {
        D::NAME
    }

    fn block(&self) -> Block {
        D::Model::block()
    }

    fn validate(&self, cx: &ValidateContext, config: Object) -> Result<(), Diagnostics> {
        DataSource::validate(self, cx, &decode(config)?);
        Ok(())
    }

    fn read<'a>(
        &'a self,
        cx: &'a ReadContext<D::Provider>,
        config: Object,
    ) -> BoxFuture<'a, Result<Object, Diagnostics>> {
        Box::pin(async move {
            DataSource::read(self, cx, decode(config)?)
                .await
                .map(Model::encode)
        })
    }
}
