//! What a run is asked for, after command line, environment and `extid.toml` are one.

use std::sync::Arc;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use governance::policy_file::{PolicyFile, SubjectBinding};
use governance::{Instant, Persona, Settings, Severity};

use crate::finding::RuleId;
use crate::load::{Assignment, Request, RootEntry};
use crate::selection::Selection;

/// Paths are relative to the fence with `/`; the fence itself is empty.
#[derive(Clone, Debug)]
pub struct Options {
    /// Directories (whole trees) and files, in the order given.
    pub paths: Vec<Arc<str>>,
    pub as_of: Instant,
    /// What the policies may look at.
    pub settings: Settings,
    /// `[[subject]]`
    pub bindings: Vec<SubjectBinding>,
    pub selection: Selection,
    /// Findings below it are hidden.
    pub min_severity: Severity,
    /// Findings for more demanding readers are hidden.
    pub persona: Persona,
    /// `[rules.<rule>]`, by the rule's id.
    pub rules: Vec<RuleOptions>,
    /// How far ahead `until` of a suppression may lie.
    pub max_days: u32,
    /// Globs of paths that are not read.
    pub exclude: Vec<Arc<str>>,
    /// AWS account ids of the user's own.
    pub accounts: Vec<Arc<str>>,
    /// `--var` and `--var-file` in the order of the command line: later ones win.
    pub assignments: Vec<Assignment>,
    /// `TF_VAR_*` without the prefix.
    pub env_vars: Vec<(Arc<str>, Arc<str>)>,
    /// `TF_WORKSPACE`
    pub workspace: Option<Arc<str>>,
    /// `TF_DATA_DIR`; `.terraform` when absent.
    pub data_dir: Option<Arc<str>>,
    /// `[[root]]`
    pub roots: Vec<RootEntry>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleOptions {
    pub rule: RuleId,
    /// Of all findings of the rule.
    pub severity: Option<Severity>,
    /// It can neither be ignored nor suppressed.
    pub enforced: bool,
}

/// The caller asked for something wrong: exit code 2.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct UsageError {
    /// Lower case, what and why.
    pub message: String,
    /// What to do, one sentence.
    pub help: Option<String>,
}

impl UsageError {
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
        }
    }

    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl Options {
    /// The defaults: everything under the fence, every rule, for the regular reader.
    pub fn new(as_of: Instant) -> Self {
        let file = PolicyFile::default();
        Self {
            paths: vec![Arc::from("")],
            as_of,
            settings: file.settings(),
            bindings: Vec::new(),
            selection: Selection::default(),
            min_severity: Severity::Info,
            persona: Persona::Regular,
            rules: Vec::new(),
            max_days: file.max_days(),
            exclude: Vec::new(),
            accounts: Vec::new(),
            assignments: Vec::new(),
            env_vars: Vec::new(),
            workspace: None,
            data_dir: None,
            roots: Vec::new(),
        }
    }

    /// What the loader is asked for.
    ///
    /// # Errors
    /// A glob of `exclude` is none. Those of a policy file were checked when it was read.
    pub fn request(&self) -> Result<Request, UsageError> {
        let text = |text: &Arc<str>| text.to_string();
        Ok(Request {
            paths: self.paths.iter().map(text).collect(),
            exclude: self.excluded()?,
            assignments: self.assignments.clone(),
            env: self
                .env_vars
                .iter()
                .map(|(name, value)| (text(name), text(value)))
                .collect(),
            workspace: self.workspace.as_ref().map(text),
            data_dir: self.data_dir.as_ref().map(text),
            roots: self.roots.clone(),
        })
    }

    /// What `exclude` matches: paths of files and directories.
    ///
    /// # Errors
    /// A glob is none.
    pub fn excluded(&self) -> Result<GlobSet, UsageError> {
        globs(&self.exclude)
            .map_err(|error| UsageError::new(format!("`exclude` has a glob that is none: {error}")))
    }

    pub fn is_enforced(&self, rule: RuleId) -> bool {
        self.rules.iter().any(|set| set.rule == rule && set.enforced)
    }

    /// What the policy file sets for all findings of the rule.
    pub fn severity_of(&self, rule: RuleId) -> Option<Severity> {
        self.rules
            .iter()
            .rfind(|set| set.rule == rule && set.severity.is_some())?
            .severity
    }

    /// Whether a finding of the rule with this severity and persona is shown: of an enforced rule always.
    pub fn shows(&self, rule: RuleId, severity: Severity, persona: Persona) -> bool {
        self.is_enforced(rule)
            || (self.selection.selects(rule) && severity >= self.min_severity && persona <= self.persona)
    }
}

/// `*` and `?` stay within a name.
fn globs(globs: &[Arc<str>]) -> Result<GlobSet, globset::Error> {
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        set.add(GlobBuilder::new(glob).literal_separator(true).build()?);
    }
    set.build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stays_within_a_name_and_two_stars_do_not() {
        let set = globs(&["a/*.tf".into(), "**/examples".into()]).unwrap();
        assert!(set.is_match("a/x.tf") && !set.is_match("a/b/x.tf"));
        assert!(set.is_match("examples") && set.is_match("m/n/examples") && !set.is_match("my-examples"));
    }
}
