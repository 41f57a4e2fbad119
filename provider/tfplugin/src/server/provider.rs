//! ConfigureProvider.

use std::sync::{Arc, PoisonError};

use super::Shared;
use super::answer::answer;
use super::transfer::decode_object;
use crate::contract::{ConfigureContext, Notes, Provider};
use crate::diagnostics::Diagnostics;
use crate::erased::misfit_diagnostic;
use crate::model::Model;
use crate::wire::tfplugin6::configure_provider::{Request, Response};

pub(super) async fn configure<P: Provider>(shared: Arc<Shared<P>>, request: Request) -> Response {
    let notes = Arc::new(Notes::default());
    let result = configured(&shared, request, Arc::clone(&notes)).await;
    answer(result, notes.take())
}

async fn configured<P: Provider>(
    shared: &Shared<P>,
    request: Request,
    notes: Arc<Notes>,
) -> Result<Response, Diagnostics> {
    // One process serves several runs in reattach mode: an interruption ends with its run.
    shared.work.reset();
    let object = decode_object(
        "provider configuration",
        request.config.as_ref(),
        shared.tables.config(),
    )?;
    shared.secrets.remember(&shared.tables.config().block, &object);
    let config = P::Config::decode(object)
        .map_err(|misfit| misfit_diagnostic("Invalid provider configuration", misfit))?;
    let cx = ConfigureContext {
        terraform_version: request.terraform_version,
        notes,
        stop: shared.work.listen(),
    };
    let configured = shared.provider.configure(&cx, config).await?;
    *shared.configured.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(configured));
    Ok(Response::default())
}
