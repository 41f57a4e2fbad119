//! Expressions and bodies: brackets, separators, and where an item ends.

use super::super::fault::FaultKind;
use super::super::header;
use super::{EventKind, Frame, MANY_ITEMS, MAX_DEPTH, Scanner};

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

impl Scanner<'_> {
    /// Expressions and bodies. Returns true at the end of the item, false when the kind of text changes.
    pub(super) fn code(&mut self) -> bool {
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
    pub(super) fn ends_header(&self, at: usize) -> bool {
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
}

enum Closed {
    Bracket,
    Sequence,
    Wrongly,
}
