//! ReadResource and ImportResourceState.

use std::sync::Arc;

use super::Shared;
use super::answer::answer;
use super::identity;
use super::settle::settle;
use super::tables::find;
use super::transfer::{decode_identity, decode_object, decode_private, encode, encode_identity};
use crate::contract::{Private, Provider, ReadContext};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::value::{Data, Value};
use crate::wire::tfplugin6::import_resource_state::ImportedResource;
use crate::wire::tfplugin6::{import_resource_state, read_resource};
use crate::{rules, timeouts};

pub(super) async fn read<P: Provider>(
    shared: Arc<Shared<P>>,
    request: read_resource::Request,
) -> read_resource::Response {
    let mut said = Diagnostics::default();
    let result = state_now(&shared, request, &mut said).await;
    answer(result, said)
}

async fn state_now<P: Provider>(
    shared: &Shared<P>,
    request: read_resource::Request,
    said: &mut Diagnostics,
) -> Result<read_resource::Response, Diagnostics> {
    let unit = find(&shared.tables.resources, "resource", &request.type_name)?;
    let shape = unit.shape();
    let state = decode_object("current state", request.current_state.as_ref(), &shape.ty)?;
    let limit = timeouts::of(&state, "read")?.unwrap_or(unit.does.timeout());
    let stop = shared.work.listen().within(limit);
    let cx = ReadContext(shared.environment_until(decode_private(&request.private)?, stop)?);
    let found = unit.does.read(&cx, state).await;
    said.extend(cx.0.notes.take());
    let mut found = found?;
    if let Some(state) = &mut found {
        settle(&shape.block, state);
    }
    let state = found.map(Data::Object).into();
    rules::read(&shape.block, &state).into_result()?;
    let new_identity = identity::after(unit, &state, request.current_identity.as_ref(), said);
    Ok(read_resource::Response {
        new_state: Some(encode("state", &state, &shape.ty)?),
        private: cx.0.private.snapshot().to_bytes(),
        new_identity,
        ..read_resource::Response::default()
    })
}

pub(super) async fn import<P: Provider>(
    shared: Arc<Shared<P>>,
    request: import_resource_state::Request,
) -> import_resource_state::Response {
    let mut said = Diagnostics::default();
    let result = imported(&shared, request, &mut said).await;
    answer(result, said)
}

async fn imported<P: Provider>(
    shared: &Shared<P>,
    request: import_resource_state::Request,
    said: &mut Diagnostics,
) -> Result<import_resource_state::Response, Diagnostics> {
    let unit = find(&shared.tables.resources, "resource", &request.type_name)?;
    let shape = unit.shape();
    let cx = ReadContext(shared.environment(Private::default())?);
    let given = match unit.identity() {
        Some((_, ty)) => decode_identity(request.identity.as_ref(), ty)?,
        None => None,
    };
    if let (Some((schema, _)), Some(given)) = (unit.identity(), &given) {
        identity::is_whole(schema, given)?;
    }
    let found = match &given {
        Some(identity) => unit.does.import_by_identity(&cx, identity.clone()).await,
        None if request.id.is_empty() => Err(Diagnostic::error(
            "Nothing to import",
            "The import names neither an id nor an identity.",
        )
        .into()),
        None => unit.does.import(&cx, &request.id).await,
    };
    said.extend(cx.0.notes.take());
    let mut state = found?;
    settle(&shape.block, &mut state);
    let by_identity = given.is_some();
    let identity = match given {
        Some(given) => Some(given),
        None => identity::of_state(unit, state.clone())?,
    };
    let state = Value::Known(Data::Object(state));
    rules::import(&shape.block, &state, by_identity).into_result()?;
    let identity = match (unit.identity(), identity) {
        (Some((_, ty)), Some(identity)) => Some(encode_identity(identity, ty)?),
        _ => None,
    };
    Ok(import_resource_state::Response {
        imported_resources: vec![ImportedResource {
            type_name: request.type_name,
            state: Some(encode("imported state", &state, &shape.ty)?),
            private: cx.0.private.snapshot().to_bytes(),
            identity,
        }],
        ..import_resource_state::Response::default()
    })
}
