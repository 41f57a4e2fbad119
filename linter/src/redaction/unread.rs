//! Values of names that speak of secrets, in a text that no parser could read.

use std::ops::Range;

/// Parts of names whose values are secrets.
const WORDS: [&str; 9] = [
    "access_key",
    "api_key",
    "credential",
    "passphrase",
    "passwd",
    "password",
    "private_key",
    "secret",
    "token",
];

/// From behind each `name =` (`"name":` in JSON) to the end of its line, and over the lines of a heredoc or of
/// brackets that it opens. `is_sensitive` knows the variables that are declared so.
pub(super) fn assigned(text: &str, is_sensitive: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let declares = text.contains("sensitive");
    let is_secret = |name: &str| {
        let lower = name.to_ascii_lowercase();
        is_sensitive(name)
            || WORDS.iter().any(|word| lower.contains(word))
            // Whose default it is, nobody could read.
            || (declares && name == "default")
    };
    let mut found = Vec::new();
    let mut open = Open::Nothing;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        if open.goes_on(line) {
            found.push(start..end);
        } else if let Some(value) = value_in(line, &is_secret) {
            open = Open::by(&line[value..]);
            found.push(start + value..end);
        }
        start = end;
    }
    found
}

/// Where the value of the first secret of a line begins.
fn value_in(line: &str, is_secret: &impl Fn(&str) -> bool) -> Option<usize> {
    line.match_indices(['=', ':']).map(|(at, _)| at).find_map(|at| {
        let before = line[..at].trim_end().trim_end_matches('"');
        let start = before
            .rfind(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
            .map_or(0, |other| {
                other + before[other..].chars().next().map_or(1, char::len_utf8)
            });
        is_secret(&before[start..]).then_some(at + 1)
    })
}

/// What a value leaves open at the end of its line.
enum Open<'t> {
    Nothing,
    Heredoc(&'t str),
    Brackets(usize),
}

impl<'t> Open<'t> {
    fn by(value: &'t str) -> Self {
        if let Some(marker) = value.trim().strip_prefix("<<") {
            return Self::Heredoc(marker.trim_start_matches('-').trim());
        }
        match deeper(0, value) {
            0 => Self::Nothing,
            depth => Self::Brackets(depth),
        }
    }

    /// Whether the next line belongs to the value.
    fn goes_on(&mut self, line: &str) -> bool {
        match self {
            Self::Nothing => return false,
            Self::Heredoc(marker) if line.trim() == *marker => *self = Self::Nothing,
            Self::Heredoc(_) => {}
            Self::Brackets(depth) => match deeper(*depth, line) {
                0 => *self = Self::Nothing,
                now => *depth = now,
            },
        }
        true
    }
}

/// Brackets that stay open; those in strings count as well, which masks too much rather than too little.
fn deeper(depth: usize, text: &str) -> usize {
    text.chars().fold(depth, |depth, c| match c {
        '{' | '[' | '(' => depth + 1,
        '}' | ']' | ')' => depth.saturating_sub(1),
        _ => depth,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> Vec<&str> {
        assigned(text, |name| name == "k")
            .into_iter()
            .map(|range| text[range].trim())
            .collect()
    }

    #[test]
    fn only_values_of_secrets_are_masked_to_the_end_of_their_line() {
        let text = "region = \"eu\nk = \"another\nprovider \"x\" { api_token = \"abc\n";
        assert_eq!(masked(text), ["\"another", "\"abc"]);
        assert_eq!(masked("{\n  \"k\": \"abc,\n  \"j\": 1\n}"), ["\"abc,"]);
    }

    #[test]
    fn heredocs_and_brackets_are_masked_to_their_end() {
        assert_eq!(
            masked("k = <<-EOT\n one\n EOT\nj = 2\n"),
            ["<<-EOT", "one", "EOT"]
        );
        assert_eq!(masked("k = [\n \"a\",\n]\nj = 2\n"), ["[", "\"a\",", "]"]);
        assert_eq!(masked("k = {\n never = closed\n"), ["{", "never = closed"]);
    }

    #[test]
    fn a_default_is_a_secret_where_something_is_declared_sensitive() {
        assert_eq!(masked("default = \"x"), [""; 0]);
        assert_eq!(masked("sensitive = true\ndefault = \"x"), ["\"x"]);
    }
}
