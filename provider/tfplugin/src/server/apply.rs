//! ApplyResourceChange. Whatever happens, the answer holds what is known to exist: its state, private state, identity.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tracing::Instrument;

use super::Shared;
use super::answer::{answer, panicked};
use super::identity;
use super::settle::settle;
use super::tables::{ResourceUnit, find};
use super::transfer::{decode_object, decode_optional, decode_private, encode};
use crate::contract::{ApplyContext, Provider};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::timeouts;
use crate::value::{Data, Object, Raw, Value};
use crate::wire::tfplugin6::apply_resource_change::{Request, Response};
use crate::{engine, rules};

/// What Terraform asks for.
enum Operation {
    Create {
        plan: Object,
        config: Object,
    },
    Update {
        prior: Object,
        plan: Object,
        config: Object,
    },
    Delete {
        prior: Object,
    },
}

impl Operation {
    /// Its name in `timeouts`, and the object that says how long it may take.
    fn timeout(&self) -> (&'static str, &Object) {
        match self {
            Self::Create { plan, .. } => ("create", plan),
            Self::Update { plan, .. } => ("update", plan),
            Self::Delete { prior } => ("delete", prior),
        }
    }

    fn planned(&self) -> Raw {
        match self {
            Self::Create { plan, .. } | Self::Update { plan, .. } => Value::Known(Data::Object(plan.clone())),
            Self::Delete { .. } => Value::Null,
        }
    }
}

/// How it ended.
struct Ending {
    /// What is stored.
    state: Raw,
    failed: Diagnostics,
}

pub(super) async fn apply<P: Provider>(shared: Arc<Shared<P>>, request: Request) -> Response {
    let mut said = Diagnostics::default();
    let result = applied(&shared, request, &mut said).await;
    answer(result, said)
}

async fn applied<P: Provider>(
    shared: &Arc<Shared<P>>,
    request: Request,
    said: &mut Diagnostics,
) -> Result<Response, Diagnostics> {
    let unit = find(&shared.tables.resources, "resource", &request.type_name)?;
    let ty = &unit.shape().ty;
    let kept = |said: &mut Diagnostics, failed: Diagnostics| {
        // Nothing was done: an update or a delete leaves what there was.
        said.extend(failed);
        Response {
            new_state: request.prior_state.clone(),
            private: request.planned_private.clone(),
            new_identity: request.planned_identity.clone(),
            ..Response::default()
        }
    };
    let prepared = (|| {
        let prior = decode_optional("prior state", request.prior_state.as_ref(), ty)?;
        let plan = decode_optional("planned state", request.planned_state.as_ref(), ty)?;
        let config = || decode_object("configuration", request.config.as_ref(), ty);
        let operation = match (prior, plan) {
            (None, Some(plan)) => Operation::Create {
                plan,
                config: config()?,
            },
            (Some(prior), Some(plan)) => Operation::Update {
                prior,
                plan,
                config: config()?,
            },
            (Some(prior), None) => Operation::Delete { prior },
            (None, None) => {
                return Err(Diagnostic::error(
                    "Nothing to apply",
                    "There is no object before, and none is planned.",
                )
                .into());
            }
        };
        let stop = shared
            .work
            .listen()
            .within(limit(&operation, unit.does.timeout())?);
        let environment = shared.environment_until(decode_private(&request.planned_private)?, stop)?;
        Ok((operation, ApplyContext(environment)))
    })();
    let (operation, cx) = match prepared {
        Ok(prepared) => prepared,
        Err(failed) => return Ok(kept(said, failed)),
    };
    let mut ending = perform(shared, &request.type_name, &cx, operation).await;
    said.extend(cx.0.notes.take());
    said.extend(ending.failed);
    let mut encoded = encode("state", &ending.state, ty);
    if let (Err(failed), Value::Known(Data::Object(state))) = (&encoded, &mut ending.state) {
        // Something exists: what fits is stored, rather than nothing. The rules have mostly told what does not.
        if !said.has_errors() {
            said.extend(failed.clone());
        }
        engine::fit(&unit.shape().block, state);
        encoded = encode("state", &ending.state, ty);
    }
    let new_state = match encoded {
        Ok(state) => state,
        Err(failed) => return Ok(kept(said, failed)),
    };
    let gone = ending.state.is_null();
    let new_identity = if gone {
        None
    } else {
        identity::after(unit, &ending.state, request.planned_identity.as_ref(), said)
    };
    Ok(Response {
        new_state: Some(new_state),
        private: if gone {
            Vec::new()
        } else {
            cx.0.private.snapshot().to_bytes()
        },
        new_identity,
        ..Response::default()
    })
}

