//! Numbers that hcl-edit would refuse.

use super::{Scanner, is_name};

impl Scanner<'_> {
    /// hcl-edit makes an `f64` of every number and refuses what does not fit; the text is read from the source later,
    /// so any digits do.
    pub(super) fn number(&mut self) {
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
}
