//! Text from sources made harmless for a terminal: no control, escape or bidirectional character passes.

use std::borrow::Cow;

/// The harmless form of `text` on one line: line breaks become `␊`, tabs a space.
pub fn one_line(text: &str) -> Cow<'_, str> {
    replaced(text, |c| match c {
        '\t' => Some(' '),
        c => substitute(c),
    })
}

/// The harmless form of `text`, keeping line breaks and tabs.
pub fn plain_text(text: &str) -> Cow<'_, str> {
    replaced(text, |c| match c {
        '\n' | '\t' => None,
        c => substitute(c),
    })
}

/// What stands in for a character that could move the cursor, change colours or reorder the line; `None` when
/// it is harmless. One character for one, so columns stay.
pub(super) fn substitute(c: char) -> Option<char> {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Some('\u{fffd}'),
        _ => None,
    }
}

fn replaced(text: &str, substitute: impl Fn(char) -> Option<char>) -> Cow<'_, str> {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| substitute(c).unwrap_or(c)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_reordering_are_made_visible() {
        assert_eq!(one_line("a\u{1b}[31mb"), "a␛[31mb");
        assert_eq!(one_line("a\u{9b}2J\r\nb"), "a\u{fffd}2J␍␊b");
        assert_eq!(one_line("x\u{202e}y\u{2066}z"), "x\u{fffd}y\u{fffd}z");
        assert_eq!(plain_text("a\n\tb\u{7}"), "a\n\tb␇");
    }

    #[test]
    fn letters_of_every_script_stay() {
        for text in ["größe", "日本語", "می‌خواهم", "👩‍💻", "plain"] {
            assert_eq!(one_line(text), text);
        }
    }
}
