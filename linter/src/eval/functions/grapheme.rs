//! Characters as people count them: what Terraform's string functions index and measure.

use unicode_segmentation::UnicodeSegmentation as _;

pub(super) fn count(text: &str) -> usize {
    if text.is_ascii() && !text.contains('\r') {
        return text.len();
    }
    text.graphemes(true).count()
}
