//! `extid.toml`, read alike by both programs.
//!
//! [`KEYS`] lists every key with its kind, default and one line of documentation; reading, the JSON Schema and
//! the reference page all come from it. Reading never fails: what is wrong is a problem beside the defaults.

mod keys;
mod layering;
mod reading;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use keys::{KEYS, Key, Kind, TOP_LEVEL_ORDER};
pub use reading::parse;

use crate::{ActorType, Limit, LimitKey, Limits, Persona, Settings, Severity};

/// A value with the bytes of the file where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written<T> {
    pub value: T,
    pub span: Range<usize>,
}

impl<T> Written<T> {
    fn at(value: T, span: &Range<usize>) -> Self {
        Self {
            value,
            span: span.clone(),
        }
    }
}

/// Something wrong in the file. The rest of the file is read all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyFileProblem {
    pub span: Range<usize>,
    /// Lower case, what and why.
    pub message: String,
    /// Set when a key is not known here.
    pub unknown: Option<Unknown>,
}

/// A key that is not known, with those that are known in its place, for "did you mean".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    pub key: String,
    pub candidates: Vec<&'static str>,
}

/// How much is asked of everyone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Profile {
    /// Findings are shown and fail nothing: for the first look at an estate.
    Inventory,
    Standard,
    /// Warnings are errors for declared ai_agents and partners.
    Strict,
}

/// What the file says. `None` and empty lists mean that it says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolicyFile {
    pub profile: Option<Written<Profile>>,
    pub require_binding: Option<Written<bool>>,
    pub owner_keys: Vec<Written<String>>,
    pub owner_patterns: Vec<Written<String>>,
    /// Path of the organisation's file, relative to this one.
    pub extends: Option<Written<String>>,
    /// Globs of paths that are not read.
    pub exclude: Vec<Written<String>>,
    /// Ids, names or prefixes of rules; `None` selects all.
    pub select: Option<Vec<Written<String>>>,
    pub ignore: Vec<Written<String>>,
    pub extend_select: Vec<Written<String>>,
    pub min_severity: Option<Written<Severity>>,
    pub persona: Option<Written<Persona>>,
    pub fail_on: Option<Written<Severity>>,
    pub fail_on_undecided: Option<Written<bool>>,
    /// AWS account ids that are one's own.
    pub accounts: Vec<Written<String>>,
    pub suppressions_max_days: Option<Written<u32>>,
    pub rules: Vec<RuleSetting>,
    pub limits: Vec<LimitSetting>,
    pub roots: Vec<RootSetting>,
    pub subjects: Vec<SubjectBinding>,
    /// `[provider]`: read by terraform-provider-extid, which checks it.
    pub provider: Option<Written<toml::Table>>,
}

/// `[rules.absent-expiry]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSetting {
    /// Id or name as written; which rules there are is the program's knowledge.
    pub rule: Written<String>,
    pub severity: Option<Written<Severity>>,
    /// It can neither be ignored nor suppressed nor softened below this file.
    pub enforced: Option<Written<bool>>,
}

/// `[limits.ai_agent] static-secret-age = "30d"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitSetting {
    pub actor: ActorType,
    pub key: LimitKey,
    pub limit: Written<Limit>,
}

/// `[[root]]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootSetting {
    /// The table's header.
    pub span: Range<usize>,
    pub path: Option<Written<String>>,
    pub var_files: Vec<Written<String>>,
    pub workspace: Option<Written<String>>,
}

/// `[[subject]]`: what a vendor's resource is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectBinding {
    /// The table's header.
    pub span: Range<usize>,
    /// Glob of addresses: `module.portal.auth0_client.*`.
    pub matches: Option<Written<String>>,
    pub actor_type: Option<Written<ActorType>>,
    pub owner: Option<Written<String>>,
    pub relationship: Option<Written<String>>,
    pub purpose: Option<Written<String>>,
    pub class: Option<Written<String>>,
}

/// Days ahead that `until` of a suppression may lie, when the file says nothing.
pub const DEFAULT_MAX_DAYS: u32 = 90;

impl PolicyFile {
    /// What the policies need of it.
    pub fn settings(&self) -> Settings {
        let texts = |list: &[Written<String>]| list.iter().map(|w| w.value.clone()).collect();
        Settings {
            limits: self.limits(),
            strict: self.profile() == Profile::Strict,
            require_binding: self.require_binding.as_ref().is_some_and(|w| w.value),
            owner_keys: texts(&self.owner_keys),
            owner_patterns: texts(&self.owner_patterns),
            accounts: texts(&self.accounts),
        }
    }

    /// The limits table with this file's changes.
    pub fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        for setting in &self.limits {
            limits.set(setting.actor, setting.key, setting.limit.value);
        }
        limits
    }

    pub fn profile(&self) -> Profile {
        self.profile.as_ref().map_or(Profile::Standard, |w| w.value)
    }

    /// Days ahead that `until` of a suppression may lie.
    pub fn max_days(&self) -> u32 {
        self.suppressions_max_days
            .as_ref()
            .map_or(DEFAULT_MAX_DAYS, |w| w.value)
    }
}

impl Profile {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inventory => "inventory",
            Self::Standard => "standard",
            Self::Strict => "strict",
        }
    }
}

impl<T> Written<T> {
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Written<U> {
        Written {
            value: f(self.value),
            span: self.span,
        }
    }
}
