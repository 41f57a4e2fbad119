//! An organisation's file under a repository's: the organisation may enforce, the repository may tighten.
//!
//! Only what the base file says binds; what it leaves out is the repository's to say. Where the repository
//! loosens, the base stays and a problem points at the repository's text.

use std::ops::Range;

use super::{PolicyFile, PolicyFileProblem, RuleSetting, Written};
use crate::policies::find;

impl PolicyFile {
    /// This file on top of `base`, the one it extends. Spans of the problems are in this file; values that come
    /// from `base` keep their spans there.
    pub fn layered_over(&self, base: &Self) -> (Self, Vec<PolicyFileProblem>) {
        let mut layer = Layer::default();
        let file = Self {
            extends: self.extends.clone(),
            profile: layer.at_least("profile", &self.profile, &base.profile),
            require_binding: layer.at_least("require-binding", &self.require_binding, &base.require_binding),
            min_severity: layer.at_most("min-severity", &self.min_severity, &base.min_severity),
            persona: layer.at_least("persona", &self.persona, &base.persona),
            fail_on: layer.at_most("fail-on", &self.fail_on, &base.fail_on),
            fail_on_undecided: layer.at_least(
                "fail-on-undecided",
                &self.fail_on_undecided,
                &base.fail_on_undecided,
            ),
            suppressions_max_days: layer.at_most(
                "max-days",
                &self.suppressions_max_days,
                &base.suppressions_max_days,
            ),
            accounts: layer.subset("accounts", &self.accounts, &base.accounts),
            owner_keys: joined(&self.owner_keys, &base.owner_keys),
            owner_patterns: joined(&self.owner_patterns, &base.owner_patterns),
            exclude: joined(&self.exclude, &base.exclude),
            // What the base selects stays selected; `ignore` is the word for less.
            select: match (&self.select, &base.select) {
                (Some(own), Some(base)) => Some(joined(own, base)),
                (own, base) => own.clone().or_else(|| base.clone()),
            },
            extend_select: joined(&self.extend_select, &base.extend_select),
            ignore: layer.ignored(&self.ignore, base),
            rules: layer.rules(&self.rules, &base.rules),
            limits: layer.limits(self, base),
            roots: joined(&self.roots, &base.roots),
            subjects: joined(&self.subjects, &base.subjects),
            provider: self.provider.clone().or_else(|| base.provider.clone()),
        };
        (file, layer.problems)
    }
}

#[derive(Default)]
struct Layer {
    problems: Vec<PolicyFileProblem>,
}

impl Layer {
    fn refuse(&mut self, span: &Range<usize>, message: String) {
        self.problems.push(PolicyFileProblem {
            span: span.clone(),
            message,
            unknown: None,
        });
    }

    /// The greater value is the stricter one.
    fn at_least<T: Clone + PartialOrd>(
        &mut self,
        key: &str,
        own: &Option<Written<T>>,
        base: &Option<Written<T>>,
    ) -> Option<Written<T>> {
        self.stricter(key, own, base, |own, base| own >= base)
    }

    /// The smaller value is the stricter one.
    fn at_most<T: Clone + PartialOrd>(
        &mut self,
        key: &str,
        own: &Option<Written<T>>,
        base: &Option<Written<T>>,
    ) -> Option<Written<T>> {
        self.stricter(key, own, base, |own, base| own <= base)
    }

    fn stricter<T: Clone>(
        &mut self,
        key: &str,
        own: &Option<Written<T>>,
        base: &Option<Written<T>>,
        is_as_strict: fn(&T, &T) -> bool,
    ) -> Option<Written<T>> {
        match (own, base) {
            (Some(own), Some(base)) if !is_as_strict(&own.value, &base.value) => {
                self.refuse(
                    &own.span,
                    format!("`{key}` is stricter in the file that this one extends"),
                );
                Some(base.clone())
            }
            (Some(own), _) => Some(own.clone()),
            (None, base) => base.clone(),
        }
    }

    fn subset(
        &mut self,
        key: &str,
        own: &[Written<String>],
        base: &[Written<String>],
    ) -> Vec<Written<String>> {
        if base.is_empty() || own.is_empty() {
            return joined(own, base);
        }
        let (kept, refused): (Vec<_>, Vec<_>) = own
            .iter()
            .partition(|own| base.iter().any(|base| base.value == own.value));
        for extra in refused {
            let value = &extra.value;
            self.refuse(
                &extra.span,
                format!("`{value}` is not among the `{key}` of the file that this one extends"),
            );
        }
        kept.into_iter().cloned().collect()
    }

    fn ignored(&mut self, own: &[Written<String>], base: &PolicyFile) -> Vec<Written<String>> {
        let mut kept = Vec::new();
        for ignored in own {
            match enforced(&base.rules).find(|rule| selects(&ignored.value, &rule.rule.value)) {
                None => kept.push(ignored.clone()),
                Some(rule) => {
                    let name = &rule.rule.value;
                    let message = format!("`{name}` is enforced by the file that this one extends");
                    self.refuse(&ignored.span, message);
                }
            }
        }
        joined(&kept, &base.ignore)
    }

    fn rules(&mut self, own: &[RuleSetting], base: &[RuleSetting]) -> Vec<RuleSetting> {
        let mut rules = base.to_vec();
        for setting in own {
            let name = &setting.rule.value;
            match rules.iter_mut().find(|rule| is_same_rule(&rule.rule.value, name)) {
                None => rules.push(setting.clone()),
                Some(rule) => {
                    let key = format!("rules.{name}.severity");
                    rule.severity = self.at_least(&key, &setting.severity, &rule.severity);
                    let key = format!("rules.{name}.enforced");
                    rule.enforced = self.at_least(&key, &setting.enforced, &rule.enforced);
                }
            }
        }
        rules
    }

    fn limits(&mut self, own: &PolicyFile, base: &PolicyFile) -> Vec<super::LimitSetting> {
        let mut limits = base.limits.clone();
        for setting in &own.limits {
            let (actor, key) = (setting.actor, setting.key);
            match limits
                .iter_mut()
                .find(|limit| limit.actor == actor && limit.key == key)
            {
                None => limits.push(setting.clone()),
                Some(limit) if setting.limit.value.is_within(limit.limit.value) => *limit = setting.clone(),
                Some(limit) => {
                    let bound = limit.limit.value;
                    let message = format!(
                        "`{key}` of {actor} is {bound} in the file that this one extends, which is tighter"
                    );
                    self.refuse(&setting.limit.span, message);
                }
            }
        }
        limits
    }
}

/// Whether a selector (id, name or prefix of an id) takes in the rule, which is written as id or name.
fn selects(selector: &str, rule: &str) -> bool {
    let id = find(rule).map_or(rule, |policy| policy.id);
    let is_prefix = id
        .get(..selector.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(selector));
    is_prefix || is_same_rule(selector, rule)
}

fn is_same_rule(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
        || find(one).is_some_and(|policy| find(other).is_some_and(|same| policy.id == same.id))
}

fn enforced(rules: &[RuleSetting]) -> impl Iterator<Item = &RuleSetting> {
    rules
        .iter()
        .filter(|rule| rule.enforced.as_ref().is_some_and(|w| w.value))
}

/// Own entries first: where the first match wins, the nearer file does.
fn joined<T: Clone>(own: &[T], base: &[T]) -> Vec<T> {
    own.iter().chain(base).cloned().collect()
}
