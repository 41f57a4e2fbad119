//! `setunion`, `setintersection`, `setsubtract`.

use std::rc::Rc;

use super::{Function, Host, Param, Want, bounded, unknown_not_null};
use crate::eval::convert::{as_set, convert, type_of, unify};
use crate::eval::equal::equal;
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Seq, Value};

const FIRST: Param = Param::new("first_set", Want::Set);

pub(super) static SETUNION: Function = Function::new("setunion", &[FIRST.partial()], Want::Set, union)
    .variadic(Param::new("other_sets", Want::Set).partial());
pub(super) static SETINTERSECTION: Function =
    Function::new("setintersection", &[FIRST], Want::Set, |args, _| keep(args, true))
        .variadic(Param::new("other_sets", Want::Set));
pub(super) static SETSUBTRACT: Function = Function::new(
    "setsubtract",
    &[FIRST, Param::new("b", Want::Set)],
    Want::Set,
    |args, _| keep(args, false),
);

/// All arguments as sets of one type.
fn alike(args: &[Value]) -> Result<(Vec<Value>, Type), EvalError> {
    // An empty set says nothing of its type.
    let types: Vec<Type> = args
        .iter()
        .filter(|arg| !matches!(&arg.kind, Kind::Set(seq) if seq.items.is_empty() && seq.element == Type::Dynamic))
        .map(type_of)
        .collect();
    let ty = unify(&types).ok_or_else(|| EvalError::invalid("the sets must have elements of one type"))?;
    let sets = args
        .iter()
        .map(|arg| convert(arg.clone(), &ty))
        .collect::<Result<_, _>>()?;
    Ok((sets, ty))
}

fn union(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let (sets, ty) = alike(args)?;
    let mut items = Vec::new();
    let mut open = None;
    for set in &sets {
        match &set.kind {
            Kind::Set(seq) => {
                items.extend(seq.items.iter().cloned());
                open = open.or_else(|| seq.open.clone());
            }
            Kind::Unknown(hole) => open = Some(hole.clone()),
            _ => return Ok(unknown_not_null(args, ty)),
        }
    }
    bounded(items.len())?;
    let element = match ty {
        Type::Set(element) => element.as_ref().clone(),
        _ => Type::Dynamic,
    };
    Ok(as_set(Seq {
        items: Rc::new(items),
        element,
        open,
    }))
}

/// The elements of the first set that all others have, or that none of them has.
fn keep(args: &[Value], shared: bool) -> Result<Value, EvalError> {
    let (sets, _) = alike(args)?;
    let seqs: Vec<&Seq> = sets
        .iter()
        .filter_map(|set| match &set.kind {
            Kind::Set(seq) => Some(seq),
            _ => None,
        })
        .collect();
    let Some((first, others)) = seqs.split_first() else {
        return Ok(unknown_not_null(args, Type::set(Type::Dynamic)));
    };
    super::quadratic(
        first
            .items
            .len()
            .min(others.iter().map(|seq| seq.items.len()).max().unwrap_or(0)),
    )?;
    let has = |seq: &Seq, item: &Value| seq.items.iter().any(|other| equal(item, other) == Some(true));
    let items = first
        .items
        .iter()
        .filter(|item| others.iter().all(|seq| has(seq, item) == shared))
        .cloned()
        .collect();
    Ok(as_set(Seq {
        items: Rc::new(items),
        element: first.element.clone(),
        open: None,
    }))
}
