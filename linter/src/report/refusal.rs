//! A configuration file that is refused, shown with its own lines.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use super::diagnostic::{Report, handler};
use super::excerpt::{Excerpts, Shown};
use super::plain::one_line;
use super::position::Positions;
use super::{Look, Position};
use crate::load::{FileEntry, SourceMap, Span};
use crate::source::Memory;

/// One file that is no part of the linted tree, and its lines.
pub struct Refused<'a> {
    path: &'a str,
    source: Memory,
    map: SourceMap,
}

/// What is wrong with it, and where.
#[derive(Clone, Debug)]
pub struct Complaint<'a> {
    /// Bytes of the file; `None` when all of it is meant.
    pub span: Option<Range<usize>>,
    pub message: &'a str,
    pub help: &'a str,
}

impl<'a> Refused<'a> {
    pub fn new(path: &'a str, text: &str) -> Self {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0).chain(starts.map(|(at, _)| offset(at + 1)));
        let entry = FileEntry {
            path: Arc::from(path),
            base: 0,
            len: offset(text.len()),
            lines: lines.collect(),
            in_tree: false,
        };
        Self {
            path,
            source: Memory::of_texts([(path, text)]),
            map: SourceMap::new(vec![entry]),
        }
    }

    /// Line and column of a complaint.
    pub fn position(&self, span: &Range<usize>) -> Option<Position> {
        Positions::new(&self.map, &self.source).of(absolute(span))
    }

    pub fn write(&self, complaint: &Complaint<'_>, look: &Look, out: &mut dyn Write) -> io::Result<()> {
        let positions = Positions::new(&self.map, &self.source);
        let shown: Vec<Shown<'_>> = complaint
            .span
            .iter()
            .map(|span| Shown {
                span: absolute(span),
                label: "",
            })
            .collect();
        let report = Report {
            code: format!("error: {} is refused", one_line(self.path)),
            message: one_line(complaint.message).into_owned(),
            help: one_line(complaint.help).into_owned(),
            severity: miette::Severity::Error,
            excerpts: Excerpts::of(&shown, &positions),
        };
        report.write(&handler(look), out)
    }
}

fn absolute(span: &Range<usize>) -> Span {
    Span::new(offset(span.start), offset(span.end))
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
