//! The way from the environment to a running server, for Terraform and for people.

use super::connections::{self, Connection};
use super::count::Count;
use super::ending::{self, Parent, Reason, Shutdown, Signals};
use super::environment::Environment;
use super::listener;
use super::plugin::{Broker, Controller, Idle, Stdio, Well};
use super::{Failure, LAST_LINES, Program, Work, certificate, line, mutual_tls, say};
use crate::log;
use crate::wire::health::health_server::HealthServer;
use crate::wire::plugin::grpc_broker_server::GrpcBrokerServer;
use crate::wire::plugin::grpc_controller_server::GrpcControllerServer;
use crate::wire::plugin::grpc_stdio_server::GrpcStdioServer;
use crate::wire::tfplugin6::provider_server::{Provider, ProviderServer};
use std::io;
use std::pin::pin;
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::Server;

/// The largest message, both ways, as in other providers; tonic's own limit is 4 MiB.
const LARGEST_MESSAGE: usize = 256 << 20;
/// What one stream, such as a large schema, may have under way.
const STREAM_WINDOW: u32 = 1 << 20;
/// What one connection may have under way.
const CONNECTION_WINDOW: u32 = 8 << 20;
/// Cancelled requests that a connection outlives, where HTTP/2 libraries end it after 20 to keep strangers from flooding a
/// server: nobody but Terraform gets this far, and an end would lose the answers of all its running calls.
const MOST_RESETS: usize = 4096;
/// How long running calls may take to save what they did, when the process is told to go or its Terraform is gone.
const GRACE: Duration = Duration::from_secs(30);
/// The same when Terraform itself says Shutdown: it kills the process two seconds later.
const GRACE_OF_SHUTDOWN: Duration = Duration::from_millis(1300);
/// Time for the answers of calls that were under way when the process was told to go; a client that reads takes them at
/// once.
const LAST_ANSWERS: Duration = Duration::from_secs(2);
/// The same after Shutdown, which leaves less.
const LAST_ANSWERS_OF_SHUTDOWN: Duration = Duration::from_millis(150);
/// The same when there was none: one may have ended just before.
const LAST_WORDS: Duration = Duration::from_millis(50);

/// Serves the Terraform that started this process.
pub(super) fn terraform<S: Provider>(
    program: &Program,
    service: impl FnOnce(Work) -> S,
    started: Instant,
    parent: Parent,
) -> Result<(), Failure> {
    log::start(program.name);
    let environment = Environment::of_process()?;
    let runtime = runtime()?;
    let ended = runtime.block_on(async {
        let signals = Signals::handle().map_err(Failure::Signals)?;
        let mut phases = Phases {
            started,
            runtime: micros(started),
            tls: 0,
        };
        let (certificate, tls) = match &environment.client_certificate {
            Some(pem) => {
                let client = mutual_tls::client_certificate(pem)?;
                let own = certificate::make()?;
                let certificate = own.certificate.clone();
                (Some(certificate), Some(mutual_tls::acceptor(own, client)?))
            }
            None => {
                let who = match &environment.socket_group {
                    Some(group) => format!("this user and group {group:?}"),
                    None => "only this user".to_owned(),
                };
                tracing::warn!("serving without TLS, as no client certificate came; {who} can connect");
                (None, None)
            }
        };
        phases.tls = micros(started);
        let listener = listener::bind(&environment, tls.is_some()).await?;
        let work = Work::new();
        let service = made(service, work.clone())?;
        say(&line::handshake(
            &listener.address,
            certificate.as_deref(),
            environment.asks_multiplex,
        ))?;
        let shutdown = Shutdown::default();
        let controller = Controller {
            shutdown: Some(shutdown.clone()),
        };
        let open = Count::default();
        let end = orderly(
            ending::of_terraform(signals, parent, shutdown, open.clone()),
            work,
        );
        let connections = connections::accept(listener.door, tls, open);
        serve(connections, service, controller, end, phases).await
    });
    // Does not wait: the idle streams would never end.
    runtime.shutdown_background();
    ended
}

