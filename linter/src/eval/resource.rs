//! Resource instances as expressions see them: arguments that are written are known, the rest is known after apply.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use ustr::Ustr;

use rustc_hash::FxHashMap;

use super::body::{BodyNode, Found};
use super::computed;
use super::env::Env;
use super::error::EvalError;
use super::evaluator::Evaluator;
use super::expansion::Expansion;
use super::hole::open_tuple;
use super::lazy::Lazy;
use super::scope::{ResourceName, Scope, Slot};
use super::trail::What;
use super::types::Type;
use super::value::{At, Hole, Kind, Marks, Ref, Step, Value};
use crate::address::{Address, Key};
use crate::load::{Block, Mode};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct ResourceId(u32);

impl ResourceId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// One instance of a `resource`, `data` or `ephemeral` block.
pub(super) struct Resource<'a> {
    pub(super) address: Rc<Address>,
    pub(super) block: &'a Block,
    pub(super) node: Rc<BodyNode<'a>>,
    /// Where what was read was said, by path: a `for` may read the same attribute thousands of times.
    reads: RefCell<FxHashMap<Vec<Step>, (At, At)>>,
}

impl<'a> Evaluator<'a> {
    /// All instances of a block that `scope` declares.
    pub(super) fn expansion(
        &self,
        scope: &Rc<Scope<'a>>,
        mode: Mode,
        r#type: Ustr,
        name: Ustr,
    ) -> Result<Rc<Expansion>, EvalError> {
        let id = (mode, r#type, name);
        let Some(block) = scope
            .module
            .resources
            .get(&id)
            .and_then(|index| scope.block(*index))
        else {
            return Err(EvalError::invalid(format!(
                "`{type}.{name}` is not declared in this module"
            )));
        };
        match scope.expansions.borrow().get(&id) {
            Some(Slot::Done(expansion)) => return Ok(expansion.clone()),
            Some(Slot::Busy) => {
                return Err(EvalError::invalid(format!(
                    "the instances of `{type}.{name}` depend on themselves"
                )));
            }
            None => {}
        }
        let _entered = self.enter(block.header)?;
        scope.expansions.borrow_mut().insert(id, Slot::Busy);
        let keys = self.expand(block, &Env::module(scope.id));
        let mut instances = Vec::with_capacity(keys.known.len() + 1);
        let mut known = Vec::with_capacity(keys.known.len());
        for (key, env) in keys.known {
            let (instance, value) = self.new_resource(scope, id, key.clone(), block, env);
            instances.push(instance);
            known.push((key, value));
        }
        let open = keys.open.map(|(unknown, env)| {
            let (instance, value) = self.new_resource(scope, id, Key::Unknown, block, env);
            instances.push(instance);
            let mut hole = (*unknown).clone();
            hole.refs = value.as_hole().map(|hole| hole.refs.clone()).unwrap_or_default();
            hole.any_of.clear();
            self.lazies.add(hole, Lazy::Elements(Rc::new(value)))
        });
        let expansion = Rc::new(Expansion {
            instances,
            value: keys.repeat.collect(known, open),
        });
        scope
            .expansions
            .borrow_mut()
            .insert(id, Slot::Done(expansion.clone()));
        Ok(expansion)
    }

    fn new_resource(
        &self,
        scope: &Rc<Scope<'a>>,
        (mode, r#type, name): ResourceName,
        key: Key,
        block: &'a Block,
        mut env: Env,
    ) -> (ResourceId, Value) {
        let address = Rc::new(Address {
            modules: scope.path.clone(),
            mode,
            r#type,
            name,
            key,
        });
        let mut resources = self.resources.borrow_mut();
        let id = ResourceId(u32::try_from(resources.len()).unwrap_or(u32::MAX));
        env.this = Some(id);
        resources.push(Rc::new(Resource {
            address: address.clone(),
            reads: RefCell::default(),
            block,
            node: Rc::new(BodyNode::hcl(&block.body, env)),
        }));
        (id, self.part(id, &address, Vec::new()))
    }

    /// A resource instance, or a nested block of it, whose attributes are computed when asked for.
    fn part(&self, id: ResourceId, address: &Rc<Address>, path: Vec<Step>) -> Value {
        let lazy = Lazy::Resource(id, Rc::from(path.as_slice()));
        let mut hole = self.later(address, path);
        hole.not_null = true;
        let marks = marks_of(address);
        Value::new(Kind::Unknown(self.lazies.add(hole, lazy))).marked(marks)
    }

    fn later(&self, address: &Rc<Address>, path: Vec<Step>) -> Hole {
        let mut hole = Hole::new(self.after_apply.clone());
        // In a vector of one: there is such a hole for every resource.
        hole.refs = vec![Ref {
            target: address.clone(),
            path,
        }];
        hole
    }

    /// The instance as a value: access to an attribute computes that attribute.
    pub(super) fn whole(&self, id: ResourceId) -> Value {
        self.part(id, &self.resource(id).address, Vec::new())
    }

    /// What a reference to `path` of a resource instance yields.
    pub(super) fn resource_value(&self, id: ResourceId, path: Vec<Step>) -> Value {
        let resource = self.resource(id);
        if let Some(value) = computed::attribute(self, &resource, &path) {
            return self.read_through(value, &resource.address, path, &resource);
        }
        if resource.address.mode != Mode::Managed {
            return self.unknown_after_apply(&resource, path);
        }
        match self.find(&resource.node, &path) {
            Some(Found::Value(value)) if !value.is_null() => {
                self.read_through(value, &resource.address, path, &resource)
            }
            Some(Found::Blocks) => self.part(id, &resource.address, path),
            // An argument set to null may be computed all the same.
            Some(Found::Value(_)) | None => self.unknown_after_apply(&resource, path),
        }
    }

    fn unknown_after_apply(&self, resource: &Resource<'a>, path: Vec<Step>) -> Value {
        let value = Value::unknown(self.later(&resource.address, path.clone()));
        self.read_through(value, &resource.address, path, resource)
            .marked(marks_of(&resource.address))
    }

    fn read_through(
        &self,
        value: Value,
        address: &Rc<Address>,
        path: Vec<Step>,
        resource: &Resource<'a>,
    ) -> Value {
        if let Some((before, at)) = resource.reads.borrow().get(&path)
            && *before == value.at
        {
            return value.at(*at);
        }
        let from = value.at;
        let reference = Rc::new(Ref {
            target: address.clone(),
            path: path.clone(),
        });
        let span = self
            .written(&resource.node, &reference.path)
            .unwrap_or(resource.block.header);
        let at = self.trail.push(span, What::Resource(reference), from);
        resource.reads.borrow_mut().insert(path, (from, at));
        value.at(at)
    }

    /// Nested blocks under `path` as a tuple of values that are computed when asked for.
    pub(super) fn nested_blocks(&self, id: ResourceId, path: &[Step]) -> Option<Value> {
        let resource = self.resource(id);
        let (count, open) = self.block_count(&resource.node, path)?;
        let items = (0..count)
            .map(|index| {
                let mut path = path.to_vec();
                path.push(Step::Index(index));
                self.part(id, &resource.address, path)
            })
            .collect();
        Some(open_tuple(items, open))
    }
}

impl<'a> Evaluator<'a> {
    /// An unknown string, never null, that the provider makes.
    pub(super) fn text_after_apply(&self, resource: &Resource<'a>, path: &[Step]) -> Value {
        let mut hole = self.later(&resource.address, path.to_vec()).typed(Type::String);
        hole.not_null = true;
        Value::unknown(hole)
    }
}

fn marks_of(address: &Address) -> Marks {
    Marks {
        ephemeral: address.mode == Mode::Ephemeral,
        ..Marks::NONE
    }
}

/// A path of one name.
pub(super) fn named(path: &[Step]) -> Option<&Arc<str>> {
    match path {
        [Step::Name(name)] => Some(name),
        _ => None,
    }
}
