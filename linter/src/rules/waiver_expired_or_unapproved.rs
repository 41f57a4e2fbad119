//! XID904 waiver-expired-or-unapproved: an exception in the sources that is unbounded, unexplained or dead
//!
//! ## What
//! A comment `# extid: ignore[rule] until=DATE reason` accepts a finding for a while. It must name its rules, say
//! why, and end at most `max-days` (90) after today. One that does not is reported here and accepts nothing: the
//! finding that it stands for is reported as well. One that is in order but accepts nothing is a warning.
//!
//! It stands on, or right above, a line that the report labels in the block of the finding, or the header of a block
//! around it; at a `module` call it accepts what that call brings in. `ignore-file` in the comments at the top of a
//! file speaks for all of it. What is nearly a directive, as `extid-lint: ignore[rule]`, is reported as well.
//!
//! ## Why
//! An exception without an end becomes the policy, and one without a reason cannot be reviewed. Dead comments
//! hide the next defect in the same place.
//!
//! ## Flagged
//! ```hcl
//! # extid: ignore[absent-expiry]
//! resource "aws_iam_access_key" "ci" {
//!   user = "ci"
//! }
//! ```
//!
//! ## Accepted
//! ```hcl
//! # extid: ignore[absent-expiry] until=2026-12-31 replaced by OIDC in ticket 4711
//! resource "aws_iam_access_key" "ci" {
//!   user = "ci"
//! }
//! ```
//!
//! ## Undecided
//! A comment is not called unused while its rule is undecided at its place, or was not selected in this run.
//!
//! ## Fix
//! Write the rules in brackets, a date within 90 days, and why it is acceptable until then. Delete the comment when
//! the defect is gone, or decide again when its date is over.
//!
//! ## Maps to
//! NIST SP 800-53 AC-5 and CM-3.

use governance::{Duration, Instant, Persona, Severity};

use super::{Rule, RuleCheck};
use crate::finding::RuleId;
use crate::rulebook;
use crate::suppression::{Directive, DirectiveError, Reach, WORDS, is_wildcard};

pub const RULE: Rule = Rule {
    id: "XID904",
    name: "waiver-expired-or-unapproved",
    summary: "an exception in the sources that is unbounded, unexplained or dead",
    severity: Severity::Error,
    persona: Persona::Regular,
    check: RuleCheck::Suppressions,
};

/// What is wrong with an exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Violation {
    Malformed(DirectiveError),
    /// `ignore-file` below the first code of its file.
    NotInHeader,
    NoReason,
    NoUntil,
    NeitherReasonNorUntil,
    /// Neither a date nor an instant.
    BadUntil(String),
    Expired(String),
    TooFar(String),
    UnknownRule(String),
    Wildcard(String),
    /// The policy file or this rule itself forbids it.
    Enforced(RuleId),
    /// The second: where a finding of the rule stands that has a place in the same block.
    Unused(RuleId, Option<String>),
}

impl Violation {
    /// What is wrong with all but the rules of `directive`.
    pub fn of(directive: &Directive, in_header: bool, as_of: Instant, max_days: u32) -> Vec<Self> {
        let mut wrong = Vec::new();
        if directive.reach == Reach::File && !in_header {
            wrong.push(Self::NotInHeader);
        }
        match (directive.has_reason(), &directive.until) {
            (false, None) => wrong.push(Self::NeitherReasonNorUntil),
            (false, Some(_)) => wrong.push(Self::NoReason),
            (true, None) => wrong.push(Self::NoUntil),
            (true, Some(_)) => {}
        }
        let latest = as_of.checked_add(Duration::from_days(u64::from(max_days)));
        if let Some(until) = &directive.until {
            match until.bounds {
                None => wrong.push(Self::BadUntil(until.text.clone())),
                Some(bounds) if bounds.ends <= as_of => wrong.push(Self::Expired(until.text.clone())),
                Some(bounds) if latest.is_some_and(|latest| bounds.begins > latest) => {
                    wrong.push(Self::TooFar(until.text.clone()));
                }
                Some(_) => {}
            }
        }
        wrong
    }

    /// The rule that `text` names, if an exception may name it.
    pub fn of_rule(text: &str, enforced: impl Fn(RuleId) -> bool) -> Result<RuleId, Self> {
        match rulebook::find(text).map(|entry| entry.rule) {
            Some(rule) if rule.id == RULE.id || enforced(rule) => Err(Self::Enforced(rule)),
            Some(rule) => Ok(rule),
            None if is_wildcard(text) => Err(Self::Wildcard(text.to_owned())),
            None => Err(Self::UnknownRule(text.to_owned())),
        }
    }

    pub fn severity(&self) -> Severity {
        match self {
            Self::Unused(..) => Severity::Warning,
            _ => Severity::Error,
        }
    }

