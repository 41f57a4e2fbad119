//! ReadDataSource.

use std::sync::Arc;

use super::Shared;
use super::answer::answer;
use super::tables::find;
use super::transfer::{decode_object, encode};
use crate::contract::{Private, Provider, ReadContext};
use crate::diagnostics::Diagnostics;
use crate::rules;
use crate::value::{Data, Value};
use crate::wire::tfplugin6::read_data_source::{Request, Response};

pub(super) async fn read<P: Provider>(shared: Arc<Shared<P>>, request: Request) -> Response {
    let mut said = Diagnostics::default();
    let result = found(&shared, request, &mut said).await;
    answer(result, said)
}

async fn found<P: Provider>(
    shared: &Shared<P>,
    request: Request,
    said: &mut Diagnostics,
) -> Result<Response, Diagnostics> {
    let unit = find(&shared.tables.data_sources, "data source", &request.type_name)?;
    let shape = unit.shape();
    let config = decode_object("configuration", request.config.as_ref(), shape)?;
    let cx = ReadContext(shared.environment(Private::default())?);
    let result = unit.does.read(&cx, config.clone()).await;
    said.extend(cx.0.notes.take());
    let state = Value::Known(Data::Object(result?));
    rules::data(&shape.block, &Value::Known(Data::Object(config)), &state).into_result()?;
    Ok(Response {
        state: Some(encode("result", &state, &shape.ty)?),
        ..Response::default()
    })
}
