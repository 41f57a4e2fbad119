//! The lines on which a comment may speak for a place: its own, and the headers of the blocks around it.

use rustc_hash::FxHashMap;

use crate::load::ir::{Attr, Body};
use crate::load::{Block, FileId, Span, Tree};

pub(super) struct Lines<'a> {
    tree: &'a Tree,
    /// Top-level blocks of each file, by start.
    blocks: FxHashMap<FileId, Vec<&'a Block>>,
}

/// A file and a 1-based line in it.
pub(super) type Line = (FileId, u32);

impl<'a> Lines<'a> {
    pub(super) fn of(tree: &'a Tree) -> Self {
        let mut blocks: FxHashMap<FileId, Vec<&Block>> = FxHashMap::default();
        for block in tree.modules.iter().flat_map(|module| &module.blocks) {
            if let Some(file) = tree.map.file_of(block.header) {
                blocks.entry(file).or_default().push(block);
            }
        }
        for blocks in blocks.values_mut() {
            blocks.sort_by_key(|block| block.span);
        }
        Self { tree, blocks }
    }

    pub(super) fn line(&self, span: Span) -> Option<Line> {
        let (file, at) = self.tree.map.line_of(span.start)?;
        Some((file, at.line))
    }

    /// Nearest first: the line of `span`, then the headers of the blocks around it, innermost first.
    pub(super) fn speaking_for(&self, span: Span) -> Vec<Line> {
        let Some(own) = self.line(span) else {
            return Vec::new();
        };
        let mut lines: Vec<Line> = self
            .around(own.0, span.start)
            .into_iter()
            .filter_map(|block| self.line(block.header))
            .collect();
        lines.push(own);
        lines.reverse();
        lines.dedup();
        lines
    }

    /// The lines of those `spans` that lie in the same top-level block as `primary`, overrides of it included.
    pub(super) fn labelled_within(&self, primary: Span, spans: impl Iterator<Item = Span>) -> Vec<Line> {
        let Some(block) = self.block(primary) else {
            return Vec::new();
        };
        spans
            .filter(|span| holds(block.span, *span) || body_holds(&block.body, *span))
            .filter_map(|span| self.line(span))
            .collect()
    }

    /// The top-level block that `span` begins in.
    pub(super) fn block(&self, span: Span) -> Option<&'a Block> {
        let (file, _) = self.line(span)?;
        self.around(file, span.start).first().copied()
    }

    /// The address of the top-level block that stands on the line, or that the line lies in.
    pub(super) fn address(&self, line: Line) -> Option<String> {
        self.block_at(line).map(address)
    }

    /// The top-level block that stands on the line, or that the line lies in.
    pub(super) fn block_at(&self, (file, line): Line) -> Option<&'a Block> {
        let entry = self.tree.map.file(file);
        let starts = entry.lines.get(line as usize - 1)?;
        let ends = entry.lines.get(line as usize).copied().unwrap_or(entry.len);
        let (first, last) = (entry.base + starts, entry.base + ends);
        let blocks = self.blocks.get(&file)?;
        let next = blocks.partition_point(|block| block.span.end <= first);
        blocks.get(next).copied().filter(|block| block.span.start < last)
    }

    /// Whether the header of a `module` block stands on the line.
    pub(super) fn is_call(&self, line: Line) -> bool {
        let mut blocks = self.blocks.get(&line.0).into_iter().flatten();
        blocks.any(|block| block.kind == "module" && self.line(block.header) == Some(line))
    }

    /// Outermost first.
    fn around(&self, file: FileId, position: u32) -> Vec<&'a Block> {
        let holds = |block: &&Block| {
            block.span.start <= position && position < block.span.end.max(block.span.start + 1)
        };
        let top = self.blocks.get(&file).map_or(&[][..], Vec::as_slice);
        // Blocks of one file do not overlap, so the last that starts before is the only candidate.
        let index = top.partition_point(|block| block.span.start <= position);
        let mut found = Vec::new();
        let mut next = index
            .checked_sub(1)
            .map(|index| top[index])
            .filter(|block| holds(block));
        while let Some(block) = next {
            found.push(block);
            next = block.body.blocks.iter().find(holds);
        }
        found
    }
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.start < outer.end
}

/// What an override file says of a block stands in its body and not in its span.
fn body_holds(body: &Body, span: Span) -> bool {
    let holds_attr = |attr: &Attr| holds(attr.name_span, span) || holds(attr.value.span, span);
    body.attrs.iter().any(holds_attr) || body.blocks.iter().any(|block| holds(block.span, span))
}

/// As in a finding's subject: `aws_iam_user.ci`, `data.x.y`, `module.m`, `locals`.
fn address(block: &Block) -> String {
    let labels = block.labels.iter().map(|label| label.text.as_str());
    let kind = Some(block.kind.as_str()).filter(|kind| *kind != "resource");
    kind.into_iter().chain(labels).collect::<Vec<_>>().join(".")
}