    pub fn message(&self) -> String {
        match self {
            Self::Malformed(error) => error.to_string(),
            Self::NotInHeader => "`ignore-file` stands below the first code of the file".to_owned(),
            Self::NoReason => "this exception does not say why".to_owned(),
            Self::NoUntil => "this exception never ends".to_owned(),
            Self::NeitherReasonNorUntil => "this exception never ends and does not say why".to_owned(),
            Self::BadUntil(text) => format!("`until={text}` is not a date"),
            Self::Expired(text) => format!("this exception ended with {text}"),
            Self::TooFar(text) => format!("`until={text}` is too far away"),
            Self::UnknownRule(text) => format!("no rule is called `{text}`"),
            Self::Wildcard(text) => format!("`{text}` stands for several rules"),
            Self::Enforced(rule) if rule.id == RULE.id => {
                format!(
                    "{} {} cannot be ignored: it judges the exceptions",
                    rule.id, rule.name
                )
            }
            Self::Enforced(rule) => format!("{} {} is enforced and cannot be ignored", rule.id, rule.name),
            Self::Unused(rule, _) => format!("{} {} finds nothing to ignore here", rule.id, rule.name),
        }
    }

    pub fn help(&self, as_of: Instant, max_days: u32) -> String {
        let latest = as_of
            .checked_add(Duration::from_days(u64::from(max_days)))
            .map_or_else(|| "DATE".to_owned(), Instant::date);
        let within = format!("until={latest} or earlier ({max_days} days)");
        match self {
            Self::Malformed(DirectiveError::UnknownWord(word)) => match rulebook::nearest(word, WORDS) {
                Some(word) => format!("did you mean `extid: {word}`?"),
                None => format!("write one of `{}` after `extid:`", WORDS.join("`, `")),
            },
            Self::Malformed(DirectiveError::NotFirst(_)) => "give it a comment line of its own".to_owned(),
            Self::Malformed(DirectiveError::NearMiss { meant, .. }) => {
                format!("did you mean `extid: {meant}[`?")
            }
            Self::Malformed(DirectiveError::UntilTwice) => "keep the `until=` that is meant".to_owned(),
            Self::Malformed(_) => format!("write `extid: ignore[rule] until={latest} reason`"),
            Self::NotInHeader => {
                "move it above the first block, or use `ignore` on the block that it is about".to_owned()
            }
            Self::NoReason => "write after the date why this is acceptable until then".to_owned(),
            Self::NeitherReasonNorUntil => {
                format!("write `until={latest}` or earlier after the brackets, and why")
            }
            Self::NoUntil | Self::BadUntil(_) | Self::TooFar(_) => format!("write {within}"),
            Self::Expired(_) => format!("fix what it covers, or decide again and write {within}"),
            Self::UnknownRule(text) => match rulebook::suggest(text) {
                Some(name) => format!("did you mean `{name}`?"),
                None => "`extid-lint rules` lists them".to_owned(),
            },
            Self::Wildcard(_) => "name each rule that is accepted here".to_owned(),
            Self::Enforced(_) => {
                "fix what it covers, or ask who keeps the organisation's policy file".to_owned()
            }
            Self::Unused(_, None) => "delete the comment, or the rule from its brackets".to_owned(),
            Self::Unused(rule, Some(place)) => format!(
                "{} stands at {place}: write the comment on the line above that, or delete it",
                rule.id
            ),
        }
    }

    /// Beside the comment.
    pub fn label(&self) -> &'static str {
        match self {
            Self::NoReason => "no reason",
            Self::NoUntil => "no `until`",
            Self::NeitherReasonNorUntil => "neither `until` nor reason",
            Self::Unused(..) => "accepts nothing",
            _ => "accepts nothing while this is so",
        }
    }

    /// Canonical text, for baselines.
    pub fn evidence(&self) -> String {
        match self {
            Self::Malformed(_) => "malformed".to_owned(),
            Self::NotInHeader => "place=below-header".to_owned(),
            Self::NoReason => "reason=absent".to_owned(),
            Self::NoUntil => "until=absent".to_owned(),
            Self::NeitherReasonNorUntil => "until=absent reason=absent".to_owned(),
            Self::BadUntil(_) => "until=malformed".to_owned(),
            Self::Expired(_) => "until=past".to_owned(),
            Self::TooFar(_) => "until=too-far".to_owned(),
            Self::UnknownRule(text) => format!("rule={text}"),
            Self::Wildcard(text) => format!("wildcard={text}"),
            Self::Enforced(rule) => format!("enforced={}", rule.id),
            Self::Unused(rule, _) => format!("unused={}", rule.id),
        }
    }
}
