//! Keeps secrets out of every output: out of the lines of source that reports quote, and out of every message.
//!
//! What was found by its place is masked at its place; keys of a known form and the values of secrets that were found
//! are masked wherever they stand. In a file that could not be read nothing is found by its place, so there the values
//! of names that speak of secrets are masked as text.

mod unread;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use ustr::Ustr;

use crate::load::ir::ExprKind;
use crate::load::{FileEntry, Input, Module, Span, Tree};
use crate::observation::Observation;
use crate::problem::{Problem, ProblemKind};
use crate::secret_forms;

/// What a message shows in place of a secret.
const MASK: &str = "(secret)";
/// From this many bytes on, a value is masked inside of longer words too.
const DISTINCT: usize = 8;
/// Shorter values are words of every text; masking them would hide the text and tell the value.
const SHORTEST: usize = 4;

/// A secret in clear, to be looked for. It is never written, not even by `{:?}`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<str>);

impl Secret {
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

/// What a run must not show. The empty one still masks keys of a known form.
#[derive(Clone, Debug, Default)]
pub struct Redaction {
    spans: Vec<Span>,
    /// The longest first, so that none hides a longer one.
    values: Vec<Secret>,
    /// Files with syntax errors.
    unread: FxHashSet<Arc<str>>,
    /// Of sensitive variables.
    names: FxHashSet<Ustr>,
}

impl Redaction {
    /// Of everything that was found, before it is folded: a finding stands for several places.
    pub fn of(tree: &Tree, observations: &[Observation], problems: &[Problem]) -> Self {
        let mut redaction = Self::default();
        for seen in observations {
            if let Some(secret) = &seen.secret {
                redaction.spans.push(seen.primary.span);
                redaction.values.push(secret.clone());
            }
        }
        for module in &tree.modules {
            let sensitive = module
                .variables
                .keys()
                .filter(|name| is_sensitive(module, **name));
            redaction.names.extend(sensitive);
        }
        for root in &tree.roots {
            for (name, input) in &root.values {
                if let Input::Text(text, _) = input
                    && redaction.names.contains(name)
                {
                    redaction.values.push(Secret(text.clone()));
                }
            }
        }
        let broken = problems
            .iter()
            .filter(|problem| problem.kind == ProblemKind::Syntax);
        redaction.unread = broken.map(|problem| problem.file.clone()).collect();
        redaction.values.retain(|value| value.0.len() >= SHORTEST);
        redaction
            .values
            .sort_by(|a, b| (b.0.len(), &a.0).cmp(&(a.0.len(), &b.0)));
        redaction.values.dedup();
        redaction
    }

    /// `text` without secrets; `None` when it holds none.
    pub fn redacted(&self, text: &str) -> Option<String> {
        let secrets = self.secrets(text);
        if secrets.is_empty() {
            return None;
        }
        let mut clean = String::with_capacity(text.len());
        let mut from = 0;
        for secret in secrets {
            if secret.start >= from {
                clean.push_str(&text[from..secret.start]);
                clean.push_str(MASK);
            }
            from = from.max(secret.end);
        }
        clean.push_str(&text[from..]);
        Some(clean)
    }

    pub fn clean(&self, text: &mut String) {
        if let Some(clean) = self.redacted(text) {
            *text = clean;
        }
    }

    pub fn clean_shared(&self, text: &mut Arc<str>) {
        if let Some(clean) = self.redacted(text) {
            *text = clean.into();
        }
    }

    /// Writes `*` over the secrets in the text of a file, byte by byte, so that every offset stays; line breaks stay too.
    pub fn mask(&self, file: &FileEntry, bytes: &mut [u8]) {
        // Changed since it was read: there is no telling what stands where.
        let Ok(text) = std::str::from_utf8(bytes) else {
            return cover(bytes);
        };
        let mut secrets = self.secrets(text);
        secrets.extend(self.spans.iter().filter_map(|span| {
            let start = span.start.checked_sub(file.base)?;
            let end = span.end.saturating_sub(file.base).min(file.len);
            Some(start as usize..end as usize)
        }));
        if self.unread.contains(&file.path) {
            secrets.extend(unread::assigned(text, |name| {
                Ustr::from_existing(name).is_some_and(|name| self.names.contains(&name))
            }));
        }
        for secret in secrets {
            if let Some(secret) = bytes.get_mut(secret) {
                cover(secret);
            }
        }
    }

    /// Keys of a known form and values that were found, by where they start. They may overlap.
    fn secrets(&self, text: &str) -> Vec<Range<usize>> {
        let forms = secret_forms::each(text).map(|form| form.start..form.start + form.text.len());
        let mut found: Vec<_> = forms.collect();
        for Secret(value) in &self.values {
            let places = text.match_indices(&**value).map(|(at, _)| at..at + value.len());
            found.extend(places.filter(|place| value.len() >= DISTINCT || stands_alone(text, place)));
        }
        found.sort_by_key(|range| range.start);
        found
    }
}

/// Whether the module declares the variable, and as `sensitive`.
pub(crate) fn is_sensitive(module: &Module, name: Ustr) -> bool {
    module.variables.get(&name).is_some_and(|index| {
        let sensitive = module.blocks[*index].body.attr("sensitive");
        sensitive.is_some_and(|attr| matches!(attr.value.kind, ExprKind::Bool(true)))
    })
}

fn stands_alone(text: &str, place: &Range<usize>) -> bool {
    let before = text[..place.start].chars().next_back();
    let after = text[place.end..].chars().next();
    ![before, after].into_iter().flatten().any(char::is_alphanumeric)
}

fn cover(bytes: &mut [u8]) {
    bytes
        .iter_mut()
        .filter(|byte| !matches!(byte, b'\n' | b'\r'))
        .for_each(|byte| *byte = b'*');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masking(values: &[&str]) -> Redaction {
        Redaction {
            values: values.iter().map(|value| Secret::new(value)).collect(),
            ..Redaction::default()
        }
    }

    #[test]
    fn a_key_of_a_known_form_is_masked_by_every_run() {
        let key = format!("ghp_{}", "A1b2C3d4".repeat(5));
        let clean = Redaction::default().redacted(&format!("`{key}` is not a date, nor is `{key}`"));
        assert_eq!(
            clean.as_deref(),
            Some("`(secret)` is not a date, nor is `(secret)`")
        );
    }

    #[test]
    fn a_value_is_masked_inside_of_words_only_when_it_is_distinct() {
        let redaction = masking(&["correcthorse", "team"]);
        assert_eq!(
            redaction.redacted("xcorrecthorse and teams of `team`").as_deref(),
            Some("x(secret) and teams of `(secret)`")
        );
        assert_eq!(redaction.redacted("nothing to hide from teammates"), None);
    }

    #[test]
    fn a_secret_is_not_printed_for_debugging() {
        assert_eq!(format!("{:?}", Secret::new("correcthorse")), "(secret)");
    }
}
