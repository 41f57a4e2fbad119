//! The elements of a set: one order for all, so that equal sets are equal.

use super::{Data, Raw, Value};

/// The elements of a set, sorted; equal known elements are there once. Unknown elements are never equal and come last.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Elements(Vec<Raw>);

impl Elements {
    /// Sorts, and drops what is there twice.
    pub fn new(mut elements: Vec<Raw>) -> Self {
        elements.sort_by(|a, b| (a.is_unknown(), a).cmp(&(b.is_unknown(), b)));
        elements.dedup_by(|a, b| a == b && a.is_wholly_known());
        Self(elements)
    }

    /// In order.
    pub fn iter(&self) -> std::slice::Iter<'_, Raw> {
        self.0.iter()
    }

    /// How many; with unknown elements, how many at most.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// No elements.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The elements, in order.
    pub fn into_vec(self) -> Vec<Raw> {
        self.0
    }
}

impl<'a> IntoIterator for &'a Elements {
    type Item = &'a Raw;
    type IntoIter = std::slice::Iter<'a, Raw>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Value<Data> {
    /// Nothing inside is unknown.
    pub fn is_wholly_known(&self) -> bool {
        match self {
            Value::Null => true,
            Value::Unknown(_) => false,
            Value::Known(data) => match data {
                Data::Bool(_) | Data::Number(_) | Data::String(_) => true,
                Data::List(values) | Data::Tuple(values) => values.iter().all(Value::is_wholly_known),
                Data::Set(values) => values.iter().all(Value::is_wholly_known),
                Data::Map(values) | Data::Object(values) => values.values().all(Value::is_wholly_known),
                Data::Dynamic(dynamic) => dynamic.value.is_wholly_known(),
            },
        }
    }
}
