//! `[for …]` and `{for …}`, and the elements that `for` in templates walks over.

use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::access::number;
use super::env::Env;
use super::error::EvalError;
use super::evaluator::{Evaluator, settled};
use super::expr::KeyFault;
use super::hole::{self, open_tuple};
use super::operator::as_truth;
use super::scope::object;
use super::types::Type;
use super::value::{Hole, Kind, Marks, Step, Value};
use crate::load::Span;
use crate::load::ir::{Expr, For};

/// Keys and values.
type Items = Vec<(Value, Value)>;

/// The elements of a collection, each with its key.
pub(super) struct Walk {
    pub(super) items: Items,
    /// There may be more elements, and what any of them is like.
    pub(super) more: Option<More>,
    pub(super) marks: Marks,
}

pub(super) struct More {
    pub(super) why: Rc<Hole>,
    key: Value,
    value: Value,
}

impl Evaluator<'_> {
    pub(super) fn for_expr(&self, each: &For, env: &Env, span: Span) -> Result<Value, EvalError> {
        let (collection, depth) = self.measured(&each.collection, env);
        let collection = collection?;
        self.watch(self.nesting.used(depth), span)?;
        let _deeper = self.nesting.deeper();
        if let Kind::Unknown(unknown) = &collection.kind
            && !unknown.any_of.is_empty()
        {
            let branches = unknown.any_of.iter();
            let values = branches.map(|branch| self.for_over(each, branch.clone(), env, span, depth));
            let values: Result<Vec<Value>, EvalError> = values.collect();
            let values = values?;
            self.watch(self.budget.walk(&values), span)?;
            return self.weighed(hole::one_of(values, unknown).marked(collection.marks), span);
        }
        self.weighed(self.for_over(each, collection, env, span, depth)?, span)
    }

    fn for_over(
        &self,
        each: &For,
        collection: Value,
        env: &Env,
        span: Span,
        depth: u32,
    ) -> Result<Value, EvalError> {
        let walk = self.walk_over(collection)?;
        self.watch(self.budget.elements(walk.items.len()), span)?;
        match &each.key_expr {
            Some(key_expr) => self.for_object(each, key_expr, walk, env, depth),
            None => self.for_tuple(each, walk, env, depth),
        }
    }

    fn for_tuple(&self, each: &For, walk: Walk, env: &Env, depth: u32) -> Result<Value, EvalError> {
        let mut marks = walk.marks;
        let mut open = None;
        let mut values = Vec::with_capacity(walk.items.len());
        for (key, value) in walk.items {
            let env = bind(env, each, key, value, depth);
            match self.included(each, &env, &mut marks)? {
                Included::Yes => values.push(self.eval(&each.value_expr, &env)?),
                Included::No => {}
                Included::Perhaps(why) => {
                    open.get_or_insert(why);
                }
            }
        }
        if let Some(more) = walk.more {
            let env = bind(env, each, more.key, more.value, depth);
            match self.included(each, &env, &mut marks)? {
                Included::No => {}
                Included::Yes | Included::Perhaps(_) => {
                    let element = settled(self.eval(&each.value_expr, &env));
                    let like = self.more_like(&more.why, element);
                    // Elements that are in it perhaps are not like the unknown ones.
                    open = Some(open.unwrap_or(like));
                }
            }
        }
        Ok(open_tuple(values, open).marked(marks))
    }

    fn for_object(
        &self,
        each: &For,
        key_expr: &Expr,
        walk: Walk,
        env: &Env,
        depth: u32,
    ) -> Result<Value, EvalError> {
        let mut marks = walk.marks;
        let mut open: Option<Rc<Hole>> = None;
        let mut entries: Vec<(Arc<str>, Value)> = Vec::with_capacity(walk.items.len());
        // Only grouping and duplicates need to find an earlier entry.
        let mut positions: FxHashMap<Arc<str>, usize> = FxHashMap::default();
        let mut groups: Vec<Vec<Value>> = Vec::new();
        for (key, value) in walk.items {
            let env = bind(env, each, key, value, depth);
            match self.included(each, &env, &mut marks)? {
                Included::Yes => {}
                Included::No => continue,
                Included::Perhaps(why) => {
                    open.get_or_insert(why);
                    continue;
                }
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
                    let name = if key.marks.sensitive { "(sensitive)" } else { &name };
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
        let mut group_open = open.clone();
        if let Some(more) = walk.more {
            let env = bind(env, each, more.key, more.value, depth);
            match self.included(each, &env, &mut marks)? {
                Included::No => {}
                Included::Yes | Included::Perhaps(_) => {
                    let element = settled(self.eval(&each.value_expr, &env));
                    let like = self.more_like(&more.why, element.clone());
                    group_open.get_or_insert_with(|| like.clone());
                    let like = if each.group {
                        self.more_like(&more.why, open_tuple(Vec::new(), Some(like)))
                    } else {
                        like
                    };
                    open = Some(open.unwrap_or(like));
                }
            }
        }
        for ((_, slot), group) in entries.iter_mut().zip(groups) {
            *slot = open_tuple(group, group_open.clone());
        }
        Ok(object(entries, open).marked(marks))
    }

    /// Whether the element is in the result.
    fn included(&self, each: &For, env: &Env, marks: &mut Marks) -> Result<Included, EvalError> {
        let Some(condition) = &each.condition else {
            return Ok(Included::Yes);
        };
        let condition = self.eval(condition, env)?;
        *marks = marks.union(condition.marks);
        Ok(match as_truth(&condition)? {
            Some(true) => Included::Yes,
            Some(false) => Included::No,
            None => match hole::derived([&condition], Type::Dynamic).kind {
                Kind::Unknown(why) => Included::Perhaps(why),
                _ => Included::Yes,
            },
        })
    }

    pub(super) fn walk_over(&self, collection: Value) -> Result<Walk, EvalError> {
        let marks = collection.marks;
        let value = self.force(collection);
        let more = |open: &Option<Rc<Hole>>, element: &Type, key: Type| {
            open.as_ref().map(|open| More {
                key: hole::another(open, &key),
                value: self.beyond(open, element),
                why: open.clone(),
            })
        };
        let (items, more) = match &value.kind {
            Kind::List(seq) | Kind::Tuple(seq) => {
                let items = seq.items.iter().enumerate();
                // Among unknown elements no position is certain.
                let key = |index: usize| match &seq.open {
                    None => number(index as u64),
                    Some(open) => hole::another(open, &Type::Number),
                };
                let items = items.map(|(index, item)| (key(index), item.clone()));
                (items.collect(), more(&seq.open, &seq.element, Type::Number))
            }
            Kind::Set(seq) => {
                let items = seq.items.iter().map(|item| (item.clone(), item.clone()));
                let mut more = more(&seq.open, &seq.element, Type::Dynamic);
                if let Some(more) = &mut more {
                    more.key = more.value.clone();
                }
                (items.collect(), more)
            }
            Kind::Map(entries) | Kind::Object(entries) => {
                let items = entries.items.iter();
                let items = items.map(|(key, item)| (Value::text(key.clone()), item.clone()));
                (
                    items.collect(),
                    more(&entries.open, &entries.element, Type::String),
                )
            }
            Kind::Unknown(unknown) => self.walk_over_unknown(unknown)?,
            Kind::Null => return Err(EvalError::invalid("`for` cannot go over null")),
            Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) => {
                return Err(EvalError::invalid("`for` needs a collection"));
            }
        };
        Ok(Walk { items, more, marks })
    }

    /// The type of an unknown may say which elements it has.
    fn walk_over_unknown(&self, unknown: &Rc<Hole>) -> Result<(Items, Option<More>), EvalError> {
        let more = |key: Type| More {
            key: hole::another(unknown, &key),
            value: hole::some_element(unknown, &Type::Dynamic),
            why: unknown.clone(),
        };
        Ok(match &unknown.ty {
            Type::Object(fields) => {
                let mut items = Vec::with_capacity(fields.len());
                for field in fields.iter() {
                    let value = hole::child(unknown, &Step::Name(field.name.clone()))?;
                    items.push((Value::text(field.name.clone()), value));
                }
                (items, None)
            }
            Type::Tuple(types) => {
                let mut items = Vec::with_capacity(types.len());
                for index in 0..types.len() as u64 {
                    items.push((number(index), hole::child(unknown, &Step::Index(index))?));
                }
                (items, None)
            }
            Type::List(_) => (Vec::new(), Some(more(Type::Number))),
            Type::Map(_) => (Vec::new(), Some(more(Type::String))),
            Type::Set(_) => {
                let mut more = more(Type::Dynamic);
                more.key = more.value.clone();
                (Vec::new(), Some(more))
            }
            Type::Dynamic => (Vec::new(), Some(more(Type::Dynamic))),
            Type::String | Type::Number | Type::Bool => {
                return Err(EvalError::invalid("`for` needs a collection"));
            }
        })
    }
}

enum Included {
    Yes,
    No,
    Perhaps(Rc<Hole>),
}

fn bind(env: &Env, each: &For, key: Value, value: Value, depth: u32) -> Env {
    let env = match each.key {
        Some(name) => env.bind(name, key, 0),
        None => env.clone(),
    };
    env.bind(each.value, value, depth)
}
