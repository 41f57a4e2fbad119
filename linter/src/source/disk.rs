//! The file system below the fence. The only place that names `std::fs`.
//!
//! Opens regular files only: a FIFO or device under a `.tf` name is refused without being opened.

#![expect(
    clippy::disallowed_methods,
    reason = "the seam to the file system: everyone else goes through it"
)]

use std::fs::{self, OpenOptions};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashSet;

use super::{AboveFence, Entry, EntryKind, Source, parent, too_large};

/// Files below one directory. Links are followed as long as they stay below it.
#[derive(Debug)]
pub struct Disk {
    fence: PathBuf,
    /// Directories known to lie inside the fence, so that files cost no further look-up.
    inside: RwLock<FxHashSet<Box<str>>>,
}

impl Disk {
    /// `fence` must exist; it is resolved once when it does.
    pub fn new(fence: PathBuf) -> Self {
        Self {
            fence: fs::canonicalize(&fence).unwrap_or(fence),
            inside: RwLock::default(),
        }
    }

    /// The fence, links resolved.
    pub fn fence(&self) -> &Path {
        &self.fence
    }

    /// The path below the fence that an absolute path is, links resolved. Of a file that does not exist its
    /// directory must. `NotFound`; `PermissionDenied` when it lies outside of the fence.
    pub fn relative(&self, path: &Path) -> io::Result<String> {
        let real = match (fs::canonicalize(path), path.parent(), path.file_name()) {
            (Err(error), Some(dir), Some(name)) if error.kind() == io::ErrorKind::NotFound => {
                fs::canonicalize(dir)?.join(name)
            }
            (real, ..) => real?,
        };
        let below = real
            .strip_prefix(&self.fence)
            .map_err(|_| io::Error::from(io::ErrorKind::PermissionDenied))?;
        let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
        parts
            .map(|parts| parts.join("/"))
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidFilename, "its name is not UTF-8"))
    }

    fn absolute(&self, path: &str) -> PathBuf {
        if path.is_empty() {
            self.fence.clone()
        } else {
            self.fence.join(path)
        }
    }

    fn check_dir(&self, dir: &str) -> io::Result<()> {
        let known = self.inside.read().unwrap_or_else(PoisonError::into_inner);
        if known.contains(dir) {
            return Ok(());
        }
        drop(known);
        self.canonical(dir)?;
        self.inside
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(dir.into());
        Ok(())
    }
}

impl Source for Disk {
    fn list(&self, dir: &str) -> io::Result<Vec<Entry>> {
        self.check_dir(dir)?;
        let entries = fs::read_dir(self.absolute(dir))?
            .map(|entry| {
                let entry = entry?;
                let kind = entry.file_type()?;
                let kind = if kind.is_symlink() {
                    match fs::metadata(entry.path()) {
                        Ok(target) if target.is_dir() => EntryKind::DirLink,
                        Ok(target) if target.is_file() => EntryKind::File,
                        _ => EntryKind::Other,
                    }
                } else if kind.is_dir() {
                    EntryKind::Dir
                } else if kind.is_file() {
                    EntryKind::File
                } else {
                    EntryKind::Other
                };
                Ok(Entry {
                    name: entry.file_name().to_string_lossy().into(),
                    kind,
                })
            })
            .collect::<io::Result<Vec<Entry>>>()?;
        // What is a directory and no link lies where its parent lies.
        let mut inside = self.inside.write().unwrap_or_else(PoisonError::into_inner);
        let below = entries.iter().filter(|entry| entry.kind == EntryKind::Dir);
        inside.extend(below.map(|entry| match dir {
            "" => Box::from(&*entry.name),
            _ => format!("{dir}/{}", entry.name).into(),
        }));
        drop(inside);
        Ok(entries)
    }

    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        let absolute = self.absolute(path);
        self.check_dir(parent(path))?;
        let mut metadata = fs::symlink_metadata(&absolute)?;
        if metadata.is_symlink() {
            self.canonical(path)?;
            metadata = fs::metadata(&absolute)?;
        }
        check_regular(&metadata, limit)?;
        let file = open_without_blocking(&absolute)?;
        // Asked again of what was opened: the name may point elsewhere by now.
        let size = check_regular(&file.metadata()?, limit)?;
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
        file.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(too_large(bytes.len() as u64, limit));
        }
        Ok(bytes)
    }

    fn canonical(&self, path: &str) -> io::Result<Arc<str>> {
        let real = fs::canonicalize(self.absolute(path))?;
        let inside = real.strip_prefix(&self.fence).map_err(|_| AboveFence)?;
        let parts: Vec<_> = inside
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        Ok(parts.join("/").into())
    }
}

