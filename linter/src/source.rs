//! The seam to files. `std::fs` is banned elsewhere by clippy; tests and editors bring their own source.

use std::io;
use std::sync::Arc;

/// Paths are relative to the fence with `/`, without `.` and `..`; the fence itself is the empty path.
/// Nothing above the fence can be named.
pub trait Source: Sync {
    /// Entries of a directory, in no order.
    fn list(&self, dir: &str) -> io::Result<Vec<Entry>>;

    /// The whole file. Refuses what is not a regular file, and more than `limit` bytes before reading
    /// (`ErrorKind::FileTooLarge`).
    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>>;

    /// The path that `path` really is, links resolved; `PermissionDenied` when that lies above the fence.
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
