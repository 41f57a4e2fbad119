//! Which `provider` block a resource uses: meta-argument, alias, `providers` maps of calls, inheritance.

use std::rc::Rc;

use ustr::{Ustr, ustr};

use super::body::BodyNode;
use super::env::Env;
use super::evaluator::Evaluator;
use super::scope::Scope;
use crate::load::Block;
use crate::load::ir::{Expr, ExprKind, ObjectKey, OpKind};

/// A provider configuration by its local name, as a resource or a `providers` map means it.
#[derive(Clone, Debug)]
pub(super) struct ProviderRef<'a> {
    pub(super) name: Ustr,
    pub(super) alias: Option<Ustr>,
    /// Which of the instances that `for_each` makes of it: `aws.each["eu"]`.
    pub(super) key: Option<&'a Expr>,
}

/// What a reference to a provider configuration leads to.
pub(super) enum Configured<'a> {
    Block(Rc<BodyNode<'a>>),
    /// Nothing is written: the defaults of the provider, or what its environment sets.
    Implicit,
    /// It is one of those that are not known here, and why.
    Unknown(String),
}

impl<'a> Evaluator<'a> {
    /// The configuration that `wanted`, written in `env`, means, wherever it stands.
    pub(super) fn provider_config(&self, wanted: ProviderRef<'a>, env: &Env) -> Configured<'a> {
        let mut scope = self.scope(env.scope);
        let mut env = env.clone();
        let mut wanted = wanted;
        loop {
            if let Some(passed) = passed_by_call(&scope, &wanted)
                && let Some(caller) = &scope.caller
            {
                env = caller.env.clone();
                // The key stands at the reference, or in the map that passes it on.
                wanted = passed;
            } else if let Some(index) = scope.module.providers.get(&(wanted.name, wanted.alias)) {
                let Some(block) = scope.block(*index) else {
                    return Configured::Implicit;
                };
                return self.configuration(&scope, *index, block, &wanted, &env);
            } else if let Some(alias) = wanted.alias {
                // Only default configurations are inherited.
                return Configured::Unknown(format!(
                    "provider `{}.{alias}` is not configured here",
                    wanted.name
                ));
            }
            let Some(caller) = &scope.caller else {
                return Configured::Implicit;
            };
            let parent = caller.env.scope;
            scope = self.scope(parent);
        }
    }

    fn configuration(
        &self,
        scope: &Rc<Scope<'a>>,
        index: usize,
        block: &'a Block,
        wanted: &ProviderRef<'a>,
        env: &Env,
    ) -> Configured<'a> {
        let within = Env::module(scope.id);
        let Some(for_each) = block.body.attr("for_each") else {
            let node = || Rc::new(BodyNode::hcl(&block.body, within));
            return Configured::Block(
                scope
                    .providers
                    .borrow_mut()
                    .entry((index, None))
                    .or_insert_with(node)
                    .clone(),
            );
        };
        let unknown = |why: &str| {
            let alias = wanted.alias.map(|alias| format!(".{alias}")).unwrap_or_default();
            Configured::Unknown(format!("provider `{}{alias}`: {why}", wanted.name))
        };
        let Some(key) = wanted.key else {
            return unknown("which of its instances is meant is not said");
        };
        let key = self
            .eval(key, env)
            .ok()
            .and_then(|key| self.object_key(&key).ok());
        let Some(key) = key else {
            return unknown("which of its instances is meant is not known");
        };
        if let Some(node) = scope.providers.borrow().get(&(index, Some(key.clone()))) {
            return Configured::Block(node.clone());
        }
        match self.each_of(&for_each.value, &within, &key) {
            Some(env) => {
                let node = Rc::new(BodyNode::hcl(&block.body, env));
                scope
                    .providers
                    .borrow_mut()
                    .insert((index, Some(key)), node.clone());
                Configured::Block(node)
            }
            None => unknown(&format!("whether it has an instance `{key}` is not known")),
        }
    }
}

/// What the call's `providers` map gives for a configuration of the called module.
fn passed_by_call<'a>(scope: &Scope<'a>, wanted: &ProviderRef<'a>) -> Option<ProviderRef<'a>> {
    let providers = scope.caller.as_ref()?.block.body.attr("providers")?;
    let ExprKind::Object(items) = &providers.value.kind else {
        return None;
    };
    items.iter().find_map(|(key, value)| {
        let key = match key {
            ObjectKey::Name(name, _) => split(name.as_str()),
            ObjectKey::Expr(expr) => name_of(expr)?,
        };
        ((key.name, key.alias) == (wanted.name, wanted.alias))
            .then(|| name_of(value))
            .flatten()
    })
}

/// `aws`, `aws.west`, `aws.each["eu"]`, or a name in quotes.
pub(super) fn name_of(expr: &Expr) -> Option<ProviderRef<'_>> {
    match &expr.kind {
        ExprKind::Root(name) => Some(ProviderRef {
            name: *name,
            alias: None,
            key: None,
        }),
        ExprKind::Access(access) => {
            let ExprKind::Root(name) = access.base.kind else {
                return None;
            };
            let (alias, key) = match &*access.ops {
                [alias] => (alias, None),
                [alias, key] => (alias, Some(key)),
                _ => return None,
            };
            let OpKind::Attr(alias) = alias.kind else {
                return None;
            };
            let key = match key.map(|op| &op.kind) {
                None => None,
                Some(OpKind::Index(key)) => Some(key),
                Some(OpKind::Attr(_) | OpKind::AttrSplat | OpKind::FullSplat) => return None,
            };
            Some(ProviderRef {
                name,
                alias: Some(alias),
                key: key.map(|key| &**key),
            })
        }
        ExprKind::Unwrap(inner) => name_of(inner),
        ExprKind::Text(text) => Some(split(text)),
        _ => None,
    }
}

/// `name` or `name.alias`, as JSON syntax writes them.
fn split<'a>(text: &str) -> ProviderRef<'a> {
    let (name, alias) = match text.split_once('.') {
        Some((name, alias)) => (name, Some(ustr(alias))),
        None => (text, None),
    };
    ProviderRef {
        name: ustr(name),
        alias,
        key: None,
    }
}
