//! The lines around the places of one report, as a `SourceCode` for miette.
//!
//! Never whole files: each chunk holds a few lines, clipped and harmless. Chunks lie in an address space of their
//! own in the order of the places, so that the primary place comes first and places of several files fit into one
//! report. miette sorts labels by address and joins what one `read_span` covers.

use std::ops::Range;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::plain::{one_line, substitute};
use super::position::{Positions, line_of};
use crate::load::{FileEntry, FileId, Span};

/// Longer lines are cut to this many bytes around what they are shown for.
const LINE_LIMIT: usize = 200;
/// A place of more lines is shown by its first line.
const LINES_LIMIT: u32 = 6;
/// Addresses between two chunks, so that no label touches both.
const GAP: usize = 16;

/// What a report wants to show, the most important first.
pub(super) struct Shown<'a> {
    pub span: Span,
    pub label: &'a str,
}

#[derive(Debug, Default)]
pub(super) struct Excerpts {
    chunks: Vec<Chunk>,
    /// Address of each label's start, its real line and column, 0-based.
    starts: Vec<(usize, usize, usize)>,
    pub(super) labels: Vec<LabeledSpan>,
}

#[derive(Debug)]
struct Chunk {
    path: String,
    /// 0-based line of its first line.
    line: usize,
    text: String,
    address: usize,
}

/// Lines `first..=last` of one file (1-based) and the places in them.
struct Window {
    file: FileId,
    first: u32,
    last: u32,
    spots: Vec<Spot>,
}

/// A place by lines and by bytes within them, ready to be drawn.
#[derive(Clone)]
struct Spot {
    label: Option<String>,
    primary: bool,
    line: u32,
    column: u32,
    start: usize,
    end_line: u32,
    end: usize,
}

impl Excerpts {
    /// Places whose file is gone or has changed are left out.
    pub(super) fn of(shown: &[Shown<'_>], positions: &Positions<'_>) -> Self {
        let mut windows: Vec<Window> = Vec::new();
        for (index, place) in shown.iter().enumerate() {
            if let Some(window) = window(place, index == 0, positions) {
                add(&mut windows, window);
            }
        }
        let mut excerpts = Self::default();
        for window in &windows {
            excerpts.draw(window, positions);
        }
        excerpts
    }

    fn draw(&mut self, window: &Window, positions: &Positions<'_>) {
        let file = positions.map().file(window.file);
        let Some(text) = positions.shown_text(window.file) else {
            return;
        };
        let address = self
            .chunks
            .last()
            .map_or(0, |last| last.address + last.text.len() + GAP);
        let mut chunk = Chunk {
            path: one_line(&positions.shown(&file.path)).into_owned(),
            line: window.first as usize - 1,
            text: String::new(),
            address,
        };
        let mut ends: Vec<[usize; 2]> = vec![[0; 2]; window.spots.len()];
        for number in window.first..=window.last {
            let bytes = line_of(file, &text, number).unwrap_or_default();
            let focus = window
                .spots
                .iter()
                .filter(|spot| spot.line == number)
                .map(|spot| spot.start)
                .min();
            let line = Line::clipped(bytes, focus.unwrap_or(0), number == 1);
            let base = address + chunk.text.len();
            for (spot, ends) in window.spots.iter().zip(&mut ends) {
                if spot.line == number {
                    ends[0] = base + line.drawn_offset(spot.start);
                }
                if spot.end_line == number {
                    ends[1] = base + line.drawn_offset(spot.end);
                }
            }
            chunk.text.push_str(&line.text);
            chunk.text.push('\n');
        }
        for (spot, [start, end]) in window.spots.iter().zip(ends) {
            let span = SourceSpan::new(start.into(), end.saturating_sub(start));
            self.starts
                .push((start, spot.line as usize - 1, spot.column as usize - 1));
            self.labels.push(match spot.primary {
                true => LabeledSpan::new_primary_with_span(spot.label.clone(), span),
                false => LabeledSpan::new_with_span(spot.label.clone(), span),
            });
        }
        self.chunks.push(chunk);
    }
}

fn window(place: &Shown<'_>, primary: bool, positions: &Positions<'_>) -> Option<Window> {
    let map = positions.map();
    let (id, start) = map.line_of(place.span.start)?;
    let file = map.file(id);
    let text = positions.shown_text(id)?;
    let (_, end) = map.line_of(place.span.end.clamp(place.span.start, file.base + file.len))?;
    let (mut end_line, mut end_byte) = (end.line, end.byte as usize);
    // The first line stands for a long block; a span that ends with its line's break ends before it.
    if end_line - start.line >= LINES_LIMIT || (end_line > start.line && end_byte == 0) {
        end_line = if end_line - start.line >= LINES_LIMIT {
            start.line
        } else {
            end_line - 1
        };
        end_byte = line_of(file, &text, end_line)?.len();
    }
    let spot = Spot {
        label: (!place.label.is_empty()).then(|| one_line(place.label).into_owned()),
        primary,
        line: start.line,
        column: positions.of(place.span)?.column,
        start: start.byte as usize,
        end_line,
        end: end_byte,
    };
    let blank = |line: u32| blank(file, &text, line);
    Some(Window {
        file: id,
        first: if start.line > 1 && !blank(start.line - 1) {
            start.line - 1
        } else {
            start.line
        },
        last: if blank(end_line + 1) {
            end_line
        } else {
            end_line + 1
        },
        spots: vec![spot],
    })
}

/// Also when there is no such line.
fn blank(file: &FileEntry, text: &[u8], line: u32) -> bool {
    line_of(file, text, line).is_none_or(|line| line.trim_ascii().is_empty())
}

/// Joins the window with the one of the same file that it touches, if any.
fn add(windows: &mut Vec<Window>, mut new: Window) {
    let touches = |old: &Window, new: &Window| {
        old.file == new.file && new.first <= old.last + 1 && old.first <= new.last + 1
    };
    let Some(at) = windows.iter().position(|old| touches(old, &new)) else {
        windows.push(new);
        return;
    };
    // The union may touch a later window too.
    while let Some(other) = windows.iter().skip(at).position(|old| touches(old, &new)) {
        let old = windows.remove(at + other);
        new.first = new.first.min(old.first);
        new.last = new.last.max(old.last);
        let mut spots = old.spots;
        for spot in new.spots {
            let same = |old: &Spot| {
                (old.line, old.start, old.end_line, old.end)
                    == (spot.line, spot.start, spot.end_line, spot.end)
            };
            match spots.iter_mut().find(|old| same(old)) {
                // Two underlines of one place would be drawn side by side.
                Some(old) if old.label.is_none() => old.label = spot.label,
                Some(old) if old.label == spot.label || spot.label.is_none() => {}
                _ => spots.push(spot),
            }
        }
        new.spots = spots;
    }
    windows.insert(at, new);
}

/// One line as it is drawn.
struct Line {
    text: String,
    /// Byte in the source line, byte in `text`, for each character and the end.
    offsets: Vec<(usize, usize)>,
}

impl Line {
    fn clipped(bytes: &[u8], focus: usize, first_of_file: bool) -> Self {
        let skipped = match first_of_file && bytes.starts_with("\u{feff}".as_bytes()) {
            true => '\u{feff}'.len_utf8(),
            false => 0,
        };
        let range = clip(bytes, focus.max(skipped), skipped);
        let mut text = String::new();
        let mut offsets = Vec::new();
        if range.start > skipped {
            text.push('…');
        }
        let mut at = range.start;
        for chunk in bytes[range.clone()].utf8_chunks() {
            for c in chunk.valid().chars() {
                offsets.push((at, text.len()));
                text.push(if c == '\t' { c } else { substitute(c).unwrap_or(c) });
                at += c.len_utf8();
            }
            if !chunk.invalid().is_empty() {
                offsets.push((at, text.len()));
                text.push('\u{fffd}');
                at += chunk.invalid().len();
            }
        }
        offsets.push((at, text.len()));
        if range.end < bytes.len() {
            text.push('…');
        }
        Self { text, offsets }
    }

