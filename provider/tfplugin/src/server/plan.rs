//! PlanResourceChange: the framework's plan, then the resource's, then Terraform's rules before Terraform applies them.

use std::sync::Arc;

use super::Shared;
use super::answer::{answer, paths_to_wire};
use super::settle::settle;
use super::tables::{ResourceUnit, find};
use super::transfer::{decode_object, decode_optional, decode_private, encode};
use crate::contract::{PlanContext, Private, Provider};
use crate::diagnostics::Diagnostics;
use crate::value::{Data, Object, Raw, Value};
use crate::wire::tfplugin6::plan_resource_change::{Request, Response};
use crate::{engine, rules};

pub(super) async fn plan<P: Provider>(shared: Arc<Shared<P>>, request: Request) -> Response {
    let mut said = Diagnostics::default();
    let result = planned(&shared, request, &mut said).await;
    answer(result, said)
}

async fn planned<P: Provider>(
    shared: &Shared<P>,
    request: Request,
    said: &mut Diagnostics,
) -> Result<Response, Diagnostics> {
    let unit = find(&shared.tables.resources, "resource", &request.type_name)?;
    let ty = &unit.shape().ty;
    let prior = decode_optional("prior state", request.prior_state.as_ref(), ty)?;
    let proposed = decode_optional("proposed state", request.proposed_new_state.as_ref(), ty)?;
    let before = decode_private(&request.prior_private)?;
    let is_new = prior.is_none();
    // A create must not depend on the private state of the object that it replaces: Terraform sends it once and not
    // the other time.
    let private = if is_new {
        Private::default()
    } else {
        before.clone()
    };
    let cx = PlanContext(shared.environment(private)?);
    let result = match (proposed, prior) {
        (Some(proposed), prior) => {
            let config = decode_object("configuration", request.config.as_ref(), ty)?;
            change(unit, &cx, config, prior, proposed).await
        }
        (None, Some(prior)) => destroy(unit, &cx, prior).await,
        (None, None) => Ok((Value::Null, Vec::new())),
    };
    said.extend(cx.0.notes.take());
    let (planned, replace) = result?;
    let mut private = cx.0.private.snapshot();
    if is_new {
        // Of a replacement Terraform keeps this answer only, and gives it to the delete as well: what the old object had
        // goes along. The create is planned again before it is applied, without it.
        private = before.with(private);
    }
    Ok(Response {
        planned_state: Some(encode("plan", &planned, ty)?),
        requires_replace: paths_to_wire(&replace),
        planned_private: private.to_bytes(),
        // The identity of a new object is known after apply, that of an old one stays.
        planned_identity: if is_new { None } else { request.prior_identity },
        ..Response::default()
    })
}

type Planned = (Raw, Vec<crate::path::Path>);

async fn change<P: Provider>(
    unit: &ResourceUnit<P>,
    cx: &PlanContext<P>,
    config: Object,
    prior: Option<Object>,
    proposed: Object,
) -> Result<Planned, Diagnostics> {
    let block = &unit.shape().block;
    let planned = engine::propose(block, prior.as_ref(), &config, proposed);
    let (mut planned, mut replace) = unit.does.plan(cx, config.clone(), prior.clone(), planned).await?;
    settle(block, &mut planned);
    match &prior {
        Some(prior) => replace.extend(engine::replacements(block, prior, &config, &planned)),
        None => replace.clear(),
    }
    replace.sort();
    replace.dedup();
    let (prior, config, planned) = (raw(prior), raw(Some(config)), raw(Some(planned)));
    rules::plan(block, &prior, &config, &planned, &replace).into_result()?;
    Ok((planned, replace))
}

async fn destroy<P: Provider>(
    unit: &ResourceUnit<P>,
    cx: &PlanContext<P>,
    prior: Object,
) -> Result<Planned, Diagnostics> {
    if P::CAPABILITIES.plan_destroy {
        unit.does.plan_destroy(cx, prior).await?;
    }
    Ok((Value::Null, Vec::new()))
}

fn raw(object: Option<Object>) -> Raw {
    object.map(Data::Object).into()
}
