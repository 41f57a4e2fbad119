//! What a policy says of a subject.

use std::fmt;

use crate::{At, Persona, Why};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Info,
    Warning,
    Error,
}

/// How sure the program is of its facts; lowered by inference, never by doubt about the harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    Low,
    Medium,
    High,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Pass,
    Breach(Breach),
    Undecided { field: &'static str, why: Why, at: At },
}

/// One breach. Texts say `{field}` where the program puts its own spelling of the field in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The field in governance words: `expires_at`, `owner`, `scopes`.
    pub field: &'static str,
    pub at: At,
    pub severity: Severity,
    pub confidence: Confidence,
    /// The least demanding persona that hears this one.
    pub persona: Persona,
    /// Canonical text, for fingerprints and baselines: `absent`, `ttl=1209600s`, `scopes=*`. Never a secret.
    pub evidence: String,
    /// One sentence without a final stop: what is wrong.
    pub message: String,
    /// One sentence: what to do.
    pub help: String,
    /// Where else it was looked, or what it follows from.
    pub related: Vec<(At, String)>,
}

impl Severity {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Confidence {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}
