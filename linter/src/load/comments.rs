//! Comments that hold `extid:` or nearly so, and the lines they speak of.

use std::sync::Arc;

use super::Span;
use super::lines::line_of;

/// As [`super::Comment`], before the file has its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawComment {
    pub text: Arc<str>,
    pub span: Span,
    pub line: u32,
    pub target: Option<u32>,
    pub header: bool,
}

pub(super) struct Comments<'a> {
    pub(super) text: &'a str,
    pub(super) base: u32,
    pub(super) lines: &'a [u32],
}

impl Comments<'_> {
    /// `ranges` are whole comments with their markers; a block comment may hold several lines of interest.
    pub(super) fn of_ranges(&self, ranges: &[(usize, usize)], first_code: usize) -> Vec<RawComment> {
        let mut comments = Vec::new();
        let targets = self.targets(ranges);
        for (&(start, end), target) in ranges.iter().zip(targets) {
            let mut at = start;
            for line in self.text[start..end].split_inclusive('\n') {
                if may_direct(line) {
                    let content = without_markers(line);
                    let offset = at + (line.len() - line.trim_start().len());
                    let stop = at + line.trim_end().len();
                    comments.push(RawComment {
                        text: content.into(),
                        span: Span::new(self.position(offset), self.position(stop)),
                        line: line_of(self.lines, offset),
                        target,
                        header: start < first_code,
                    });
                }
                at += line.len();
            }
        }
        comments
    }

    fn position(&self, offset: usize) -> u32 {
        self.base + u32::try_from(offset).unwrap_or(u32::MAX)
    }

    /// What each comment speaks of. In a stack of comments each one speaks of what the one below it does, so that
    /// thousands are not scanned again from every one of them.
    fn targets(&self, ranges: &[(usize, usize)]) -> Vec<Option<u32>> {
        let mut targets = vec![None; ranges.len()];
        for (index, &(start, end)) in ranges.iter().enumerate().rev() {
            let below = ranges
                .get(index + 1)
                .filter(|_| self.stands_alone(start))
                .filter(|(next, _)| self.is_one_line_break(end, *next));
            targets[index] = match below {
                Some(_) => targets[index + 1],
                None => self.target(start, end),
            };
        }
        targets
    }

    /// Nothing is left of it on its line.
    fn stands_alone(&self, start: usize) -> bool {
        let line_start = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
        self.text[line_start..start]
            .trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
            .is_empty()
    }

    fn is_one_line_break(&self, from: usize, to: usize) -> bool {
        // Comments that overlap or touch do not occur; they would be scanned one by one.
        let between = self.text.get(from..to).unwrap_or("-");
        let breaks = between.bytes().filter(|byte| *byte == b'\n').count();
        let own = usize::from(self.text[..from].ends_with('\n'));
        between.trim().is_empty() && breaks + own == 1
    }

    fn target(&self, start: usize, end: usize) -> Option<u32> {
        if !self.stands_alone(start) {
            return Some(line_of(self.lines, start));
        }
        let mut at = end;
        let mut line = line_of(self.lines, end.saturating_sub(1).max(start));
        loop {
            let rest = &self.text[at..];
            let (this, next) = rest
                .split_once('\n')
                .map_or((rest, None), |(this, next)| (this, Some(next)));
            let content = this.trim();
            if content.starts_with("/*") {
                let skipped = at + (this.len() - this.trim_start().len());
                at = skipped + self.text[skipped..].find("*/")? + 2;
                line = line_of(self.lines, at);
                continue;
            }
            if !content.is_empty() && !content.starts_with('#') && !content.starts_with("//") {
                return Some(line);
            }
            if content.is_empty() && at != end && line_of(self.lines, at) == line && self.starts_line(at) {
                return None;
            }
            at = self.text.len() - next?.len();
            line += 1;
        }
    }

    fn starts_line(&self, at: usize) -> bool {
        at == 0 || self.text.as_bytes()[at - 1] == b'\n'
    }
}

/// In any case of letters: what is nearly a directive is reported rather than passed over.
pub(super) fn names_us(text: &[u8]) -> bool {
    text.windows(5)
        .any(|window| window.eq_ignore_ascii_case(b"extid"))
}

/// Whether a comment holds a directive, or what was perhaps meant for one: `Extid: ignore[`, `extid-lint ignore[`.
pub(super) fn may_direct(comment: &str) -> bool {
    let nearly = || {
        let comment = comment.to_ascii_lowercase();
        comment.contains("extid") && comment.contains("ignore")
    };
    comment.contains("extid:") || nearly()
}

/// One line of a comment without `#`, `//`, `/*`, `*/` and the stars that decorate long comments.
fn without_markers(line: &str) -> &str {
    let line = line.trim();
    let line = line.strip_suffix("*/").unwrap_or(line).trim_end();
    let line = line
        .strip_prefix("//")
        .or_else(|| line.strip_prefix("/*"))
        .unwrap_or(line);
    line.trim_start_matches(['#', '*', '/']).trim()
}

#[cfg(test)]
mod tests {
    use crate::load::parse_file_hcl;

    fn comments(text: &str) -> Vec<(String, u32, Option<u32>, bool)> {
        let parsed = parse_file_hcl(text, 100);
        let comments = parsed.comments.into_iter();
        comments
            .map(|c| (c.text.to_string(), c.line, c.target, c.header))
            .collect()
    }

    #[test]
    fn a_comment_speaks_of_its_line_or_of_the_next_code() {
        let text = "# extid: a\n# more\nlocals {\n  x = 1 # extid: b\n  // extid: c\n  y = 2\n  /* extid: d */\n\n  z = 3\n}\n";
        let all = comments(text);
        assert_eq!(
            all,
            [
                ("extid: a".into(), 1, Some(3), true),
                ("extid: b".into(), 4, Some(4), false),
                ("extid: c".into(), 5, Some(6), false),
                ("extid: d".into(), 7, None, false),
            ]
        );
    }

    #[test]
    fn a_block_comment_speaks_of_what_follows_it() {
        let all = comments("locals {}\n/*\n * extid: a\n * extid: b\n */\nlocals {}\n");
        assert_eq!(
            all,
            [
                ("extid: a".into(), 3, Some(6), false),
                ("extid: b".into(), 4, Some(6), false)
            ]
        );
    }

    #[test]
    fn text_that_looks_like_a_comment_is_none() {
        assert_eq!(
            comments("locals {\n x = \"# extid: a\"\n y = <<E\n# extid: b\nE\n}\n"),
            []
        );
    }

    #[test]
    fn at_the_end_of_the_file_a_comment_speaks_of_nothing() {
        assert_eq!(
            comments("locals {}\n# extid: a"),
            [("extid: a".into(), 2, None, false)]
        );
    }
}
