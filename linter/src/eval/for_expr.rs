//! `[for …]` and `{for …}`, and the elements that `for` in templates walks over.

use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::access::number;
use super::env::Env;
use super::error::EvalError;
use super::evaluator::Evaluator;
use super::expr::KeyFault;
use super::hole::{self, open_tuple};
use super::operator::as_truth;
use super::scope::object;
use super::types::Type;
use super::value::{Hole, Kind, Marks, Value};
use crate::load::Span;
use crate::load::ir::For;

/// The elements of a collection, each with its key.
pub(super) enum Walk {
    Known {
        items: Vec<(Value, Value)>,
        open: Option<Rc<Hole>>,
        marks: Marks,
    },
    Unknown(Value),
}

impl Evaluator<'_> {
    pub(super) fn for_expr(&self, each: &For, env: &Env, span: Span) -> Result<Value, EvalError> {
        let (collection, depth) = self.measured(&each.collection, env);
        let collection = collection?;
        self.watch(self.nesting.used(depth), span)?;
        let _deeper = self.nesting.deeper();
        let (items, mut open, mut marks) = match self.walk_over(collection)? {
            Walk::Known { items, open, marks } => (items, open, marks),
            Walk::Unknown(value) => return Ok(value),
        };
        self.watch(self.budget.elements(items.len()), span)?;
        if each.key_expr.is_some() {
            return self.for_object(each, items, open, marks, env, depth);
        }
        let mut values = Vec::with_capacity(items.len());
        for (key, value) in items {
            let env = bind(env, each, key, value, depth);
            if self.included(each, &env, &mut open, &mut marks)? {
                values.push(self.eval(&each.value_expr, &env)?);
            }
        }
        Ok(open_tuple(values, open).marked(marks))
    }

    fn for_object(
        &self,
        each: &For,
        items: Vec<(Value, Value)>,
        mut open: Option<Rc<Hole>>,
        mut marks: Marks,
        env: &Env,
        depth: u32,
    ) -> Result<Value, EvalError> {
        let Some(key_expr) = &each.key_expr else {
            return Ok(Value::null());
        };
        let mut entries: Vec<(Arc<str>, Value)> = Vec::with_capacity(items.len());
        // Only grouping and duplicates need to find an earlier entry.
        let mut positions: FxHashMap<Arc<str>, usize> = FxHashMap::default();
        let mut groups: Vec<Vec<Value>> = Vec::new();
        for (key, value) in items {
            let env = bind(env, each, key, value, depth);
            if !self.included(each, &env, &mut open, &mut marks)? {
                continue;
            }
            let key = self.eval(key_expr, &env)?;
            marks = marks.union(key.marks);
            let name = match self.object_key(&key) {
                Ok(name) => name,
                Err(KeyFault::Unknown(unknown)) => {
                    open.get_or_insert(unknown);
                    continue;
                }
                Err(KeyFault::Refused(error)) => return Err(error),
            };
            let value = self.eval(&each.value_expr, &env)?;
            match positions.get(&name) {
                Some(position) if each.group => groups[*position].push(value),
                Some(_) => {
                    return Err(EvalError::invalid(format!("two elements have the key `{name}`")));
                }
                None => {
                    positions.insert(name.clone(), entries.len());
                    if each.group {
                        groups.push(vec![value]);
                        entries.push((name, Value::null()));
                    } else {
                        entries.push((name, value));
                    }
                }
            }
        }
        for ((_, slot), group) in entries.iter_mut().zip(groups) {
            *slot = open_tuple(group, open.clone());
        }
        Ok(object(entries, open).marked(marks))
    }

    /// Whether the element is in the result; one that may be in it opens the result.
    fn included(
        &self,
        each: &For,
        env: &Env,
        open: &mut Option<Rc<Hole>>,
        marks: &mut Marks,
    ) -> Result<bool, EvalError> {
        let Some(condition) = &each.condition else {
            return Ok(true);
        };
        let condition = self.eval(condition, env)?;
        *marks = marks.union(condition.marks);
        if let Some(truth) = as_truth(&condition)? {
            return Ok(truth);
        }
        if let Kind::Unknown(unknown) = hole::derived([&condition], Type::Dynamic).kind {
            open.get_or_insert(unknown);
        }
        Ok(false)
    }

    pub(super) fn walk_over(&self, collection: Value) -> Result<Walk, EvalError> {
        let marks = collection.marks;
        let value = self.force(collection);
        let (items, open) = match &value.kind {
            Kind::List(seq) | Kind::Tuple(seq) => {
                let items = seq.items.iter().enumerate();
                // Among unknown elements no position is certain.
                let key = |index: usize| match &seq.open {
                    None => number(index as u64),
                    Some(open) => Value::unknown(Hole::new(open.why.clone()).typed(Type::Number)),
                };
                (
                    items.map(|(index, item)| (key(index), item.clone())).collect(),
                    seq.open.clone(),
                )
            }
            Kind::Set(seq) => {
                let items = seq.items.iter();
                (
                    items.map(|item| (item.clone(), item.clone())).collect(),
                    seq.open.clone(),
                )
            }
            Kind::Map(entries) | Kind::Object(entries) => {
                let items = entries.items.iter();
                let items = items.map(|(key, item)| (Value::text(key.clone()), item.clone()));
                (items.collect(), entries.open.clone())
            }
            Kind::Unknown(_) => return Ok(Walk::Unknown(hole::derived([&value], Type::Dynamic))),
            Kind::Null => return Err(EvalError::invalid("`for` cannot go over null")),
            Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) => {
                return Err(EvalError::invalid("`for` needs a collection"));
            }
        };
        Ok(Walk::Known { items, open, marks })
    }
}

fn bind(env: &Env, each: &For, key: Value, value: Value, depth: u32) -> Env {
    let env = match each.key {
        Some(name) => env.bind(name, key, 0),
        None => env.clone(),
    };
    env.bind(each.value, value, depth)
}
