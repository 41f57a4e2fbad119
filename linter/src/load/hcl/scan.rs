//! The pre-lexer: finds the bounds of top-level items by bracket depth, and notes what must be covered up, at the same
//! length, before hcl-edit reads an item.
//!
//! One pass over the bytes, no recursion, no tree. It knows strings, templates, heredocs and comments as Terraform
//! does, and nothing of the grammar of expressions.

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
    /// Comments that hold `extid:`, by offsets; collected only when asked for.
    pub(super) comments: Option<Vec<(usize, usize)>>,
    /// Stop inside brackets at a line that looks like the header of a top-level item: set once brackets are known to
    /// be out of balance.
    pub(super) resync: Option<header::Of>,
    /// Braces and separators of objects; collected only when asked for.
    pub(super) events: Option<Vec<Event>>,
    /// Heredocs found unclosed so far; a second scan to the end of the file for the same mark is pointless.
    dead_marks: Vec<(usize, usize)>,
}

const PLAIN: u8 = 0;
const DIGIT: u8 = 1;
const SPECIAL: u8 = 2;

static CLASS: [u8; 256] = {
    let mut class = [PLAIN; 256];
    let special = b"\n,#/\"<{}[]()";
    let mut index = 0;
    while index < special.len() {
        class[special[index] as usize] = SPECIAL;
        index += 1;
    }
    let mut digit = b'0';
    while digit <= b'9' {
        class[digit as usize] = DIGIT;
        digit += 1;
    }
    class
};

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

    /// Expressions and bodies. Returns true at the end of the item, false when the kind of text changes.
    fn code(&mut self) -> bool {
        loop {
            let Some(byte) = self.byte(0) else {
                if let Some(frame) = self.stack.first().copied() {
                    self.fault(FaultKind::Unclosed(frame.open()), frame.at());
                }
                return true;
            };
            match CLASS[byte as usize] {
                PLAIN => {
                    self.pos += 1;
                    continue;
                }
                DIGIT => {
                    self.number();
                    continue;
                }
                _ => {}
            }
            match byte {
                b'\n' => {
                    if self.newline() {
                        return true;
                    }
                }
                b',' => {
                    self.count_separator();
                    self.pos += 1;
                }
                b'#' => self.line_comment(),
                b'/' => match self.byte(1) {
                    Some(b'/') => self.line_comment(),
                    Some(b'*') => {
                        if !self.block_comment() {
                            self.fault(FaultKind::UnclosedComment, self.pos);
                            return true;
                        }
                    }
                    _ => self.pos += 1,
                },
                b'"' => {
                    self.stack.push(Frame::Quoted { at: self.pos });
                    self.pos += 1;
                    return false;
                }
                b'<' => {
                    if self.begin_heredoc() {
                        return false;
                    }
                }
                b'{' | b'[' | b'(' => {
                    if !self.open(byte) {
                        return true;
                    }
                }
                _ => match self.close(byte) {
                    Closed::Bracket => {}
                    Closed::Sequence => return false,
                    Closed::Wrongly => return true,
                },
            }
        }
    }

    /// At a newline. Returns true when it ends the item.
    fn newline(&mut self) -> bool {
        if self.stack.is_empty() {
            return true;
        }
        if let Some(of) = self.resync
            && header::stands_at(self.text, self.pos + 1, of)
        {
            let frame = self.stack[0];
            self.pos += 1;
            self.fault(FaultKind::Unclosed(frame.open()), frame.at());
            return true;
        }
        if self.newlines_mean_nothing() {
            let start = if self.pos > 0 && self.text[self.pos - 1] == b'\r' {
                self.pos - 1
            } else {
                self.pos
            };
            self.cover(start, self.pos + 1, b' ');
        } else {
            self.count_separator();
        }
        self.pos += 1;
        false
    }

    fn count_separator(&mut self) {
        match self.stack.last_mut() {
            Some(Frame::Bracket {
                separators,
                open: b'{',
                is_for: false,
                is_body,
                ..
            }) => {
                *separators += 1;
                if self.events.is_some() && !*is_body {
                    self.event(EventKind::Separator);
                }
            }
            None => self.event(EventKind::Separator),
            _ => {}
        }
    }

    fn open(&mut self, open: u8) -> bool {
        let at = self.pos;
        self.pos += 1;
        if self.stack.len() >= MAX_DEPTH {
            self.fault(FaultKind::TooDeep, at);
            return false;
        }
        let is_for = open != b'(' && self.begins_for(at);
        // Asked only when it matters, since it looks back.
        let is_body = self.events.is_some() && open == b'{' && self.ends_header(at);
        if open == b'{' && !is_body && !is_for {
            self.pos = at;
            self.event(EventKind::Open);
            self.pos += 1;
        }
        self.stack.push(Frame::Bracket {
            open,
            at,
            separators: 0,
            is_for,
            is_body,
        });
        true
    }

    /// Whether `for` follows, and this is not the body of a block whose first argument is named so.
    fn begins_for(&self, at: usize) -> bool {
        let mut pos = at + 1;
        while matches!(self.text.get(pos), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            pos += 1;
        }
        self.text[pos..].starts_with(b"for")
            && matches!(
                self.text.get(pos + 3),
                Some(b' ' | b'\t' | b'#' | b'/' | b'\r' | b'\n')
            )
            && !(self.text[at] == b'{' && self.ends_header(at))
    }

    /// Whether what stands before `{` is a keyword or label, so that a body begins.
    fn ends_header(&self, at: usize) -> bool {
        let before = self.text[..at].trim_ascii_end();
        let Some(last) = before.last() else { return false };
        if !(last.is_ascii_alphanumeric() || matches!(last, b'_' | b'-' | b'"') || !last.is_ascii()) {
            return false;
        }
        let word = before.rsplit(|byte| !byte.is_ascii_alphanumeric()).next();
        !matches!(word, Some(b"in" | b"if"))
    }

    fn close(&mut self, close: u8) -> Closed {
        let at = self.pos;
        let open = match close {
            b'}' => b'{',
            b']' => b'[',
            _ => b'(',
        };
        match self.stack.last().copied() {
            Some(Frame::Sequence { .. }) if close == b'}' => {
                self.stack.pop();
                self.pos += 1;
                Closed::Sequence
            }
            Some(Frame::Bracket {
                open: opened,
                at: opened_at,
                separators,
                is_for,
                is_body,
            }) if opened == open => {
                self.stack.pop();
                if open == b'{' && !is_body && !is_for {
                    self.event(EventKind::Close);
                }
                self.pos += 1;
                // Only an outermost one: what lies inside is found when its slices are parsed.
                if separators >= MANY_ITEMS && !self.ends_header(opened_at) {
                    self.notes.big_objects.retain(|(inner, _)| *inner < opened_at);
                    self.notes.big_objects.push((opened_at, at));
                }
                Closed::Bracket
            }
            Some(frame) => {
                self.fault(
                    FaultKind::Mismatched {
                        open: frame.open(),
                        opened_at: frame.at(),
                        close,
                    },
                    at,
                );
                Closed::Wrongly
            }
            None => {
                self.pos += 1;
                self.fault(FaultKind::Stray(close), at);
                Closed::Wrongly
            }
        }
    }

    /// hcl-edit makes an `f64` of every number and refuses what does not fit; the text is read from the source later,
    /// so any digits do.
    fn number(&mut self) {
        let start = self.pos;
        let inside_name = match self.text[..start].last() {
            Some(b'-') => self.text[..start - 1].last().is_some_and(|byte| is_name(*byte)),
            Some(b'.') => true,
            Some(byte) => is_name(*byte),
            None => false,
        };
        let mut end = start;
        while self.text.get(end).is_some_and(u8::is_ascii_digit) {
            end += 1;
        }
        let mut has_exponent = false;
        if !inside_name {
            if self.text.get(end) == Some(&b'.') && self.text.get(end + 1).is_some_and(u8::is_ascii_digit) {
                end += 2;
                while self.text.get(end).is_some_and(u8::is_ascii_digit) {
                    end += 1;
                }
            }
            has_exponent = matches!(self.text.get(end), Some(b'e' | b'E'));
            if has_exponent || end - start > 19 {
                self.cover_digits(start, end);
            }
        }
        self.pos = end + usize::from(has_exponent);
    }

    fn cover_digits(&mut self, start: usize, end: usize) {
        let point = self.text[start..end].iter().position(|byte| *byte == b'.');
        let whole = point.map_or(end, |point| start + point);
        self.cover(start, whole, b'0');
        if whole < end {
            self.cover(whole + 1, end, b'0');
        }
    }

    fn line_comment(&mut self) {
        let start = self.pos;
        let end = find(self.text, start, b'\n').unwrap_or(self.text.len());
        self.pos = end;
        self.comment(start, end);
    }

    fn block_comment(&mut self) -> bool {
        let start = self.pos;
        let mut from = start + 2;
        while let Some(star) = find(self.text, from, b'*') {
            if self.text.get(star + 1) == Some(&b'/') {
                self.pos = star + 2;
                self.comment(start, self.pos);
                return true;
            }
            from = star + 1;
        }
        false
    }

    fn comment(&mut self, start: usize, end: usize) {
        if self.newlines_mean_nothing() {
            self.cover(start, end, b' ');
        }
        if let Some(comments) = &mut self.comments
            && self.text[start..end].windows(6).any(|window| window == b"extid:")
            && comments.last().is_none_or(|(last, _)| *last < start)
        {
            comments.push((start, end));
        }
    }

    fn quoted(&mut self, at: usize) -> bool {
        loop {
            match self.byte(0) {
                Some(b'"') => {
                    self.stack.pop();
                    self.pos += 1;
                    return false;
                }
                Some(b'\\') => self.pos += if self.byte(1) == Some(b'\n') { 1 } else { 2 },
                Some(sign @ (b'$' | b'%')) => {
                    if self.sequence(sign) {
                        return false;
                    }
                }
                Some(b'\n') | None => {
                    self.pos = self.pos.min(self.text.len());
                    self.fault(FaultKind::UnclosedQuote, at);
                    return true;
                }
                Some(_) => self.pos += 1,
            }
        }
    }

    /// At `$` or `%`. Returns true when a sequence begins.
    fn sequence(&mut self, sign: u8) -> bool {
        match (self.byte(1), self.byte(2)) {
            (Some(next), Some(b'{')) if next == sign => self.pos += 3,
            (Some(b'{'), _) => {
                if self.stack.len() >= MAX_DEPTH {
                    self.fault(FaultKind::TooDeep, self.pos);
                    return true;
                }
                self.stack.push(Frame::Sequence {
                    at: self.pos,
                    directive: sign == b'%',
                });
                self.pos += 2;
                return true;
            }
            _ => self.pos += 1,
        }
        false
    }

    /// At `<`. Returns true when a heredoc begins and its body is next.
    fn begin_heredoc(&mut self) -> bool {
        let at = self.pos;
        self.pos += 1;
        if self.byte(0) != Some(b'<') {
            return false;
        }
        let mut start = self.pos + 1;
        if self.text.get(start) == Some(&b'-') {
            start += 1;
        }
        let mut end = start;
        while self
            .text
            .get(end)
            .is_some_and(|byte| is_name(*byte) || *byte == b'-')
        {
            end += 1;
        }
        let mut body = end;
        if self.text.get(body) == Some(&b'\r') {
            body += 1;
        }
        if end == start || self.text.get(body) != Some(&b'\n') {
            return false;
        }
        body += 1;
        let mark = (start, end);
        if self.stack.len() >= MAX_DEPTH {
            self.fault(FaultKind::TooDeep, at);
            return true;
        }
        let is_dead = |dead: &(usize, usize)| self.text[dead.0..dead.1] == self.text[start..end];
        if self.dead_marks.len() >= 16 || self.dead_marks.iter().any(is_dead) {
            self.fault(FaultKind::UnclosedHeredoc, at);
            return true;
        }
        self.pos = body;
        self.stack.push(Frame::Heredoc {
            at,
            mark,
            line_start: true,
        });
        let first_line = self.line();
        if self.text[first_line.0..first_line.1].trim_ascii() == &self.text[start..end] {
            // hcl-edit wants a line before the mark, and would read on to the next mark of the same name.
            let mark_end = first_line.0 + self.mark_offset(first_line) + (end - start);
            self.cover(at, at + 2, b'"');
            self.cover(at + 2, mark_end, b' ');
        }
        true
    }

    /// From `pos` to the end of its line, without the newline.
    fn line(&self) -> (usize, usize) {
        (
            self.pos,
            find(self.text, self.pos, b'\n').unwrap_or(self.text.len()),
        )
    }

    fn mark_offset(&self, line: (usize, usize)) -> usize {
        self.text[line.0..line.1]
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count()
    }

    fn heredoc(&mut self, at: usize, mark: (usize, usize), line_start: bool) -> bool {
        let mut line_start = line_start;
        loop {
            let line = self.line();
            if line_start && mark.0 < mark.1 {
                let name = &self.text[mark.0..mark.1];
                let offset = self.mark_offset(line);
                let content = self.text[line.0 + offset..line.1].trim_ascii_end();
                if content == name {
                    self.pos = line.0 + offset + name.len();
                    self.stack.pop();
                    return false;
                }
                if content.starts_with(name) {
                    // `EOT)` ends nothing for Terraform, but does for hcl-edit. Text of heredocs is read from the source.
                    let other = if name[0] == b'_' { b'x' } else { b'_' };
                    self.cover(line.0 + offset, line.0 + offset + 1, other);
                }
            }
            while self.pos < line.1 {
                match self.text[self.pos] {
                    sign @ (b'$' | b'%') => {
                        if self.sequence(sign) {
                            let depth = self.stack.len();
                            if let Some(Frame::Heredoc { line_start, .. }) =
                                self.stack.get_mut(depth.wrapping_sub(2))
                            {
                                *line_start = false;
                            }
                            return false;
                        }
                    }
                    _ => self.pos += 1,
                }
            }
            if line.1 >= self.text.len() {
                self.pos = self.text.len();
                if self.dead_marks.len() < 16 {
                    self.dead_marks.push(mark);
                }
                self.fault(FaultKind::UnclosedHeredoc, at);
                return true;
            }
            self.pos = line.1 + 1;
            line_start = true;
        }
    }
}

enum Closed {
    Bracket,
    Sequence,
    Wrongly,
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
