//! The unix socket, in a folder that only this user can enter.

use super::ancestors::{self, Exposed};
use super::environment::Environment;
use super::group;
use super::listener::{Address, Door, Listener};
use std::collections::hash_map::RandomState;
use std::fs::{self, Permissions};
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use tokio::net::UnixListener;

/// Systems allow 104 to 108 bytes for the path of a socket.
const LONGEST_PATH: usize = 100;

/// Why there is no socket.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error(
        "the socket's path {path:?} has {length} bytes, more than the {LONGEST_PATH} that every system \
         allows; a port needs TLS. Set TMPDIR to a shorter folder."
    )]
    TooLong { path: PathBuf, length: usize },
    #[error(
        "the handshake line cannot hold the socket's path {0:?}. Set TMPDIR to a folder with a plain name."
    )]
    Unspeakable(PathBuf),
    #[error(
        "failed to make a private folder for the socket in {folder:?}: {source}. \
         Set TMPDIR to a folder you can write to."
    )]
    Folder { folder: PathBuf, source: io::Error },
    #[error("failed to listen on {path:?}: {source}. Set TMPDIR to another folder.")]
    Socket { path: PathBuf, source: io::Error },
    #[error(
        "without TLS the socket's place is all that guards it, and somebody else could take the place of \
         {folder:?}: {exposed}. Set TMPDIR to a folder that only you can change."
    )]
    Exposed { folder: PathBuf, exposed: Exposed },
    #[error("PLUGIN_UNIX_SOCKET_GROUP is {0:?}, which is neither a number nor a group of /etc/group")]
    UnknownGroup(String),
    #[error("failed to give the socket to group {group:?}: {source}. The user must belong to that group.")]
    Group { group: String, source: io::Error },
}

impl Error {
    /// Whether a port may stand in for the socket: the host's wish for a group must not get lost.
    pub(super) fn allows_port(&self) -> bool {
        !matches!(self, Error::UnknownGroup(_) | Error::Group { .. })
    }
}

/// Binds a socket in a folder of its own, below `PLUGIN_UNIX_SOCKET_DIR` or the folder for temporary files.
///
/// Without `tls` nobody else may be able to bind another one at the same path.
pub(super) fn bind(environment: &Environment, tls: bool) -> Result<Listener, Error> {
    let parent = environment.socket_folder.clone().unwrap_or_else(temporary);
    let folder = if tls {
        Folder::make(&parent)?
    } else {
        Folder::make_safe(&parent)?
    };
    let path = folder.socket();
    let length = path.as_os_str().len();
    if length > LONGEST_PATH {
        return Err(Error::TooLong { path, length });
    }
    // The handshake line is text, with bars between its fields.
    let Some(place) = path.to_str().filter(|text| !text.contains(['|', '\n', '\r'])) else {
        return Err(Error::Unspeakable(path));
    };
    let address = Address {
        network: "unix",
        place: place.to_owned(),
    };
    let broken = |source| Error::Socket {
        path: path.clone(),
        source,
    };
    let listener = UnixListener::bind(&path).map_err(broken)?;
    fs::set_permissions(&path, Permissions::from_mode(0o600)).map_err(broken)?;
    if let Some(group) = &environment.socket_group {
        open_to(group, &folder.0, &path)?;
    }
    Ok(Listener {
        address,
        door: Door::Unix(listener),
        folder: Some(folder),
    })
}

/// An empty TMPDIR is none, as for other programs.
fn temporary() -> PathBuf {
    let folder = std::env::temp_dir();
    if folder.as_os_str().is_empty() {
        PathBuf::from("/tmp")
    } else {
        folder
    }
}

/// Lets a group pass the folder and open the socket.
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

    /// The same where nobody else can put another folder in its place.
    fn make_safe(parent: &Path) -> Result<Self, Error> {
        let broken = |source| Error::Folder {
            folder: parent.to_owned(),
            source,
        };
        // Not through links, which somebody else could change.
        let folder = Self::make(&fs::canonicalize(parent).map_err(broken)?)?;
        match ancestors::look(&folder.0).map_err(broken)? {
            None => Ok(folder),
            Some(exposed) => Err(Error::Exposed {
                folder: parent.to_owned(),
                exposed,
            }),
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
