//! `list[*].x` and `list.*.x`.

use std::rc::Rc;

use super::convert;
use super::env::Env;
use super::error::EvalError;
use super::evaluator::Evaluator;
use super::hole::{self, open_tuple};
use super::types::Type;
use super::value::{Hole, Kind, Seq, Value};
use crate::load::Span;
use crate::load::ir::Op;

impl Evaluator<'_> {
    /// `each` applied to every element. What is no list counts as a list of one, and null as an empty one.
    pub(super) fn splat(&self, value: Value, each: &[Op], env: &Env, span: Span) -> Result<Value, EvalError> {
        self.weighed(self.splat_any(value, each, env, span)?, span)
    }

    fn splat_any(&self, value: Value, each: &[Op], env: &Env, span: Span) -> Result<Value, EvalError> {
        let _deeper = self.nesting.deeper();
        let marks = value.marks;
        let value = self.force(value);
        let (seq, uniform) = match value.kind {
            Kind::Tuple(seq) => (seq, false),
            Kind::List(seq) | Kind::Set(seq) => (seq, true),
            Kind::Null => return Ok(Value::tuple(Vec::new()).marked(marks)),
            Kind::Unknown(unknown) => {
                return self
                    .splat_unknown(&unknown, each, env, span)
                    .map(|v| v.marked(marks));
            }
            kind => {
                let only = Value { kind, ..value };
                return Ok(Value::tuple(vec![self.apply(only, each, env)?]).marked(marks));
            }
        };
        self.watch(self.budget.elements(seq.items.len()), span)?;
        let mut items = Vec::with_capacity(seq.items.len());
        for item in seq.items.iter() {
            items.push(self.apply(item.clone(), each, env)?);
        }
        let open = match &seq.open {
            None => None,
            Some(open) => Some(self.splat_open(open, &seq.element, each, env).0),
        };
        if !uniform {
            return Ok(open_tuple(items, open).marked(marks));
        }
        let types: Vec<Type> = items.iter().map(convert::type_of).collect();
        Ok(Value::new(Kind::List(Seq {
            items: Rc::new(items),
            element: convert::unify(&types).unwrap_or(Type::Dynamic),
            open,
        }))
        .marked(marks))
    }

    /// Whether an unknown is one value or a list is known by its type only.
    fn splat_unknown(
        &self,
        unknown: &Rc<Hole>,
        each: &[Op],
        env: &Env,
        span: Span,
    ) -> Result<Value, EvalError> {
        let whole = Value::new(Kind::Unknown(unknown.clone()));
        if !unknown.any_of.is_empty() {
            let branches = unknown.any_of.iter();
            let values: Result<Vec<_>, _> = branches
                .map(|it| self.splat(it.clone(), each, env, span))
                .collect();
            let values = values?;
            self.watch(self.budget.walk(&values), span)?;
            return Ok(hole::one_of(values, unknown));
        }
        match &unknown.ty {
            Type::List(element) | Type::Set(element) => {
                let (open, element) = self.splat_open(unknown, element, each, env);
                Ok(Value::new(Kind::List(Seq {
                    items: Rc::new(Vec::new()),
                    element,
                    open: Some(open),
                })))
            }
            Type::Object(_) | Type::Map(_) | Type::String | Type::Number | Type::Bool if unknown.not_null => {
                Ok(Value::tuple(vec![self.apply(whole, each, env)?]))
            }
            // A single resource instance is a list of one.
            _ if self.lazies.get(unknown).is_some() => Ok(Value::tuple(vec![self.apply(whole, each, env)?])),
            _ => Ok(hole::derived([&whole], Type::Dynamic)),
        }
    }

    /// Why the result may have more elements, which are what `each` makes of the collection's others.
    fn splat_open(&self, open: &Rc<Hole>, element: &Type, each: &[Op], env: &Env) -> (Rc<Hole>, Type) {
        match self.apply(self.beyond(open, element), each, env) {
            Ok(value) => {
                let ty = convert::type_of(&value);
                (self.more_like(open, value), ty)
            }
            Err(error) => (self.more_like(open, hole::failed(&error)), Type::Dynamic),
        }
    }
}
