//! Some files over another source: standard input under a name, unsaved editor buffers.

use std::io;
use std::sync::Arc;

use super::{Entry, Memory, Source};

/// `top` hides files of `base` that have the same path.
#[derive(Debug)]
pub struct Overlay<B> {
    base: B,
    top: Memory,
}

impl<B: Source> Overlay<B> {
    pub fn new(base: B, top: Memory) -> Self {
        Self { base, top }
    }
}

impl<B: Source> Source for Overlay<B> {
    fn list(&self, dir: &str) -> io::Result<Vec<Entry>> {
        let mut entries = match (self.base.list(dir), self.top.has_dir(dir)) {
            (Err(error), true) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            (base, _) => base?,
        };
        if self.top.has_dir(dir) {
            let top = self.top.list(dir)?;
            entries.retain(|entry| top.iter().all(|over| over.name != entry.name));
            entries.extend(top);
        }
        Ok(entries)
    }

    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        if self.top.has_file(path) {
            self.top.read(path, limit)
        } else {
            self.base.read(path, limit)
        }
    }

    fn canonical(&self, path: &str) -> io::Result<Arc<str>> {
        match self.base.canonical(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => self.top.canonical(path),
            answer => answer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_top_hides_and_adds() {
        let base = Memory::of_texts([("a/x.tf", "old"), ("a/y.tf", "kept")]);
        let source = Overlay::new(base, Memory::of_texts([("a/x.tf", "new"), ("b/z.tf", "added")]));
        assert_eq!(source.read("a/x.tf", 9).unwrap(), b"new");
        assert_eq!(source.read("a/y.tf", 9).unwrap(), b"kept");
        assert_eq!(source.list("a").unwrap().len(), 2);
        assert_eq!(source.list("b").unwrap().len(), 1);
        assert_eq!(source.list("").unwrap().len(), 2);
        assert_eq!(&*source.canonical("b/z.tf").unwrap(), "b/z.tf");
    }
}
