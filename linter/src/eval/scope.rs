//! Module scopes: one for each call of a module and each key of that call.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use ustr::Ustr;

use super::body::BodyNode;
use super::budget::{MAX_CALL_DEPTH, MAX_SCOPES};
use super::env::Env;
use super::error::EvalError;
use super::evaluator::{Evaluator, settled};
use super::expansion::Expansion;
use super::hole;
use super::lazy::Lazy;
use super::nesting::Nested;
use super::trail::What;
use super::value::{Entries, Hole, Kind, Value};
use crate::address::Key;
use crate::load::{Block, Callee, Mode, Module, ModuleId, Root, Span, Tree};
use crate::problem::ProblemKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct ScopeId(u32);

impl ScopeId {
    pub(super) const ROOT: Self = Self(0);

    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Where a scope is called from.
pub(super) struct Caller<'a> {
    pub(super) block: &'a Block,
    /// Of the call's arguments: the calling scope, with `each` and `count`.
    pub(super) env: Env,
    pub(super) name: Ustr,
}

pub(super) struct Scope<'a> {
    pub(super) id: ScopeId,
    pub(super) module_id: ModuleId,
    pub(super) module: &'a Module,
    pub(super) caller: Option<Caller<'a>>,
    /// Module calls from the root, outermost first.
    pub(super) path: Arc<[(Ustr, Key)]>,
    pub(super) calls: Arc<[Span]>,
    pub(super) values: RefCell<FxHashMap<(Space, Ustr), Slot<Nested>>>,
    pub(super) modules: RefCell<FxHashMap<Ustr, Slot<Rc<ModuleCall>>>>,
    pub(super) expansions: RefCell<FxHashMap<ResourceName, Slot<Rc<Expansion>>>>,
    pub(super) providers: RefCell<FxHashMap<(usize, Option<Arc<str>>), Rc<BodyNode<'a>>>>,
}

/// Mode, type and name of a resource block.
pub(super) type ResourceName = (Mode, Ustr, Ustr);

/// Something computed at most once.
#[derive(Clone, Debug)]
pub(super) enum Slot<T> {
    /// Being computed: whoever asks now asks in a circle.
    Busy,
    Done(T),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Space {
    Variable,
    Local,
    Output,
}

/// What `module.x` is.
#[derive(Debug)]
pub(super) struct ModuleCall {
    pub(super) scopes: Vec<ScopeId>,
    pub(super) value: Value,
}

static EMPTY: std::sync::LazyLock<Module> = std::sync::LazyLock::new(Module::default);

impl<'a> Scope<'a> {
    pub(super) fn root(tree: &'a Tree, root: &'a Root) -> Self {
        let module = tree.modules.get(root.module.0 as usize).unwrap_or(&EMPTY);
        Self::new(
            ScopeId::ROOT,
            root.module,
            module,
            None,
            Arc::from([]),
            Arc::from([]),
        )
    }

    fn new(
        id: ScopeId,
        module_id: ModuleId,
        module: &'a Module,
        caller: Option<Caller<'a>>,
        path: Arc<[(Ustr, Key)]>,
        calls: Arc<[Span]>,
    ) -> Self {
        Self {
            id,
            module_id,
            module,
            caller,
            path,
            calls,
            values: RefCell::default(),
            modules: RefCell::default(),
            expansions: RefCell::default(),
            providers: RefCell::default(),
        }
    }

    pub(super) fn block(&self, index: usize) -> Option<&'a Block> {
        self.module.blocks.get(index)
    }
}

type Compute<'a> = fn(&Evaluator<'a>, &Rc<Scope<'a>>, Ustr) -> Result<Value, EvalError>;

