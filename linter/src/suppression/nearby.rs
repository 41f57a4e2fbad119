//! Where the finding stands that an unused comment was perhaps meant for.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Exception;
use super::reach::{Line, Lines};
use crate::finding::Finding;
use crate::load::{FileId, Span};

/// Open findings of the rules of unused comments, by what their places lie in.
#[derive(Default)]
pub(super) struct Nearby {
    /// By rule and start of the top-level block that a place lies in.
    by_block: FxHashMap<(&'static str, u32), Span>,
    /// By rule and file, for places in no block of their own (an override file's): their lines, sorted.
    by_file: FxHashMap<(&'static str, FileId), Vec<(u32, Span)>>,
}

impl Nearby {
    pub(super) fn of(unused: &[&Exception<'_>], findings: &[Finding], lines: &Lines<'_>) -> Self {
        let mut nearby = Self::default();
        let rules: FxHashSet<&str> = unused.iter().map(|one| one.rule.id).collect();
        let open = findings
            .iter()
            .filter(|finding| finding.suppressed.is_none() && rules.contains(finding.rule.id));
        for finding in open {
            let (rule, primary) = (finding.rule.id, finding.primary.span);
            let related = finding.related.iter().map(|place| place.span);
            for span in std::iter::once(primary).chain(related) {
                match (lines.block(span), lines.line(span)) {
                    (Some(block), _) => {
                        nearby.by_block.entry((rule, block.span.start)).or_insert(primary);
                    }
                    (None, Some((file, line))) => {
                        nearby
                            .by_file
                            .entry((rule, file))
                            .or_default()
                            .push((line, primary));
                    }
                    (None, None) => {}
                }
            }
        }
        nearby
            .by_file
            .values_mut()
            .for_each(|places| places.sort_unstable());
        nearby
    }

    /// The line of a finding of the comment's rule that has a place in the comment's block.
    pub(super) fn stands(&self, unused: &Exception<'_>, lines: &Lines<'_>) -> Option<Line> {
        let comment = unused.comment;
        let line = comment.target.unwrap_or(comment.line);
        let primary = match lines.block_at((comment.file, line)) {
            Some(block) => self.by_block.get(&(unused.rule.id, block.span.start))?,
            None => {
                comment.target?;
                let places = self.by_file.get(&(unused.rule.id, comment.file))?;
                let next = places.partition_point(|(at, _)| *at < line);
                &places.get(next)?.1
            }
        };
        lines.line(*primary)
    }
}
