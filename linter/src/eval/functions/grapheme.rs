//! Characters as people count them: what Terraform's string functions index and measure.

use unicode_segmentation::UnicodeSegmentation as _;

pub(super) fn count(text: &str) -> usize {
    // In ASCII only CR LF is one character of two bytes.
    if text.is_ascii() && !text.contains('\r') {
        return text.len();
    }
    text.graphemes(true).count()
}

/// At most `take` characters from the one at `start` on.
pub(super) fn slice(text: &str, start: usize, take: usize) -> &str {
    let mut bounds = text
        .grapheme_indices(true)
        .map(|(index, _)| index)
        .chain([text.len()])
        .skip(start);
    let Some(from) = bounds.next() else { return "" };
    let to = match take {
        0 => from,
        _ => bounds.nth(take - 1).unwrap_or(text.len()),
    };
    &text[from..to]
}

pub(super) fn reversed(text: &str) -> String {
    text.graphemes(true).rev().collect()
}
