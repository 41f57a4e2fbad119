//! The rules that need Terraform's text, one per file. What a graph decides is a policy in governance.

pub mod governance_drift_ignored;
pub mod hardcoded_secret;
pub mod waiver_expired_or_unapproved;

use std::sync::Arc;

use governance::{Confidence, Persona, Severity};

use crate::finding::{Place, RuleId};
use crate::instance::Instance;
use crate::load::{Span, Tree};
use crate::observation::Observation;
use crate::redaction::Secret;

/// One rule. Its manual page is the header of its file.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// `XID904`
    pub id: &'static str,
    /// `waiver-expired-or-unapproved`, read as "allow waiver-expired-or-unapproved".
    pub name: &'static str,
    /// One line for lists.
    pub summary: &'static str,
    /// The highest severity it gives; each finding has its own.
    pub severity: Severity,
    /// The least demanding persona that hears any of it.
    pub persona: Persona,
    pub check: RuleCheck,
}

#[derive(Clone, Copy, Debug)]
pub enum RuleCheck {
    /// Asked of every instance that the catalogue names.
    Instance(fn(&Instance<'_>) -> Vec<Sighting>),
    /// Asked once of everything that was loaded, reached by a root or not.
    Tree(fn(&Tree) -> Vec<TreeSighting>),
    /// Asked when suppression comments meet the findings.
    Suppressions,
}

/// What a rule saw.
#[derive(Clone, Debug)]
pub struct Sighting {
    pub field: Arc<str>,
    pub severity: Severity,
    pub confidence: Confidence,
    pub persona: Persona,
    pub span: Span,
    pub label: String,
    pub message: String,
    pub help: String,
    /// Canonical, never a secret.
    pub evidence: String,
    /// The secret that stands at `span`: no report shows it.
    pub secret: Option<Secret>,
}

/// A sighting in a definition, whatever its instances.
#[derive(Clone, Debug)]
pub struct TreeSighting {
    /// `Module.identity`
    pub module: Arc<str>,
    /// Block address within the module.
    pub subject: Arc<str>,
    pub sighting: Sighting,
}

/// Each module's `RULE`, with the text of its file.
macro_rules! table {
    ($($module:ident),* $(,)?) => {
        &[$((&$module::RULE, include_str!(concat!("rules/", stringify!($module), ".rs")))),*]
    };
}

/// All rules, by id.
pub const ALL: &[(&Rule, &str)] = table![
    hardcoded_secret,
    governance_drift_ignored,
    waiver_expired_or_unapproved
];

impl Rule {
    pub fn rule_id(&self) -> RuleId {
        RuleId {
            id: self.id,
            name: self.name,
        }
    }

    fn observation(
        &self,
        seen: Sighting,
        module: Arc<str>,
        subject: Arc<str>,
        instance: String,
    ) -> Observation {
        Observation {
            rule: self.rule_id(),
            severity: seen.severity,
            confidence: seen.confidence,
            persona: seen.persona,
            module,
            subject,
            emitted: "".into(),
            field: seen.field,
            message: seen.message,
            help: seen.help,
            primary: Place {
                span: seen.span,
                label: seen.label,
            },
            related: Vec::new(),
            instance,
            evidence: seen.evidence,
            calls: Arc::new([]),
            secret: seen.secret,
        }
    }
}

/// What the rules see of the tree as it is written.
pub(crate) fn of_tree(tree: &Tree) -> Vec<Observation> {
    let mut observations = Vec::new();
    for (rule, _) in ALL {
        let RuleCheck::Tree(check) = rule.check else {
            continue;
        };
        observations.extend(check(tree).into_iter().map(|seen| {
            let dir = if seen.module.is_empty() { "." } else { &seen.module };
            let instance = format!("{dir}//{}", seen.subject);
            rule.observation(seen.sighting, seen.module, seen.subject, instance)
        }));
    }
    observations
}

/// What the rules see of one instance; `prefix` is its root, as instances are written.
pub(crate) fn of_instance(instance: &Instance<'_>, prefix: &str) -> Vec<Observation> {
    let Some(definition) = &instance.definition else {
        return Vec::new();
    };
    let subject: Arc<str> = instance.address.definition().into();
    let mut observations = Vec::new();
    for (rule, _) in ALL {
        let RuleCheck::Instance(check) = rule.check else {
            continue;
        };
        for seen in check(instance) {
            let name = format!("{prefix}{}", instance.address);
            let mut observation =
                rule.observation(seen, definition.module.identity.clone(), subject.clone(), name);
            observation.calls = definition.calls.clone();
            if !definition.module.in_tree {
                observation.stand_at_call();
            }
            observations.push(observation);
        }
    }
    observations
}
