//! Comments: passed over, and kept when they speak to us.

use super::{Scanner, find};
use crate::load::comments::names_us;

impl Scanner<'_> {
    pub(super) fn line_comment(&mut self) {
        let start = self.pos;
        let end = find(self.text, start, b'\n').unwrap_or(self.text.len());
        self.pos = end;
        self.comment(start, end);
    }

    pub(super) fn block_comment(&mut self) -> bool {
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
            && names_us(&self.text[start..end])
            && comments.last().is_none_or(|(last, _)| *last < start)
        {
            comments.push((start, end));
        }
    }
}
