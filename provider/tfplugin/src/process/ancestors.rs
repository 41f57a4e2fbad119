//! Whether somebody else could put another folder in the place of ours: who owns and who may change what is above it.

use std::fs::Metadata;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use tokio::net::UnixStream;

/// Others may write.
const OTHERS_WRITE: u32 = 0o022;
/// Only its owner renames an entry.
const STICKY: u32 = 0o1000;

/// What is wrong with a folder above ours.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Exposed {
    /// Its owner, who may rename what is in it.
    Foreign(PathBuf, u32),
    /// Whoever may write may rename.
    Writable(PathBuf),
}

impl std::fmt::Display for Exposed {
    fn fmt(&self, text: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Exposed::Foreign(path, owner) => write!(text, "{path:?} belongs to another user ({owner})"),
            Exposed::Writable(path) => {
                write!(text, "{path:?} is writable by others and has no sticky bit")
            }
        }
    }
}

/// Looks at every folder above `path`, which is absolute and without links. Needs a runtime.
pub(super) fn look(path: &Path) -> io::Result<Option<Exposed>> {
    // The system's word for who we are: a file of ours could be somebody else's by now.
    let own = UnixStream::pair()?.0.peer_cred()?.uid();
    // Root, or whatever number stands for it where users are mapped.
    let root = std::fs::metadata("/")?.uid();
    for folder in path.ancestors().skip(1) {
        let exposed = judge(folder, &std::fs::symlink_metadata(folder)?, &[own, root, 0]);
        if exposed.is_some() {
            return Ok(exposed);
        }
    }
    Ok(None)
}

fn judge(folder: &Path, found: &Metadata, trusted: &[u32]) -> Option<Exposed> {
    let (owner, mode) = (found.uid(), found.mode());
    if !trusted.contains(&owner) {
        Some(Exposed::Foreign(folder.to_owned(), owner))
    } else if mode & OTHERS_WRITE != 0 && mode & STICKY == 0 {
        Some(Exposed::Writable(folder.to_owned()))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_another_user_is_foreign() {
        let folder = tempfile::tempdir().expect("a folder");
        let found = folder.path().metadata().expect("it is there");
        let path = folder.path();
        assert_eq!(judge(path, &found, &[found.uid()]), None);
        let foreign = Exposed::Foreign(path.to_owned(), found.uid());
        assert_eq!(judge(path, &found, &[found.uid() ^ 1]), Some(foreign));
    }
}
