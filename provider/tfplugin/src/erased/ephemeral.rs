//! An ephemeral resource and its extras, in the service's table.

use jiff::Timestamp;

use super::{BoxFuture, decode};
use crate::contract::{
    ApplyContext, CloseEphemeral, Ephemeral, Private, Provider, RenewEphemeral, ValidateContext,
};
use crate::diagnostics::Diagnostics;
use crate::model::Model;
use crate::schema::Block;
use crate::value::Object;

type Outcome<T> = Result<T, Diagnostics>;

/// What was opened, without its Rust type.
#[doc(hidden)]
pub struct Opening {
    pub result: Object,
    pub renew_at: Option<Timestamp>,
}

/// An ephemeral resource of any model. Made by [`EphemeralResource`] only.
#[doc(hidden)]
pub trait AnyEphemeral<P: Provider>: Send + Sync + 'static {
    fn name(&self) -> &'static str;
    fn block(&self) -> Block;
    fn validate(&self, cx: &ValidateContext, config: Object) -> Outcome<()>;
    fn open<'a>(&'a self, cx: &'a ApplyContext<P>, config: Object) -> BoxFuture<'a, Outcome<Opening>>;
    fn renew<'a>(&'a self, cx: &'a ApplyContext<P>) -> BoxFuture<'a, Outcome<Option<Timestamp>>>;
    fn close<'a>(&'a self, cx: &'a ApplyContext<P>, opened: Private) -> BoxFuture<'a, Outcome<()>>;
}

type RenewFn<E> = for<'a> fn(
    &'a E,
    &'a ApplyContext<<E as Ephemeral>::Provider>,
) -> BoxFuture<'a, Outcome<Option<Timestamp>>>;
type CloseFn<E> =
    for<'a> fn(&'a E, &'a ApplyContext<<E as Ephemeral>::Provider>, Private) -> BoxFuture<'a, Outcome<()>>;

/// One line of a provider's table of ephemeral resources: the resource, then the extras that it offers.
pub struct EphemeralResource<E: Ephemeral> {
    ephemeral: E,
    renew: Option<RenewFn<E>>,
    close: Option<CloseFn<E>>,
}

impl<E: Ephemeral> EphemeralResource<E> {
    /// The resource, without extras.
    pub fn new(ephemeral: E) -> Self {
        Self {
            ephemeral,
            renew: None,
            close: None,
        }
    }

    /// Offers [`RenewEphemeral`].
    #[must_use]
    pub fn renews(mut self) -> Self
    where
        E: RenewEphemeral,
    {
        self.renew = Some(|ephemeral, cx| Box::pin(ephemeral.renew(cx)));
        self
    }

    /// Offers [`CloseEphemeral`].
    #[must_use]
    pub fn closes(mut self) -> Self
    where
        E: CloseEphemeral,
    {
        self.close = Some(|ephemeral, cx, opened| Box::pin(ephemeral.close(cx, opened)));
        self
    }

    /// For the provider's table.
    pub fn boxed(self) -> Box<dyn AnyEphemeral<E::Provider>> {
        Box::new(self)
    }
}

impl<E: Ephemeral> AnyEphemeral<E::Provider> for EphemeralResource<E> {
    fn name(&self) -> &'static str {
        E::NAME
    }

    fn block(&self) -> Block {
        E::Model::block()
    }

    fn validate(&self, cx: &ValidateContext, config: Object) -> Outcome<()> {
        self.ephemeral.validate(cx, &decode(config)?);
        Ok(())
    }

    fn open<'a>(
        &'a self,
        cx: &'a ApplyContext<E::Provider>,
        config: Object,
    ) -> BoxFuture<'a, Outcome<Opening>> {
        Box::pin(async move {
            let opened = self.ephemeral.open(cx, decode(config)?).await?;
            Ok(Opening {
                result: opened.result.encode(),
                renew_at: opened.renew_at,
            })
        })
    }

    fn renew<'a>(&'a self, cx: &'a ApplyContext<E::Provider>) -> BoxFuture<'a, Outcome<Option<Timestamp>>> {
        match self.renew {
            Some(renew) => renew(&self.ephemeral, cx),
            None => Box::pin(async { Ok(None) }),
        }
    }

    fn close<'a>(&'a self, cx: &'a ApplyContext<E::Provider>, opened: Private) -> BoxFuture<'a, Outcome<()>> {
        match self.close {
            Some(close) => close(&self.ephemeral, cx, opened),
            None => Box::pin(async { Ok(()) }),
        }
    }
}
