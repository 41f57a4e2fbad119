//! Infinite numbers: the wire has them, and Terraform fails when it stores them, losing the object.

use crate::path::{Path, Step};
use crate::value::{Data, Elements, Raw, Value};

/// The first infinite number.
pub(super) fn infinite(value: &Raw) -> Option<Path> {
    let Value::Known(data) = value else { return None };
    let within = |step: Step, found: Option<Path>| Some(Path::root().join(step).concat(&found?));
    match data {
        Data::Number(number) => (!number.is_finite()).then(Path::root),
        Data::Bool(_) | Data::String(_) => None,
        Data::List(elements) | Data::Tuple(elements) => elements
            .iter()
            .enumerate()
            .find_map(|(index, element)| within(Step::Index(index), infinite(element))),
        Data::Set(elements) => elements
            .iter()
            .find_map(|element| within(Step::Element, infinite(element))),
        Data::Map(members) => members
            .iter()
            .find_map(|(key, member)| within(Step::Key(key.clone()), infinite(member))),
        Data::Object(members) => members
            .iter()
            .find_map(|(name, member)| within(Step::Attribute(name.clone()), infinite(member))),
        Data::Dynamic(dynamic) => infinite(&dynamic.value),
    }
}

/// Nulls them, for a state that has to be stored.
pub(super) fn null_infinite(value: &mut Raw) {
    let Value::Known(data) = value else { return };
    match data {
        Data::Number(number) if !number.is_finite() => *value = Value::Null,
        Data::Number(_) | Data::Bool(_) | Data::String(_) => {}
        Data::List(elements) | Data::Tuple(elements) => elements.iter_mut().for_each(null_infinite),
        Data::Set(elements) => {
            let mut inner = std::mem::take(elements).into_vec();
            inner.iter_mut().for_each(null_infinite);
            *elements = Elements::new(inner);
        }
        Data::Map(members) | Data::Object(members) => members.values_mut().for_each(null_infinite),
        Data::Dynamic(dynamic) => null_infinite(&mut dynamic.value),
    }
}
