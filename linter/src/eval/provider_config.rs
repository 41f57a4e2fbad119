//! Which `provider` block a resource uses: meta-argument, alias, `providers` maps of calls, inheritance.

use std::rc::Rc;

use ustr::{Ustr, ustr};

use super::body::BodyNode;
use super::env::Env;
use super::evaluator::Evaluator;
use super::scope::Scope;
use crate::load::ir::{Expr, ExprKind, ObjectKey, OpKind};

impl<'a> Evaluator<'a> {
    /// The configuration that `name` and `alias` mean in `scope`, wherever it is written; `None` when nothing is.
    pub(super) fn provider_config(
        &self,
        scope: &Rc<Scope<'a>>,
        name: Ustr,
        alias: Option<Ustr>,
    ) -> Option<Rc<BodyNode<'a>>> {
        let mut scope = scope.clone();
        let (mut name, mut alias) = (name, alias);
        loop {
            if let Some(passed) = passed_by_call(&scope, name, alias) {
                (name, alias) = passed;
            } else if let Some(index) = scope.module.providers.get(&(name, alias)) {
                let block = scope.block(*index)?;
                return Some(
                    scope
                        .providers
                        .borrow_mut()
                        .entry(*index)
                        .or_insert_with(|| Rc::new(BodyNode::hcl(&block.body, Env::module(scope.id))))
                        .clone(),
                );
            } else if alias.is_some() {
                // Only default configurations are inherited.
                return None;
            }
            let parent = scope.caller.as_ref()?.env.scope;
            scope = self.scope(parent);
        }
    }
}

/// What the call's `providers` map gives for a configuration of the called module.
fn passed_by_call(scope: &Scope<'_>, name: Ustr, alias: Option<Ustr>) -> Option<(Ustr, Option<Ustr>)> {
    let providers = scope.caller.as_ref()?.block.body.attr("providers")?;
    let ExprKind::Object(items) = &providers.value.kind else {
        return None;
    };
    items.iter().find_map(|(key, value)| {
        let key = match key {
            ObjectKey::Name(name, _) => split(name.as_str()),
            ObjectKey::Expr(expr) => name_of(expr)?,
        };
        (key == (name, alias)).then(|| name_of(value)).flatten()
    })
}

/// `aws`, `aws.west`, or either in quotes.
pub(super) fn name_of(expr: &Expr) -> Option<(Ustr, Option<Ustr>)> {
    match &expr.kind {
        ExprKind::Root(name) => Some((*name, None)),
        ExprKind::Access(access) => match (&access.base.kind, &*access.ops) {
            (ExprKind::Root(name), [op]) => match op.kind {
                OpKind::Attr(alias) => Some((*name, Some(alias))),
                OpKind::Index(_) | OpKind::AttrSplat | OpKind::FullSplat => None,
            },
            _ => None,
        },
        ExprKind::Unwrap(inner) => name_of(inner),
        ExprKind::Text(text) => Some(split(text)),
        _ => None,
    }
}

/// `name` or `name.alias`, as JSON syntax writes them.
fn split(text: &str) -> (Ustr, Option<Ustr>) {
    match text.split_once('.') {
        Some((name, alias)) => (ustr(name), Some(ustr(alias))),
        None => (ustr(text), None),
    }
}
