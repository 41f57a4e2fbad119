//! Plan modifiers: what an attribute's planned value depends on besides the configuration.

use std::fmt;
use std::sync::Arc;

use crate::value::Raw;

/// How Plan treats one attribute.
#[derive(Clone)]
pub enum Modifier {
    /// A change replaces the object.
    ///
    /// Inside a nested attribute or block: an attribute of one that is added counts as changed; one of an object or element
    /// that goes away does not, and the object is updated in place. If that is to replace too, ask for it on the attribute
    /// that holds the object; a block has no modifiers, so there the resource's own plan has to ask
    /// ([`Change::replace`](crate::Change::replace)). A write-only attribute is null in every state, so its change cannot be
    /// seen: put the modifier on the version beside it.
    RequiresReplace,
    /// The same, when the configuration has the attribute.
    RequiresReplaceIfConfigured,
    /// The same, when this says so.
    RequiresReplaceIf(Arc<dyn Fn(Transition<'_>) -> bool + Send + Sync>),
    /// A computed value that does not change keeps its prior one, null too. It is asked for what is planned as unknown because
    /// something else changes and the configuration leaves it out; without such a change everything keeps its value.
    UseStateForUnknown,
    /// The same, unless the prior value is null: right for attributes inside an object that may be new.
    UseNonNullStateForUnknown,
    /// Anything else: gives the planned value. Must depend on nothing but its argument.
    Plan(Arc<dyn Fn(Transition<'_>) -> Raw + Send + Sync>),
}

/// An attribute's values as Plan sees them.
#[derive(Clone, Copy, Debug)]
pub struct Transition<'a> {
    /// In the configuration.
    pub config: &'a Raw,
    /// In the prior state; null on create.
    pub prior: &'a Raw,
    /// Planned so far.
    pub planned: &'a Raw,
}

impl fmt::Debug for Modifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RequiresReplace => "RequiresReplace",
            Self::RequiresReplaceIfConfigured => "RequiresReplaceIfConfigured",
            Self::RequiresReplaceIf(_) => "RequiresReplaceIf",
            Self::UseStateForUnknown => "UseStateForUnknown",
            Self::UseNonNullStateForUnknown => "UseNonNullStateForUnknown",
            Self::Plan(_) => "Plan",
        })
    }
}
