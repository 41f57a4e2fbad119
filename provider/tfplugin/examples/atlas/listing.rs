//! The list `atlas_thing`: `terraform query` finds things that nobody manages yet.

use tfplugin::{Diagnostics, ListRequest, ListResource, Model, ReadContext, Results, Value};

use crate::provider::Atlas;
use crate::store::Record;
use crate::thing::{Fault, Thing, ThingResource};

/// Which things.
#[derive(Model, Clone, Debug, Default)]
pub struct Filter {
    /// The beginning of their names; all things if left out.
    #[tf(optional)]
    prefix: Value<String>,
}

/// The list.
pub struct Things;

impl ListResource for Things {
    type Provider = Atlas;
    type Of = ThingResource;
    type Config = Filter;

    async fn list(
        &self,
        cx: &ReadContext<Atlas>,
        request: ListRequest<Filter>,
        results: &Results<ThingResource>,
    ) -> Result<(), Diagnostics> {
        let prefix = request.config.prefix.into_known().unwrap_or_default();
        for thing in cx.reader().all::<Thing>()? {
            if thing.key().starts_with(&prefix)
                && results
                    .send(thing.key().to_owned(), Fault::spelt(thing))
                    .await
                    .is_break()
            {
                break;
            }
        }
        Ok(())
    }
}
