//! Wrapping of prose to the width of a terminal.

/// `text` in lines of at most `width` characters where words allow, the first after `first`, the others after
/// `rest`. Runs of white space count as one blank.
pub(crate) fn wrap(text: &str, width: usize, first: &str, rest: &str) -> String {
    let mut out = String::from(first);
    let mut used = first.chars().count();
    let mut fresh = true;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if !fresh && used + 1 + length > width {
            out.push('\n');
            out.push_str(rest);
            used = rest.chars().count();
            fresh = true;
        }
        if !fresh {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += length;
        fresh = false;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn lines_break_between_words_and_long_words_stay_whole() {
        let text = wrap("one two  three\nfour", 9, "- ", "  ");
        assert_eq!(text, "- one two\n  three\n  four");
        assert_eq!(wrap("abcdefghij k", 5, "", ""), "abcdefghij\nk");
    }
}
