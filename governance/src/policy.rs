//! What a policy is, and what it may look at.

use crate::{Graph, Instant, Limits, Severity, SubjectId, Verdict};

/// Who wants to hear it: `regular` nearly everyone, `pedantic` careful teams, `auditor` needs judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Persona {
    Regular,
    Pedantic,
    Auditor,
}

impl Persona {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Regular => "regular",
            Self::Pedantic => "pedantic",
            Self::Auditor => "auditor",
        }
    }
}

/// One judgement. Its manual page is the header of its file.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// `XID101`
    pub id: &'static str,
    /// `missing-owner`, read as "allow missing-owner"
    pub name: &'static str,
    /// One line for lists.
    pub summary: &'static str,
    /// The highest severity it gives; each breach has its own.
    pub severity: Severity,
    /// The least demanding persona that hears any of it; a breach of less concern may state a higher one.
    pub persona: Persona,
    pub check: Check,
}

#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// Asked of every subject on its own; it may look at the subject's ancestors.
    Subject(fn(&View<'_>, SubjectId) -> Vec<Verdict>),
    /// Asked once of the whole graph.
    Graph(fn(&View<'_>) -> Vec<(SubjectId, Verdict)>),
}

/// All that a policy sees.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    pub graph: &'a Graph,
    pub settings: &'a Settings,
    pub as_of: Instant,
}

/// What a policy file may change.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub limits: Limits,
    /// Raises warnings to errors for declared ai_agents and partners.
    pub strict: bool,
    /// `require-binding`: vendor identities without a declared actor type are reported (auditor).
    pub require_binding: bool,
    /// Extra names of owner keys, beside the built-in list.
    pub owner_keys: Vec<String>,
    /// Globs that read as an owner in free text; empty means the default `team-*`, `*-team`.
    pub owner_patterns: Vec<String>,
    /// The organisation's own cloud accounts; empty when it does not say.
    pub accounts: Vec<String>,
}
