//! Conversions of lists, sets, tuples, maps and objects.

use std::cmp::Ordering;
use std::fmt::Write as _;
use std::rc::Rc;
use std::sync::Arc;

use super::{convert, hole, type_of, unify};
use crate::eval::equal::equal;
use crate::eval::error::EvalError;
use crate::eval::types::{Field, Type};
use crate::eval::value::{Entries, Kind, Marks, Seq, Text, Value};

/// Elements of a list or set: every item converted, then to one type where `element` leaves it open.
pub(super) fn elements(seq: Seq, element: &Type) -> Result<Seq, EvalError> {
    let items = unshared(seq.items);
    let (items, element) = single_type(items, element, &seq.element)?;
    Ok(Seq {
        items: Rc::new(items),
        element,
        open: seq.open,
    })
}

pub(super) fn map(entries: Entries, element: &Type) -> Result<Entries, EvalError> {
    let (keys, values): (Vec<_>, Vec<_>) = unshared(entries.items).into_iter().unzip();
    let (values, element) = single_type(values, element, &entries.element)?;
    let items = keys.into_iter().zip(values).collect();
    Ok(Entries {
        items: Rc::new(items),
        element,
        open: entries.open,
    })
}

/// `before` is the element type that the collection had, which an empty one keeps for `any`.
fn single_type(items: Vec<Value>, element: &Type, before: &Type) -> Result<(Vec<Value>, Type), EvalError> {
    let convert_all = |items: Vec<Value>, ty: &Type| {
        items
            .into_iter()
            .map(|item| convert(item, ty))
            .collect::<Result<Vec<_>, _>>()
    };
    if !element.has_dynamic() {
        return Ok((convert_all(items, element)?, element.clone()));
    }
    let items = convert_all(items, element)?;
    if items.is_empty() {
        let kept = if *element == Type::Dynamic {
            before
        } else {
            element
        };
        return Ok((items, kept.clone()));
    }
    let types: Vec<Type> = items.iter().map(type_of).collect();
    let Some(unified) = unify(&types) else {
        return Err(EvalError::invalid("all elements must have the same type"));
    };
    let items = convert_all(items, &unified)?;
    Ok((items, unified))
}

/// A list of a set's elements; which one comes first is not known while one of them is not.
pub(super) fn set_to_list(seq: Seq, element: &Type) -> Result<Kind, EvalError> {
    let mut seq = elements(seq, element)?;
    if seq.open.is_none() && !seq.items.iter().all(Value::is_wholly_known) {
        let all = Value::new(Kind::Set(seq.clone()));
        seq.open = Some(Rc::new(hole::of_values([&all], Type::Dynamic)));
    }
    Ok(Kind::List(seq))
}

pub(super) fn tuple(seq: Seq, types: &[Type]) -> Result<Seq, EvalError> {
    if seq.open.is_some() {
        // No position is known, so neither is what becomes of an item.
        return Ok(Seq {
            items: Rc::new(Vec::new()),
            ..seq
        });
    }
    if seq.items.len() != types.len() {
        return Err(EvalError::invalid(format!(
            "tuple must have {} elements, it has {}",
            types.len(),
            seq.items.len()
        )));
    }
    let items = unshared(seq.items)
        .into_iter()
        .zip(types)
        .map(|(item, ty)| convert(item, ty));
    Ok(Seq {
        items: Rc::new(items.collect::<Result<_, _>>()?),
        element: Type::Dynamic,
        open: None,
    })
}

pub(super) fn object(entries: Entries, fields: &[Field]) -> Result<Entries, EvalError> {
    let mut items: Vec<(Arc<str>, Value)> = Vec::with_capacity(fields.len());
    for field in fields {
        let given = entries.get(&field.name).cloned();
        let value = match (given, &field.default, &entries.open) {
            (Some(given), Some(default), _) if given.is_null() => default.clone().marked(given.marks),
            (Some(given), _, _) => given,
            (None, _, Some(open)) => {
                let mut hole = hole::untyped(open);
                if field.default.is_some() {
                    hole.not_null = true;
                }
                Value::unknown(hole)
            }
            (None, Some(default), None) => default.clone(),
            (None, None, None) if field.optional => Value::null(),
            (None, None, None) => {
                return Err(EvalError::invalid(format!(
                    "attribute \"{}\" is required",
                    field.name
                )));
            }
        };
        let value = convert(value, &field.ty)
            .map_err(|error| EvalError::invalid(format!("attribute \"{}\": {error}", field.name)))?;
        items.push((field.name.clone(), value));
    }
    Ok(Entries {
        items: Rc::new(items),
        element: Type::Dynamic,
        open: None,
    })
}

