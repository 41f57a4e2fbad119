//! Recognises the first line of a top-level item, to find the way back after an unclosed bracket.

/// What stands at the top level of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// `.tf`: blocks.
    Blocks,
    /// `.tfvars`: arguments.
    Arguments,
}

/// Keywords of top-level blocks with their number of labels.
const KEYWORDS: [(&[u8], usize); 16] = [
    (b"resource", 2),
    (b"data", 2),
    (b"ephemeral", 2),
    (b"action", 2),
    (b"module", 1),
    (b"variable", 1),
    (b"output", 1),
    (b"provider", 1),
    (b"check", 1),
    (b"run", 1),
    (b"locals", 0),
    (b"terraform", 0),
    (b"moved", 0),
    (b"import", 0),
    (b"removed", 0),
    (b"encryption", 0),
];

/// Whether a header of a top-level item begins at `pos`, the start of a line.
pub(super) fn stands_at(text: &[u8], pos: usize, of: Of) -> bool {
    let Some(rest) = text.get(pos..) else { return false };
    let word = rest.iter().take_while(|byte| is_name(**byte)).count();
    if word == 0 || rest[0].is_ascii_digit() {
        return false;
    }
    let (name, mut rest) = rest.split_at(word);
    match of {
        Of::Arguments => {
            let rest = trim(rest);
            rest.first() == Some(&b'=') && rest.get(1) != Some(&b'=')
        }
        Of::Blocks => {
            let Some((_, labels)) = KEYWORDS.iter().find(|(keyword, _)| *keyword == name) else {
                return false;
            };
            for _ in 0..*labels {
                let Some(after) = label(trim(rest)) else {
                    return false;
                };
                rest = after;
            }
            trim(rest).first() == Some(&b'{')
        }
    }
}

/// The next such line start at or after `from`.
pub(super) fn next(text: &[u8], from: usize, of: Of) -> Option<usize> {
    let mut pos = from;
    loop {
        if stands_at(text, pos, of) && (pos == 0 || text[pos - 1] == b'\n') {
            return Some(pos);
        }
        pos += text.get(pos..)?.iter().position(|byte| *byte == b'\n')? + 1;
    }
}

/// What follows a label.
fn label(text: &[u8]) -> Option<&[u8]> {
    let end = if text.first() == Some(&b'"') {
        let inner = text[1..].iter().position(|byte| matches!(byte, b'"' | b'\n'))?;
        if text[1 + inner] != b'"' {
            return None;
        }
        inner + 2
    } else {
        text.iter().take_while(|byte| is_name(**byte)).count()
    };
    (end > 0).then(|| &text[end..])
}

fn trim(text: &[u8]) -> &[u8] {
    let blank = text
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    &text[blank..]
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(line: &str) -> bool {
        stands_at(line.as_bytes(), 0, Of::Blocks)
    }

    #[test]
    fn headers_are_known_by_keyword_labels_and_brace() {
        assert!(block("resource \"a\" \"b\" {"));
        assert!(block("resource a b{"));
        assert!(block("locals {"));
        assert!(block("variable \"x\" {}"));
    }

    #[test]
    fn arguments_named_like_keywords_are_not_headers() {
        for line in [
            "provider = aws.x",
            "data = {",
            "module {",
            "resource \"a\" {",
            "locals",
            "check \"x",
            " locals {",
        ] {
            assert!(!block(line), "{line}");
        }
    }

    #[test]
    fn the_next_header_is_at_the_start_of_a_line() {
        let text = b"x locals {\n  locals {\nlocals {";
        assert_eq!(next(text, 0, Of::Blocks), Some(22));
        assert_eq!(next(text, 23, Of::Blocks), None);
    }
}
