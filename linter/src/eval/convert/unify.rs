//! Which types convert to which, and the one type that several can become.

use std::sync::Arc;

use crate::eval::types::{Field, Type};

/// Some value of `from` can become a value of `to`.
pub fn convertible(from: &Type, to: &Type) -> bool {
    match (from, to) {
        (Type::Dynamic, _) | (_, Type::Dynamic) => true,
        (Type::String, Type::String | Type::Number | Type::Bool) => true,
        (Type::Number, Type::Number | Type::String) | (Type::Bool, Type::Bool | Type::String) => true,
        (Type::List(a) | Type::Set(a), Type::List(b) | Type::Set(b)) | (Type::Map(a), Type::Map(b)) => {
            convertible(a, b)
        }
        (Type::Tuple(items), Type::List(element) | Type::Set(element)) => {
            items.iter().all(|item| convertible(item, element))
                && (!element.has_dynamic() || unify(items).is_some())
        }
        (Type::Tuple(a), Type::Tuple(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| convertible(a, b))
        }
        (Type::Object(fields), Type::Map(element)) => {
            fields.iter().all(|field| convertible(&field.ty, element))
        }
        (Type::Map(element), Type::Object(fields)) => {
            fields.iter().all(|field| convertible(element, &field.ty))
        }
        (Type::Object(from), Type::Object(to)) => {
            to.iter().all(
                |wanted| match from.iter().find(|field| field.name == wanted.name) {
                    Some(field) => convertible(&field.ty, &wanted.ty),
                    None => wanted.optional,
                },
            )
        }
        _ => false,
    }
}

/// The type to which all of these convert without loss, as for the elements of a list or the branches of a
/// condition; `None` when there is none. `Dynamic` among them (a null, a value of unknown type) does not decide; when
/// nothing does, the answer is `Dynamic`.
pub fn unify(types: &[Type]) -> Option<Type> {
    let decided: Vec<&Type> = types.iter().filter(|ty| **ty != Type::Dynamic).collect();
    let Some(first) = decided.first().copied() else {
        return Some(Type::Dynamic);
    };
    if decided.iter().all(|ty| *ty == first) {
        return Some(first.clone());
    }
    let count = |is: fn(&Type) -> bool| decided.iter().filter(|ty| is(ty)).count();
    let lists = count(|ty| matches!(ty, Type::List(_)));
    let sets = count(|ty| matches!(ty, Type::Set(_)));
    let maps = count(|ty| matches!(ty, Type::Map(_)));
    let tuples = count(|ty| matches!(ty, Type::Tuple(_)));
    let objects = count(|ty| matches!(ty, Type::Object(_)));
    let all = decided.len();
    if maps == all {
        return element(&decided).map(Type::map);
    }
    if maps > 0
        && maps + objects == all
        && let Some(map) = element(&decided).map(Type::map)
    {
        return Some(map);
    }
    if lists == all {
        return element(&decided).map(Type::list);
    }
    if lists > 0
        && lists + tuples == all
        && let Some(list) = element(&decided).map(Type::list)
    {
        return Some(list);
    }
    if sets == all {
        return element(&decided).map(Type::set);
    }
    if objects == all {
        return unify_objects(&decided);
    }
    if tuples == all {
        return unify_tuples(&decided);
    }
    if objects > 0 && tuples > 0 {
        return None;
    }
    // One of them must be the type that all others convert to; strings first, lists before sets before others.
    let mut candidates = decided.clone();
    candidates.sort_by_key(|ty| match ty {
        Type::String => 0,
        Type::List(_) | Type::Map(_) => 1,
        Type::Set(_) => 2,
        _ => 3,
    });
    candidates
        .into_iter()
        .find(|candidate| decided.iter().all(|ty| convertible(ty, candidate)))
        .cloned()
}

/// The type of all elements of collections, tuples and objects together.
fn element(types: &[&Type]) -> Option<Type> {
    let mut elements: Vec<Type> = Vec::new();
    for ty in types {
        match ty {
            Type::List(element) | Type::Set(element) | Type::Map(element) => {
                elements.push(element.as_ref().clone())
            }
            Type::Tuple(items) => elements.extend(items.iter().cloned()),
            Type::Object(fields) => elements.extend(fields.iter().map(|field| field.ty.clone())),
            _ => return None,
        }
    }
    unify(&elements)
}

fn unify_objects(types: &[&Type]) -> Option<Type> {
    let fields: Vec<&[Field]> = types
        .iter()
        .filter_map(|ty| match ty {
            Type::Object(fields) => Some(fields.as_ref()),
            _ => None,
        })
        .collect();
    let first = *fields.first()?;
    let names = |fields: &[Field]| {
        fields
            .iter()
            .map(|field| field.name.clone())
            .collect::<Vec<Arc<str>>>()
    };
    let wanted = names(first);
    if !fields.iter().all(|fields| names(fields) == wanted) {
        return element(types).map(Type::map);
    }
    let unified = wanted.iter().enumerate().map(|(index, name)| {
        let candidates: Vec<Type> = fields.iter().map(|fields| fields[index].ty.clone()).collect();
        let ty = unify(&candidates)?;
        Some(Field {
            name: name.clone(),
            ty,
            optional: false,
            default: None,
        })
    });
    unified
        .collect::<Option<Vec<_>>>()
        .map(|fields| Type::Object(fields.into()))
}

fn unify_tuples(types: &[&Type]) -> Option<Type> {
    let tuples: Vec<&[Type]> = types
        .iter()
        .filter_map(|ty| match ty {
            Type::Tuple(items) => Some(items.as_ref()),
            _ => None,
        })
        .collect();
    let length = tuples.first()?.len();
    if tuples.iter().any(|items| items.len() != length) {
        return element(types).map(Type::list);
    }
    let unified = (0..length).map(|index| {
        let candidates: Vec<Type> = tuples.iter().map(|items| items[index].clone()).collect();
        unify(&candidates)
    });
    unified
        .collect::<Option<Vec<_>>>()
        .map(|items| Type::Tuple(items.into()))
}
