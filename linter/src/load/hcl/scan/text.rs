//! Quoted strings and heredocs, up to the sequences in them.

use super::super::fault::FaultKind;
use super::{Frame, MAX_DEPTH, Scanner, find, is_name};

impl Scanner<'_> {
    pub(super) fn quoted(&mut self, at: usize) -> bool {
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
    pub(super) fn sequence(&mut self, sign: u8) -> bool {
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
    pub(super) fn begin_heredoc(&mut self) -> bool {
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

    pub(super) fn heredoc(&mut self, at: usize, mark: (usize, usize), line_start: bool) -> bool {
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
                if content.starts_with(name) && name[0].is_ascii() {
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
