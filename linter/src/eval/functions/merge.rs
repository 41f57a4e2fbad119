//! `merge(maps...)`: later ones win. What a later argument proves is known even when earlier ones are not.

use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Function, Host, Param, Want, bounded};
use crate::eval::convert::{type_of, untyped};
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Entries, Hole, Kind, Value};

pub(super) static MERGE: Function = Function::new("merge", &[], Want::Any, merge)
    .variadic(Param::new("maps", Want::Any).nullable().partial())
    .keeping_parts();

fn merge(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let mut merged: FxHashMap<Arc<str>, Value> = FxHashMap::default();
    let mut open: Option<Rc<Hole>> = None;
    for arg in args {
        match &arg.kind {
            Kind::Null => {}
            Kind::Map(entries) | Kind::Object(entries) => {
                if let Some(hole) = &entries.open {
                    cover(&mut merged, hole, |key| entries.get(key).is_none());
                    open = Some(hole.clone());
                }
                for (key, value) in entries.items.iter() {
                    merged.insert(key.clone(), value.clone());
                }
            }
            Kind::Unknown(hole) => match &hole.ty {
                Type::Object(fields) => {
                    cover(&mut merged, hole, |key| {
                        fields.iter().any(|field| field.name.as_ref() == key)
                    });
                    if hole.not_null {
                        for field in fields.iter() {
                            let value = Value::unknown(untyped(hole).typed(field.ty.clone()));
                            merged.insert(field.name.clone(), value);
                        }
                    } else {
                        open = Some(hole.clone());
                    }
                }
                Type::Dynamic | Type::Map(_) => {
                    cover(&mut merged, hole, |_| true);
                    open = Some(hole.clone());
                }
                other => return Err(refused(other)),
            },
            _ => return Err(refused(&type_of(arg))),
        }
    }
    bounded(merged.len())?;
    let present: Vec<Type> = args.iter().filter(|arg| !arg.is_null()).map(type_of).collect();
    let map = match present.split_first() {
        Some((first @ Type::Map(element), rest)) if rest.iter().all(|ty| ty == first) => {
            Some(element.as_ref().clone())
        }
        _ => None,
    };
    let entries = |element| {
        let mut entries = Entries::sorted(merged.into_iter().collect(), element);
        entries.open = open;
        entries
    };
    Ok(Value::new(match map {
        Some(element) => Kind::Map(entries(element)),
        None => Kind::Object(entries(Type::Dynamic)),
    }))
}

/// Keys that an unknown argument may set again: still there, with a value that is not known.
fn cover(merged: &mut FxHashMap<Arc<str>, Value>, hole: &Rc<Hole>, may: impl Fn(&str) -> bool) {
    for (key, value) in merged.iter_mut() {
        if may(key) {
            let mut covered = untyped(hole);
            if let Some(before) = value.as_hole() {
                covered.refs.extend(
                    before
                        .refs
                        .iter()
                        .filter(|r| !hole.refs.contains(r))
                        .take(4)
                        .cloned(),
                );
            }
            *value = Value::unknown(covered).marked(value.marks).at(value.at);
        }
    }
}

fn refused(ty: &Type) -> EvalError {
    EvalError::invalid(format!("merge() takes maps or objects, not {ty}"))
}
