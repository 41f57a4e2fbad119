//! Paths as relative URI references.

use std::fmt::Write as _;

/// Percent-encodes every byte that is not unreserved in RFC 3986; `/` stays.
pub(super) fn relative_uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte))
            }
            // Writing to a string cannot fail.
            _ => drop(write!(uri, "%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::relative_uri;

    #[test]
    fn names_with_blanks_percent_signs_and_letters_of_other_scripts_are_encoded() {
        assert_eq!(relative_uri("a b/100%:é?.tf"), "a%20b/100%25%3A%C3%A9%3F.tf");
    }
}