impl<'a> Evaluator<'a> {
    /// The value of a name in `space`, computed by `compute` the first time.
    pub(super) fn once(
        &self,
        scope: &Rc<Scope<'a>>,
        space: Space,
        name: Ustr,
        span: Span,
        compute: Compute<'a>,
    ) -> Result<Value, EvalError> {
        match scope.values.borrow().get(&(space, name)) {
            Some(Slot::Done((value, depth))) => {
                self.watch(self.nesting.used(*depth), span)?;
                return Ok(value.clone());
            }
            Some(Slot::Busy) => {
                return Err(EvalError::invalid(format!(
                    "{} `{name}` refers to itself",
                    space.noun()
                )));
            }
            None => {}
        }
        let entered = self.enter(span)?;
        scope.values.borrow_mut().insert((space, name), Slot::Busy);
        let value = settled(compute(self, scope, name));
        let depth = self.nesting.seen();
        drop(entered);
        scope
            .values
            .borrow_mut()
            .insert((space, name), Slot::Done((value.clone(), depth)));
        self.watch(self.nesting.used(depth), span)?;
        Ok(value)
    }

    pub(super) fn local(&self, scope: &Rc<Scope<'a>>, name: Ustr) -> Result<Value, EvalError> {
        let Some(attr) = scope.module.locals.get(&name) else {
            return Err(EvalError::invalid(format!("there is no local `{name}`")));
        };
        self.once(scope, Space::Local, name, attr.value.span, Self::compute_local)
    }

    fn compute_local(&self, scope: &Rc<Scope<'a>>, name: Ustr) -> Result<Value, EvalError> {
        let Some(attr) = scope.module.locals.get(&name) else {
            return Ok(Value::null());
        };
        let value = settled(self.eval(&attr.value, &Env::module(scope.id)));
        let at = self.trail.push(attr.value.span, What::Local(name), value.at);
        Ok(value.at(at))
    }

    pub(super) fn output(&self, scope: &Rc<Scope<'a>>, name: Ustr) -> Result<Value, EvalError> {
        let Some(block) = scope
            .module
            .outputs
            .get(&name)
            .and_then(|index| scope.block(*index))
        else {
            return Err(EvalError::invalid(format!("the module has no output `{name}`")));
        };
        self.once(scope, Space::Output, name, block.header, Self::compute_output)
    }

    fn compute_output(&self, scope: &Rc<Scope<'a>>, name: Ustr) -> Result<Value, EvalError> {
        let block = scope
            .module
            .outputs
            .get(&name)
            .and_then(|index| scope.block(*index));
        let Some((block, attr)) = block.and_then(|block| Some((block, block.body.attr("value")?))) else {
            return Err(EvalError::invalid(format!("output `{name}` has no value")));
        };
        let value = settled(self.eval(&attr.value, &Env::module(scope.id)));
        let call = scope
            .caller
            .as_ref()
            .map(|caller| caller.name)
            .unwrap_or_default();
        let at = self
            .trail
            .push(attr.value.span, What::Output { name, call }, value.at);
        Ok(value.at(at).marked(self.declared_marks(block, scope.id)))
    }

    /// All outputs as one object.
    pub(super) fn outputs(&self, scope: &Rc<Scope<'a>>) -> Value {
        let entries = scope
            .module
            .outputs
            .keys()
            .map(|name| (self.name(*name), settled(self.output(scope, *name))))
            .collect();
        Value::object(entries)
    }

    /// What `module.name` is in `scope`.
    pub(super) fn module_call(&self, scope: &Rc<Scope<'a>>, name: Ustr) -> Result<Rc<ModuleCall>, EvalError> {
        let Some((index, callee)) = scope.module.calls.get(&name) else {
            return Err(EvalError::invalid(format!("there is no module call `{name}`")));
        };
        match scope.modules.borrow().get(&name) {
            Some(Slot::Done(call)) => return Ok(call.clone()),
            Some(Slot::Busy) => {
                return Err(EvalError::invalid(format!(
                    "the instances of module `{name}` depend on themselves"
                )));
            }
            None => {}
        }
        let Some(block) = scope.block(*index) else {
            return Err(EvalError::invalid(format!("there is no module call `{name}`")));
        };
        let _entered = self.enter(block.header)?;
        scope.modules.borrow_mut().insert(name, Slot::Busy);
        let call = Rc::new(match callee {
            Callee::Module(id) => self.enter_module(scope, name, block, *id),
            Callee::NotInstalled => opaque(format!("module `{name}` is not installed")),
            Callee::Missing => opaque(format!("module `{name}` could not be read")),
        });
        scope.modules.borrow_mut().insert(name, Slot::Done(call.clone()));
        Ok(call)
    }

