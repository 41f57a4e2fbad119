//! How a broken rule is told: the place, what happened, the rule, whose bug it is, and the author's next step.

use super::show;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::engine::shape::Fields;
use crate::path::{Path, Step};
use crate::schema::{Attribute, AttributeType, Block};
use crate::value::Raw;

/// A rule of Terraform core.
pub(super) struct Rule {
    /// What is asked for, as a full sentence.
    pub(super) law: &'static str,
    /// What the provider's author does about it, as a full sentence that begins after a colon.
    pub(super) next: &'static str,
}

/// The broken rules of one answer.
pub(super) struct Report<'a> {
    block: Option<&'a Block>,
    answer: &'static str,
    verb: &'static str,
    secret: bool,
    quiet: bool,
    broken: usize,
    found: Diagnostics,
}

impl<'a> Report<'a> {
    /// Of an answer of this schema to the step that is named: `plan`, `result of apply`.
    pub(super) fn new(block: Option<&'a Block>, answer: &'static str) -> Self {
        Self {
            block,
            answer,
            verb: "planned",
            secret: false,
            quiet: false,
            broken: 0,
            found: Diagnostics::default(),
        }
    }

    /// Of an answer that follows a configuration without being a plan.
    pub(super) fn answered(block: &'a Block, answer: &'static str) -> Self {
        Self {
            verb: "answered",
            ..Self::new(Some(block), answer)
        }
    }

    /// The same, of an answer that is a secret as a whole.
    pub(super) fn secret(block: &'a Block, answer: &'static str) -> Self {
        Self {
            secret: true,
            ..Self::answered(block, answer)
        }
    }

    /// Counts and writes nothing: for values that are only tried against each other.
    pub(super) fn quiet() -> Self {
        Self {
            quiet: true,
            ..Self::new(None, "")
        }
    }

    /// A rule is broken at the path. `what` is a clause without a final period.
    pub(super) fn broken(&mut self, rule: &Rule, path: &Path, what: impl FnOnce(&Show) -> String) {
        self.broken += 1;
        if self.quiet {
            return;
        }
        // Below a secret even the keys of maps may be secrets.
        let (path, secret) = match self.block.and_then(|block| secret_at(block.into(), path.steps())) {
            Some(depth) => (beginning(path, depth), true),
            None => (path.clone(), self.secret),
        };
        let place = if path.steps().is_empty() {
            "The object".to_owned()
        } else {
            format!("`{path}`")
        };
        let what = what(&Show {
            secret,
            verb: self.verb,
        });
        let detail = format!(
            "{place}: {what}. {} This is a bug of the provider, not of the configuration. For its author: {}",
            rule.law, rule.next
        );
        let summary = format!("The provider's {} breaks Terraform's rules", self.answer);
        let mut diagnostic = Diagnostic::error(summary, detail);
        let path = path.addressable();
        if !path.steps().is_empty() {
            diagnostic = diagnostic.at(path);
        }
        if !self.found.iter().any(|other| *other == diagnostic) {
            self.found.push(diagnostic);
        }
    }

    pub(super) fn is_clean(&self) -> bool {
        self.broken == 0
    }

    pub(super) fn finish(self) -> Diagnostics {
        self.found
    }
}

/// So many keys are named, and the rest is counted.
const NAMED: usize = 3;

/// Writes values for a text, without secrets.
pub(super) struct Show {
    secret: bool,
    verb: &'static str,
}

impl Show {
    /// What the provider did to the value.
    pub(super) fn verb(&self) -> &'static str {
        self.verb
    }

    /// A value of this attribute, or of one below it.
    pub(super) fn attribute(&self, attribute: &Attribute, value: &Raw) -> String {
        if self.secret {
            show::SECRET.to_owned()
        } else {
            show::attribute(attribute, value)
        }
    }

    /// Objects of these attributes and blocks.
    pub(super) fn objects(&self, fields: Fields<'_>, value: &Raw) -> String {
        if self.secret {
            show::SECRET.to_owned()
        } else {
            show::objects(fields, value)
        }
    }

    /// Where two texts differ, for the end of a sentence that names `which` two.
    pub(super) fn difference(&self, which: &str, one: &Raw, other: &Raw) -> String {
        match show::difference(one, other) {
            Some(at) if !self.secret => format!("; {which} differ from character {at} on"),
            _ => String::new(),
        }
    }

    /// Keys of a map.
    pub(super) fn keys(&self, keys: &[&String]) -> String {
        if self.secret {
            return show::count(keys.len(), "key");
        }
        let mut shown: Vec<String> = keys.iter().take(NAMED).map(|key| format!("{key:?}")).collect();
        if keys.len() > NAMED {
            shown.push(format!("{} more", keys.len() - NAMED));
        }
        let noun = if keys.len() == 1 { "key" } else { "keys" };
        format!("the {noun} {}", shown.join(", "))
    }

    /// A value that has no schema and is no secret.
    pub(super) fn plain(&self, value: &Raw) -> String {
        if self.secret {
            show::SECRET.to_owned()
        } else {
            show::plain(value)
        }
    }
}

/// How many steps lead to the first attribute whose value must not be seen.
fn secret_at(fields: Fields<'_>, steps: &[Step]) -> Option<usize> {
    let (at, name) = steps.iter().enumerate().find_map(|(at, step)| match step {
        Step::Attribute(name) => Some((at, name)),
        Step::Index(_) | Step::Key(_) | Step::Element => None,
    })?;
    let rest = steps.get(at + 1..).unwrap_or_default();
    let inner: Fields<'_> =
        if let Some(attribute) = fields.attributes.iter().find(|other| other.name == *name) {
            if attribute.sensitive || attribute.write_only {
                return Some(at + 1);
            }
            match &attribute.ty {
                AttributeType::Nested(nested) => nested.into(),
                AttributeType::Plain(_) => return None,
            }
        } else {
            (&fields.blocks.iter().find(|other| other.name == *name)?.block).into()
        };
    secret_at(inner, rest).map(|depth| at + 1 + depth)
}

fn beginning(path: &Path, depth: usize) -> Path {
    let steps = path.steps().iter().take(depth).cloned();
    steps.fold(Path::root(), |path, step| path.join(step))
}
