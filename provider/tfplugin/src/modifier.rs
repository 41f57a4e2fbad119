//! Plan modifiers: what an attribute's planned value depends on besides the configuration.

use std::fmt;
use std::sync::Arc;

use crate::model::Datum;
use crate::value::{Raw, Value};

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

/// An attribute's values as Plan sees them, as the model has them: what `plan = …` and `requires_replace_if = …` of
/// [`Model`](trait@crate::Model) take.
#[derive(Clone)]
pub struct TypedTransition<'a, T> {
    /// In the configuration.
    pub config: Value<T>,
    /// In the prior state; null on create.
    pub prior: Value<T>,
    /// Planned so far.
    pub planned: Value<T>,
    /// The same without the type.
    pub raw: Transition<'a>,
}

impl<'a, T: Datum> TypedTransition<'a, T> {
    /// `None` when a value does not fit the type: the call ends with an error where the whole object is read.
    pub(crate) fn of(raw: Transition<'a>) -> Option<Self> {
        let decode = |value: &Raw| Value::decode(value.clone()).ok();
        Some(Self {
            config: decode(raw.config)?,
            prior: decode(raw.prior)?,
            planned: decode(raw.planned)?,
            raw,
        })
    }
}

/// Without the untyped values, so that a [`Secret`](crate::Secret) stays one.
impl<T: fmt::Debug> fmt::Debug for TypedTransition<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TypedTransition")
            .field("config", &self.config)
            .field("prior", &self.prior)
            .field("planned", &self.planned)
            .finish_non_exhaustive()
    }
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