    fn enter_module(&self, scope: &Rc<Scope<'a>>, name: Ustr, block: &'a Block, id: ModuleId) -> ModuleCall {
        let Some(module) = self.module(id) else {
            return opaque(format!("module `{name}` could not be read"));
        };
        if let Err(message) = self.may_enter(scope, name, id) {
            self.problem(
                ProblemKind::Budget,
                Some(block.header),
                message.clone(),
                "call the module less deeply, or from fewer places",
            );
            return opaque(message);
        }
        let keys = self.expand(block, &Env::module(scope.id));
        let mut scopes = Vec::with_capacity(keys.known.len() + 1);
        let mut known = Vec::with_capacity(keys.known.len());
        for (key, env) in keys.known {
            let (child, value) = self.new_scope(scope, Caller { block, env, name }, key.clone(), id, module);
            scopes.push(child);
            known.push((key, value));
        }
        let open = keys.open.map(|(unknown, env)| {
            let (child, value) = self.new_scope(scope, Caller { block, env, name }, Key::Unknown, id, module);
            scopes.push(child);
            self.lazies
                .add((*unknown).clone(), Lazy::Elements(Rc::new(value)))
        });
        ModuleCall {
            scopes,
            value: keys.repeat.collect(known, open),
        }
    }

    /// A module that calls itself would never end; Terraform does not end either.
    fn may_enter(&self, scope: &Rc<Scope<'a>>, name: Ustr, id: ModuleId) -> Result<(), String> {
        let mut ancestor = Some(scope.clone());
        while let Some(here) = ancestor {
            if here.module_id == id {
                return Err(format!(
                    "module `{name}` in `{}` calls the module it is called from, without end",
                    match &*scope.module.dir {
                        "" => ".",
                        dir => dir,
                    }
                ));
            }
            ancestor = here.caller.as_ref().map(|caller| self.scope(caller.env.scope));
        }
        if u32::try_from(scope.path.len()).is_ok_and(|depth| depth >= MAX_CALL_DEPTH) {
            return Err(format!("module calls go more than {MAX_CALL_DEPTH} deep"));
        }
        if self.scopes.borrow().len() >= MAX_SCOPES {
            return Err("the root has more than 10,000 module scopes".to_owned());
        }
        Ok(())
    }

    fn new_scope(
        &self,
        parent: &Rc<Scope<'a>>,
        caller: Caller<'a>,
        key: Key,
        id: ModuleId,
        module: &'a Module,
    ) -> (ScopeId, Value) {
        let path = parent.path.iter().cloned().chain([(caller.name, key)]).collect();
        let calls = parent
            .calls
            .iter()
            .copied()
            .chain([caller.block.header])
            .collect();
        let mut scopes = self.scopes.borrow_mut();
        let scope = ScopeId(u32::try_from(scopes.len()).unwrap_or(u32::MAX));
        let mut hole = Hole::new(format!("module `{}` is used as a whole", caller.name));
        hole.not_null = true;
        scopes.push(Rc::new(Scope::new(scope, id, module, Some(caller), path, calls)));
        let unknown = self.lazies.add(hole, Lazy::Module(scope));
        (scope, Value::new(Kind::Unknown(unknown)))
    }
}

impl Space {
    fn noun(self) -> &'static str {
        match self {
            Self::Variable => "variable",
            Self::Local => "local",
            Self::Output => "output",
        }
    }
}

fn opaque(why: String) -> ModuleCall {
    ModuleCall {
        scopes: Vec::new(),
        value: Value::unknown(Hole::new(why)),
    }
}

/// A collection of instances as Terraform shows it.
pub(super) fn object(entries: Vec<(Arc<str>, Value)>, open: Option<Rc<Hole>>) -> Value {
    let mut entries = Entries::sorted(entries, super::types::Type::Dynamic);
    entries.open = open;
    Value::new(Kind::Object(entries))
}

pub(super) fn tuple(items: Vec<Value>, open: Option<Rc<Hole>>) -> Value {
    hole::open_tuple(items, open)
}
