//! What names a thing for ever, and how it is imported.

use tfplugin::{Diagnostics, Identified, ImportByIdentity, ImportState, Model, ReadContext, Value};

use super::ThingResource;
use super::fault::Fault;
use super::model::Thing;
use crate::provider::Atlas;

/// What names a thing for ever.
#[derive(Model, Clone, Debug, Default)]
pub struct ThingIdentity {
    /// The name.
    #[tf(required)]
    name: Value<String>,
}

impl Identified for ThingResource {
    type Identity = ThingIdentity;

    fn identity(&self, state: &Thing) -> ThingIdentity {
        assert!(
            Fault::of(state) != Some(Fault::IdentityPanic),
            "the fault identity_panic was asked for"
        );
        ThingIdentity {
            name: state.name.clone(),
        }
    }
}

impl ImportState for ThingResource {
    async fn import(&self, _: &ReadContext<Atlas>, id: &str) -> Result<Thing, Diagnostics> {
        Ok(Thing::named(id))
    }
}

impl ImportByIdentity for ThingResource {
    async fn import_by_identity(
        &self,
        _: &ReadContext<Atlas>,
        identity: ThingIdentity,
    ) -> Result<Thing, Diagnostics> {
        Ok(Thing {
            name: identity.name,
            ..Thing::default()
        })
    }
}

impl Thing {
    /// As much as Read needs to find it.
    pub fn named(name: &str) -> Self {
        Self {
            name: Value::from(name),
            ..Self::default()
        }
    }
}
