//! The rules that need Terraform's text, one per file. What a graph decides is a policy in governance.

pub mod waiver_expired_or_unapproved;

use governance::{Persona, Severity};

use crate::finding::RuleId;

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
}

impl Rule {
    pub fn rule_id(&self) -> RuleId {
        RuleId {
            id: self.id,
            name: self.name,
        }
    }
}

/// Each module's `RULE`, with the text of its file.
macro_rules! table {
    ($($module:ident),* $(,)?) => {
        &[$((&$module::RULE, include_str!(concat!("rules/", stringify!($module), ".rs")))),*]
    };
}

/// All rules, by id.
pub const ALL: &[(&Rule, &str)] = table![waiver_expired_or_unapproved];
