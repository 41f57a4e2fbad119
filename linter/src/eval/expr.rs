//! Expressions: one arm for each kind of the IR.
//!
//! Arms are functions of their own: a chain of 1,000 locals recurses through `eval`, so its frame must stay small.

use std::sync::Arc;

use super::budget::HEAVY;
use super::convert;
use super::env::Env;
use super::error::EvalError;
use super::evaluator::Evaluator;
use super::hole;
use super::number::Number;
use super::scope;
use super::trail::What;
use super::types::Type;
use super::value::{At, Kind, Text, Value};
use crate::load::Span;
use crate::load::ir::{Expr, ExprKind, ObjectKey};

impl Evaluator<'_> {
    pub(super) fn eval(&self, expr: &Expr, env: &Env) -> Result<Value, EvalError> {
        self.watch(self.budget.step(), expr.span)?;
        match &expr.kind {
            ExprKind::Null => Ok(Value::null()),
            ExprKind::Bool(value) => Ok(Value::bool(*value)),
            ExprKind::Number(text) => number(text),
            ExprKind::Text(text) => Ok(Value::text(text.clone())),
            ExprKind::Template(pieces) => self.template(pieces, env, expr.span),
            ExprKind::Unwrap(inner) => self.eval(inner, env),
            ExprKind::Root(_) => self.access(expr, &[], env),
            ExprKind::Access(access) => self.access(&access.base, &access.ops, env),
            ExprKind::Call(call) => self.call(call, env, expr.span),
            ExprKind::Unary(op, operand) => self.unary(*op, operand, env),
            ExprKind::Binary(op, operands) => self.binary(*op, &operands.0, &operands.1, env),
            ExprKind::Conditional(parts) => self.conditional(parts, env),
            ExprKind::Tuple(items) => self.tuple(items, expr, env),
            ExprKind::Object(items) => self.object(items, expr, env),
            ExprKind::For(each) => self.for_expr(each, env, expr.span),
        }
    }

    /// A part of a literal collection; it remembers its own place.
    fn part_of_literal(&self, expr: &Expr, env: &Env) -> Result<Value, EvalError> {
        let value = self.eval(expr, env)?;
        if value.at == At::NONE {
            return Ok(value.at(self.trail.push(expr.span, What::Written, At::NONE)));
        }
        Ok(value)
    }

    fn tuple(&self, items: &[Expr], expr: &Expr, env: &Env) -> Result<Value, EvalError> {
        self.watch(self.budget.elements(items.len()), expr.span)?;
        let _deeper = self.nesting.deeper();
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            values.push(self.part_of_literal(item, env)?);
        }
        self.weighed(Value::tuple(values), expr.span)
    }

    fn object(&self, items: &[(ObjectKey, Expr)], expr: &Expr, env: &Env) -> Result<Value, EvalError> {
        self.watch(self.budget.elements(items.len()), expr.span)?;
        let _deeper = self.nesting.deeper();
        let mut entries = Vec::with_capacity(items.len());
        let mut open = None;
        for (key, item) in items {
            let key = match key {
                ObjectKey::Name(name, _) => Ok(self.name(*name)),
                ObjectKey::Expr(key) => self.object_key(&self.eval(key, env)?),
            };
            let value = self.part_of_literal(item, env)?;
            match key {
                Ok(key) => entries.push((key, value)),
                // The entry exists under a name that is not known.
                Err(KeyFault::Unknown(unknown)) => {
                    open.get_or_insert(unknown);
                }
                Err(KeyFault::Refused(error)) => return Err(error),
            }
        }
        self.weighed(scope::object(entries, open), expr.span)
    }

    /// A collection just made, unless it has too many parts.
    pub(super) fn weighed(&self, value: Value, span: Span) -> Result<Value, EvalError> {
        self.watch(self.budget.weigh(&value), span)?;
        Ok(value)
    }

    /// A value for those who read attributes: they walk through all of it.
    pub(super) fn handed_out(&self, value: Value, span: Span) -> Value {
        if value.weight <= HEAVY {
            return value;
        }
        match self.watch(self.budget.walk([&value]), span) {
            Ok(()) => value,
            Err(error) => hole::failed(&error),
        }
    }

    /// The text of an object or map key.
    pub(super) fn object_key(&self, key: &Value) -> Result<Arc<str>, KeyFault> {
        let key = convert::convert(key.clone(), &Type::String).map_err(KeyFault::Refused)?;
        match &key.kind {
            Kind::Text(Text::Known(text)) => Ok(text.clone()),
            Kind::Null => Err(KeyFault::Refused(EvalError::invalid(
                "the key of an object is null",
            ))),
            _ => match hole::derived([&key], Type::Dynamic).kind {
                Kind::Unknown(unknown) => Err(KeyFault::Unknown(unknown)),
                _ => Err(KeyFault::Refused(EvalError::invalid(
                    "the key of an object is no string",
                ))),
            },
        }
    }
}

pub(super) enum KeyFault {
    Unknown(std::rc::Rc<super::value::Hole>),
    Refused(EvalError),
}

fn number(text: &str) -> Result<Value, EvalError> {
    match Number::parse(text) {
        Some(number) => Ok(Value::new(Kind::Number(number))),
        None => Err(EvalError::invalid(format!("`{text}` is not a number"))),
    }
}
