//! ListResource: a stream that ends when nobody wants more.

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;
use tonic::codegen::BoxStream;
use tracing::Instrument;

use super::Shared;
use super::answer::{panicked, span, to_wire};
use super::identity;
use super::settle::settle;
use super::tables::find;
use super::transfer::{decode_object, encode, encode_identity};
use crate::contract::{Found, ListRequest, Private, Provider, ReadContext};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::rules;
use crate::value::{Data, Value};
use crate::wire::tfplugin6::list_resource::{Event, Request};

/// Results that may wait for Terraform to take them.
const WAITING: usize = 16;

type Sender = mpsc::Sender<Result<Event, Status>>;

pub(super) fn list<P: Provider>(shared: &Arc<Shared<P>>, request: Request) -> BoxStream<Event> {
    let (events, stream) = mpsc::channel(WAITING);
    let shared = Arc::clone(shared);
    let span = span::<P>("ListResource", &request.type_name);
    tokio::spawn(
        async move {
            let work = tokio::spawn(listed(shared, request, events.clone()).in_current_span());
            let last = match work.await {
                Ok(said) => said,
                Err(ended) => panicked("The listing", ended).into(),
            };
            if !last.is_empty() {
                // Nobody listens any more when this fails.
                let _ = events.send(Ok(diagnostics(last))).await;
            }
        }
        .instrument(span),
    );
    Pin::from(Box::new(ReceiverStream::new(stream)))
}

fn diagnostics(said: Diagnostics) -> Event {
    Event {
        diagnostic: said.into_iter().map(to_wire).collect(),
        ..Event::default()
    }
}

/// Gives what there is to say at the end.
async fn listed<P: Provider>(shared: Arc<Shared<P>>, request: Request, events: Sender) -> Diagnostics {
    match run(&shared, request, &events).await {
        Ok(said) | Err(said) => said,
    }
}

async fn run<P: Provider>(
    shared: &Arc<Shared<P>>,
    request: Request,
    events: &Sender,
) -> Result<Diagnostics, Diagnostics> {
    let unit = find(&shared.tables.lists, "list resource", &request.type_name)?;
    let config = decode_object("configuration", request.config.as_ref(), &unit.shape().ty)?;
    let cx = ReadContext(shared.environment(Private::default())?);
    let (found, results) = mpsc::channel(1);
    let asked = ListRequest {
        config,
        with_attributes: request.include_resource_object,
        limit: u64::try_from(request.limit).unwrap_or(0),
    };
    let limit = asked.limit;
    let forwarded = forward(shared, &request, limit, results, events);
    let (listed, forwarded) = tokio::join!(unit.does.list(&cx, asked, found), forwarded);
    let mut said = cx.0.notes.take();
    if let Err(failed) = forwarded.and(listed) {
        said.extend(failed);
    }
    Ok(said)
}

/// Sends what is found, until the limit is reached or Terraform is gone; the end of this ends the listing.
async fn forward<P: Provider>(
    shared: &Shared<P>,
    request: &Request,
    limit: u64,
    mut results: mpsc::Receiver<Found>,
    events: &Sender,
) -> Result<(), Diagnostics> {
    let mut sent = 0;
    while let Some(found) = results.recv().await {
        let event = event(shared, request, found)?;
        if events.send(Ok(event)).await.is_err() {
            break;
        }
        sent += 1;
        if limit > 0 && sent >= limit {
            break;
        }
    }
    Ok(())
}

fn event<P: Provider>(shared: &Shared<P>, request: &Request, found: Found) -> Result<Event, Diagnostics> {
    let unit = find(&shared.tables.resources, "resource", &request.type_name)?;
    let shape = unit.shape();
    let mut state = found.state;
    settle(&shape.block, &mut state);
    let identity = identity::of_state(unit, state.clone())?.zip(unit.identity());
    let (identity, (_, identity_type)) = identity.ok_or_else(|| {
        Diagnostic::error(
            "A listed object has no identity",
            format!(
                "{} {:?} lacks what its identity consists of. This is a defect of the provider; please report it.",
                request.type_name, found.display_name
            ),
        )
    })?;
    let resource_object = if request.include_resource_object {
        let state = Value::Known(Data::Object(state));
        rules::read(&shape.block, &state).into_result()?;
        Some(encode("listed object", &state, &shape.ty)?)
    } else {
        None
    };
    Ok(Event {
        identity: Some(encode_identity(identity, identity_type)?),
        display_name: found.display_name,
        resource_object,
        diagnostic: Vec::new(),
    })
}
