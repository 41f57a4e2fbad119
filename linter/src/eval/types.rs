//! Terraform's types.

use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use super::value::Value;

#[derive(Clone, Debug)]
pub enum Type {
    /// `any`, or not known.
    Dynamic,
    String,
    Number,
    Bool,
    List(Rc<Type>),
    Set(Rc<Type>),
    Map(Rc<Type>),
    Tuple(Rc<[Type]>),
    Object(Rc<[Field]>),
}

/// An attribute of an object type constraint, sorted by name.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: Arc<str>,
    pub ty: Type,
    /// `optional(type[, default])`
    pub optional: bool,
    pub default: Option<Value>,
}

/// By structure; defaults of optional attributes do not count.
impl PartialEq for Type {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Dynamic, Self::Dynamic)
            | (Self::String, Self::String)
            | (Self::Number, Self::Number)
            | (Self::Bool, Self::Bool) => true,
            (Self::List(a), Self::List(b)) | (Self::Set(a), Self::Set(b)) | (Self::Map(a), Self::Map(b)) => {
                a == b
            }
            (Self::Tuple(a), Self::Tuple(b)) => a == b,
            (Self::Object(a), Self::Object(b)) => {
                a.len() == b.len()
                    && a.iter()
                        .zip(b.iter())
                        .all(|(a, b)| a.name == b.name && a.optional == b.optional && a.ty == b.ty)
            }
            _ => false,
        }
    }
}

impl Eq for Type {}

/// As Terraform's messages name it: "list of string", "object", "dynamic".
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dynamic => f.write_str("dynamic"),
            Self::String => f.write_str("string"),
            Self::Number => f.write_str("number"),
            Self::Bool => f.write_str("bool"),
            Self::List(element) => write!(f, "list of {}", Element(element)),
            Self::Set(element) => write!(f, "set of {}", Element(element)),
            Self::Map(element) => write!(f, "map of {}", Element(element)),
            Self::Tuple(_) => f.write_str("tuple"),
            Self::Object(_) => f.write_str("object"),
        }
    }
}

struct Element<'a>(&'a Type);

impl fmt::Display for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Type::Dynamic => f.write_str("any single type"),
            other => other.fmt(f),
        }
    }
}

impl Type {
    pub fn list(element: Self) -> Self {
        Self::List(Rc::new(element))
    }

    pub fn set(element: Self) -> Self {
        Self::Set(Rc::new(element))
    }

    pub fn map(element: Self) -> Self {
        Self::Map(Rc::new(element))
    }

    /// Holds `any` somewhere.
    pub fn has_dynamic(&self) -> bool {
        match self {
            Self::Dynamic => true,
            Self::String | Self::Number | Self::Bool => false,
            Self::List(element) | Self::Set(element) | Self::Map(element) => element.has_dynamic(),
            Self::Tuple(items) => items.iter().any(Self::has_dynamic),
            Self::Object(fields) => fields.iter().any(|field| field.ty.has_dynamic()),
        }
    }

    pub fn is_primitive(&self) -> bool {
        matches!(self, Self::String | Self::Number | Self::Bool)
    }
}
