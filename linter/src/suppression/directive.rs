//! What a comment says: `extid: ignore[absent-expiry, XID101] until=2026-12-31 reason text`.

use governance::{Duration, Instant};

/// A comment that begins with `extid:` and speaks of suppression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    pub reach: Reach,
    /// As written, trimmed, in order.
    pub rules: Vec<String>,
    pub until: Option<Until>,
    pub reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// `ignore`: the attribute or block that the comment speaks of.
    Place,
    /// `ignore-file`: everything in the file.
    File,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Until {
    pub text: String,
    /// `None` when the text is neither a date nor an RFC 3339 instant.
    pub bounds: Option<Bounds>,
}

/// A date means that whole day in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub begins: Instant,
    /// From here on it is over.
    pub ends: Instant,
}

/// Why a comment is none, in one sentence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DirectiveError {
    #[error("`extid: {0}` is not a directive")]
    UnknownWord(String),
    #[error("`{0}` names no rule")]
    NoRules(&'static str),
    #[error("the bracket of `{0}[` is not closed")]
    Unclosed(&'static str),
    #[error("`extid: {0}` does not stand at the start of the comment")]
    NotFirst(&'static str),
    /// `extid ignore[`, `extid-lint: ignore[`, `Extid: Ignore[`.
    #[error("`{written}[` is not a directive")]
    NearMiss { written: String, meant: &'static str },
    #[error("`until=` is said twice")]
    UntilTwice,
}

/// What may follow `extid:`. `subject` is read elsewhere.
pub const WORDS: [&str; 3] = ["ignore", "ignore-file", "subject"];

impl Directive {
    /// `None` when the comment is not about suppression: prose, or another directive.
    pub fn parse(comment: &str) -> Option<Result<Self, DirectiveError>> {
        let comment = comment.trim();
        let Some(rest) = comment.strip_prefix("extid:") else {
            return not_first(comment).or_else(|| near_miss(comment)).map(Err);
        };
        let rest = rest.trim_start();
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
        let (word, rest) = rest.split_at(end.unwrap_or(rest.len()));
        let (word, reach) = match word {
            "ignore" => ("ignore", Reach::Place),
            "ignore-file" => ("ignore-file", Reach::File),
            "subject" => return None,
            other => return Some(Err(DirectiveError::UnknownWord(other.to_owned()))),
        };
        Some(Self::parse_rest(word, reach, rest))
    }

    fn parse_rest(word: &'static str, reach: Reach, rest: &str) -> Result<Self, DirectiveError> {
        let rest = rest
            .trim_start()
            .strip_prefix('[')
            .ok_or(DirectiveError::NoRules(word))?;
        let (rules, rest) = rest.split_once(']').ok_or(DirectiveError::Unclosed(word))?;
        let rules: Vec<String> = rules
            .split(',')
            .map(|rule| rule.trim().to_owned())
            .filter(|rule| !rule.is_empty())
            .collect();
        if rules.is_empty() {
            return Err(DirectiveError::NoRules(word));
        }
        let mut until = None;
        let mut reason = Vec::new();
        for word in rest.split_whitespace() {
            match word.strip_prefix("until=") {
                Some(_) if until.is_some() => return Err(DirectiveError::UntilTwice),
                Some(text) => until = Some(Until::of(text)),
                None => reason.push(word),
            }
        }
        Ok(Self {
            reach,
            rules,
            until,
            reason: reason.join(" "),
        })
    }

    /// Punctuation alone explains nothing.
    pub fn has_reason(&self) -> bool {
        self.reason.chars().any(char::is_alphanumeric)
    }

    pub fn word(&self) -> &'static str {
        match self.reach {
            Reach::Place => "ignore",
            Reach::File => "ignore-file",
        }
    }
}

impl Until {
    fn of(text: &str) -> Self {
        let date = format!("{text}T00:00:00Z").parse::<Instant>().ok();
        let bounds = match date {
            Some(begins) => begins
                .checked_add(Duration::from_days(1))
                .map(|ends| Bounds { begins, ends }),
            None => text.parse().ok().map(|at| Bounds { begins: at, ends: at }),
        };
        Self {
            text: text.to_owned(),
            bounds,
        }
    }
}

/// `# tflint-ignore: x extid: ignore[y]` would silently do nothing.
fn not_first(comment: &str) -> Option<DirectiveError> {
    let (_, rest) = comment.split_once("extid:")?;
    let rest = rest.trim_start();
    let bracketed = |word: &str| {
        rest.strip_prefix(word)
            .is_some_and(|rest| rest.trim_start().starts_with('['))
    };
    ["ignore", "ignore-file"]
        .into_iter()
        .find(|word| bracketed(word))
        .map(DirectiveError::NotFirst)
}

/// Whoever writes `extid-lint: ignore[x]` believes that it accepts something.
fn near_miss(comment: &str) -> Option<DirectiveError> {
    let (written, _) = comment.split_once('[')?;
    let lower = written.to_ascii_lowercase();
    let between = |word: &str| {
        let rest = lower.trim_end().strip_prefix("extid")?.strip_suffix(word)?;
        let rest = rest
            .strip_prefix("-lint")
            .or_else(|| rest.strip_prefix("_lint"))
            .unwrap_or(rest);
        let is_glue = |c: char| matches!(c, ':' | '-' | '_' | '=' | '.') || c.is_whitespace();
        rest.chars().all(is_glue).then_some(())
    };
    ["ignore", "ignore-file"]
        .into_iter()
        .find(|word| between(word).is_some())
        .map(|meant| DirectiveError::NearMiss {
            written: written.trim_end().to_owned(),
            meant,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(comment: &str) -> Directive {
        Directive::parse(comment).unwrap().unwrap()
    }

    #[test]
    fn rules_date_and_reason_are_read_in_any_spacing() {
        let directive =
            parsed(" extid:ignore [ absent-expiry,XID101 ]  until=2026-12-31  replaced  by OIDC ");
        assert_eq!(directive.rules, ["absent-expiry", "XID101"]);
        assert_eq!(directive.reason, "replaced by OIDC");
        assert_eq!(directive.reach, Reach::Place);
        let bounds = directive.until.unwrap().bounds.unwrap();
        assert_eq!(bounds.begins.to_string(), "2026-12-31T00:00:00Z");
        assert_eq!(bounds.ends.to_string(), "2027-01-01T00:00:00Z");
        assert_eq!(
            parsed("extid: ignore-file[x] why until=2026-12-31").reach,
            Reach::File
        );
    }

    #[test]
    fn an_instant_is_as_good_as_a_date_and_a_wrong_date_is_kept_as_text() {
        let until = |text: &str| {
            parsed(&format!("extid: ignore[x] until={text} why"))
                .until
                .unwrap()
        };
        let bounds = until("2026-12-31T12:00:00+01:00").bounds.unwrap();
        assert_eq!(bounds.ends.to_string(), "2026-12-31T11:00:00Z");
        for wrong in ["2026-02-30", "tomorrow", "31.12.2026", ""] {
            assert_eq!(
                until(wrong),
                Until {
                    text: wrong.to_owned(),
                    bounds: None
                }
            );
        }
    }

    #[test]
    fn what_is_no_directive_says_why_and_prose_says_nothing() {
        let error = |comment: &str| Directive::parse(comment).unwrap().unwrap_err().to_string();
        assert_eq!(
            error("extid: ignore until=2026-12-31 x"),
            "`ignore` names no rule"
        );
        assert_eq!(error("extid: ignore[ , ] x"), "`ignore` names no rule");
        assert_eq!(
            error("extid: ignore[absent-expiry x"),
            "the bracket of `ignore[` is not closed"
        );
        assert_eq!(error("extid: ingore[x]"), "`extid: ingore` is not a directive");
        assert_eq!(
            error("tflint-ignore: y extid: ignore[x]"),
            "`extid: ignore` does not stand at the start of the comment"
        );
        assert_eq!(Directive::parse("see extid: it ignores this"), None);
        assert_eq!(Directive::parse("extid: subject actor=ai_agent"), None);
    }
}
