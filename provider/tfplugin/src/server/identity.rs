//! Resource identities: they are there after every call that has a state, and never change.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::Shared;
use super::answer::{answer, panicked_with};
use super::tables::{ResourceUnit, find};
use super::transfer::{decode_identity, encode_identity, stored_json};
use crate::codec::json::{self, Extra, Missing};
use crate::contract::Provider;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::identity::{IdentityImport, IdentitySchema};
use crate::rules;
use crate::value::{Data, Object, Raw, Value};
use crate::wire::tfplugin6::ResourceIdentityData;
use crate::wire::tfplugin6::upgrade_resource_identity::{Request, Response};

/// The identity of a state, or the one before when the state does not give a whole one. `None` when there is none.
pub(super) fn after<P: Provider>(
    unit: &ResourceUnit<P>,
    state: &Raw,
    before: Option<&ResourceIdentityData>,
    said: &mut Diagnostics,
) -> Option<ResourceIdentityData> {
    let (_, ty) = unit.identity()?;
    let Value::Known(Data::Object(state)) = state else {
        return before.cloned();
    };
    let failed = match of_state(unit, state.clone()) {
        Ok(Some(identity)) => {
            let was = decode_identity(before, ty).ok().flatten();
            let changed = rules::identity(was.as_ref(), &identity);
            if changed.has_errors() {
                changed
            } else {
                match encode_identity(identity, ty) {
                    Ok(identity) => return Some(identity),
                    Err(failed) => failed,
                }
            }
        }
        // The state of a failed operation may lack what names the object.
        Ok(None) => return before.filter(|data| is_known(data, ty)).cloned(),
        Err(failed) => failed,
    };
    said.extend(failed);
    before.cloned()
}

/// The identity, when the state has all that it needs.
pub(super) fn of_state<P: Provider>(
    unit: &ResourceUnit<P>,
    state: Object,
) -> Result<Option<Object>, Diagnostics> {
    // By now the object exists: a panic here must not cost its state.
    let identity = catch_unwind(AssertUnwindSafe(|| unit.does.identity(state)));
    let identity = identity.map_err(|payload| panicked_with("Its identity", payload.as_ref()))??;
    let Some((schema, _)) = unit.identity() else {
        return Ok(None);
    };
    Ok(identity.filter(|identity| {
        schema.attributes.iter().all(|attribute| {
            let required = attribute.import == IdentityImport::Required;
            identity
                .get(&attribute.name)
                .is_some_and(|value| value.is_wholly_known() && !(required && value.is_null()))
        })
    }))
}

/// Whether an identity that was given for an import has all that it needs: Terraform lets an explicit null pass.
pub(super) fn is_whole(schema: &IdentitySchema, given: &Object) -> Result<(), Diagnostics> {
    let missing = schema.attributes.iter().filter(|attribute| {
        attribute.import == IdentityImport::Required && given.get(&attribute.name).is_none_or(Value::is_null)
    });
    let missing: Diagnostics = missing
        .map(|attribute| {
            Diagnostic::error(
                "Incomplete identity",
                format!(
                    "The identity needs `{}`, and null is the same as leaving it out. Give it a value in the import block.",
                    attribute.name
                ),
            )
        })
        .collect();
    missing.into_result().map(drop)
}

fn is_known(data: &ResourceIdentityData, ty: &crate::types::Type) -> bool {
    decode_identity(Some(data), ty)
        .ok()
        .flatten()
        .is_some_and(|identity| identity.values().all(Value::is_wholly_known))
}

/// UpgradeResourceIdentity: what has the same name is kept. Objects from before there was an identity have no data.
pub(super) async fn upgrade<P: Provider>(shared: Arc<Shared<P>>, request: Request) -> Response {
    answer(upgraded(&shared, request), Diagnostics::default())
}

fn upgraded<P: Provider>(shared: &Shared<P>, request: Request) -> Result<Response, Diagnostics> {
    let unit = find(&shared.tables.resources, "resource", &request.type_name)?;
    let (_, ty) = unit.identity().ok_or_else(|| {
        Diagnostic::error(
            "No identity",
            format!("{} has no resource identity.", request.type_name),
        )
    })?;
    let mut stored = stored_json("identity", request.raw_identity)?;
    if stored.is_null() {
        stored = serde_json::Value::Object(serde_json::Map::new());
    }
    let identity = json::decode(&stored, ty, Missing::Null, Extra::Ignore).map_err(|error| {
        Diagnostic::error("Unreadable identity", error.reason.clone()).at(error.path.clone())
    })?;
    let Value::Known(Data::Object(identity)) = identity else {
        return Ok(Response::default());
    };
    Ok(Response {
        upgraded_identity: Some(encode_identity(identity, ty)?),
        ..Response::default()
    })
}
