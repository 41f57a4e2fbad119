//! One way to look at objects, whether an attribute or a block holds them, and through the wrapper of dynamic blocks.

use std::collections::BTreeMap;

use crate::schema::{Attribute, AttributeType, Block, BlockMode, Nested, NestedBlock, NestedMode};
use crate::value::{Data, Elements, Object, Raw, Value};

/// What is absent, to lend out.
pub(crate) static ABSENT: Raw = Value::Null;

/// What an object may hold.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a> {
    pub(crate) attributes: &'a [Attribute],
    pub(crate) blocks: &'a [NestedBlock],
}

/// How objects nest, the same for attributes and blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    One,
    List,
    Set,
    Map,
}

impl Fields<'_> {
    /// Whether something sensitive or write-only is inside: among such objects Terraform 1.11 does not survive a null.
    pub(crate) fn hold_secret(self) -> bool {
        let attributes = self.attributes.iter().any(|attribute| {
            let nested = match &attribute.ty {
                AttributeType::Nested(nested) => Fields::from(nested).hold_secret(),
                AttributeType::Plain(_) => false,
            };
            attribute.sensitive || attribute.write_only || nested
        });
        let mut blocks = self.blocks.iter();
        attributes || blocks.any(|nested| Fields::from(&nested.block).hold_secret())
    }
}

impl<'a> From<&'a Block> for Fields<'a> {
    fn from(block: &'a Block) -> Self {
        Self {
            attributes: &block.attributes,
            blocks: &block.blocks,
        }
    }
}

impl<'a> From<&'a Nested> for Fields<'a> {
    fn from(nested: &'a Nested) -> Self {
        Self {
            attributes: &nested.attributes,
            blocks: &[],
        }
    }
}

impl From<NestedMode> for Kind {
    fn from(mode: NestedMode) -> Self {
        match mode {
            NestedMode::Single => Self::One,
            NestedMode::List => Self::List,
            NestedMode::Set => Self::Set,
            NestedMode::Map => Self::Map,
        }
    }
}

impl From<BlockMode> for Kind {
    fn from(mode: BlockMode) -> Self {
        match mode {
            BlockMode::Single { .. } | BlockMode::Group => Self::One,
            BlockMode::List { .. } => Self::List,
            BlockMode::Set { .. } => Self::Set,
            BlockMode::Map => Self::Map,
        }
    }
}

/// The value without the wrapper that a dynamic one has.
pub(crate) fn inside(raw: &Raw) -> &Raw {
    match raw {
        Value::Known(Data::Dynamic(dynamic)) => inside(&dynamic.value),
        other => other,
    }
}

fn inside_mut(raw: &mut Raw) -> &mut Raw {
    match raw {
        Value::Known(Data::Dynamic(dynamic)) => inside_mut(&mut dynamic.value),
        other => other,
    }
}

/// Null, with a type or without.
pub(crate) fn is_null(raw: &Raw) -> bool {
    inside(raw).is_null()
}

/// Unknown, with a type or without.
pub(crate) fn is_unknown(raw: &Raw) -> bool {
    inside(raw).is_unknown()
}

/// The value of an attribute; null when the object is not there.
pub(crate) fn value<'a>(object: Option<&'a Object>, name: &str) -> &'a Raw {
    object.and_then(|object| object.get(name)).unwrap_or(&ABSENT)
}

pub(crate) fn object(raw: &Raw) -> Option<&Object> {
    match inside(raw) {
        Value::Known(Data::Object(object)) => Some(object),
        _ => None,
    }
}

pub(crate) fn object_mut(raw: &mut Raw) -> Option<&mut Object> {
    match inside_mut(raw) {
        Value::Known(Data::Object(object)) => Some(object),
        _ => None,
    }
}

/// The elements of a list or tuple.
pub(crate) fn list(raw: &Raw) -> Option<&[Raw]> {
    match inside(raw) {
        Value::Known(Data::List(elements) | Data::Tuple(elements)) => Some(elements),
        _ => None,
    }
}

pub(crate) fn list_mut(raw: &mut Raw) -> Option<&mut Vec<Raw>> {
    match inside_mut(raw) {
        Value::Known(Data::List(elements) | Data::Tuple(elements)) => Some(elements),
        _ => None,
    }
}

/// The elements of a map; blocks by label with a dynamic attribute come as an object.
pub(crate) fn map(raw: &Raw) -> Option<&BTreeMap<String, Raw>> {
    match inside(raw) {
        Value::Known(Data::Map(elements) | Data::Object(elements)) => Some(elements),
        _ => None,
    }
}

pub(crate) fn map_mut(raw: &mut Raw) -> Option<&mut BTreeMap<String, Raw>> {
    match inside_mut(raw) {
        Value::Known(Data::Map(elements) | Data::Object(elements)) => Some(elements),
        _ => None,
    }
}

pub(crate) fn set(raw: &Raw) -> Option<&Elements> {
    match inside(raw) {
        Value::Known(Data::Set(elements)) => Some(elements),
        _ => None,
    }
}

/// Applies a change to every object that is known inside the value.
pub(crate) fn each_object(kind: Kind, raw: &mut Raw, change: &mut dyn FnMut(&mut Object)) {
    match kind {
        Kind::One => {
            if let Some(object) = object_mut(raw) {
                change(object);
            }
        }
        Kind::List => {
            if let Some(elements) = list_mut(raw) {
                elements.iter_mut().filter_map(object_mut).for_each(change);
            }
        }
        Kind::Map => {
            if let Some(elements) = map_mut(raw) {
                elements.values_mut().filter_map(object_mut).for_each(change);
            }
        }
        Kind::Set => {
            if let Value::Known(Data::Set(elements)) = raw {
                let mut changed = std::mem::take(elements).into_vec();
                changed.iter_mut().filter_map(object_mut).for_each(change);
                *elements = Elements::new(changed);
            }
        }
    }
}
