//! Objects that hcl-edit cannot take as they are: with many items (it compares every key with every other) and with
//! one key twice (it refuses them; for Terraform the last one wins).

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::scan::{Event, EventKind, Patch, Scanner};

/// Items per slice of a big object.
const SLICE: usize = 64;

/// The inside of an object (without its braces) in runs of whole items. Ranges are offsets in `inside`.
pub(super) fn slices(inside: &str) -> Vec<Range<usize>> {
    let mut scanner = Scanner::new(inside);
    scanner.events = Some(Vec::new());
    scanner.object_inside();
    let mut slices = Vec::new();
    let mut start = 0;
    let events = scanner.events.iter().flatten();
    let separators = events.filter(|event| event.depth == 0 && event.kind == EventKind::Separator);
    for (count, event) in separators.enumerate() {
        if count % SLICE == SLICE - 1 {
            let end = (event.at + 1).min(inside.len());
            slices.push(start..end);
            start = end;
        }
    }
    slices.push(start..inside.len());
    slices
}

/// Covers, in every object of `text`, the items whose key is written again later in the same object.
pub(super) fn cover_repeated_keys(text: &str) -> Vec<Patch> {
    let mut scanner = Scanner::new(text);
    scanner.events = Some(Vec::new());
    scanner.expression();
    let mut patches = Vec::new();
    let mut open: Vec<Items<'_>> = Vec::new();
    for Event { at, kind, .. } in scanner.events.into_iter().flatten() {
        match kind {
            EventKind::Open => open.push(Items {
                item: at + 1,
                by_key: FxHashMap::default(),
            }),
            EventKind::Separator => {
                if let Some(items) = open.last_mut() {
                    items.end(text, at, &mut patches);
                    items.item = at + 1;
                }
            }
            EventKind::Close => {
                if let Some(mut items) = open.pop() {
                    items.end(text, at, &mut patches);
                }
            }
        }
    }
    patches
}

/// The items of an object that is still open.
struct Items<'a> {
    /// Where the current item begins.
    item: usize,
    by_key: FxHashMap<&'a str, Range<usize>>,
}

impl<'a> Items<'a> {
    fn end(&mut self, text: &'a str, end: usize, patches: &mut Vec<Patch>) {
        let item = &text[self.item..end];
        let Some((offset, key)) = key_of(item) else { return };
        let with_comma = end + usize::from(text.as_bytes().get(end) == Some(&b','));
        if let Some(earlier) = self.by_key.insert(key, self.item + offset..with_comma) {
            patches.push(Patch {
                start: earlier.start,
                end: earlier.end,
                byte: b' ',
            });
        }
    }
}

/// The key of an item as written, and its offset; blanks and comments before it are skipped.
fn key_of(item: &str) -> Option<(usize, &str)> {
    let mut rest = item;
    loop {
        rest = rest.trim_start();
        if rest.starts_with('#') || rest.starts_with("//") {
            rest = rest.split_once('\n')?.1;
        } else if rest.starts_with("/*") {
            rest = rest.split_once("*/")?.1;
        } else {
            break;
        }
    }
    let len = if let Some(inner) = rest.strip_prefix('"') {
        let mut escaped = false;
        let close = inner.bytes().position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        })?;
        close + 2
    } else {
        rest.find(['=', ':'])?
    };
    let key = rest[..len].trim_end();
    (!key.is_empty()).then(|| (item.len() - rest.len(), key))
}
