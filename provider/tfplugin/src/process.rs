//! The process life of a provider: from Terraform's environment to the handshake line, and to a clean end.

#[cfg(unix)]
mod ancestors;
mod certificate;
mod connections;
mod count;
mod ending;
mod environment;
mod flags;
#[cfg(unix)]
mod group;
mod line;
mod listener;
mod mutual_tls;
mod pending;
mod plugin;
mod refusals;
mod serving;
#[cfg(unix)]
mod socket;
mod work;

use crate::log;
use crate::wire::tfplugin6::provider_server::Provider;
use ending::Parent;
use environment::Environment;
use flags::Command;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};
pub use work::Work;

/// Time for the last lines of the log to be read.
const LAST_LINES: Duration = Duration::from_millis(200);
/// The same for the reason of a failure: without it nobody knows.
const LAST_REASON: Duration = Duration::from_secs(2);

/// What a provider is called, for the text on its command line, its log variable and its reattach entry.
#[derive(Debug, Clone, Copy)]
pub struct Program {
    /// Terraform's name of the provider: `extid`, whose binary is `terraform-provider-extid`.
    pub name: &'static str,
    /// The provider's version, without `v`.
    pub version: &'static str,
    /// The full source address, such as `registry.terraform.io/extid/extid`.
    pub address: &'static str,
}

impl Program {
    /// The file name Terraform looks for.
    fn binary(&self) -> String {
        format!("terraform-provider-{}", self.name)
    }
}

/// Why a provider ends without having served.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}")]
    Usage(String),
    #[error(transparent)]
    Environment(#[from] environment::Error),
    #[error(transparent)]
    Certificate(#[from] certificate::Error),
    #[error(transparent)]
    Tls(#[from] mutual_tls::Error),
    #[error(transparent)]
    Listener(#[from] listener::Error),
    #[error("failed to start the runtime: {0}")]
    Runtime(#[source] io::Error),
    #[error("failed to write to standard output: {0}")]
    Output(#[source] io::Error),
    #[error("failed to listen for signals: {0}")]
    Signals(#[source] io::Error),
    #[error("failed to serve: {0}")]
    Serve(#[source] tonic::transport::Error),
    #[error("the server ended by itself; this is a bug of the provider")]
    Stopped,
    /// Terraform shows its user what begins like this, as a crash, and nothing else that is said before the handshake.
    #[error(
        "panic: {message}\n\nThe provider panicked at {place}, before it could serve. This is a bug of the provider."
    )]
    Panicked { message: String, place: String },
}

/// Serves `service` to Terraform until Terraform, a signal or the loss of the parent ends it.
///
/// Returns success after an orderly end; otherwise the reason is on standard error.
pub fn run<S: Provider>(program: Program, service: impl FnOnce(Work) -> S) -> ExitCode {
    let started = Instant::now();
    let parent = Parent::now();
    let command = match flags::parse(&program, std::env::args_os().skip(1)) {
        Ok(command) => command,
        Err(text) => return refuse("Error: ", &Failure::Usage(text)),
    };
    let code = obey(command, program, service, started, parent);
    log::flush(LAST_LINES);
    code
}

fn obey<S: Provider>(
    command: Command,
    program: Program,
    service: impl FnOnce(Work) -> S,
    started: Instant,
    parent: Parent,
) -> ExitCode {
    match command {
        Command::Say(text) => match say(&text) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => refuse("Error: ", &failure),
        },
        Command::Debug => match serving::debug(&program, service, started) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => refuse("Error: ", &failure),
        },
        Command::Serve if !Environment::started_by_terraform() => {
            refuse("", &Failure::Usage(flags::by_hand(&program)))
        }
        // Terraform reads the level from the prefix.
        Command::Serve => match serving::terraform(&program, service, started, parent) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => refuse("[ERROR] ", &failure),
        },
    }
}

/// Writes one text to standard output, flushed.
fn say(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(Failure::Output)
}

fn refuse(prefix: &str, failure: &Failure) -> ExitCode {
    let prefix = match failure {
        Failure::Panicked { .. } => "",
        _ => prefix,
    };
    log::line(&format!("{prefix}{failure}"));
    log::flush(LAST_REASON);
    ExitCode::FAILURE
}
