//! Files held in memory: tests, editor buffers, trees of a git object store.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use super::{Entry, EntryKind, Source, too_large};

/// Paths as in [`Source`]; directories exist where a file lies in them.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    pub fn new(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        Self {
            files: files.into_iter().collect(),
        }
    }

    /// `(path, text)` pairs, for tests.
    pub fn of_texts<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self::new(
            files
                .into_iter()
                .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())),
        )
    }

    pub fn insert(&mut self, path: impl Into<String>, bytes: Vec<u8>) {
        self.files.insert(path.into(), bytes);
    }

    pub(super) fn has_file(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    pub(super) fn has_dir(&self, dir: &str) -> bool {
        dir.is_empty() || self.under(dir).next().is_some()
    }

    /// Files below `dir`: the rest of their paths.
    fn under<'a>(&'a self, dir: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let prefix = if dir.is_empty() {
            String::new()
        } else {
            format!("{dir}/")
        };
        self.files
            .range(prefix.clone()..)
            .map_while(move |(path, _)| path.strip_prefix(prefix.as_str()))
    }
}

impl Source for Memory {
    fn list(&self, dir: &str) -> io::Result<Vec<Entry>> {
        if !self.has_dir(dir) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let children: BTreeSet<(&str, bool)> = self
            .under(dir)
            .map(|rest| match rest.split_once('/') {
                Some((name, _)) => (name, true),
                None => (rest, false),
            })
            .collect();
        Ok(children
            .into_iter()
            .map(|(name, is_dir)| Entry {
                name: name.into(),
                kind: if is_dir { EntryKind::Dir } else { EntryKind::File },
            })
            .collect())
    }

    fn read(&self, path: &str, limit: u64) -> io::Result<Vec<u8>> {
        let bytes = self
            .files
            .get(path)
            .ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        let len = bytes.len() as u64;
        if len > limit {
            return Err(too_large(len, limit));
        }
        Ok(bytes.clone())
    }

    fn canonical(&self, path: &str) -> io::Result<Arc<str>> {
        if self.has_file(path) || self.has_dir(path) {
            Ok(path.into())
        } else {
            Err(io::ErrorKind::NotFound.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directories_follow_from_files() {
        let source = Memory::of_texts([("a/b/c.tf", ""), ("a/d.tf", ""), ("ab.tf", "")]);
        let names = |dir| -> Vec<(String, EntryKind)> {
            let entries = source.list(dir).unwrap();
            entries
                .into_iter()
                .map(|e| (e.name.to_string(), e.kind))
                .collect()
        };
        assert_eq!(
            names(""),
            [("a".into(), EntryKind::Dir), ("ab.tf".into(), EntryKind::File)]
        );
        assert_eq!(
            names("a"),
            [("b".into(), EntryKind::Dir), ("d.tf".into(), EntryKind::File)]
        );
        assert!(source.list("x").is_err());
    }

    #[test]
    fn the_limit_is_a_limit() {
        let source = Memory::of_texts([("a", "1234")]);
        assert_eq!(source.read("a", 4).unwrap(), b"1234");
        assert_eq!(
            source.read("a", 3).unwrap_err().kind(),
            io::ErrorKind::FileTooLarge
        );
    }
}
