//! Unknowns that stand for a whole resource or module instance: access to an attribute computes that attribute.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::convert;
use super::error::EvalError;
use super::evaluator::Evaluator;
use super::hole;
use super::resource::ResourceId;
use super::scope::ScopeId;
use super::types::{Field, Type};
use super::value::{Entries, Hole, Kind, Seq, Step, Value};

#[derive(Clone, Debug)]
pub(super) enum Lazy {
    /// A resource instance, or a nested block in it.
    Resource(ResourceId, Rc<[Step]>),
    Module(ScopeId),
    /// Opens a collection of instances; every other element is like this one.
    Elements(Rc<Value>),
}

/// By the identity of the hole, so that only the very value is lazy, not what a function made of it.
#[derive(Debug, Default)]
pub(super) struct Lazies {
    /// The `Rc` is kept so that the address stays taken.
    known: RefCell<FxHashMap<usize, (Rc<Hole>, Lazy)>>,
}

impl Lazies {
    pub(super) fn add(&self, hole: Hole, lazy: Lazy) -> Rc<Hole> {
        let hole = Rc::new(hole);
        self.known
            .borrow_mut()
            .insert(Rc::as_ptr(&hole).addr(), (hole.clone(), lazy));
        hole
    }

    pub(super) fn get(&self, hole: &Rc<Hole>) -> Option<Lazy> {
        self.known
            .borrow()
            .get(&Rc::as_ptr(hole).addr())
            .map(|(_, lazy)| lazy.clone())
    }
}

impl Evaluator<'_> {
    /// An attribute or element of an unknown.
    pub(super) fn step_into_hole(&self, unknown: &Rc<Hole>, step: &Step) -> Result<Value, EvalError> {
        if !unknown.any_of.is_empty() {
            return self.step_into_branches(unknown, step);
        }
        match self.lazies.get(unknown) {
            Some(Lazy::Resource(id, path)) => {
                let mut path = path.to_vec();
                path.push(step.clone());
                Ok(self.resource_value(id, path))
            }
            Some(Lazy::Module(scope)) => match step {
                Step::Name(name) => self.output(&self.scope(scope), ustr::ustr(name)),
                Step::Index(_) => Err(EvalError::invalid("a module has outputs, not elements")),
            },
            Some(Lazy::Elements(_)) | None => hole::child(unknown, step),
        }
    }

    /// A branch in which Terraform would fail is not the one that is taken, unless `try` or `can` looks on.
    fn step_into_branches(&self, unknown: &Rc<Hole>, step: &Step) -> Result<Value, EvalError> {
        let mut error = None;
        let mut values = Vec::new();
        for branch in &unknown.any_of {
            match self.step(branch, step) {
                Ok(value) => values.push(value),
                Err(refused) => error = Some(refused),
            }
        }
        match error {
            Some(error) if values.is_empty() => Err(error),
            Some(_) if self.is_quiet() => Ok(hole::another(unknown, &Type::Dynamic)),
            _ => Ok(hole::one_of(values, unknown)),
        }
    }

    /// What stands at a place that a collection may have.
    pub(super) fn beyond(&self, open: &Rc<Hole>, element: &Type) -> Value {
        match self.lazies.get(open) {
            // The collection may have been converted since, and its elements with it.
            Some(Lazy::Elements(value)) if *element != Type::Dynamic => {
                let at = value.at;
                let converted = convert::convert(self.shaped((*value).clone(), element), element);
                converted.map_or_else(|_| hole::another(open, element), |value| value.at(at))
            }
            Some(Lazy::Elements(value)) => (*value).clone(),
            _ => hole::another(open, element),
        }
    }

    /// Why a collection may hold more, where every other element is like `element`.
    pub(super) fn more_like(&self, open: &Hole, element: Value) -> Rc<Hole> {
        let mut hole = Hole::new(open.why.clone());
        hole.refs.clone_from(&open.refs);
        self.trail.refs(&element).iter().for_each(|reference| {
            hole::add_refs(&mut hole.refs, std::slice::from_ref(reference));
        });
        self.lazies.add(hole, Lazy::Elements(Rc::new(element)))
    }

    /// Whole modules and repeated nested blocks as ordinary collections, for those who take a value apart.
    pub(super) fn force(&self, value: Value) -> Value {
        let Kind::Unknown(unknown) = &value.kind else {
            return value;
        };
        match self.lazies.get(unknown) {
            Some(Lazy::Module(scope)) => self.outputs(&self.scope(scope)).marked(value.marks),
            Some(Lazy::Resource(id, path)) if !path.is_empty() => match self.nested_blocks(id, &path) {
                Some(blocks) => blocks.marked(value.marks),
                None => value,
            },
            _ => value,
        }
    }

    /// Resources and modules inside `value` as the objects that `ty` wants of them, so that converting to `ty` keeps
    /// what is known of their attributes.
    pub(super) fn shaped(&self, value: Value, ty: &Type) -> Value {
        let kind = match (&value.kind, ty) {
            (Kind::Unknown(unknown), Type::Object(fields)) if self.lazies.get(unknown).is_some() => {
                let step = |field: &Field| {
                    let found = self
                        .step_into_hole(unknown, &Step::Name(field.name.clone()))
                        .ok()?;
                    Some((field.name.clone(), self.shaped(found, &field.ty)))
                };
                return Value::object(fields.iter().filter_map(step).collect())
                    .at(value.at)
                    .marked(value.marks);
            }
            (Kind::Object(entries), Type::Map(element)) if !element.is_primitive() => {
                let items = entries.items.iter();
                let items = items.map(|(key, item)| (key.clone(), self.shaped(item.clone(), element)));
                Kind::Object(Entries {
                    items: Rc::new(items.collect()),
                    ..entries.clone()
                })
            }
            (Kind::Tuple(seq), Type::List(element) | Type::Set(element)) if !element.is_primitive() => {
                let items = seq.items.iter().map(|item| self.shaped(item.clone(), element));
                Kind::Tuple(Seq {
                    items: Rc::new(items.collect()),
                    ..seq.clone()
                })
            }
            (Kind::Object(entries), Type::Object(fields)) => {
                let items = entries.items.iter().map(|(key, item)| {
                    let field = fields.iter().find(|field| field.name == *key);
                    let item = match field {
                        Some(field) => self.shaped(item.clone(), &field.ty),
                        None => item.clone(),
                    };
                    (key.clone(), item)
                });
                Kind::Object(Entries {
                    items: Rc::new(items.collect()),
                    ..entries.clone()
                })
            }
            _ => return value,
        };
        Value {
            at: value.at,
            marks: value.marks,
            ..Value::new(kind)
        }
    }
}
