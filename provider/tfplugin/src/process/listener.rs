//! Where a provider listens: a unix socket in a private folder, or a loopback port when that cannot be.

use super::environment::Environment;
use super::group;
use std::collections::hash_map::RandomState;
use std::fs::{self, Permissions};
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use tokio::net::TcpListener;
#[cfg(unix)]
use {
    std::os::unix::fs::{DirBuilderExt, PermissionsExt, chown},
    tokio::net::UnixListener,
};

/// Systems allow 104 to 108 bytes for the path of a socket.
const LONGEST_PATH: usize = 100;

/// Why there is no place to listen.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error(
        "the socket's path {path:?} has {length} bytes, more than the {LONGEST_PATH} that every system \
         allows, and a port needs TLS, which is off. Set TMPDIR to a shorter folder."
    )]
    TooLong { path: PathBuf, length: usize },
    #[error(
        "failed to make a private folder for the socket in {folder:?}: {source}. Set TMPDIR to a folder you can write to."
    )]
    Folder { folder: PathBuf, source: io::Error },
    #[error("failed to listen on {path:?}: {source}")]
    Socket { path: PathBuf, source: io::Error },
    #[error("PLUGIN_UNIX_SOCKET_GROUP is {0:?}, which is neither a number nor a group of /etc/group")]
    UnknownGroup(String),
    #[error("failed to give the socket to group {group:?}: {source}. The user must belong to that group.")]
    Group { group: String, source: io::Error },
    #[error("failed to listen on a port of 127.0.0.1: {0}")]
    Port(#[source] io::Error),
    #[error("every port from {0} to {1} of 127.0.0.1 is taken. Widen PLUGIN_MIN_PORT and PLUGIN_MAX_PORT.")]
    NoPort(u16, u16),
}

/// A place to connect to, in the handshake's words.
#[derive(Debug)]
pub(super) enum Address {
    #[cfg_attr(not(unix), expect(dead_code, reason = "sockets are for unix"))]
    Unix(PathBuf),
    Tcp(SocketAddr),
}

impl Address {
    pub(super) fn network(&self) -> &'static str {
        match self {
            Address::Unix(_) => "unix",
            Address::Tcp(_) => "tcp",
        }
    }

    pub(super) fn place(&self) -> String {
        match self {
            Address::Unix(path) => path.display().to_string(),
            Address::Tcp(address) => address.to_string(),
        }
    }
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
    /// Kept for its drop.
    pub(super) folder: Option<Folder>,
}

/// Listens for one Terraform; `tls` says whether a port, which any local user can reach, would be safe.
#[cfg(unix)]
pub(super) async fn bind(environment: &Environment, tls: bool) -> Result<Listener, Error> {
    match bind_socket(environment) {
        Err(reason @ (Error::TooLong { .. } | Error::Folder { .. } | Error::Socket { .. })) if tls => {
            tracing::warn!("listening on a port instead of a socket: {reason}");
            bind_port(environment).await
        }
        bound => bound,
    }
}

/// Listens for one Terraform. There are no sockets here.
#[cfg(not(unix))]
pub(super) async fn bind(environment: &Environment, _tls: bool) -> Result<Listener, Error> {
    bind_port(environment).await
}

async fn bind_port(environment: &Environment) -> Result<Listener, Error> {
    let host = Ipv4Addr::LOCALHOST;
    let listener = match environment.ports.clone() {
        None => TcpListener::bind((host, 0)).await.map_err(Error::Port)?,
        Some(ports) => {
            let (least, most) = (*ports.start(), *ports.end());
            let mut found = None;
            for port in ports {
                match TcpListener::bind((host, port)).await {
                    Ok(listener) => found = Some(listener),
                    Err(error) if error.kind() == io::ErrorKind::AddrInUse => continue,
                    Err(error) => return Err(Error::Port(error)),
                }
                break;
            }
            found.ok_or(Error::NoPort(least, most))?
        }
    };
    let address = Address::Tcp(listener.local_addr().map_err(Error::Port)?);
    Ok(Listener {
        address,
        door: Door::Tcp(listener),
        folder: None,
    })
}

#[cfg(unix)]
fn bind_socket(environment: &Environment) -> Result<Listener, Error> {
    let parent = environment
        .socket_folder
        .clone()
        .unwrap_or_else(std::env::temp_dir);
    let folder = Folder::make(&parent)?;
    let path = folder.socket();
    let length = path.as_os_str().len();
    // The handshake line and the JSON entry are text, with fields between bars.
    if length > LONGEST_PATH {
        return Err(Error::TooLong { path, length });
    }
    let broken = |source| Error::Socket {
        path: path.clone(),
        source,
    };
    if path.to_str().is_none_or(|path| path.contains(['|', '\n', '\r'])) {
        return Err(broken(io::Error::other(
            "the handshake line cannot hold this path",
        )));
    }
    let listener = UnixListener::bind(&path).map_err(broken)?;
    fs::set_permissions(&path, Permissions::from_mode(0o600)).map_err(broken)?;
    if let Some(group) = &environment.socket_group {
        open_to(group, &folder.0, &path)?;
    }
    Ok(Listener {
        address: Address::Unix(path),
        door: Door::Unix(listener),
        folder: Some(folder),
    })
}

/// Lets a group pass the folder and open the socket.
#[cfg(unix)]
fn open_to(group: &str, folder: &Path, socket: &Path) -> Result<(), Error> {
    let groups = fs::read_to_string("/etc/group").unwrap_or_default();
    let number = group::number(group, &groups).ok_or_else(|| Error::UnknownGroup(group.to_owned()))?;
    let give = |path: &Path, mode| {
        chown(path, None, Some(number))?;
        fs::set_permissions(path, Permissions::from_mode(mode))
    };
    give(socket, 0o660)
        .and_then(|()| give(folder, 0o710))
        .map_err(|source| Error::Group {
            group: group.to_owned(),
            source,
        })
}

/// A private folder that holds one socket and goes with it.
#[derive(Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    #[cfg(unix)]
    fn make(parent: &Path) -> Result<Self, Error> {
        let broken = |source| Error::Folder {
            folder: parent.to_owned(),
            source,
        };
        let parent = std::path::absolute(parent).map_err(broken)?;
        loop {
            let chance = RandomState::new().build_hasher().finish() as u32;
            let path = parent.join(format!("tfp{}-{chance:08x}", std::process::id()));
            match fs::DirBuilder::new().mode(0o700).create(&path) {
                Ok(()) => return Ok(Folder(path)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                Err(source) => return Err(broken(source)),
            }
        }
    }

    fn socket(&self) -> PathBuf {
        self.0.join("s")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Nothing is left to do about a failure, and nobody is left to tell.
        let _ = fs::remove_file(self.socket());
        let _ = fs::remove_dir(&self.0);
    }
}