    fn drawn_offset(&self, byte: usize) -> usize {
        let index = self.offsets.partition_point(|(source, _)| *source < byte);
        let last = self.offsets.len() - 1;
        self.offsets[index.min(last)].1
    }
}

/// At most `LINE_LIMIT` bytes of the line around `focus`, at character bounds.
fn clip(bytes: &[u8], focus: usize, skipped: usize) -> Range<usize> {
    if bytes.len() - skipped <= LINE_LIMIT {
        return skipped..bytes.len();
    }
    let continues = |at: &usize| bytes.get(*at).is_some_and(|byte| byte & 0xc0 == 0x80);
    let latest = bytes.len() - LINE_LIMIT;
    let start = focus
        .saturating_sub(LINE_LIMIT / 4)
        .clamp(skipped, latest.max(skipped));
    let start = (start..bytes.len()).find(|at| !continues(at)).unwrap_or(start);
    let end = (start + LINE_LIMIT).min(bytes.len());
    let end = (start..=end).rev().find(|at| !continues(at)).unwrap_or(end);
    start..end
}

impl SourceCode for Excerpts {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let holds = |chunk: &&Chunk| {
            span.offset() >= chunk.address && span.offset() + span.len() <= chunk.address + chunk.text.len()
        };
        let chunk = self.chunks.iter().find(holds).ok_or(MietteError::OutOfBounds)?;
        // Without context miette asks for the real line and column of a label, with context for the lines to draw.
        let start = self.starts.iter().find(|(address, ..)| *address == span.offset());
        let (line, column) = match start {
            Some((_, line, column)) if before == 0 => (*line, *column),
            _ => (chunk.line, 0),
        };
        Ok(Box::new(MietteSpanContents::new_named(
            chunk.path.clone(),
            chunk.text.as_bytes(),
            SourceSpan::new(chunk.address.into(), chunk.text.len()),
            line,
            column,
            chunk.text.lines().count(),
        )))
    }
}
