//! Which rules a run asks: `--select`, `--ignore`, `--extend-select`, as in ruff the more specific pattern wins.

use crate::finding::RuleId;
use crate::rulebook;

/// Rules by id, name or prefix of an id; `ALL` for every rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// `None` selects every rule.
    pub select: Option<Vec<Pattern>>,
    pub extend_select: Vec<Pattern>,
    pub ignore: Vec<Pattern>,
    /// Rules that always run.
    pub enforced: Vec<RuleId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    All,
    /// Upper case.
    Prefix(String),
    Rule(RuleId),
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no rule is called `{text}`, and it is not a prefix of ids such as XID2{}", hint(*.suggestion))]
pub struct UnknownRule {
    pub text: String,
    pub suggestion: Option<&'static str>,
}

fn hint(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

impl Pattern {
    pub fn parse(text: &str) -> Result<Self, UnknownRule> {
        let text = text.trim();
        let upper = text.to_ascii_uppercase();
        if upper == "ALL" {
            Ok(Self::All)
        } else if let Some(entry) = rulebook::find(text) {
            Ok(Self::Rule(entry.rule))
        } else if upper.starts_with("XID") && rulebook::all().any(|entry| entry.rule.id.starts_with(&upper)) {
            Ok(Self::Prefix(upper))
        } else {
            Err(UnknownRule {
                text: text.to_owned(),
                suggestion: rulebook::suggest(text),
            })
        }
    }

    /// How closely it names the rule; `None` when it does not.
    fn closeness(&self, rule: RuleId) -> Option<usize> {
        match self {
            Self::All => Some(0),
            Self::Prefix(prefix) => rule.id.starts_with(prefix.as_str()).then_some(prefix.len()),
            Self::Rule(named) => (*named == rule).then_some(usize::MAX),
        }
    }
}

impl Selection {
    /// `ignore` wins over a selection that names the rule no more closely.
    pub fn selects(&self, rule: RuleId) -> bool {
        if self.enforced.contains(&rule) {
            return true;
        }
        let closest = |patterns: &[Pattern]| patterns.iter().filter_map(|p| p.closeness(rule)).max();
        let selected = match &self.select {
            Some(select) => closest(select),
            None => Some(0),
        };
        match (selected.max(closest(&self.extend_select)), closest(&self.ignore)) {
            (None, _) => false,
            (Some(selected), Some(ignored)) => selected > ignored,
            (Some(_), None) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: RuleId = RuleId {
        id: "XID201",
        name: "absent-expiry",
    };
    const B: RuleId = RuleId {
        id: "XID202",
        name: "distant-expiry",
    };
    const C: RuleId = RuleId {
        id: "XID901",
        name: "other",
    };

    fn prefix(text: &str) -> Pattern {
        Pattern::Prefix(text.to_owned())
    }

    fn chosen(selection: &Selection) -> Vec<&'static str> {
        [A, B, C]
            .into_iter()
            .filter(|rule| selection.selects(*rule))
            .map(|rule| rule.id)
            .collect()
    }

    #[test]
    fn everything_is_selected_until_something_is_said() {
        let mut selection = Selection::default();
        assert_eq!(chosen(&selection), ["XID201", "XID202", "XID901"]);
        selection.ignore = vec![prefix("XID2")];
        assert_eq!(chosen(&selection), ["XID901"]);
        selection.extend_select = vec![Pattern::Rule(B)];
        assert_eq!(chosen(&selection), ["XID202", "XID901"]);
    }

    #[test]
    fn the_more_specific_pattern_wins_and_ignore_wins_ties() {
        let selection = Selection {
            select: Some(vec![prefix("XID2")]),
            ignore: vec![Pattern::Rule(B)],
            ..Selection::default()
        };
        assert_eq!(chosen(&selection), ["XID201"]);
        let tie = Selection {
            select: Some(vec![Pattern::Rule(A), Pattern::Rule(B)]),
            ignore: vec![Pattern::Rule(A), Pattern::All],
            ..Selection::default()
        };
        assert_eq!(chosen(&tie), ["XID202"]);
    }

    #[test]
    fn enforced_rules_run_whatever_is_selected() {
        let selection = Selection {
            select: Some(vec![Pattern::Rule(C)]),
            ignore: vec![Pattern::Rule(A)],
            enforced: vec![A],
            ..Selection::default()
        };
        assert_eq!(chosen(&selection), ["XID201", "XID901"]);
    }

    #[test]
    fn patterns_are_ids_names_and_prefixes_and_anything_else_is_refused_with_a_guess() {
        assert!(matches!(Pattern::parse("xid904"), Ok(Pattern::Rule(rule)) if rule.id == "XID904"));
        assert!(matches!(
            Pattern::parse("waiver-expired-or-unapproved"),
            Ok(Pattern::Rule(_))
        ));
        assert_eq!(Pattern::parse("XID9"), Ok(prefix("XID9")));
        assert_eq!(Pattern::parse("all"), Ok(Pattern::All));
        let error = Pattern::parse("waiver-expired-or-unaproved").unwrap_err();
        assert!(
            error
                .to_string()
                .ends_with("did you mean `waiver-expired-or-unapproved`?"),
            "{error}"
        );
        assert!(Pattern::parse("XID7777").is_err());
        assert!(Pattern::parse("").is_err());
    }
}
