//! Variables: where their value comes from, the type they convert it to, and their marks.

use std::rc::Rc;

use ustr::{Ustr, ustr};

use super::env::Env;
use super::error::EvalError;
use super::evaluator::{Evaluator, settled};
use super::scope::{Scope, ScopeId, Space};
use super::trail::What;
use super::types::Type;
use super::value::{At, Hole, Kind, Marks, Value};
use super::{convert, hole};
use crate::load::ir::{Block, Expr, ExprKind};
use crate::load::{Input, Span, parse_expression};

/// A value before conversion, and its place.
struct Source {
    value: Value,
    span: Span,
    what: What,
}

impl<'a> Evaluator<'a> {
    pub(super) fn variable(&self, scope: &Rc<Scope<'a>>, name: Ustr) -> Result<Value, EvalError> {
        let Some(block) = scope
            .module
            .variables
            .get(&name)
            .and_then(|index| scope.block(*index))
        else {
            return Err(EvalError::invalid(format!("there is no variable `{name}`")));
        };
        self.once(scope, Space::Variable, name, block.header, Self::compute_variable)
    }

    fn compute_variable(&self, scope: &Rc<Scope<'a>>, name: Ustr) -> Result<Value, EvalError> {
        let Some(block) = scope
            .module
            .variables
            .get(&name)
            .and_then(|index| scope.block(*index))
        else {
            return Ok(Value::null());
        };
        let constraint = block.body.attr("type").map(|attr| &attr.value);
        let ty = match constraint {
            None => Type::Dynamic,
            Some(expr) => self.type_constraint(expr)?,
        };
        let given = match &scope.caller {
            None => self.given_to_root(name, constraint),
            Some(caller) => caller.block.body.attr(name.as_str()).map(|attr| Source {
                value: settled(self.eval(&attr.value, &caller.env)),
                span: attr.name_span.to(attr.value.span),
                what: What::Argument {
                    variable: name,
                    call: caller.name,
                },
            }),
        };
        let nullable = self.declared_bool(block, "nullable", scope.id) != Some(false);
        let source = match given {
            Some(given) if nullable || !given.value.is_null() => given,
            _ => match block.body.attr("default") {
                Some(attr) => Source {
                    value: settled(self.eval(&attr.value, &Env::closed(scope.id))),
                    span: attr.name_span.to(attr.value.span),
                    what: What::Default(name),
                },
                None => Source {
                    value: Value::unknown(without_value(name, nullable)),
                    span: block.header,
                    what: What::Given(name, ustr("nothing")),
                },
            },
        };
        let marks = source.value.marks.union(self.declared_marks(block, scope.id));
        let at = match source.what {
            What::Given(_, origin) if origin == "nothing" => At::NONE,
            what => self.trail.push(source.span, what, source.value.at),
        };
        let walked = match ty {
            Type::Dynamic => Ok(()),
            _ => self.watch(self.budget.rework([&source.value]), source.span),
        };
        let converted = walked.and_then(|()| convert::convert(self.shaped(source.value, &ty), &ty));
        let value = match converted {
            Ok(value) => value,
            Err(error) => typed(hole::failed(&error), &ty),
        };
        Ok(typed(value, &ty).at(at).marked(marks))
    }

    /// From tfvars, the command line or the environment.
    fn given_to_root(&self, name: Ustr, constraint: Option<&Expr>) -> Option<Source> {
        let closed = Env::closed(ScopeId::ROOT);
        Some(match self.root.values.get(&name)? {
            Input::Expr(expr) => Source {
                value: settled(self.eval(expr, &closed)),
                span: expr.span,
                what: What::Input(name),
            },
            Input::Text(text, origin) => {
                let block = self.scope(ScopeId::ROOT);
                let header = block
                    .module
                    .variables
                    .get(&name)
                    .and_then(|index| block.block(*index))?
                    .header;
                let value = if is_text(constraint) {
                    Value::text(text.clone())
                } else {
                    settled(match parse_expression(text, synthetic_base(text.len())) {
                        Ok(expr) => self.eval(&expr, &closed),
                        Err(error) => Err(EvalError::invalid(format!(
                            "the value of `{name}` given by {origin} could not be read: {error}"
                        ))),
                    })
                };
                Source {
                    value,
                    span: header,
                    what: What::Given(name, ustr(origin)),
                }
            }
        })
    }

    /// `sensitive` and `ephemeral` of a variable or output.
    pub(super) fn declared_marks(&self, block: &Block, scope: ScopeId) -> Marks {
        Marks {
            sensitive: self.declared_bool(block, "sensitive", scope) == Some(true),
            ephemeral: self.declared_bool(block, "ephemeral", scope) == Some(true),
            moving: false,
        }
    }

    fn declared_bool(&self, block: &Block, name: &str, scope: ScopeId) -> Option<bool> {
        let attr = block.body.attr(name)?;
        match self.eval(&attr.value, &Env::closed(scope)).ok()?.kind {
            Kind::Bool(value) => Some(value),
            Kind::Text(_) => match attr.value.kind {
                ExprKind::Text(ref text) => Some(text.as_ref() == "true"),
                _ => None,
            },
            _ => None,
        }
    }
}

fn without_value(name: Ustr, nullable: bool) -> Hole {
    let mut hole = Hole::new(format!("variable `{name}` has no value"));
    hole.not_null = !nullable;
    hole
}

/// An unknown of the variable's type.
fn typed(value: Value, ty: &Type) -> Value {
    match &value.kind {
        Kind::Unknown(unknown)
            if matches!(unknown.ty, Type::Dynamic)
                && !matches!(ty, Type::Dynamic)
                && unknown.refs.is_empty()
                && unknown.any_of.is_empty() =>
        {
            let hole = Hole {
                ty: ty.clone(),
                ..(**unknown).clone()
            };
            Value {
                kind: Kind::Unknown(Rc::new(hole)),
                ..value
            }
        }
        _ => value,
    }
}

/// Whether a value from outside is taken as text rather than as an expression, as Terraform does.
fn is_text(constraint: Option<&Expr>) -> bool {
    match constraint.map(|expr| &expr.kind) {
        None => true,
        Some(ExprKind::Root(name)) => matches!(name.as_str(), "string" | "number" | "bool"),
        Some(ExprKind::Text(text)) => matches!(text.as_ref(), "string" | "number" | "bool"),
        Some(_) => false,
    }
}

/// A position that no file occupies, for text that no file holds.
pub(super) fn synthetic_base(length: usize) -> u32 {
    u32::MAX - u32::try_from(length).unwrap_or(u32::MAX / 2)
}
