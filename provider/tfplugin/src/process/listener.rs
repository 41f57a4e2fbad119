//! Where a provider listens: a unix socket in a private folder, or a loopback port when that cannot be.

use super::environment::Environment;
#[cfg(unix)]
use super::socket::{self, Folder};
use std::io;
use std::net::Ipv4Addr;
use tokio::net::TcpListener;
#[cfg(unix)]
use tokio::net::UnixListener;

/// Why there is no place to listen.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[cfg(unix)]
    #[error(transparent)]
    Socket(#[from] socket::Error),
    #[error("failed to listen on a port of 127.0.0.1: {0}")]
    Port(#[source] io::Error),
    #[error("every port from {0} to {1} of 127.0.0.1 is taken. Widen PLUGIN_MIN_PORT and PLUGIN_MAX_PORT.")]
    NoPort(u16, u16),
    #[cfg(not(unix))]
    #[error(
        "Terraform sent no client certificate, and without it any local user could connect to a port. Unset \
         TF_DISABLE_PLUGIN_TLS; debug mode needs a unix system."
    )]
    OpenPort,
}

/// A place to connect to, in the handshake's words.
#[derive(Debug)]
pub(super) struct Address {
    /// `unix` or `tcp`.
    pub(super) network: &'static str,
    /// A path, or a host and a port.
    pub(super) place: String,
}

/// What connections arrive on.
pub(super) enum Door {
    #[cfg(unix)]
    Unix(UnixListener),
    Tcp(TcpListener),
}

/// A bound listener. Its socket and folder go when it is dropped.
pub(super) struct Listener {
    pub(super) address: Address,
    pub(super) door: Door,
    #[cfg(unix)]
    #[expect(dead_code, reason = "kept for its drop")]
    pub(super) folder: Option<Folder>,
}

/// Listens for one Terraform; `tls` says whether a port, which any local user can reach, would be safe.
#[cfg(unix)]
pub(super) async fn bind(environment: &Environment, tls: bool) -> Result<Listener, Error> {
    match socket::bind(environment, tls) {
        Err(reason) if tls && reason.allows_port() => {
            tracing::warn!("listening on a port instead of a socket: {reason}");
            bind_port(environment).await
        }
        bound => Ok(bound?),
    }
}

/// Listens for one Terraform. There are no sockets here.
#[cfg(not(unix))]
pub(super) async fn bind(environment: &Environment, tls: bool) -> Result<Listener, Error> {
    if !tls {
        return Err(Error::OpenPort);
    }
    bind_port(environment).await
}

async fn bind_port(environment: &Environment) -> Result<Listener, Error> {
    let listener = match environment.ports.clone() {
        None => TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .map_err(Error::Port)?,
        Some(ports) => {
            let (least, most) = (*ports.start(), *ports.end());
            let mut ports = ports.into_iter();
            loop {
                let port = ports.next().ok_or(Error::NoPort(least, most))?;
                match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
                    Ok(listener) => break listener,
                    Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
                    Err(error) => return Err(Error::Port(error)),
                }
            }
        }
    };
    let place = listener.local_addr().map_err(Error::Port)?.to_string();
    Ok(Listener {
        address: Address {
            network: "tcp",
            place,
        },
        door: Door::Tcp(listener),
        #[cfg(unix)]
        folder: None,
    })
}
