//! Every rule and policy that the linter knows, under one roof: for lists, lookups, manual pages and selection.

use governance::{Persona, Severity, policies};

use crate::finding::RuleId;
use crate::manual::Manual;
use crate::rules;

#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub rule: RuleId,
    /// One line for lists.
    pub summary: &'static str,
    /// The highest that it gives.
    pub severity: Severity,
    /// The least demanding that hears any of it.
    pub persona: Persona,
    /// The file that implements it; its header is the manual page.
    pub source: &'static str,
}

/// Policies and rules, in the order of their ids.
pub fn all() -> impl Iterator<Item = Entry> {
    let policies = policies::ALL.iter().map(|(policy, source)| Entry {
        rule: RuleId {
            id: policy.id,
            name: policy.name,
        },
        summary: policy.summary,
        severity: policy.severity,
        persona: policy.persona,
        source,
    });
    let rules = rules::ALL.iter().map(|(rule, source)| Entry {
        rule: rule.rule_id(),
        summary: rule.summary,
        severity: rule.severity,
        persona: rule.persona,
        source,
    });
    let mut all: Vec<Entry> = policies.chain(rules).collect();
    all.sort_by_key(|entry| entry.rule.id);
    all.into_iter()
}

/// By id or name, whatever its case.
pub fn find(text: &str) -> Option<Entry> {
    all().find(|entry| entry.rule.id.eq_ignore_ascii_case(text) || entry.rule.name.eq_ignore_ascii_case(text))
}

/// The rule that was probably meant.
pub fn suggest(text: &str) -> Option<&'static str> {
    let names = all().map(|entry| entry.rule.name);
    let ids = all().map(|entry| entry.rule.id);
    nearest(text, names.chain(ids))
}

/// The candidate that `text` is a likely misspelling of.
pub fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let text = text.to_lowercase().replace('_', "-");
    candidates
        .into_iter()
        .map(|candidate| {
            let plain = candidate.to_lowercase().replace('_', "-");
            (strsim::normalized_damerau_levenshtein(&text, &plain), candidate)
        })
        .filter(|(likeness, _)| *likeness > 0.6)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

impl Entry {
    pub fn manual(&self) -> Manual<'static> {
        Manual::of(self.source)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_and_names_are_each_used_once() {
        let ids: BTreeSet<&str> = all().map(|entry| entry.rule.id).collect();
        let names: BTreeSet<&str> = all().map(|entry| entry.rule.name).collect();
        assert_eq!(ids.len(), all().count());
        assert_eq!(names.len(), all().count());
    }

    #[test]
    fn a_rule_is_found_by_id_or_name_and_a_typo_finds_its_neighbour() {
        assert_eq!(
            find("xid904").map(|entry| entry.rule.name),
            Some("waiver-expired-or-unapproved")
        );
        assert_eq!(
            find("waiver-expired-or-unapproved").map(|entry| entry.rule.id),
            Some("XID904")
        );
        assert_eq!(
            suggest("waiver_expired-or-unaproved"),
            Some("waiver-expired-or-unapproved")
        );
        assert_eq!(nearest("qqqq", ["absent-expiry", "missing-owner"]), None);
    }
}
