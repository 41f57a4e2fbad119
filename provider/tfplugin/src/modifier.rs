//! Plan modifiers: what an attribute's planned value depends on besides the configuration.

use std::fmt;
use std::sync::Arc;

use crate::value::Raw;

/// How Plan treats one attribute.
#[derive(Clone)]
pub enum Modifier {
    /// A change replaces the object.
    RequiresReplace,
    /// A change replaces the object when the configuration has the attribute.
    RequiresReplaceIfConfigured,
    /// A change replaces the object when this says so.
    RequiresReplaceIf(Arc<dyn Fn(Transition<'_>) -> bool + Send + Sync>),
    /// A computed value that does not change keeps its prior one, null too.
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
