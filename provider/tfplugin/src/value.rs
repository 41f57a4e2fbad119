//! Values of the protocol: null, unknown or known, typed ([`Value`] of a Rust type) and untyped ([`Raw`]).

mod number;
mod refinement;
mod set;

use std::collections::BTreeMap;
use std::ops::Deref;

pub use number::{Number, NumberError};
pub use refinement::{Bound, Refinement};
pub use set::Elements;

use crate::types::Type;

/// What an attribute holds. Every attribute may be null or unknown, also a required one: unknown until apply.
///
/// There is no `Display`: nothing right could be shown for null and unknown. Show [`Value::known`] and say the rest in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value<T> {
    /// Absent: the configuration left it out, or the object has none.
    #[default]
    Null,
    /// Known after apply; the refinement says what is known already.
    Unknown(Refinement),
    /// Here it is.
    Known(T),
}

/// A value whose type the schema gives and not Rust.
pub type Raw = Value<Data>;

/// The attributes of one object, by name: every one of the schema, and no others.
pub type Object = BTreeMap<String, Raw>;

/// A known value of any type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Data {
    /// `bool`
    Bool(bool),
    /// `number`
    Number(Number),
    /// `string`; texts are compared and sent in Unicode's NFC, as Terraform does.
    String(String),
    /// `list(T)`
    List(Vec<Raw>),
    /// `set(T)`: equal whatever the order.
    Set(Elements),
    /// `map(T)`
    Map(BTreeMap<String, Raw>),
    /// `object({…})`, and every block that is there once.
    Object(Object),
    /// `tuple([…])`
    Tuple(Vec<Raw>),
    /// A value of an attribute whose type is `dynamic`, with the type it has here. Null and unknown of no type at all are
    /// [`Value::Null`] and [`Value::Unknown`] in place of this.
    Dynamic(Box<Dynamic>),
}

/// A value that brings its type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dynamic {
    /// The concrete type; `dynamic` only inside it, for nulls of no type.
    pub ty: Type,
    /// The value, of that type.
    pub value: Raw,
}

impl<T> Value<T> {
    /// Known after apply, and nothing more.
    #[must_use]
    pub fn unknown() -> Self {
        Self::Unknown(Refinement::default())
    }

    /// The value, if it is known and not null.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Null | Self::Unknown(_) => None,
        }
    }

    /// The value, if it is known and not null.
    pub fn into_known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Null | Self::Unknown(_) => None,
        }
    }

    /// The value; where it is null, and where it is unknown too, this one. Ask [`Value::is_unknown`] first where the
    /// difference matters: what is unknown in the plan may be anything in apply.
    pub fn unwrap_or(self, otherwise: T) -> T {
        self.into_known().unwrap_or(otherwise)
    }

    /// The value behind the pointer (`&str` of a `String`), if it is known and not null.
    pub fn as_deref(&self) -> Option<&T::Target>
    where
        T: Deref,
    {
        self.known().map(T::deref)
    }

    /// Neither null nor unknown.
    pub fn is_known(&self) -> bool {
        matches!(self, Self::Known(_))
    }

    /// Absent for sure; an unknown one may still turn out null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Known after apply.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    /// Changes what is known, and leaves null and unknown as they are.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Value<U> {
        match self {
            Self::Null => Value::Null,
            Self::Unknown(refinement) => Value::Unknown(refinement),
            Self::Known(value) => Value::Known(change(value)),
        }
    }

    /// As [`Value::map`], for a change that may fail.
    ///
    /// # Errors
    /// Whatever `change` gives.
    pub fn try_map<U, E>(self, change: impl FnOnce(T) -> Result<U, E>) -> Result<Value<U>, E> {
        Ok(match self {
            Self::Null => Value::Null,
            Self::Unknown(refinement) => Value::Unknown(refinement),
            Self::Known(value) => Value::Known(change(value)?),
        })
    }

    /// The same question, asked of a borrowed value.
    pub fn as_ref(&self) -> Value<&T> {
        match self {
            Self::Null => Value::Null,
            Self::Unknown(refinement) => Value::Unknown(refinement.clone()),
            Self::Known(value) => Value::Known(value),
        }
    }
}

impl<T: Default> Value<T> {
    /// As [`Value::unwrap_or`], with an empty text, zero or what else is the default.
    pub fn unwrap_or_default(self) -> T {
        self.into_known().unwrap_or_default()
    }
}

impl Value<String> {
    /// The text, if it is known and not null.
    pub fn as_str(&self) -> Option<&str> {
        self.known().map(String::as_str)
    }
}

impl<T> From<T> for Value<T> {
    fn from(value: T) -> Self {
        Self::Known(value)
    }
}

impl<T> From<Option<T>> for Value<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Known)
    }
}

impl From<&str> for Value<String> {
    fn from(value: &str) -> Self {
        Self::Known(value.to_owned())
    }
}
