//! `atlas_place`: a plan that follows what the same run plans for the region, a destroy that warns or refuses, and an
//! identity.

use tfplugin::{
    ApplyContext, Change, Create, Delete, Diagnostic, Diagnostics, Identified, ImportByIdentity, ImportState,
    Model, ModifyPlan, Number, PlanContext, PlanDestroy, ReadContext, Resource, Update, Value,
};

use crate::provider::Atlas;
use crate::store::{Record, random_id};

/// A place in a region.
#[derive(Model, Clone, Debug, Default)]
pub struct Place {
    /// The id of its region. A place cannot move.
    #[tf(required, requires_replace)]
    pub region: Value<String>,
    /// The name inside the region.
    #[tf(required, requires_replace)]
    pub name: Value<String>,
    /// The region's status.
    #[tf(computed)]
    pub status: Value<String>,
    /// How many people it holds.
    #[tf(optional, validate(between(1..=1_000_000)))]
    pub capacity: Value<Number>,
    /// `<region>/<name>`
    #[tf(computed)]
    pub id: Value<String>,
    /// What the atlas calls it; a new place of the same name has another.
    #[tf(computed, use_state_for_unknown)]
    pub uid: Value<String>,
}

/// What names a place for ever.
#[derive(Model, Clone, Debug, Default)]
pub struct PlaceIdentity {
    /// The id of its region.
    #[tf(required)]
    region: Value<String>,
    /// The name inside the region.
    #[tf(required)]
    name: Value<String>,
}

impl Place {
    /// As much as finds it.
    pub fn named(region: Value<String>, name: Value<String>) -> Self {
        let id = match (&region, &name) {
            (Value::Known(region), Value::Known(name)) => Value::Known(format!("{region}/{name}")),
            _ => Value::unknown(),
        };
        Self {
            region,
            name,
            id,
            ..Self::default()
        }
    }
}

impl Record for Place {
    const KIND: &'static str = "place";

    fn key(&self) -> &str {
        self.id.as_str().unwrap_or_default()
    }
}

/// The resource.
pub struct PlaceResource;

impl Resource for PlaceResource {
    type Provider = Atlas;
    type Model = Place;

    const NAME: &'static str = "atlas_place";

    async fn create(&self, cx: &ApplyContext<Atlas>, new: Create<Place>) -> Result<Place, Diagnostics> {
        let operation = cx.writer().begin().await?;
        let place = Place {
            uid: Value::Known(random_id()),
            ..new.plan
        };
        operation.create(&place).await?;
        Ok(place)
    }

    async fn read(&self, cx: &ReadContext<Atlas>, state: Place) -> Result<Option<Place>, Diagnostics> {
        cx.reader().find(state.key()).await
    }

    async fn update(&self, cx: &ApplyContext<Atlas>, change: Update<Place>) -> Result<Place, Diagnostics> {
        let operation = cx.writer().begin().await?;
        operation.update(&change.plan).await?;
        Ok(change.plan)
    }

    async fn delete(&self, cx: &ApplyContext<Atlas>, old: Delete<Place>) -> Result<(), Diagnostics> {
        let operation = cx.writer().begin().await?;
        operation.delete::<Place>(old.prior.key(), &[]).await
    }
}

impl ModifyPlan for PlaceResource {
    async fn plan(&self, cx: &PlanContext<Atlas>, change: &mut Change<Place>) -> Result<(), Diagnostics> {
        let planned = &mut change.planned;
        planned.id = Place::named(planned.region.clone(), planned.name.clone()).id;
        // Unknown as long as the region is: it may turn out to be any.
        planned.status = match &planned.region {
            Value::Known(region) => {
                let prior = || change.prior.as_ref().map(|prior| prior.status.clone());
                let status = cx.memory().status(region).or_else(prior);
                status.unwrap_or_else(|| Value::from("open"))
            }
            _ => Value::unknown(),
        };
        Ok(())
    }
}

impl PlanDestroy for PlaceResource {
    async fn plan_destroy(&self, cx: &PlanContext<Atlas>, prior: Place) -> Result<(), Diagnostics> {
        if prior.name.as_str() == Some("protected") {
            let detail = format!(
                "{} is protected, and stays. Remove it from the state to forget it.",
                prior.key()
            );
            return Err(Diagnostic::error("The place is protected", detail).into());
        }
        let detail = format!("Whoever is in {} must leave it.", prior.key());
        cx.say(Diagnostic::warning("Destroy closes the place", detail));
        Ok(())
    }
}

impl ImportState for PlaceResource {
    async fn import(&self, _: &ReadContext<Atlas>, id: &str) -> Result<Place, Diagnostics> {
        match id.split_once('/') {
            Some((region, name)) if !region.is_empty() && !name.is_empty() => {
                Ok(Place::named(region.into(), name.into()))
            }
            _ => {
                let detail = format!(
                    "The id of a place is `<region>/<name>`, for example `north/town`; {id:?} is not."
                );
                Err(Diagnostic::error("Not the id of a place", detail).into())
            }
        }
    }
}

impl Identified for PlaceResource {
    type Identity = PlaceIdentity;

    fn identity(&self, state: &Place) -> PlaceIdentity {
        PlaceIdentity {
            region: state.region.clone(),
            name: state.name.clone(),
        }
    }
}

impl ImportByIdentity for PlaceResource {
    async fn import_by_identity(
        &self,
        _: &ReadContext<Atlas>,
        identity: PlaceIdentity,
    ) -> Result<Place, Diagnostics> {
        Ok(Place::named(identity.region, identity.name))
    }
}
