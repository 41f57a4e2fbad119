//! What the plan of a thing knows already.

use tfplugin::{Change, Diagnostics, ModifyPlan, PlanContext};

use super::ThingResource;
use super::fault::Fault;
use super::model::Thing;
use crate::provider::Atlas;

impl ModifyPlan for ThingResource {
    async fn plan(&self, _: &PlanContext<Atlas>, change: &mut Change<Thing>) -> Result<(), Diagnostics> {
        let planned = &mut change.planned;
        if let Some(prior) = &change.prior
            && prior.secret_wo_version == planned.secret_wo_version
        {
            planned.secret_length = prior.secret_length.clone();
        }
        if Fault::of(planned) == Some(Fault::BadPlan) {
            planned.text = planned.text.clone().map(|text| text + "?");
        }
        Ok(())
    }
}
