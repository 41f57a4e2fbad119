//! Opening, renewing and closing ephemeral resources.

use std::sync::Arc;

use jiff::Timestamp;

use super::Shared;
use super::answer::answer;
use super::tables::find;
use super::transfer::{decode_object, decode_private, encode};
use crate::contract::{ApplyContext, Private, Provider};
use crate::diagnostics::Diagnostics;
use crate::rules;
use crate::value::{Data, Value};
use crate::wire::tfplugin6::{close_ephemeral_resource, open_ephemeral_resource, renew_ephemeral_resource};

const KIND: &str = "ephemeral resource";

pub(super) async fn open<P: Provider>(
    shared: Arc<Shared<P>>,
    request: open_ephemeral_resource::Request,
) -> open_ephemeral_resource::Response {
    let mut said = Diagnostics::default();
    let result = opened(&shared, request, &mut said).await;
    answer(result, said)
}

async fn opened<P: Provider>(
    shared: &Shared<P>,
    request: open_ephemeral_resource::Request,
    said: &mut Diagnostics,
) -> Result<open_ephemeral_resource::Response, Diagnostics> {
    let unit = find(&shared.tables.ephemerals, KIND, &request.type_name)?;
    let shape = unit.shape();
    let config = decode_object("configuration", request.config.as_ref(), shape)?;
    let cx = ApplyContext(shared.environment(Private::default())?);
    let opened = unit.does.open(&cx, config.clone()).await;
    said.extend(cx.0.notes.take());
    let opened = opened?;
    let result = Value::Known(Data::Object(opened.result));
    rules::ephemeral(&shape.block, &Value::Known(Data::Object(config)), &result).into_result()?;
    Ok(open_ephemeral_resource::Response {
        result: Some(encode("result", &result, &shape.ty)?),
        renew_at: opened.renew_at.map(to_wire),
        private: Some(cx.0.private.snapshot().to_bytes()),
        ..open_ephemeral_resource::Response::default()
    })
}

pub(super) async fn renew<P: Provider>(
    shared: Arc<Shared<P>>,
    request: renew_ephemeral_resource::Request,
) -> renew_ephemeral_resource::Response {
    let mut said = Diagnostics::default();
    let result = renewed(&shared, request, &mut said).await;
    answer(result, said)
}

async fn renewed<P: Provider>(
    shared: &Shared<P>,
    request: renew_ephemeral_resource::Request,
    said: &mut Diagnostics,
) -> Result<renew_ephemeral_resource::Response, Diagnostics> {
    let unit = find(&shared.tables.ephemerals, KIND, &request.type_name)?;
    let private = decode_private(&request.private.unwrap_or_default())?;
    let cx = ApplyContext(shared.environment(private)?);
    let renewed = unit.does.renew(&cx).await;
    said.extend(cx.0.notes.take());
    Ok(renew_ephemeral_resource::Response {
        renew_at: renewed?.map(to_wire),
        private: Some(cx.0.private.snapshot().to_bytes()),
        ..renew_ephemeral_resource::Response::default()
    })
}

pub(super) async fn close<P: Provider>(
    shared: Arc<Shared<P>>,
    request: close_ephemeral_resource::Request,
) -> close_ephemeral_resource::Response {
    let mut said = Diagnostics::default();
    let result = closed(&shared, request, &mut said).await;
    answer(result, said)
}

async fn closed<P: Provider>(
    shared: &Shared<P>,
    request: close_ephemeral_resource::Request,
    said: &mut Diagnostics,
) -> Result<close_ephemeral_resource::Response, Diagnostics> {
    let unit = find(&shared.tables.ephemerals, KIND, &request.type_name)?;
    let private = decode_private(&request.private.unwrap_or_default())?;
    let cx = ApplyContext(shared.environment(private.clone())?);
    let closed = unit.does.close(&cx, private).await;
    said.extend(cx.0.notes.take());
    closed?;
    Ok(close_ephemeral_resource::Response::default())
}

fn to_wire(instant: Timestamp) -> prost_types::Timestamp {
    prost_types::Timestamp {
        seconds: instant.as_second(),
        nanos: instant.subsec_nanosecond(),
    }
}
