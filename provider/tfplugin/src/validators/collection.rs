//! Validators of lists, sets and maps, and of each of their elements.

use std::ops::RangeBounds;

use super::range::Counts;
use crate::path::Path;
use crate::types::Type;
use crate::validator::Validator;
use crate::value::{Data, Raw};

/// At least one element.
pub fn at_least_one() -> impl Validator {
    size(1..)
}

/// A number of elements in this range. A set with unknown elements has an unknown number of them, and is not judged.
pub fn size<R: RangeBounds<usize>>(range: R) -> impl Validator + use<R> {
    Size(Counts::new(&range))
}

/// Every known element as this validator asks.
pub fn each<V: Validator>(validator: V) -> impl Validator + use<V> {
    Each(validator)
}

struct Size(Counts);

impl Validator for Size {
    fn describe(&self) -> String {
        self.0.describe("element", "elements")
    }

    fn check(&self, value: &Data) -> Result<(), String> {
        let count = match value {
            Data::List(elements) => Some(elements.len()),
            Data::Map(elements) => Some(elements.len()),
            Data::Set(elements) if elements.iter().all(Raw::is_wholly_known) => Some(elements.len()),
            _ => None,
        };
        match count {
            Some(count) if !self.0.contains(count) => {
                Err(format!("This must have {}; it has {count}.", self.describe()))
            }
            _ => Ok(()),
        }
    }

    fn applies_to(&self, ty: &Type) -> bool {
        element(ty).is_some()
    }
}

struct Each<V>(V);

impl<V: Validator> Validator for Each<V> {
    fn describe(&self) -> String {
        format!("each {}", self.0.describe())
    }

    fn check(&self, value: &Data) -> Result<(), String> {
        match self.faults(value).into_iter().next() {
            Some((_, reason)) => Err(reason),
            None => Ok(()),
        }
    }

    fn faults(&self, value: &Data) -> Vec<(Path, String)> {
        let root = Path::root();
        let elements: Vec<(Path, &Raw)> = match value {
            Data::List(all) => all
                .iter()
                .enumerate()
                .map(|(index, raw)| (root.index(index), raw))
                .collect(),
            Data::Set(all) => all.iter().map(|raw| (root.element(), raw)).collect(),
            Data::Map(all) => all.iter().map(|(key, raw)| (root.key(key), raw)).collect(),
            _ => Vec::new(),
        };
        let known = elements
            .into_iter()
            .filter_map(|(path, raw)| Some((path, raw.known()?)));
        known
            .flat_map(|(path, data)| {
                let faults = self.0.faults(data).into_iter();
                faults.map(move |(inner, reason)| (path.concat(&inner), reason))
            })
            .collect()
    }

    fn applies_to(&self, ty: &Type) -> bool {
        element(ty).is_some_and(|element| self.0.applies_to(element))
    }
}

fn element(ty: &Type) -> Option<&Type> {
    match ty {
        Type::List(element) | Type::Set(element) | Type::Map(element) => Some(element),
        _ => None,
    }
}
