//! Words that name an owner: keys of tags and labels, and what is read as one in free text.

use crate::scope::matches_glob;

/// Keys under which an owner stands, without case, spaces and `-_:`. Extended by `owner-keys`.
pub const OWNER_KEYS: [&str; 19] = [
    "owner",
    "owners",
    "ownedby",
    "owneremail",
    "businessowner",
    "technicalowner",
    "serviceowner",
    "team",
    "teamname",
    "squad",
    "contact",
    "contacts",
    "maintainer",
    "maintainers",
    "sponsor",
    "sponsors",
    "infrastructuresupport",
    "ownerteam",
    "owningteam",
];

/// What reads as an owner in free text when `owner-patterns` says nothing.
pub const OWNER_PATTERNS: [&str; 2] = ["team-*", "*-team"];

/// After a key and a space these are a sentence going on, not a name: "the owner is asked".
const NOT_NAMES: [&str; 22] = [
    "a", "an", "and", "are", "as", "at", "by", "can", "for", "from", "has", "in", "is", "must", "of", "on",
    "or", "should", "the", "to", "who", "with",
];

/// Whether a tag, label or metadata key holds an owner. Case, spaces, `-`, `_`, `:` and anything up to the last `/` or `:`
/// do not matter: `Owner`, `acme:owner`, `example.com/service-owner`.
pub fn is_owner_key(key: &str, extra: &[String]) -> bool {
    let last = key.rsplit('/').next().unwrap_or(key);
    let suffix = last.rsplit(':').next().unwrap_or(last);
    [last, suffix].into_iter().any(|spelling| {
        let folded = fold(spelling);
        OWNER_KEYS.contains(&folded.as_str()) || extra.iter().any(|own| fold(own) == folded)
    })
}

/// The owner that a description, comment, note or name speaks of: a key followed by `:`, `=` or a space and a
/// word, an e-mail address, or a word that one of `patterns` (globs with `*`) matches.
///
/// `keys` are the extra ones; empty `patterns` are [`OWNER_PATTERNS`].
pub fn owner_in_free_text(text: &str, keys: &[String], patterns: &[String]) -> Option<String> {
    let tokens = tokens(text);
    let by_key = (0..tokens.len()).find_map(|start| after_key(&tokens[start..], keys));
    by_key.map(str::to_owned).or_else(|| {
        let found = tokens.iter().find_map(|token| match token {
            Token::Word(word) if is_email(word) || matches_pattern(word, patterns) => Some(*word),
            _ => None,
        });
        found.map(str::to_owned)
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Token<'t> {
    Word(&'t str),
    /// `:` or `=`
    Separator,
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    for chunk in text.split(|c: char| c.is_whitespace() || ",;()[]{}<>\"'`|".contains(c)) {
        for (index, word) in chunk.split([':', '=']).enumerate() {
            if index > 0 {
                found.push(Token::Separator);
            }
            let word = word.trim_matches('.');
            if word.chars().any(char::is_alphanumeric) {
                found.push(Token::Word(word));
            }
        }
    }
    found
}

/// The name that follows when `tokens` starts with a key of one or two words.
fn after_key<'t>(tokens: &[Token<'t>], keys: &[String]) -> Option<&'t str> {
    let is_key = |words: &[Token<'_>]| {
        let joined: Option<String> = words
            .iter()
            .map(|token| match token {
                Token::Word(word) => Some(*word),
                Token::Separator => None,
            })
            .collect();
        joined.is_some_and(|key| is_owner_key(&key, keys))
    };
    let length = [2, 1]
        .into_iter()
        .find(|length| tokens.get(..*length).is_some_and(is_key))?;
    match tokens[length..] {
        [Token::Separator, Token::Word(name), ..] => Some(name),
        [Token::Word(name), ..] if !NOT_NAMES.contains(&name.to_ascii_lowercase().as_str()) => Some(name),
        _ => None,
    }
}

fn matches_pattern(word: &str, patterns: &[String]) -> bool {
    let word = word.to_ascii_lowercase();
    if patterns.is_empty() {
        return OWNER_PATTERNS.iter().any(|pattern| matches_glob(pattern, &word));
    }
    patterns
        .iter()
        .any(|pattern| matches_glob(&pattern.to_ascii_lowercase(), &word))
}

fn is_email(word: &str) -> bool {
    word.split_once('@').is_some_and(|(local, domain)| {
        let labels = domain.split('.').collect::<Vec<_>>();
        !local.is_empty() && labels.len() > 1 && labels.iter().all(|label| !label.is_empty())
    })
}

fn fold(key: &str) -> String {
    key.chars()
        .filter(|c| !matches!(c, ' ' | '-' | '_' | ':'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_without_case_separators_and_prefix() {
        for key in [
            "owner",
            "Owner",
            "OWNED_BY",
            "owner-email",
            "technical_owner",
            "Business Owner",
            "acme:owner",
            "example.com/team-name",
            "infrastructure-support",
        ] {
            assert!(is_owner_key(key, &[]), "{key:?} was not taken for an owner key");
        }
        for key in [
            "ownership",
            "co-owner",
            "Name",
            "environment",
            "steam",
            "owner/notes",
            "",
        ] {
            assert!(!is_owner_key(key, &[]), "{key:?} was taken for an owner key");
        }
        assert!(is_owner_key(
            "Stream_Aligned-Team",
            &["stream-aligned-team".to_owned()]
        ));
    }

    #[test]
    fn free_text_names_an_owner_by_key_address_or_pattern() {
        let cases = [
            ("Deploy bot. Owner: payments", Some("payments")),
            ("owner=payments env=prod", Some("payments")),
            ("managed by ci, owned by platform", Some("platform")),
            ("CI key team payments", Some("payments")),
            ("ask jane@example.com for access", Some("jane@example.com")),
            ("used by team-search for indexing.", Some("team-search")),
            ("nightly job of the search-team", Some("search-team")),
            ("the owner is asked every year", None),
            ("owner:", None),
            ("nightly export", None),
            ("user@localhost", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(
                owner_in_free_text(text, &[], &[]).as_deref(),
                expected,
                "{text:?}"
            );
        }
    }

    #[test]
    fn own_patterns_replace_the_default_ones() {
        let patterns = ["squad-*".to_owned()];
        assert_eq!(
            owner_in_free_text("by Squad-Search", &[], &patterns).as_deref(),
            Some("Squad-Search")
        );
        assert_eq!(owner_in_free_text("by team-search", &[], &patterns), None);
    }
}