/// Serves every Terraform of this user that is told where, until a signal comes.
pub(super) fn debug<S: Provider>(
    program: &Program,
    service: impl FnOnce(Work) -> S,
    started: Instant,
) -> Result<(), Failure> {
    log::start(program.name);
    let runtime = runtime()?;
    let ended = runtime.block_on(async {
        let signals = Signals::handle().map_err(Failure::Signals)?;
        let phases = Phases {
            started,
            runtime: micros(started),
            tls: micros(started),
        };
        let listener = listener::bind(&Environment::default(), false).await?;
        let work = Work::new();
        let service = made(service, work.clone())?;
        log::line(
            "Serving until interrupted. In another shell, put the line below before a command, as in\n\
             TF_REATTACH_PROVIDERS='...' terraform plan; `terraform init` is not needed.",
        );
        // It belongs above the line on standard output.
        log::flush(LAST_LINES);
        say(&line::reattach(program, &listener.address, std::process::id()))?;
        let end = orderly(ending::of_debug(signals), work);
        let connections = connections::accept(listener.door, None, Count::default());
        serve(connections, service, Controller { shutdown: None }, end, phases).await
    });
    runtime.shutdown_background();
    ended
}

/// The service; making it is where a provider's tables are checked.
fn made<S>(service: impl FnOnce(Work) -> S, work: Work) -> Result<S, Failure> {
    log::starting(|| service(work)).map_err(|[message, place]| Failure::Panicked { message, place })
}

fn runtime() -> Result<Runtime, Failure> {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(Failure::Runtime)
}

/// When the parts of the start were done, in microseconds since its beginning.
struct Phases {
    started: Instant,
    runtime: u64,
    tls: u64,
}

fn micros(since: Instant) -> u64 {
    since.elapsed().as_micros().try_into().unwrap_or(u64::MAX)
}

/// Asks calls under way to end, and waits for them. Gives how long their answers may take to leave.
async fn orderly(end: impl Future<Output = Reason>, work: Work) -> (Reason, Duration) {
    let reason = end.await;
    let (grace, busy, idle) = match reason {
        Reason::Shutdown => (GRACE_OF_SHUTDOWN, LAST_ANSWERS_OF_SHUTDOWN, Duration::ZERO),
        Reason::Signal(_) | Reason::Orphaned => (GRACE, LAST_ANSWERS, LAST_WORDS),
    };
    let patience = if work.finish(grace).await { busy } else { idle };
    (reason, patience)
}

/// Serves until `end`. The caller keeps the listener's socket and folder meanwhile.
async fn serve<S: Provider>(
    connections: ReceiverStream<io::Result<Connection>>,
    service: S,
    controller: Controller,
    end: impl Future<Output = (Reason, Duration)>,
    phases: Phases,
) -> Result<(), Failure> {
    let line_us = micros(phases.started);
    let provider = ProviderServer::new(service)
        .max_decoding_message_size(LARGEST_MESSAGE)
        .max_encoding_message_size(LARGEST_MESSAGE);
    let (idle, (last, asked)) = (Idle::new(), oneshot::channel::<()>());
    let server = Server::builder()
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .http2_max_pending_accept_reset_streams(Some(MOST_RESETS))
        .http2_max_local_error_reset_streams(Some(MOST_RESETS))
        .add_service(provider)
        .add_service(GrpcControllerServer::new(controller))
        .add_service(GrpcStdioServer::new(Stdio(idle.clone())))
        .add_service(GrpcBrokerServer::new(Broker(idle.clone())))
        .add_service(HealthServer::new(Well(idle.clone())))
        .serve_with_incoming_shutdown(connections, async move {
            // Dropped unused it is the end as well.
            let _ = asked.await;
        });
    let mut server = pin!(server);
    tracing::debug!(
        runtime_us = phases.runtime,
        tls_us = phases.tls,
        line_us,
        "serving"
    );
    let (reason, patience) = tokio::select! {
        end = end => end,
        served = &mut server => return Err(served.map_or_else(Failure::Serve, |()| Failure::Stopped)),
    };
    tracing::debug!(?reason, "ending");
    if !patience.is_zero() {
        // Terraform did not ask for this end, and waits for answers that are on their way.
        idle.end();
        let _ = last.send(());
        let _ = tokio::time::timeout(patience, server).await;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_shutdown_waits_for_a_running_call_but_not_until_terraform_kills() {
        let work = Work::new();
        let underway = work.begin().expect("not ending yet");
        let began = Instant::now();
        let (_, patience) = orderly(async { Reason::Shutdown }, work.clone()).await;
        let took = began.elapsed() + patience + LAST_LINES;
        assert!(began.elapsed() >= GRACE_OF_SHUTDOWN, "{took:?}");
        assert!(took < Duration::from_millis(1900), "{took:?}");
        assert!(work.listen().requested().is_some(), "the call is asked to end");
        assert!(work.begin().is_none(), "nothing begins at the end");
        drop(underway);
        let began = Instant::now();
        let (_, patience) = orderly(async { Reason::Shutdown }, work).await;
        assert_eq!(patience, Duration::ZERO);
        assert!(began.elapsed() < Duration::from_millis(500));
    }
}
