//! `atlas_region`: an id that is known in the plan, a status that other resources' plans see, and a renewal that the
//! provider itself plans.

use tfplugin::{
    ApplyContext, Change, Create, Delete, Diagnostics, ImportState, Model, ModifyPlan, PlanContext,
    ReadContext, Resource, Update, Value,
};

use crate::provider::Atlas;
use crate::store::Record;

/// A part of the atlas. Its status is its places' too.
#[derive(Model, Clone, Debug, Default)]
pub struct Region {
    /// The name. A region cannot be renamed.
    #[tf(required, requires_replace)]
    pub name: Value<String>,
    /// Whether its places are open.
    #[tf(optional, computed, default = "open", validate(one_of(&["open", "closing", "closed"])))]
    pub status: Value<String>,
    /// How often the region was changed.
    #[tf(computed)]
    pub revision: Value<i64>,
    /// Whether somebody asked for the region to be surveyed anew: `none` or `due`. The next apply does it.
    #[tf(computed)]
    pub renewal: Value<String>,
    /// What places refer to: the name.
    #[tf(computed)]
    pub id: Value<String>,
}

impl Record for Region {
    const KIND: &'static str = "region";

    fn key(&self) -> &str {
        self.name.as_str().unwrap_or_default()
    }
}

/// The resource.
pub struct RegionResource;

/// The mark on a region that is to be surveyed.
const DUE: &str = "due";

impl Resource for RegionResource {
    type Provider = Atlas;
    type Model = Region;

    const NAME: &'static str = "atlas_region";

    async fn create(&self, cx: &ApplyContext<Atlas>, new: Create<Region>) -> Result<Region, Diagnostics> {
        let operation = cx.writer().begin().await?;
        let region = Region {
            revision: Value::Known(1),
            ..new.plan
        };
        operation.create(&region).await?;
        Ok(region)
    }

    async fn read(&self, cx: &ReadContext<Atlas>, state: Region) -> Result<Option<Region>, Diagnostics> {
        let Some(mut region) = cx.reader().find::<Region>(state.key()).await? else {
            return Ok(None);
        };
        if cx.reader().is_marked::<Region>(region.key(), DUE).await? {
            region.renewal = Value::from("due");
        }
        Ok(Some(region))
    }

    async fn update(&self, cx: &ApplyContext<Atlas>, change: Update<Region>) -> Result<Region, Diagnostics> {
        let operation = cx.writer().begin().await?;
        let region = Region {
            revision: change.prior.revision.map(|revision| revision.saturating_add(1)),
            ..change.plan
        };
        operation.update(&region).await?;
        operation.forget::<Region>(region.key(), DUE).await?;
        Ok(region)
    }

    async fn delete(&self, cx: &ApplyContext<Atlas>, old: Delete<Region>) -> Result<(), Diagnostics> {
        let operation = cx.writer().begin().await?;
        operation.forget::<Region>(old.prior.key(), DUE).await?;
        operation.delete::<Region>(old.prior.key(), &[]).await
    }
}

impl ModifyPlan for RegionResource {
    async fn plan(&self, cx: &PlanContext<Atlas>, change: &mut Change<Region>) -> Result<(), Diagnostics> {
        let planned = &mut change.planned;
        planned.id = planned.name.clone();
        planned.renewal = Value::from("none");
        let is_due = |prior: &Region| prior.renewal.as_str() == Some("due");
        if change.prior.as_ref().is_some_and(is_due) {
            planned.revision = Value::unknown();
        }
        if let Some(id) = planned.id.known() {
            cx.memory().remember(id, planned.status.clone());
        }
        Ok(())
    }
}

impl ImportState for RegionResource {
    async fn import(&self, _: &ReadContext<Atlas>, id: &str) -> Result<Region, Diagnostics> {
        Ok(Region {
            name: Value::from(id),
            ..Region::default()
        })
    }
}
