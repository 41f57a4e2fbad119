//! Parameters of functions.

use crate::eval::types::Type;

#[derive(Clone, Copy, Debug)]
pub struct Param {
    pub name: &'static str,
    pub want: Want,
    /// Takes null.
    pub null: bool,
    /// Takes what is not wholly known; else the result is unknown and the body is not called.
    pub unknown: bool,
}

impl Param {
    pub const fn new(name: &'static str, want: Want) -> Self {
        Self {
            name,
            want,
            null: false,
            unknown: false,
        }
    }

    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.null = true;
        self
    }

    #[must_use]
    pub const fn partial(mut self) -> Self {
        self.unknown = true;
        self
    }
}

/// The type a parameter converts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    Any,
    String,
    Number,
    Bool,
    Strings,
    Numbers,
    Bools,
    List,
    ListOfLists,
    Set,
    SetOfStrings,
    Map,
    MapOfStringLists,
}

impl Want {
    pub fn ty(self) -> Type {
        match self {
            Self::Any => Type::Dynamic,
            Self::String => Type::String,
            Self::Number => Type::Number,
            Self::Bool => Type::Bool,
            Self::Strings => Type::list(Type::String),
            Self::Numbers => Type::list(Type::Number),
            Self::Bools => Type::list(Type::Bool),
            Self::List => Type::list(Type::Dynamic),
            Self::ListOfLists => Type::list(Type::list(Type::Dynamic)),
            Self::Set => Type::set(Type::Dynamic),
            Self::SetOfStrings => Type::set(Type::String),
            Self::Map => Type::map(Type::Dynamic),
            Self::MapOfStringLists => Type::map(Type::list(Type::String)),
        }
    }
}
