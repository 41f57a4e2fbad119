//! The services beside the provider's: shutdown, health, and two streams that Terraform opens and never uses.

use super::ending::Shutdown;
use crate::wire::health::health_check_response::ServingStatus;
use crate::wire::health::health_server::Health;
use crate::wire::health::{HealthCheckRequest, HealthCheckResponse};
use crate::wire::plugin::grpc_broker_server::GrpcBroker;
use crate::wire::plugin::grpc_controller_server::GrpcController;
use crate::wire::plugin::grpc_stdio_server::GrpcStdio;
use crate::wire::plugin::{ConnInfo, Empty, StdioData};
use std::pin::Pin;
use tokio::sync::{mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{Stream, StreamExt, once};
use tonic::{Request, Response, Status, Streaming};

type Open<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;
type Answer<T> = Result<Response<T>, Status>;

/// Ends the process when Terraform says so.
pub(super) struct Controller {
    /// Absent in debug mode, where one process serves several runs.
    pub(super) shutdown: Option<Shutdown>,
}

#[tonic::async_trait]
impl GrpcController for Controller {
    async fn shutdown(&self, _: Request<Empty>) -> Answer<Empty> {
        if let Some(shutdown) = &self.shutdown {
            shutdown.ask();
        }
        Ok(Response::new(Empty {}))
    }
}

/// The streams that nobody uses; they are open until they are told to end.
#[derive(Clone)]
pub(super) struct Idle(watch::Sender<bool>);

impl Idle {
    pub(super) fn new() -> Self {
        Self(watch::Sender::new(false))
    }

    /// Ends all of them, and those that are still to come.
    pub(super) fn end(&self) {
        self.0.send_replace(true);
    }

    fn stream<T: Send + 'static>(&self) -> Open<T> {
        let (items, stream) = mpsc::channel(1);
        let mut ended = self.0.subscribe();
        tokio::spawn(async move {
            tokio::select! {
                _ = ended.wait_for(|ended| *ended) => {}
                () = items.closed() => {}
            }
        });
        Box::pin(ReceiverStream::new(stream))
    }
}

/// Output of the provider; there is none, all of it goes through the log.
pub(super) struct Stdio(pub(super) Idle);

#[tonic::async_trait]
impl GrpcStdio for Stdio {
    async fn stream_stdio(&self, _: Request<()>) -> Answer<Open<StdioData>> {
        Ok(Response::new(self.0.stream()))
    }
}

/// Calls back into Terraform; a provider makes none.
pub(super) struct Broker(pub(super) Idle);

#[tonic::async_trait]
impl GrpcBroker for Broker {
    async fn start_stream(&self, _: Request<Streaming<ConnInfo>>) -> Answer<Open<ConnInfo>> {
        Ok(Response::new(self.0.stream()))
    }
}

/// A process that answers is well.
pub(super) struct Well(pub(super) Idle);

impl Well {
    fn of(request: &Request<HealthCheckRequest>) -> Option<HealthCheckResponse> {
        let known = matches!(request.get_ref().service.as_str(), "" | "plugin");
        known.then(|| HealthCheckResponse {
            status: ServingStatus::Serving.into(),
        })
    }
}

#[tonic::async_trait]
impl Health for Well {
    async fn check(&self, request: Request<HealthCheckRequest>) -> Answer<HealthCheckResponse> {
        Self::of(&request)
            .map(Response::new)
            .ok_or_else(|| Status::not_found("unknown service"))
    }

    async fn watch(&self, request: Request<HealthCheckRequest>) -> Answer<Open<HealthCheckResponse>> {
        let unknown = HealthCheckResponse {
            status: ServingStatus::ServiceUnknown.into(),
        };
        let state = Self::of(&request).unwrap_or(unknown);
        Ok(Response::new(Box::pin(once(Ok(state)).chain(self.0.stream()))))
    }
}
