//! The pre-lexer: finds the bounds of top-level items by bracket depth, and notes what must be covered up, at the same
//! length, before hcl-edit reads an item.
//!
//! One pass over the bytes, no recursion, no tree. It knows strings, templates, heredocs and comments as Terraform
//! does, and nothing of the grammar of expressions.

mod code;
mod comments;
mod numbers;
mod text;

use super::fault::{Fault, FaultKind};
use super::header;

/// hcl-edit's own limit; deeper input is refused here, before anything recurses over it.
const MAX_DEPTH: usize = 64;
/// An object with more items than this is parsed in slices, since hcl-edit compares every key with every other.
const MANY_ITEMS: u32 = 256;

/// Bytes `start..end` become `byte` before parsing. Lengths never change, so every offset stays valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Patch {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) byte: u8,
}

#[derive(Clone, Copy, Debug)]
enum Frame {
    /// `{`, `[` or `(`. In a `for` expression newlines mean nothing, which hcl-edit does not know everywhere.
    Bracket {
        open: u8,
        at: usize,
        separators: u32,
        is_for: bool,
        is_body: bool,
    },
    /// `${` or `%{`
    Sequence {
        at: usize,
        directive: bool,
    },
    Quoted {
        at: usize,
    },
    /// Ends at a line that is `text[mark.0..mark.1]`.
    Heredoc {
        at: usize,
        mark: (usize, usize),
        line_start: bool,
    },
}

impl Frame {
    fn at(self) -> usize {
        match self {
            Self::Bracket { at, .. }
            | Self::Sequence { at, .. }
            | Self::Quoted { at }
            | Self::Heredoc { at, .. } => at,
        }
    }

    fn open(self) -> u8 {
        match self {
            Self::Bracket { open, .. } => open,
            Self::Sequence { .. } => b'{',
            Self::Quoted { .. } => b'"',
            Self::Heredoc { .. } => b'<',
        }
    }
}

/// What one item of the top level needs, beside its bounds.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) patches: Vec<Patch>,
    /// Outermost objects with many items: offsets of `{` and `}`.
    pub(super) big_objects: Vec<(usize, usize)>,
    pub(super) fault: Option<Fault>,
}

/// A brace of an object, or what separates its items. Bodies of blocks are left out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    pub(super) at: usize,
    pub(super) kind: EventKind,
    /// Brackets that enclose it.
    pub(super) depth: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EventKind {
    Open,
    Separator,
    Close,
}

impl Notes {
    /// Offsets from `start` instead of from the start of the file.
    pub(super) fn rebase(&mut self, start: usize) {
        for patch in &mut self.patches {
            patch.start -= start;
            patch.end -= start;
        }
        for object in &mut self.big_objects {
            *object = (object.0 - start, object.1 - start);
        }
    }
}

pub(super) struct Scanner<'a> {
    text: &'a [u8],
    pub(super) pos: usize,
    stack: Vec<Frame>,
    pub(super) notes: Notes,
    /// Comments that name us, by offsets; collected only when asked for.
    pub(super) comments: Option<Vec<(usize, usize)>>,
    /// Stop inside brackets at a line that looks like the header of a top-level item: set once brackets are known to
    /// be out of balance.
    pub(super) resync: Option<header::Of>,
    /// Braces and separators of objects; collected only when asked for.
    pub(super) events: Option<Vec<Event>>,
    /// Heredocs found unclosed so far; a second scan to the end of the file for the same mark is pointless.
    dead_marks: Vec<(usize, usize)>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            pos: 0,
            stack: Vec::new(),
            notes: Notes::default(),
            comments: None,
            resync: None,
            events: None,
            dead_marks: Vec::new(),
        }
    }

    /// Moves to the next item of the top level; `false` at the end of the file.
    pub(super) fn skip_to_item(&mut self) -> bool {
        loop {
            match self.byte(0) {
                None => return false,
                Some(b' ' | b'\t' | b'\r' | b'\n') => self.pos += 1,
                Some(b'#') => self.line_comment(),
                Some(b'/') if self.byte(1) == Some(b'/') => self.line_comment(),
                Some(b'/') if self.byte(1) == Some(b'*') => {
                    if !self.block_comment() {
                        // The fault is found again, and reported, as an item.
                        return true;
                    }
                }
                Some(_) => return true,
            }
        }
    }

    /// Reads one item from `pos` to the newline that ends it; `notes` say what was met.
    pub(super) fn item(&mut self) {
        self.notes.patches.clear();
        self.notes.big_objects.clear();
        self.notes.fault = None;
        self.stack.clear();
        self.run();
    }

    /// Reads the whole text as the inside of a template.
    pub(super) fn template(&mut self) {
        let end = self.text.len();
        // A mark that no line can match: it holds a newline, or is empty in an empty text.
        self.stack.push(Frame::Heredoc {
            at: 0,
            mark: (end, end),
            line_start: false,
        });
        self.run();
        if matches!(&self.notes.fault, Some(fault) if fault.kind == FaultKind::UnclosedHeredoc) {
            self.notes.fault = None;
        }
    }

    /// Reads the whole text, which may be one expression or several items.
    pub(super) fn expression(&mut self) {
        while self.pos < self.text.len() && self.notes.fault.is_none() {
            self.run();
            self.pos += 1;
        }
    }

    /// Reads the whole text as what stands between the braces of an object: its separators are events of depth 0.
    pub(super) fn object_inside(&mut self) {
        while self.pos < self.text.len() && self.notes.fault.is_none() {
            self.run();
            self.event(EventKind::Separator);
            self.pos += 1;
        }
    }

    fn event(&mut self, kind: EventKind) {
        let depth = self.stack.len();
        if let Some(events) = &mut self.events {
            events.push(Event {
                at: self.pos,
                kind,
                depth,
            });
        }
    }

    fn run(&mut self) {
        let mut done = false;
        while !done && self.notes.fault.is_none() {
            done = match self.stack.last().copied() {
                Some(Frame::Quoted { at }) => self.quoted(at),
                Some(Frame::Heredoc { at, mark, line_start }) => self.heredoc(at, mark, line_start),
                _ => self.code(),
            };
        }
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.get(self.pos + ahead).copied()
    }

    fn fault(&mut self, kind: FaultKind, at: usize) {
        self.notes.fault = Some(Fault { kind, at });
    }

    fn cover(&mut self, start: usize, end: usize, byte: u8) {
        self.notes.patches.push(Patch { start, end, byte });
    }

    fn newlines_mean_nothing(&self) -> bool {
        matches!(
            self.stack.last(),
            Some(Frame::Bracket { is_for: true, .. } | Frame::Sequence { directive: true, .. })
        )
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

fn find(text: &[u8], from: usize, byte: u8) -> Option<usize> {
    text.get(from..)?
        .iter()
        .position(|b| *b == byte)
        .map(|offset| from + offset)
}