fn check_regular(metadata: &fs::Metadata, limit: u64) -> io::Result<u64> {
    if metadata.is_dir() {
        Err(io::ErrorKind::IsADirectory.into())
    } else if !metadata.is_file() {
        Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "not a regular file, so it is not opened",
        ))
    } else if metadata.len() > limit {
        Err(too_large(metadata.len(), limit))
    } else {
        Ok(metadata.len())
    }
}

/// Should a FIFO take the file's place after it was checked, opening must not wait for a writer.
#[cfg(unix)]
fn open_without_blocking(path: &Path) -> io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt as _;

    const O_NONBLOCK: i32 = if cfg!(target_os = "linux") { 0o4000 } else { 0x0004 };
    OpenOptions::new().read(true).custom_flags(O_NONBLOCK).open(path)
}

#[cfg(not(unix))]
fn open_without_blocking(path: &Path) -> io::Result<fs::File> {
    OpenOptions::new().read(true).open(path)
}

/// The nearest directory upwards that holds `.git`, else `path` itself (of a file: its directory).
pub fn find_fence(path: &Path) -> PathBuf {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let start = match path.parent() {
        Some(dir) if path.is_file() => dir,
        _ => path.as_path(),
    };
    start
        .ancestors()
        .find(|dir| dir.join(".git").exists())
        .unwrap_or(start)
        .to_owned()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    fn tree() -> (tempfile::TempDir, Disk) {
        let temp = tempfile::tempdir().unwrap();
        let fence = temp.path().join("repo");
        fs::create_dir_all(fence.join(".git")).unwrap();
        fs::create_dir_all(fence.join("a/b")).unwrap();
        fs::write(fence.join("a/x.tf"), "x").unwrap();
        fs::write(temp.path().join("secret.tf"), "s").unwrap();
        (temp, Disk::new(fence))
    }

    #[test]
    fn a_fifo_is_listed_but_never_opened() {
        let (_temp, disk) = tree();
        let fifo = disk.fence().join("a/pipe.tf");
        assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
        let entry = disk
            .list("a")
            .unwrap()
            .into_iter()
            .find(|e| &*e.name == "pipe.tf");
        assert_eq!(entry.unwrap().kind, EntryKind::Other);
        let error = disk.read("a/pipe.tf", 10).unwrap_err();
        assert!(error.to_string().contains("not a regular file"), "{error}");
    }

    #[test]
    fn a_fifo_that_appears_after_the_check_does_not_block() {
        let (_temp, disk) = tree();
        let fifo = disk.fence().join("pipe");
        assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
        let file = open_without_blocking(&fifo).unwrap();
        assert!(check_regular(&file.metadata().unwrap(), 10).is_err());
    }

    #[test]
    fn links_are_followed_inside_the_fence_only() {
        let (temp, disk) = tree();
        symlink(disk.fence().join("a/x.tf"), disk.fence().join("inner.tf")).unwrap();
        symlink(temp.path().join("secret.tf"), disk.fence().join("outer.tf")).unwrap();
        symlink(temp.path(), disk.fence().join("up")).unwrap();
        assert_eq!(disk.read("inner.tf", 10).unwrap(), b"x");
        assert_eq!(&*disk.canonical("inner.tf").unwrap(), "a/x.tf");
        for path in ["outer.tf", "up/secret.tf"] {
            let error = disk.read(path, 10).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::PermissionDenied, "{path}");
        }
        assert_eq!(
            disk.list("up").unwrap_err().kind(),
            io::ErrorKind::PermissionDenied
        );
    }

    #[test]
    fn size_is_checked_before_reading() {
        let (_temp, disk) = tree();
        let file = fs::File::create(disk.fence().join("huge.tf")).unwrap();
        file.set_len(1 << 40).unwrap();
        let error = disk.read("huge.tf", 8 << 20).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
    }

    #[test]
    fn the_fence_is_the_repository_around_a_path() {
        let (_temp, disk) = tree();
        assert_eq!(find_fence(&disk.fence().join("a/x.tf")), disk.fence());
        assert_eq!(find_fence(&disk.fence().join("a/b")), disk.fence());
    }
}
