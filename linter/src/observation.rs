//! One breach of one instance, before observations of the same definition are folded into a finding.

use std::collections::BTreeMap;
use std::sync::Arc;

use governance::{Confidence, Persona, Severity};
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::finding::{Evidence, Finding, Fingerprint, Place, RuleId, Undecided};
use crate::load::Span;
use crate::redaction::Secret;

/// What a policy or rule saw at one instance.
#[derive(Clone, Debug)]
pub struct Observation {
    pub rule: RuleId,
    pub severity: Severity,
    pub confidence: Confidence,
    pub persona: Persona,
    /// `Module.identity`
    pub module: Arc<str>,
    /// Block address without keys.
    pub subject: Arc<str>,
    /// Which of several subjects of the block; empty for the only one.
    pub emitted: Arc<str>,
    pub field: Arc<str>,
    pub message: String,
    pub help: String,
    pub primary: Place,
    pub related: Vec<Place>,
    /// `root//address`
    pub instance: String,
    pub evidence: String,
    /// Headers of the module calls that lead to the instance, outermost first.
    pub calls: Arc<[Span]>,
    /// The secret that stands at the primary place: no report shows it.
    pub secret: Option<Secret>,
}

/// An undecided verdict, and which definition it concerns.
#[derive(Clone, Debug)]
pub struct Doubt {
    pub fingerprint: Fingerprint,
    pub undecided: Undecided,
}

/// Rule, definition, emitted subject and field; the parts are separated so that none can run into the next.
pub fn fingerprint(rule: RuleId, module: &str, subject: &str, emitted: &str, field: &str) -> Fingerprint {
    let mut hash = Sha256::new();
    for part in [rule.id, module, subject, emitted, field] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    Fingerprint(bytes)
}

impl Observation {
    pub fn fingerprint(&self) -> Fingerprint {
        fingerprint(self.rule, &self.module, &self.subject, &self.emitted, &self.field)
    }

    /// Moves the primary place to the nearest `module` call: a definition in an installed remote module is not the
    /// reader's to change. The definition stays as a related place.
    pub fn stand_at_call(&mut self) {
        let Some(call) = self.calls.last() else { return };
        let definition = Place {
            span: self.primary.span,
            label: "defined here, in an installed module".into(),
        };
        self.primary.span = *call;
        self.related.insert(0, definition);
    }
}

/// Folds observations into findings: one per fingerprint, with every instance. The texts and place are those of the
/// gravest observation; among equals, of the first instance by name, so that the order of roots does not matter.
pub fn fold(mut observations: Vec<Observation>, doubts: &[Doubt]) -> Vec<Finding> {
    let mut undecided: FxHashMap<Fingerprint, usize> = FxHashMap::default();
    for doubt in doubts {
        *undecided.entry(doubt.fingerprint).or_default() += 1;
    }
    observations.sort_by(|a, b| {
        b.severity
            .cmp(&a.severity)
            .then_with(|| a.instance.cmp(&b.instance))
    });
    let mut findings: BTreeMap<Fingerprint, Finding> = BTreeMap::new();
    for seen in observations {
        let fingerprint = seen.fingerprint();
        let evidence = Evidence {
            instance: seen.instance,
            evidence: seen.evidence,
            calls: seen.calls,
        };
        let finding = findings.entry(fingerprint).or_insert_with(|| Finding {
            rule: seen.rule,
            severity: seen.severity,
            confidence: seen.confidence,
            persona: seen.persona,
            fingerprint,
            subject: seen.subject,
            module: seen.module,
            field: seen.field,
            message: seen.message,
            help: seen.help,
            primary: seen.primary,
            related: seen.related,
            instances: Vec::new(),
            undecided: undecided.get(&fingerprint).copied().unwrap_or(0),
            suppressed: None,
            masked: seen.secret.is_some(),
        });
        finding.persona = finding.persona.min(seen.persona);
        finding.confidence = finding.confidence.max(seen.confidence);
        finding.instances.push(evidence);
    }
    let mut findings: Vec<Finding> = findings.into_values().collect();
    for finding in &mut findings {
        finding.instances.sort();
        finding
            .instances
            .dedup_by(|a, b| a.instance == b.instance && a.evidence == b.evidence);
    }
    findings
}
