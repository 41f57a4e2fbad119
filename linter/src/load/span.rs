//! Positions: one `u32` address space over all files of a run, as in rustc's source map.
//!
//! File texts are not kept; whoever shows source reads the file again through its `Source`.

use std::sync::Arc;

/// Bytes `start..end` of the run's address space. Never crosses a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// From the start of `self` to the end of `other`, both in one file.
    pub fn to(self, other: Self) -> Self {
        Self {
            start: self.start,
            end: other.end,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A file that was read. Its bytes occupy `base..base + len`.
#[derive(Clone, Debug)]
pub struct FileEntry {
    /// Relative to the fence, with `/`.
    pub path: Arc<str>,
    pub base: u32,
    pub len: u32,
    /// Byte offsets (within the file) at which lines start; the first is 0.
    pub lines: Box<[u32]>,
    /// Belongs to the linted tree; false for what `.terraform/modules` holds.
    pub in_tree: bool,
}

/// All files of a run, ordered by `base`.
#[derive(Debug, Default)]
pub struct SourceMap {
    files: Vec<FileEntry>,
}

/// A place for people: 1-based line, and byte offset within that line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineOffset {
    pub line: u32,
    pub byte: u32,
}

impl SourceMap {
    pub fn new(mut files: Vec<FileEntry>) -> Self {
        files.sort_by_key(|file| file.base);
        Self { files }
    }

    pub fn files(&self) -> &[FileEntry] {
        &self.files
    }

    pub fn file(&self, id: FileId) -> &FileEntry {
        &self.files[id.0 as usize]
    }

    /// The file that holds `span`; `None` for the synthetic span of values that no file holds.
    pub fn file_of(&self, span: Span) -> Option<FileId> {
        let index = self
            .files
            .partition_point(|file| file.base <= span.start)
            .checked_sub(1)?;
        let file = &self.files[index];
        (span.start <= file.base + file.len).then(|| FileId(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    pub fn line_of(&self, position: u32) -> Option<(FileId, LineOffset)> {
        let id = self.file_of(Span::new(position, position))?;
        let file = self.file(id);
        let offset = position - file.base;
        let index = file.lines.partition_point(|start| *start <= offset) - 1;
        let line = u32::try_from(index + 1).unwrap_or(u32::MAX);
        Some((
            id,
            LineOffset {
                line,
                byte: offset - file.lines[index],
            },
        ))
    }
}