fn limit(operation: &Operation, default: Duration) -> Result<Duration, Diagnostics> {
    let (name, object) = operation.timeout();
    Ok(timeouts::of(object, name)?.unwrap_or(default))
}

/// Runs the operation in a task of its own, so that what was saved survives a panic.
async fn perform<P: Provider>(
    shared: &Arc<Shared<P>>,
    name: &str,
    cx: &ApplyContext<P>,
    operation: Operation,
) -> Ending {
    let slot: Arc<Mutex<Option<Object>>> = Arc::default();
    let planned = operation.planned();
    let prior = match &operation {
        Operation::Create { .. } => Value::Null,
        Operation::Update { prior, .. } | Operation::Delete { prior } => {
            Value::Known(Data::Object(prior.clone()))
        }
    };
    let task = {
        let (shared, cx, slot) = (
            Arc::clone(shared),
            ApplyContext(Arc::clone(&cx.0)),
            Arc::clone(&slot),
        );
        let name = name.to_owned();
        async move {
            let unit = find(&shared.tables.resources, "resource", &name)?;
            match operation {
                Operation::Create { plan, config } => {
                    unit.does.create(&cx, plan, config, slot).await.map(Some)
                }
                Operation::Update { prior, plan, config } => {
                    unit.does.update(&cx, prior, plan, config, slot).await.map(Some)
                }
                Operation::Delete { prior } => unit.does.delete(&cx, prior, slot).await.map(|()| None),
            }
        }
    };
    let ended = tokio::spawn(task.in_current_span()).await;
    let saved = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Ok(unit) = find(&shared.tables.resources, "resource", name) else {
        return Ending {
            state: prior,
            failed: Diagnostics::default(),
        };
    };
    match ended {
        Ok(Ok(state)) => finished(unit, cx, &planned, state),
        Ok(Err(failed)) => Ending {
            state: saved.map_or(prior, |saved| storable(unit, saved)),
            failed: certain(failed),
        },
        // Nobody knows how far a panic came: a new object may exist, so what was planned is kept, marked as tainted.
        Err(panic) => Ending {
            state: match saved {
                Some(saved) => storable(unit, saved),
                None if prior.is_null() => planned_storable(unit, planned),
                None => prior,
            },
            failed: panicked(&format!("The change of {name}"), panic).into(),
        },
    }
}

/// A success by the provider's word; Terraform's rules are checked before Terraform does.
fn finished<P: Provider>(
    unit: &ResourceUnit<P>,
    cx: &ApplyContext<P>,
    planned: &Raw,
    state: Option<Object>,
) -> Ending {
    let block = &unit.shape().block;
    let mut state = state;
    if let Some(state) = &mut state {
        settle(block, state);
    }
    let failed = if cx.0.notes.has_errors() {
        Diagnostics::default()
    } else {
        rules::apply(block, planned, &state.clone().map(Data::Object).into())
    };
    Ending {
        state: state.map_or(Value::Null, |state| storable(unit, state)),
        failed,
    }
}

/// As far as it is known: nothing unknown and nothing write-only may be stored.
fn storable<P: Provider>(unit: &ResourceUnit<P>, mut state: Object) -> Raw {
    settle(&unit.shape().block, &mut state);
    engine::nulls_for_unknowns(&mut state);
    Value::Known(Data::Object(state))
}

fn planned_storable<P: Provider>(unit: &ResourceUnit<P>, planned: Raw) -> Raw {
    match planned {
        Value::Known(Data::Object(planned)) => storable(unit, planned),
        _ => Value::Null,
    }
}

/// An operation that failed without an error would count as done.
fn certain(mut failed: Diagnostics) -> Diagnostics {
    if !failed.has_errors() {
        failed.push(Diagnostic::error(
            "The operation failed without saying why",
            "The provider gave up without an error. This is a defect of the provider; please report it.",
        ));
    }
    failed
}
