//! What a scope reaches. What counts as unbounded is data, per vendor dialect and attribute.
//!
//! Values match whole: `all-tickets.read`, `GROUP_BACKUP_ADMIN` and `jfrt@*` are no wildcards.

mod aws;
mod entra;
mod oauth;

use std::borrow::Cow;

use crate::{Items, Judged};

/// A word of access as a vendor writes it, and how far it reaches in that attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeValue {
    /// Empty when no scopes are written and that means everything; the breadth then says so.
    pub text: String,
    pub breadth: Breadth,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Breadth {
    Bounded,
    /// More than anyone can enumerate; the text says what: "every action of every service".
    Unbounded(Cow<'static, str>),
}

/// Whose words they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dialect {
    /// OAuth 2 scopes, space-separated or in lists.
    Oauth,
    /// Actions of an AWS policy statement: `s3:Get*`.
    AwsAction,
    /// ARNs or names of AWS managed policies.
    AwsManagedPolicy,
    /// Microsoft Graph application and delegated permissions, names or GUIDs.
    EntraPermission,
    /// Entra directory roles, names or template GUIDs.
    EntraRole,
    /// Tools an agent may call.
    Tool,
}

impl ScopeValue {
    /// Wider than any other value there is: nothing written where that means everything, or the wildcard alone.
    fn is_everything(&self) -> bool {
        matches!(self.text.as_str(), "" | "*" | "*:*")
    }

    fn reach(&self) -> Option<(String, Cow<'static, str>)> {
        match &self.breadth {
            Breadth::Unbounded(meaning) => Some((self.text.clone(), meaning.clone())),
            Breadth::Bounded => None,
        }
    }
}

/// The widest unbounded value of a list with what it reaches, so that `iam:*` does not hide a `*` after it.
pub(crate) fn widest(scopes: &Items<ScopeValue>) -> Judged<(String, Cow<'static, str>)> {
    match scopes.judge_each(|scope| scope.is_everything().then(|| scope.reach()).flatten()) {
        everything @ Judged::Breach(..) => everything,
        _ => scopes.judge_each(ScopeValue::reach),
    }
}

/// A value that reaches everything, and what "everything" is there.
type Row = (&'static str, &'static str);

const ANY_TOOL: &str = "every tool, also those added later";

/// How far `text` reaches where `dialect` is spoken.
///
/// `extra_unbounded` holds the values that the attribute at hand adds (`repo` on GitHub, `api` on GitLab). Like
/// the built-in ones they match the whole value, without regard to case; a `*` in them stands for any run of
/// characters (`admin:*`), except alone, where it is the wildcard itself. Surrounding space is ignored. `NotAction`
/// and `Effect = "Deny"` are the caller's business: here every word is one that grants.
pub fn breadth(dialect: Dialect, text: &str, extra_unbounded: &[&str]) -> Breadth {
    let text = text.trim();
    let meaning = match dialect {
        Dialect::Oauth => oauth::unbounded(text),
        Dialect::AwsAction => aws::unbounded_action(text),
        Dialect::AwsManagedPolicy => aws::unbounded_policy(text),
        Dialect::EntraPermission => entra::unbounded_permission(text),
        Dialect::EntraRole => entra::unbounded_role(text),
        Dialect::Tool => is_wildcard(text).then_some(ANY_TOOL),
    };
    let extra = || {
        let named = extra_unbounded.iter().any(|row| matches_row(row, text));
        named.then_some("everything that this vendor lets it reach")
    };
    match meaning.or_else(extra) {
        Some(meaning) => Breadth::Unbounded(Cow::Borrowed(meaning)),
        None => Breadth::Bounded,
    }
}

impl Breadth {
    pub fn is_unbounded(&self) -> bool {
        matches!(self, Self::Unbounded(_))
    }
}

/// A pattern that every value matches: `*`, `**`, `.*`, `*:*`, `*/*`.
fn is_wildcard(text: &str) -> bool {
    matches!(text, ".*" | "^.*$")
        || text.contains('*')
            && text.chars().all(|c| matches!(c, '*' | '?' | ':' | '/' | '.'))
            && !text.starts_with('/')
}

fn look_up(table: &'static [Row], text: &str) -> Option<&'static str> {
    let row = table.iter().find(|(value, _)| value.eq_ignore_ascii_case(text));
    row.map(|(_, meaning)| *meaning)
}

fn matches_row(row: &str, text: &str) -> bool {
    if row == "*" {
        return text == "*";
    }
    matches_glob(&row.to_ascii_lowercase(), &text.to_ascii_lowercase())
}

/// `*` in the glob stands for any run of characters; everything else for itself.
pub(crate) fn matches_glob(glob: &str, text: &str) -> bool {
    let Some((head, rest)) = glob.split_once('*') else {
        return glob == text;
    };
    let Some(mut text) = text.strip_prefix(head) else {
        return false;
    };
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return text.ends_with(part);
        }
        match text.find(part) {
            Some(start) => text = &text[start + part.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_unbounded(dialect: Dialect, text: &str) -> bool {
        breadth(dialect, text, &[]).is_unbounded()
    }

    #[test]
    fn values_that_only_contain_a_wide_word_are_bounded() {
        for text in [
            "all-tickets.read",
            "GROUP_BACKUP_ADMIN",
            "jfrt@*",
            "admin-console.view",
            "read:all-hands",
            "tickets:*",
            "rooted",
            "api",
            "repo",
            "",
        ] {
            assert!(
                !is_unbounded(Dialect::Oauth, text),
                "{text:?} was called unbounded"
            );
        }
    }

    #[test]
    fn an_attribute_adds_values_of_its_own() {
        assert!(breadth(Dialect::Oauth, "repo", &["repo", "admin:*"]).is_unbounded());
        assert!(breadth(Dialect::Oauth, "admin:org", &["repo", "admin:*"]).is_unbounded());
        assert!(!breadth(Dialect::Oauth, "repo:status", &["repo", "admin:*"]).is_unbounded());
        assert!(
            !breadth(Dialect::Oauth, "read", &["*"]).is_unbounded(),
            "`*` alone is itself"
        );
    }

    #[test]
    fn only_the_bare_wildcard_is_every_tool() {
        for text in ["*", " * ", ".*", "*/*"] {
            assert!(is_unbounded(Dialect::Tool, text), "{text:?}");
        }
        for text in ["github/*", "search_*", "all_tickets", "/*"] {
            assert!(!is_unbounded(Dialect::Tool, text), "{text:?}");
        }
    }

    #[test]
    fn globs_match_the_whole_text() {
        assert!(matches_glob("team-*", "team-payments"));
        assert!(matches_glob("*-team", "payments-team"));
        assert!(matches_glob("a*b*c", "a-b-b-c"));
        assert!(!matches_glob("team-*", "steam-room"));
        assert!(!matches_glob("a*b", "abc"));
        assert!(matches_glob("*", ""));
        assert!(!matches_glob("ab*b", "ab"));
    }
}
