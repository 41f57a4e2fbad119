//! A finding: one defect at one definition, with the instances that show it.

use std::fmt;
use std::sync::Arc;

use governance::{Confidence, Persona, Severity};
use sha2::{Digest, Sha256};

use crate::load::Span;

/// Of a policy or a rule: `XID101` and `missing-owner`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId {
    pub id: &'static str,
    pub name: &'static str,
}

/// What a finding is known by across time: rule, definition, emitted subject, field. No value, no line, no root.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(pub [u8; 16]);

#[derive(Clone, Debug)]
pub struct Finding {
    pub rule: RuleId,
    pub severity: Severity,
    pub confidence: Confidence,
    pub persona: Persona,
    pub fingerprint: Fingerprint,
    /// Block address without keys, within its module: `aws_iam_user.ci`.
    pub subject: Arc<str>,
    /// Module directory relative to the fence, or a remote module's source without its version.
    pub module: Arc<str>,
    /// The field in governance words.
    pub field: Arc<str>,
    /// One sentence, lower case, no final stop: of the gravest instance.
    pub message: String,
    /// What to do, one sentence.
    pub help: String,
    pub primary: Place,
    pub related: Vec<Place>,
    /// Breaching instances, sorted by name.
    pub instances: Vec<Evidence>,
    /// Instances of the same definition for which it could not be decided.
    pub undecided: usize,
    pub suppressed: Option<Suppressed>,
    /// What stands at the primary place is a secret: no report shows it.
    pub masked: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub span: Span,
    /// What stands there; for the primary place, what is wrong with it.
    pub label: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// `root//module.a["x"].aws_iam_user.u["k"]`
    pub instance: String,
    /// Canonical text in governance words: `absent`, `scopes=*`.
    pub evidence: String,
    /// What is wrong at this instance, where that is not the finding's message.
    pub message: Option<String>,
    /// Headers of the module calls that lead to it, outermost first.
    pub calls: Arc<[Span]>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressed {
    pub span: Span,
    pub reason: String,
    pub until: Option<String>,
}

/// A subject for which a policy could not be decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    pub rule: RuleId,
    pub instance: String,
    pub field: Arc<str>,
    pub why: String,
    pub span: Option<Span>,
    pub persona: Persona,
}

impl Finding {
    /// The same of these instances only, whose message it takes when its own is true of none of them.
    pub fn of_instances(mut self, mut instances: Vec<Evidence>) -> Self {
        let own = instances.first().and_then(|one| one.message.clone());
        if let Some(own) = own.filter(|_| instances.iter().all(|one| one.message.is_some())) {
            for one in &mut instances {
                one.message.take_if(|message| *message == own);
            }
            self.message = own;
        }
        self.instances = instances;
        self
    }

    /// Instances of which the message is not true as it stands, each with its own.
    pub fn other_messages(&self) -> impl Iterator<Item = (&Evidence, &str)> {
        self.instances
            .iter()
            .filter_map(|one| Some((one, one.message.as_deref()?)))
    }
}

impl Fingerprint {
    /// Of parts that are told apart, so that `["ab", "c"]` and `["a", "bc"]` differ.
    pub fn of(parts: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        let digest = hash.finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        Self(bytes)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
