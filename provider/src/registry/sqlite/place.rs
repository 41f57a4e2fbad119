//! Files that appear whole: built aside in a folder of their own, then linked into place.
//!
//! A file made in place would be seen half made by a second process that opens it; the link either appears or finds
//! the other's.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use ulid::Ulid;

use crate::registry::error::OpenError;

/// Who made the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placed {
    Here,
    /// Somebody else was faster; theirs stays.
    Elsewhere,
}

/// Makes the folder of `path` if there is none: only its owner may enter, and git ignores what is in it.
pub(super) fn make_folder(path: &Path) -> Result<(), OpenError> {
    let folder = folder_of(path);
    let failed = |source| OpenError::Io {
        what: "making the folder",
        path: folder.clone(),
        source,
    };
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent() {
        fs::create_dir_all(above).map_err(failed)?;
    }
    match private_folder(&folder) {
        Ok(()) => {}
        // The other one writes the file below.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
        Err(error) => return Err(failed(error)),
    }
    let mut ignore = private_file(&folder.join(".gitignore")).map_err(failed)?;
    ignore.write_all(b"*\n").map_err(failed)
}

/// Calls `build` with the path of an empty file, then links that file to `target`. Nothing of it stays on a failure.
pub(super) fn build_aside<E: From<OpenError>>(
    target: &Path,
    build: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<Placed, E> {
    let name = target
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let aside = Aside {
        folder: folder_of(target).join(format!(".{name}.{}", Ulid::generate())),
    };
    let failed = |what, source| {
        E::from(OpenError::Io {
            what,
            path: target.to_owned(),
            source,
        })
    };
    private_folder(&aside.folder).map_err(|source| failed("preparing", source))?;
    let file = aside.folder.join(&name);
    private_file(&file).map_err(|source| failed("preparing", source))?;
    build(&file)?;
    fs::File::open(&file)
        .and_then(|file| file.sync_all())
        .map_err(|source| failed("writing", source))?;
    match fs::hard_link(&file, target) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(Placed::Elsewhere),
        Err(error) => return Err(failed("linking into place", error)),
    }
    // So that the name, too, is still there after a power failure. Windows does not open folders.
    if cfg!(unix) {
        fs::File::open(folder_of(target))
            .and_then(|folder| folder.sync_all())
            .map_err(|source| failed("writing", source))?;
    }
    Ok(Placed::Here)
}

/// The folder that a file is built in; it goes in any case.
struct Aside {
    folder: PathBuf,
}

impl Drop for Aside {
    fn drop(&mut self) {
        // What cannot be removed is in nobody's way.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

pub(super) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => ".".into(),
    }
}

fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(false);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// An empty file that only its owner reads. SQLite gives its side files the same mode.
fn private_file(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
