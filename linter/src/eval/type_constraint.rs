//! Type constraints of variables: `string`, `list(object({a = optional(number, 1)}))`, and the old quoted names.

use std::rc::Rc;

use super::convert;
use super::env::Env;
use super::error::EvalError;
use super::evaluator::{Evaluator, settled};
use super::scope::ScopeId;
use super::types::{Field, Type};
use crate::load::ir::{Call, Expr, ExprKind, ObjectKey};

impl Evaluator<'_> {
    pub(super) fn type_constraint(&self, expr: &Expr) -> Result<Type, EvalError> {
        match &expr.kind {
            ExprKind::Root(name) => named(name.as_str()),
            ExprKind::Text(text) => named(text),
            ExprKind::Unwrap(inner) => self.type_constraint(inner),
            ExprKind::Call(call) => self.type_call(call),
            _ => Err(refused()),
        }
    }

    fn type_call(&self, call: &Call) -> Result<Type, EvalError> {
        let [argument] = &*call.args else {
            return Err(refused());
        };
        match call.name.as_str() {
            "list" => Ok(Type::List(Rc::new(self.type_constraint(argument)?))),
            "set" => Ok(Type::Set(Rc::new(self.type_constraint(argument)?))),
            "map" => Ok(Type::Map(Rc::new(self.type_constraint(argument)?))),
            "tuple" => {
                let ExprKind::Tuple(items) = &argument.kind else {
                    return Err(refused());
                };
                let types: Result<Vec<Type>, _> =
                    items.iter().map(|item| self.type_constraint(item)).collect();
                Ok(Type::Tuple(types?.into()))
            }
            "object" => {
                let ExprKind::Object(items) = &argument.kind else {
                    return Err(refused());
                };
                let mut fields = Vec::with_capacity(items.len());
                for (key, item) in items {
                    let name = match key {
                        ObjectKey::Name(name, _) => self.name(*name),
                        ObjectKey::Expr(Expr {
                            kind: ExprKind::Text(text),
                            ..
                        }) => text.clone(),
                        ObjectKey::Expr(_) => return Err(refused()),
                    };
                    fields.push(self.field(name, item)?);
                }
                fields.sort_by(|a, b| a.name.cmp(&b.name));
                Ok(Type::Object(fields.into()))
            }
            _ => Err(refused()),
        }
    }

    fn field(&self, name: std::sync::Arc<str>, expr: &Expr) -> Result<Field, EvalError> {
        let arguments = match &expr.kind {
            ExprKind::Call(call) if call.name == "optional" => &*call.args,
            _ => {
                return Ok(Field {
                    name,
                    ty: self.type_constraint(expr)?,
                    optional: false,
                    default: None,
                });
            }
        };
        let (ty, default) = match arguments {
            [ty] => (ty, None),
            [ty, default] => (ty, Some(default)),
            _ => return Err(refused()),
        };
        let ty = self.type_constraint(ty)?;
        let default = default.map(|default| {
            let value = self.eval(default, &Env::closed(ScopeId::ROOT));
            settled(value.and_then(|value| convert::convert(value, &ty)))
        });
        Ok(Field {
            name,
            ty,
            optional: true,
            default,
        })
    }
}

fn named(name: &str) -> Result<Type, EvalError> {
    Ok(match name {
        "string" => Type::String,
        "number" => Type::Number,
        "bool" => Type::Bool,
        "any" => Type::Dynamic,
        "list" => Type::List(Rc::new(Type::Dynamic)),
        "set" => Type::Set(Rc::new(Type::Dynamic)),
        "map" => Type::Map(Rc::new(Type::Dynamic)),
        _ => return Err(EvalError::invalid(format!("`{name}` is not a type"))),
    })
}

fn refused() -> EvalError {
    EvalError::invalid("the type constraint is not understood")
}
