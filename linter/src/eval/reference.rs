//! What the first names of a reference mean: `var.x`, `local.x`, `module.x`, `aws_x.y`, …

use std::rc::Rc;
use std::sync::Arc;

use ustr::{Ustr, ustr};

use super::env::Env;
use super::error::EvalError;
use super::evaluator::Evaluator;
use super::scope::{Scope, ScopeId};
use super::types::Type;
use super::value::{Hole, Value};
use crate::load::Mode;
use crate::load::ir::{Op, OpKind};

impl<'a> Evaluator<'a> {
    /// The value that a reference starts with, and how many operators were used to name it.
    pub(super) fn reference(&self, root: Ustr, ops: &[Op], env: &Env) -> Result<(Value, usize), EvalError> {
        if let Some((value, depth)) = env.lookup(root) {
            self.nesting.used(depth)?;
            return Ok((value.clone(), 0));
        }
        if env.closed {
            return Err(EvalError::invalid(format!("`{root}` cannot be used here")));
        }
        let scope = self.scope(env.scope);
        match root.as_str() {
            "var" => Ok((self.variable(&scope, name_at(ops, 0, root)?)?, 1)),
            "local" => Ok((self.local(&scope, name_at(ops, 0, root)?)?, 1)),
            "module" => {
                let call = self.module_call(&scope, name_at(ops, 0, root)?)?;
                Ok((call.value.clone(), 1))
            }
            "path" => Ok((self.path(&scope, name_at(ops, 0, root)?)?, 1)),
            "terraform" | "tofu" => Ok((self.terraform(name_at(ops, 0, root)?)?, 1)),
            "self" => match env.this {
                Some(id) => Ok((self.whole(id), 0)),
                None => Err(EvalError::invalid("`self` cannot be used here")),
            },
            "each" => Err(EvalError::invalid("`each` is used in a block without `for_each`")),
            "count" => Err(EvalError::invalid("`count` is used in a block without `count`")),
            "data" => self.declared(&scope, Mode::Data, ops, 0, root),
            "ephemeral" => self.declared(&scope, Mode::Ephemeral, ops, 0, root),
            "resource" => self.declared(&scope, Mode::Managed, ops, 0, root),
            _ => {
                let name = name_at(ops, 0, root)?;
                let expansion = self.expansion(&scope, Mode::Managed, root, name)?;
                Ok((expansion.value.clone(), 1))
            }
        }
    }

    fn declared(
        &self,
        scope: &Rc<Scope<'a>>,
        mode: Mode,
        ops: &[Op],
        from: usize,
        root: Ustr,
    ) -> Result<(Value, usize), EvalError> {
        let r#type = name_at(ops, from, root)?;
        let name = name_at(ops, from + 1, root)?;
        let expansion = self.expansion(scope, mode, r#type, name)?;
        Ok((expansion.value.clone(), from + 2))
    }

    /// `path.root` is `.`, as in a run inside the root's directory.
    fn path(&self, scope: &Scope<'a>, name: Ustr) -> Result<Value, EvalError> {
        match name.as_str() {
            "root" => Ok(Value::text(".")),
            "module" => Ok(Value::text(self.module_path(scope))),
            "cwd" => Ok(Value::unknown(
                Hole::new("`path.cwd` depends on where Terraform runs").typed(Type::String),
            )),
            _ => Err(EvalError::invalid(format!("there is no `path.{name}`"))),
        }
    }

    /// The directory of the module relative to the root's.
    fn module_path(&self, scope: &Scope<'a>) -> Arc<str> {
        let root = self.scope(ScopeId::ROOT);
        if scope.id == ScopeId::ROOT || scope.module.dir == root.module.dir {
            return Arc::from(".");
        }
        let base: Vec<&str> = root
            .module
            .dir
            .split('/')
            .filter(|part| !part.is_empty())
            .collect();
        let dir: Vec<&str> = scope
            .module
            .dir
            .split('/')
            .filter(|part| !part.is_empty())
            .collect();
        let shared = base.iter().zip(&dir).take_while(|(a, b)| a == b).count();
        let up = std::iter::repeat_n("..", base.len() - shared);
        let parts: Vec<&str> = up.chain(dir[shared..].iter().copied()).collect();
        Arc::from(parts.join("/"))
    }

    fn terraform(&self, name: Ustr) -> Result<Value, EvalError> {
        match name.as_str() {
            "workspace" => Ok(match &self.root.workspace {
                Some(workspace) => Value::text(workspace.clone()),
                None => Value::unknown(Hole::new("the workspace is not known").typed(Type::String)),
            }),
            "applying" => {
                let hole = Hole::new("`terraform.applying` depends on the command").typed(Type::Bool);
                Ok(Value::unknown(hole))
            }
            _ => Err(EvalError::invalid(format!("there is no `terraform.{name}`"))),
        }
    }
}

/// The name that operator `index` gives: `.x`, or `["x"]` as a literal.
fn name_at(ops: &[Op], index: usize, root: Ustr) -> Result<Ustr, EvalError> {
    match ops.get(index).map(|op| &op.kind) {
        Some(OpKind::Attr(name)) => Ok(*name),
        Some(OpKind::Index(key)) => match &key.kind {
            crate::load::ir::ExprKind::Text(text) => Ok(ustr(text)),
            _ => Err(EvalError::invalid(format!("`{root}` needs a name after it"))),
        },
        Some(OpKind::AttrSplat | OpKind::FullSplat) | None => {
            Err(EvalError::invalid(format!("`{root}` needs a name after it")))
        }
    }
}
