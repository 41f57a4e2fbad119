//! The instances of a root, and the lazy view that catalogue and rules have of each.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use ustr::ustr;

use super::computed;
use super::env::Env;
use super::evaluator::Evaluator;
use super::provider_config::{Configured, ProviderRef};
use super::resource::Resource;
use super::scope::{Scope, ScopeId};
use super::value::{At, Hole, Ref, Step, Value};
use crate::instance::{Attributes, Definition, Elements, Instance, TrailStep};
use crate::load::ir::Block;
use crate::load::{Callee, Mode, ModuleId, Span};

/// Whether instances of a block type are asked for.
pub type Wanted<'w> = &'w dyn Fn(Mode, &str) -> bool;

struct View<'e, 'a> {
    evaluator: &'e Evaluator<'a>,
    resource: Rc<Resource<'a>>,
}

impl<'a> Evaluator<'a> {
    /// The instances whose mode and type are `wanted`, in every module scope of the root: by scope, then in source
    /// order, then by key. Other blocks are not looked at.
    pub fn instances(&self, wanted: Wanted<'_>) -> Vec<Instance<'_>> {
        let mut found = Vec::new();
        let mut below = FxHashMap::default();
        self.instances_in(&self.scope(ScopeId::ROOT), wanted, &mut below, &mut found);
        found
    }

    fn instances_in<'e>(
        &'e self,
        scope: &Rc<Scope<'a>>,
        wanted: Wanted<'_>,
        below: &mut FxHashMap<ModuleId, bool>,
        found: &mut Vec<Instance<'e>>,
    ) {
        for block in &scope.module.blocks {
            let Some(mode) = mode_of(block) else { continue };
            let (Some(r#type), Some(name)) = (block.label(0), block.label(1)) else {
                continue;
            };
            if !wanted(mode, r#type.as_str()) {
                continue;
            }
            // A block that another one of the same name shadows is not expanded twice.
            let declared = scope.module.resources.get(&(mode, r#type, name));
            if declared
                .and_then(|index| scope.block(*index))
                .is_none_or(|it| !std::ptr::eq(it, block))
            {
                continue;
            }
            let Ok(expansion) = self.expansion(scope, mode, r#type, name) else {
                continue;
            };
            found.extend(expansion.instances.iter().map(|id| {
                let resource = self.resource(*id);
                Instance {
                    address: (*resource.address).clone(),
                    r#type,
                    provider: provider_of(block).name,
                    definition: Some(Definition {
                        module: scope.module,
                        block: resource.block,
                        calls: scope.calls.clone(),
                    }),
                    attrs: Box::new(View {
                        evaluator: self,
                        resource,
                    }),
                }
            }));
        }
        for block in &scope.module.blocks {
            if block.kind != "module" {
                continue;
            }
            let Some(name) = block.label(0) else { continue };
            let Some((_, Callee::Module(id))) = scope.module.calls.get(&name) else {
                continue;
            };
            if !self.has_wanted(*id, wanted, below) {
                continue;
            }
            if let Ok(call) = self.module_call(scope, name) {
                for child in &call.scopes {
                    self.instances_in(&self.scope(*child), wanted, below, found);
                }
            }
        }
    }

    /// Whether a module or one that it calls declares anything wanted.
    fn has_wanted(&self, id: ModuleId, wanted: Wanted<'_>, below: &mut FxHashMap<ModuleId, bool>) -> bool {
        if let Some(known) = below.get(&id) {
            return *known;
        }
        let Some(module) = self.module(id) else {
            return false;
        };
        // For modules that call each other: entering reports them, so they must be entered.
        below.insert(id, true);
        let any = module
            .resources
            .keys()
            .any(|(mode, r#type, _)| wanted(*mode, r#type.as_str()))
            || module.calls.values().any(|(_, callee)| match callee {
                Callee::Module(callee) => self.has_wanted(*callee, wanted, below),
                Callee::NotInstalled | Callee::Missing => false,
            });
        below.insert(id, any);
        any
    }
}

fn mode_of(block: &Block) -> Option<Mode> {
    match block.kind.as_str() {
        "resource" => Some(Mode::Managed),
        "data" => Some(Mode::Data),
        "ephemeral" => Some(Mode::Ephemeral),
        _ => None,
    }
}

/// The provider configuration that a resource block uses.
pub(super) fn provider_of(block: &Block) -> ProviderRef<'_> {
    let written = block
        .body
        .attr("provider")
        .and_then(|attr| super::provider_config::name_of(&attr.value));
    written.unwrap_or_else(|| {
        let r#type = block.label(0).unwrap_or_default();
        let prefix = r#type.as_str().split('_').next().unwrap_or_default();
        ProviderRef {
            name: ustr(prefix),
            alias: None,
            key: None,
        }
    })
}

impl Attributes for View<'_, '_> {
    fn get(&self, path: &[Step]) -> Option<Value> {
        let evaluator = self.evaluator;
        let value = evaluator
            .get(&self.resource.node, path)
            .or_else(|| computed::attribute(evaluator, &self.resource, path))?;
        Some(evaluator.handed_out(value, self.resource.block.header))
    }

    fn elements(&self, path: &[Step]) -> Elements {
        self.evaluator.elements(&self.resource.node, path)
    }

    fn provider(&self, path: &[Step]) -> Option<Value> {
        let wanted = provider_of(self.resource.block);
        let value = match self.evaluator.provider_config(wanted, &self.resource.node.env) {
            Configured::Block(node) => self.evaluator.get(&node, path)?,
            Configured::Implicit => return None,
            Configured::Unknown(why) => Value::unknown(Hole::new(why)),
        };
        Some(self.evaluator.handed_out(value, self.resource.block.header))
    }

    fn refs(&self, value: &Value) -> Vec<Ref> {
        self.evaluator.trail.refs(value)
    }

    fn trail(&self, at: At) -> Vec<TrailStep> {
        self.evaluator.trail.steps(at)
    }

    fn written(&self, path: &[Step]) -> Option<Span> {
        self.evaluator.written(&self.resource.node, path)
    }
}

impl<'a> Evaluator<'a> {
    /// A local, output or variable of the root by its reference, for tests and `explain`.
    pub fn value_of(&self, expr: &crate::load::ir::Expr) -> Value {
        super::evaluator::settled(self.eval(expr, &Env::module(ScopeId::ROOT)))
    }

    /// The value of an output of the root module; `None` when it has no such output.
    pub fn root_output(&self, name: &str) -> Option<Value> {
        let scope = self.scope(ScopeId::ROOT);
        let name = ustr(name);
        scope
            .module
            .outputs
            .contains_key(&name)
            .then(|| super::evaluator::settled(self.output(&scope, name)))
    }
}
