//! PlanAction and InvokeAction: progress, and at the end always the one event that says so.

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;
use tonic::codegen::BoxStream;
use tracing::Instrument;

use super::Shared;
use super::answer::{answer, certain, ending, panicked, span, to_wire};
use super::tables::find;
use super::transfer::decode_object;
use crate::contract::{ApplyContext, PlanContext, Private, Progress, Provider};
use crate::diagnostics::Diagnostics;
use crate::wire::tfplugin6::invoke_action::{Event, event};
use crate::wire::tfplugin6::{invoke_action, plan_action};

const KIND: &str = "action";
/// Messages that may wait for Terraform to take them.
const WAITING: usize = 16;

type Sender = mpsc::Sender<Result<Event, Status>>;

pub(super) async fn plan<P: Provider>(
    shared: Arc<Shared<P>>,
    request: plan_action::Request,
) -> plan_action::Response {
    let mut said = Diagnostics::default();
    let result = planned(&shared, request, &mut said).await;
    answer(result, said)
}

async fn planned<P: Provider>(
    shared: &Shared<P>,
    request: plan_action::Request,
    said: &mut Diagnostics,
) -> Result<plan_action::Response, Diagnostics> {
    let unit = find(&shared.tables.actions, KIND, &request.action_type)?;
    let config = decode_object("configuration", request.config.as_ref(), unit.shape())?;
    let cx = PlanContext(shared.environment(Private::default())?);
    let planned = unit.does.plan(&cx, config).await;
    said.extend(cx.0.notes.take());
    planned.map(|()| plan_action::Response::default())
}

pub(super) fn invoke<P: Provider>(
    shared: &Arc<Shared<P>>,
    request: invoke_action::Request,
) -> BoxStream<Event> {
    let (events, stream) = mpsc::channel(WAITING);
    let shared = Arc::clone(shared);
    let span = span::<P>("InvokeAction", &request.action_type);
    let underway = shared.work.begin();
    let is_ending = underway.is_none();
    tokio::spawn(
        async move {
            let _underway = underway;
            let (progress, messages) = mpsc::channel(WAITING);
            let secrets = shared.secrets.of_call();
            if is_ending {
                let diagnostics = ending().into_iter().map(to_wire).collect();
                send(&events, event::Type::Completed(event::Completed { diagnostics })).await;
                return;
            }
            let work = secrets.around(invoked(shared, request, Progress::new(progress)));
            let work = tokio::spawn(work.in_current_span());
            forward(messages, &events).await;
            let said = match work.await {
                Ok(said) => said,
                Err(ended) => panicked(&secrets, "The action", ended).into(),
            };
            let completed = event::Completed {
                diagnostics: said.into_iter().map(to_wire).collect(),
            };
            send(&events, event::Type::Completed(completed)).await;
        }
        .instrument(span),
    );
    Pin::from(Box::new(ReceiverStream::new(stream)))
}

/// Gives what there is to say at the end.
async fn invoked<P: Provider>(
    shared: Arc<Shared<P>>,
    request: invoke_action::Request,
    progress: Progress,
) -> Diagnostics {
    let mut said = Diagnostics::default();
    if let Err(failed) = done(&shared, request, progress, &mut said).await {
        said.extend(failed);
        said = certain(said);
    }
    said
}

async fn done<P: Provider>(
    shared: &Shared<P>,
    request: invoke_action::Request,
    progress: Progress,
    said: &mut Diagnostics,
) -> Result<(), Diagnostics> {
    let unit = find(&shared.tables.actions, KIND, &request.action_type)?;
    let config = decode_object("configuration", request.config.as_ref(), unit.shape())?;
    let cx = ApplyContext(shared.environment(Private::default())?);
    let invoked = unit.does.invoke(&cx, config, &progress).await;
    said.extend(cx.0.notes.take());
    invoked
}

/// Until the action is over; it goes on when nobody listens any more.
async fn forward(mut messages: mpsc::Receiver<String>, events: &Sender) {
    while let Some(message) = messages.recv().await {
        send(events, event::Type::Progress(event::Progress { message })).await;
    }
}

async fn send(events: &Sender, event: event::Type) {
    // Nobody listens any more when this fails.
    let _ = events.send(Ok(Event { r#type: Some(event) })).await;
}
