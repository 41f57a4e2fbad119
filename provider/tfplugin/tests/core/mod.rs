//! Plays Terraform Core for tests: starts a real provider process and speaks to it as Terraform does.

pub(crate) mod connect;
pub(crate) mod identity;
pub(crate) mod spawn;

use connect::{Place, open, trusting};
use identity::Identity;
use spawn::Process;
pub(crate) use spawn::Settings;
use std::path::Path;
use std::time::{Duration, Instant};
use tfplugin::wire::plugin::grpc_broker_client::GrpcBrokerClient;
use tfplugin::wire::plugin::grpc_controller_client::GrpcControllerClient;
use tfplugin::wire::plugin::grpc_stdio_client::GrpcStdioClient;
use tfplugin::wire::plugin::{ConnInfo, Empty, StdioData};
use tfplugin::wire::tfplugin6::provider_client::ProviderClient;
use tonic::Streaming;
use tonic::transport::Channel;

/// The largest message a client here takes; Terraform's own limit for a schema is lower, for the rest higher.
const LARGEST_MESSAGE: usize = 256 << 20;

/// A provider process and the connection to it. Dropping it kills the process.
pub(crate) struct Core {
    pub(crate) client: ProviderClient<Channel>,
    pub(crate) channel: Channel,
    pub(crate) process: Process,
    /// Terraform opens both at once and keeps them to the end.
    _idle: (Streaming<StdioData>, Streaming<ConnInfo>),
}

impl Core {
    /// Starts `program` with a fresh client certificate (unless the settings switch TLS off) and connects.
    pub(crate) async fn start(program: &Path, settings: Settings) -> Core {
        let identity = (!settings.without_tls).then(Identity::fresh);
        let settings = match &identity {
            Some(identity) => settings.set("PLUGIN_CLIENT_CERT", &identity.pem),
            None => settings,
        };
        let process = Process::start(program, settings);
        let place = Place::read(&process.line());
        let tls = identity.map(|identity| {
            trusting(
                place.certificate.as_deref().expect("a certificate in the line"),
                Some(&identity),
            )
        });
        let channel = open(&place, tls).await.expect("a connection");
        let stdio = GrpcStdioClient::new(channel.clone())
            .stream_stdio(())
            .await
            .expect("stdio");
        let broker = GrpcBrokerClient::new(channel.clone())
            .start_stream(tokio_stream::pending::<ConnInfo>())
            .await
            .expect("broker");
        let client = ProviderClient::new(channel.clone())
            .max_decoding_message_size(LARGEST_MESSAGE)
            .max_encoding_message_size(LARGEST_MESSAGE);
        Core {
            client,
            channel,
            process,
            _idle: (stdio.into_inner(), broker.into_inner()),
        }
    }

    /// Asks for the end as Terraform does: the process must end well, soon, and leave nothing behind.
    ///
    /// Returns the lines it wrote to standard error.
    pub(crate) async fn shutdown(mut self) -> Vec<String> {
        let asked = Instant::now();
        GrpcControllerClient::new(self.channel.clone())
            .shutdown(Empty {})
            .await
            .expect("an answer");
        let status = self.process.ended_within(Duration::from_secs(5)).expect("an end");
        let took = asked.elapsed();
        assert!(
            status.success(),
            "ended with {status}: {:#?}",
            self.process.stderr()
        );
        assert!(took < Duration::from_millis(500), "took {took:?} to end");
        self.process.assert_left_nothing();
        assert_eq!(
            self.process.rest_within(Duration::from_secs(5)),
            Some(Vec::new()),
            "on standard output"
        );
        self.process.all_stderr()
    }
}