/// A set of these elements: sorted as Terraform iterates, without duplicates; marks of elements become the set's.
pub fn as_set(seq: Seq) -> Value {
    let mut marks = Marks::NONE;
    let mut items = unshared(seq.items);
    for item in &mut items {
        marks = marks.union(item.deep_marks());
    }
    let composite = items.iter().any(|item| {
        !matches!(
            item.kind,
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::Unknown(_)
        )
    });
    if composite {
        items.sort_by_cached_key(sort_key);
    } else {
        items.sort_by(set_order);
    }
    items.dedup_by(|later, kept| equal(later, kept) == Some(true));
    Value::new(Kind::Set(Seq {
        items: Rc::new(items),
        element: seq.element,
        open: seq.open,
    }))
    .marked(marks)
}

/// The order in which Terraform iterates the elements of a set: by value, null after that, unknown last.
pub fn set_order(a: &Value, b: &Value) -> Ordering {
    fn rank(value: &Value) -> u8 {
        match &value.kind {
            Kind::Unknown(_) | Kind::Text(Text::Partial(_)) => 2,
            Kind::Null => 1,
            _ => 0,
        }
    }
    rank(a).cmp(&rank(b)).then_with(|| match (&a.kind, &b.kind) {
        (Kind::Bool(a), Kind::Bool(b)) => a.cmp(b),
        (Kind::Number(a), Kind::Number(b)) => a.cmp(b),
        (Kind::Text(Text::Known(a)), Kind::Text(Text::Known(b))) => a.cmp(b),
        (Kind::Null, Kind::Null) => Ordering::Equal,
        _ => sort_key(a).cmp(&sort_key(b)),
    })
}

/// Composite elements have no natural order; this spelling of them is what Terraform sorts by.
fn sort_key(value: &Value) -> (u8, String) {
    let rank = match &value.kind {
        Kind::Unknown(_) | Kind::Text(Text::Partial(_)) => 2,
        Kind::Null => 1,
        _ => 0,
    };
    let mut key = String::new();
    spell(value, &mut key);
    (rank, key)
}

fn spell(value: &Value, key: &mut String) {
    match &value.kind {
        Kind::Null => key.push('~'),
        Kind::Unknown(_) | Kind::Text(Text::Partial(_)) => key.push('?'),
        Kind::Bool(value) => key.push(if *value { 'T' } else { 'F' }),
        Kind::Number(number) => {
            let _ = write!(key, "{number}");
        }
        Kind::Text(Text::Known(text)) => {
            let _ = write!(key, "{text:?}");
        }
        Kind::List(seq) | Kind::Set(seq) => {
            key.push('[');
            for item in seq.items.iter() {
                spell(item, key);
                key.push(';');
            }
            key.push(']');
        }
        Kind::Tuple(seq) => {
            key.push('<');
            for item in seq.items.iter() {
                spell(item, key);
                key.push(';');
            }
            key.push('>');
        }
        Kind::Map(entries) => {
            key.push('{');
            for (name, item) in entries.items.iter() {
                let _ = write!(key, "{name:?}:");
                spell(item, key);
                key.push(';');
            }
            key.push('}');
        }
        Kind::Object(entries) => {
            key.push('<');
            for (_, item) in entries.items.iter() {
                spell(item, key);
                key.push(';');
            }
            key.push('>');
        }
    }
}

fn unshared<T: Clone>(items: Rc<Vec<T>>) -> Vec<T> {
    Rc::try_unwrap(items).unwrap_or_else(|shared| shared.as_ref().clone())
}
