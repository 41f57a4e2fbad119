//! The seam to files. `std::fs` is banned elsewhere by clippy; tests and editors bring their own source.

mod disk;
mod memory;
mod overlay;
mod path;

use std::io;
use std::sync::Arc;

pub use disk::{Disk, find_fence};
pub use memory::Memory;
pub use overlay::Overlay;
pub use path::{AboveFence, parent, resolve};

/// Paths are relative to the fence with `/`, without `.` and `..`; the fence itself is the empty path.
/// Nothing above the fence can be named.
pub trait Source: Sync {
    /// Entries of a directory, in no order.
    fn list(&self, dir: &str) -> io::Result<Vec<Entry>>;

    /// The whole file. Refuses what is not a regular file, and more than `limit` bytes before reading
    /// (`ErrorKind::FileTooLarge`).
    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>>;

    /// The path that `path` really is, links resolved; `PermissionDenied` with [`AboveFence`] inside when
    /// that lies above the fence.
    fn canonical(&self, path: &str) -> io::Result<Arc<str>>;
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// One path component.
    pub name: Arc<str>,
    pub kind: EntryKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    File,
    Dir,
    /// A link to a directory (the source has looked).
    DirLink,
    /// FIFO, socket, device, broken link: listed, never read.
    Other,
}

fn too_large(len: u64, limit: u64) -> io::Error {
    io::Error::new(
        io::ErrorKind::FileTooLarge,
        format!("{len} bytes, more than the {limit} that are read"),
    )
}
