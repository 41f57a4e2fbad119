//! Terraform's types.

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
