//! From spans to lines and columns for people and machines, reading files again as they are needed.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Viewpoint;
use crate::load::{FileEntry, FileId, SourceMap, Span};
use crate::redaction::Redaction;
use crate::source::Source;

/// Texts of this many bytes are kept at most; more and all are dropped. Findings come sorted by file, so one
/// file is seldom read twice.
const KEPT: usize = 64 << 20;

/// Lines and columns are 1-based. A column counts Unicode scalar values, without a byte order mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Relative to the fence, with `/`, unless [`Positions::seen_from`] says otherwise.
    pub path: Arc<str>,
    pub line: u32,
    pub column: u32,
    /// Where it ends, exclusive.
    pub end_line: u32,
    pub end_column: u32,
}

pub struct Positions<'a> {
    map: &'a SourceMap,
    source: &'a dyn Source,
    redaction: Redaction,
    viewpoint: Viewpoint,
    texts: RefCell<Texts>,
}

#[derive(Default)]
struct Texts {
    by_file: FxHashMap<FileId, Option<Arc<[u8]>>>,
    shown: FxHashMap<FileId, Arc<[u8]>>,
    bytes: usize,
}

impl<'a> Positions<'a> {
    pub fn new(map: &'a SourceMap, source: &'a dyn Source) -> Self {
        Self {
            map,
            source,
            redaction: Redaction::default(),
            viewpoint: Viewpoint::default(),
            texts: RefCell::default(),
        }
    }

    /// Shows none of these secrets.
    #[must_use]
    pub fn masking(mut self, redaction: &Redaction) -> Self {
        self.redaction = redaction.clone();
        self
    }

    /// Paths are what the reader would type.
    #[must_use]
    pub fn seen_from(mut self, viewpoint: &Viewpoint) -> Self {
        self.viewpoint = viewpoint.clone();
        self
    }

    /// A path of the tree as it is shown.
    pub fn shown<'p>(&self, path: &'p str) -> Cow<'p, str> {
        self.viewpoint.path(path)
    }

    pub fn map(&self) -> &'a SourceMap {
        self.map
    }

    /// `None` for the span of a value that no file holds.
    pub fn of(&self, span: Span) -> Option<Position> {
        let (id, start) = self.map.line_of(span.start)?;
        let file = self.map.file(id);
        let last = file.base + file.len;
        let (end_id, end) = self.map.line_of(span.end.clamp(span.start, last))?;
        let end = if end_id == id { end } else { start };
        let text = self.text(id);
        Some(Position {
            path: match self.shown(&file.path) {
                Cow::Borrowed(path) if path.len() == file.path.len() => file.path.clone(),
                path => Arc::from(path),
            },
            line: start.line,
            column: column(file, text.as_deref(), start.line, start.byte),
            end_line: end.line,
            end_column: column(file, text.as_deref(), end.line, end.byte),
        })
    }

    /// The path alone, without reading.
    pub fn path(&self, span: Span) -> Option<&'a Arc<str>> {
        self.map.file_of(span).map(|id| &self.map.file(id).path)
    }

    /// The bytes of a file as they may be shown: secrets read as `*`.
    pub(super) fn shown_text(&self, id: FileId) -> Option<Arc<[u8]>> {
        let mut texts = self.texts.borrow_mut();
        if let Some(text) = texts.shown.get(&id) {
            return Some(text.clone());
        }
        drop(texts);
        let mut text = self.text(id)?.to_vec();
        self.redaction.mask(self.map.file(id), &mut text);
        texts = self.texts.borrow_mut();
        texts.bytes += text.len();
        let text: Arc<[u8]> = Arc::from(text);
        texts.shown.insert(id, text.clone());
        Some(text)
    }

    /// The bytes of a file as they were when it was linted; `None` when it cannot be read or has changed since.
    fn text(&self, id: FileId) -> Option<Arc<[u8]>> {
        let mut texts = self.texts.borrow_mut();
        if let Some(text) = texts.by_file.get(&id) {
            return text.clone();
        }
        let file = self.map.file(id);
        let text: Option<Arc<[u8]>> = self
            .source
            .read(&file.path, u64::from(file.len))
            .ok()
            .filter(|text| text.len() == file.len as usize)
            .map(Arc::from);
        if texts.bytes > KEPT {
            *texts = Texts::default();
        }
        texts.bytes += text.as_deref().map_or(0, <[u8]>::len);
        texts.by_file.insert(id, text.clone());
        text
    }
}

/// The bytes of 1-based `line`, without its line break.
pub(super) fn line_of<'t>(file: &FileEntry, text: &'t [u8], line: u32) -> Option<&'t [u8]> {
    let index = (line as usize).checked_sub(1)?;
    let start = *file.lines.get(index)? as usize;
    let end = file
        .lines
        .get(index + 1)
        .map_or(text.len(), |next| *next as usize);
    let line = text.get(start..end)?;
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    Some(line.strip_suffix(b"\r").unwrap_or(line))
}

fn column(file: &FileEntry, text: Option<&[u8]>, line: u32, byte: u32) -> u32 {
    let before = text
        .and_then(|text| line_of(file, text, line))
        .map(|bytes| &bytes[..bytes.len().min(byte as usize)]);
    let Some(before) = before else {
        return byte.saturating_add(1);
    };
    let before = match line {
        1 => before.strip_prefix("\u{feff}".as_bytes()).unwrap_or(before),
        _ => before,
    };
    let characters = match std::str::from_utf8(before) {
        Ok(text) => text.chars().count(),
        Err(_) => String::from_utf8_lossy(before).chars().count(),
    };
    u32::try_from(characters).unwrap_or(u32::MAX).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{Files, Sample};

    #[test]
    fn columns_count_characters_from_one() {
        let files = Files::of(&[("a.tf", "\u{feff}x = \"größe\" # c\nnext\r\nlast")]);
        let map = files.map();
        let positions = Positions::new(&map, &files);
        let at = |needle: &str| positions.of(files.span("a.tf", needle)).unwrap();
        assert_eq!((at("x =").line, at("x =").column), (1, 1));
        assert_eq!((at("# c").line, at("# c").column), (1, 13));
        assert_eq!(
            (at("last").line, at("last").column, at("last").end_column),
            (3, 1, 5)
        );
        assert_eq!(at("c\nnext").end_line, 2);
    }

    #[test]
    fn a_file_that_changed_since_it_was_linted_is_not_shown() {
        let files = Files::of(&[("a.tf", "abc")]);
        let map = files.map();
        let changed = Files::of(&[("a.tf", "abcd")]);
        let positions = Positions::new(&map, &changed);
        assert!(positions.text(FileId(0)).is_none());
        assert_eq!(positions.of(files.span("a.tf", "bc")).unwrap().column, 2);
        drop(Sample::default());
    }
}
