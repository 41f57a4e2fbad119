//! CallFunction: errors are function errors, never diagnostics.

use std::sync::Arc;

use tonic::{Response, Status};
use tracing::Instrument;

use super::Shared;
use super::answer::{panicked, span};
use super::tables::FunctionUnit;
use crate::codec;
use crate::contract::{FunctionError, Provider};
use crate::value::Raw;
use crate::wire::tfplugin6::{self as wire, DynamicValue, call_function};

pub(super) async fn call<P: Provider>(
    shared: &Arc<Shared<P>>,
    request: call_function::Request,
) -> Result<Response<call_function::Response>, Status> {
    let name = request.name.clone();
    let work = {
        let shared = Arc::clone(shared);
        async move { called(&shared, &request) }
    };
    let ended = tokio::spawn(work.instrument(span::<P>("CallFunction", &name))).await;
    let result = ended.unwrap_or_else(|ended| {
        let failed = panicked(&shared.secrets, &format!("The function {name}"), ended);
        Err(FunctionError::new(failed.detail))
    });
    Ok(Response::new(match result {
        Ok(result) => call_function::Response {
            result: Some(result),
            error: None,
        },
        Err(error) => call_function::Response {
            result: None,
            error: Some(wire::FunctionError {
                // Terraform puts a period after it.
                text: error.reason.trim_end_matches('.').to_owned(),
                function_argument: error.argument.and_then(|argument| i64::try_from(argument).ok()),
            }),
        },
    }))
}

fn called<P: Provider>(
    shared: &Shared<P>,
    request: &call_function::Request,
) -> Result<DynamicValue, FunctionError> {
    let function = shared
        .tables
        .functions
        .get(request.name.as_str())
        .ok_or_else(|| FunctionError::new(format!("This provider has no function {:?}.", request.name)))?;
    let result = function.does.call(arguments(function, &request.arguments)?)?;
    codec::encode_dynamic(&result, &function.signature().output).map_err(|error| {
        FunctionError::new(format!(
            "The result does not have the type that the function declares: {}. This is a defect of the provider.",
            error.reason
        ))
    })
}

fn arguments(function: &FunctionUnit, sent: &[DynamicValue]) -> Result<Vec<Raw>, FunctionError> {
    let signature = function.signature();
    sent.iter()
        .enumerate()
        .map(|(index, value)| {
            let parameter = signature.parameters.get(index).or(signature.variadic.as_ref());
            let parameter = parameter
                .ok_or_else(|| FunctionError::of_argument(index, "The function takes fewer arguments."))?;
            codec::decode_dynamic(Some(value), &parameter.ty)
                .map_err(|error| FunctionError::of_argument(index, format!("{}.", error.reason)))
        })
        .collect()
}
