//! Operators after a value: attributes, indices and splats.

use std::sync::Arc;

use super::env::Env;
use super::error::EvalError;
use super::evaluator::Evaluator;
use super::number::Number;
use super::types::Type;
use super::value::{At, Kind, Step, Text, Value};
use super::{convert, hole};
use crate::load::ir::{Expr, ExprKind, Op, OpKind};

/// Elements of a collection that an unknown index may choose among, one by one.
const MAX_CHOICES: usize = 4;

impl Evaluator<'_> {
    pub(super) fn access(&self, base: &Expr, ops: &[Op], env: &Env) -> Result<Value, EvalError> {
        let (value, used) = match &base.kind {
            ExprKind::Root(name) => self.reference(*name, ops, env)?,
            _ => (self.eval(base, env)?, 0),
        };
        if used == ops.len() {
            return Ok(value);
        }
        let read = value.at;
        let result = self.apply(value, &ops[used..], env)?;
        if read == At::NONE || result.at == read {
            return Ok(result);
        }
        // The element's own history is behind that of the collection it was taken from.
        let at = self.trail.both(read, result.at);
        Ok(result.at(at))
    }

    pub(super) fn apply(&self, mut value: Value, ops: &[Op], env: &Env) -> Result<Value, EvalError> {
        let mut rest = ops.iter();
        while let Some(op) = rest.next() {
            value = match &op.kind {
                OpKind::Attr(name) => self.attribute_of(&value, &self.name(*name))?,
                OpKind::Index(key) => {
                    let key = self.eval(key, env)?;
                    self.index(&value, &key).map_err(|error| match error {
                        // It may quote the key.
                        EvalError::Invalid(_) if key.marks.sensitive => {
                            EvalError::invalid("there is no element for the index, which is sensitive")
                        }
                        error => error,
                    })?
                }
                OpKind::FullSplat => return self.splat(value, rest.as_slice(), env, op.span),
                OpKind::AttrSplat => {
                    let each = rest
                        .as_slice()
                        .iter()
                        .take_while(|op| matches!(op.kind, OpKind::Attr(_)))
                        .count();
                    let (each, after) = rest.as_slice().split_at(each);
                    rest = after.iter();
                    self.splat(value, each, env, op.span)?
                }
            };
        }
        Ok(value)
    }

    pub(super) fn attribute_of(&self, value: &Value, name: &Arc<str>) -> Result<Value, EvalError> {
        let found = match &value.kind {
            Kind::Object(entries) | Kind::Map(entries) => match (entries.get(name), &entries.open) {
                (Some(found), _) => Ok(found.clone()),
                (None, Some(open)) => Ok(self.beyond(open, &entries.element)),
                (None, None) => Err(missing(name)),
            },
            Kind::Unknown(unknown) => self.step_into_hole(unknown, &Step::Name(name.clone())),
            Kind::Null => Err(EvalError::invalid(format!("null has no attribute `{name}`"))),
            Kind::List(_) | Kind::Tuple(_) | Kind::Set(_) => Err(EvalError::invalid(format!(
                "a collection has no attribute `{name}`; its elements may"
            ))),
            Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) => Err(EvalError::invalid(format!(
                "a primitive value has no attribute `{name}`"
            ))),
        };
        found.map(|found| found.marked(value.marks))
    }

    /// Element `index` of a list or tuple, or the entry of a map under that number.
    pub(super) fn element_of(&self, value: &Value, index: u64) -> Result<Value, EvalError> {
        let found = match &value.kind {
            Kind::List(seq) | Kind::Tuple(seq) => {
                let known = usize::try_from(index).ok().and_then(|index| seq.items.get(index));
                match (known, &seq.open) {
                    // Unknown elements may stand anywhere among the known ones.
                    (_, Some(open)) => Ok(self.beyond(open, &seq.element)),
                    (Some(found), None) => Ok(found.clone()),
                    (None, None) => Err(EvalError::invalid(format!(
                        "there is no element {index}, the collection has {}",
                        seq.items.len()
                    ))),
                }
            }
            Kind::Object(_) | Kind::Map(_) => return self.attribute_of(value, &Arc::from(index.to_string())),
            Kind::Unknown(unknown) => self.step_into_hole(unknown, &Step::Index(index)),
            Kind::Null => Err(EvalError::invalid("null has no elements")),
            Kind::Set(_) => Err(EvalError::invalid("the elements of a set have no index")),
            Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) => {
                Err(EvalError::invalid("a primitive value has no elements"))
            }
        };
        found.map(|found| found.marked(value.marks))
    }

    fn index(&self, value: &Value, key: &Value) -> Result<Value, EvalError> {
        let found = match (&value.kind, &key.kind) {
            (_, Kind::Null) => Err(EvalError::invalid("the index is null")),
            (_, Kind::Unknown(_) | Kind::Text(Text::Partial(_))) => self.some_of(value, key),
            (Kind::Unknown(unknown), _) if is_map_like(&unknown.ty) => self.by_text(value, key),
            (Kind::Unknown(_), Kind::Text(Text::Known(text))) => {
                let list = matches!(
                    value.as_hole().map(|hole| &hole.ty),
                    Some(Type::List(_) | Type::Tuple(_))
                );
                if list {
                    self.by_number(value, key)
                } else {
                    self.attribute_of(value, text)
                }
            }
            (Kind::Object(_) | Kind::Map(_), _) => self.by_text(value, key),
            _ => self.by_number(value, key),
        };
        found.map(|found| found.marked(key.marks))
    }

    fn by_text(&self, value: &Value, key: &Value) -> Result<Value, EvalError> {
        match convert::convert(key.clone(), &Type::String)?.kind {
            Kind::Text(Text::Known(text)) => self.attribute_of(value, &text),
            _ => Err(EvalError::invalid("the key of a map must be a string")),
        }
    }

    fn by_number(&self, value: &Value, key: &Value) -> Result<Value, EvalError> {
        match convert::convert(key.clone(), &Type::Number)?.kind {
            Kind::Number(number) => match number.to_u64() {
                Some(index) => self.element_of(value, index),
                None => Err(EvalError::invalid(format!(
                    "`{number}` is not a whole number, zero or more"
                ))),
            },
            _ => Err(EvalError::invalid("the index of a list must be a number")),
        }
    }

    /// The key is not known.
    fn some_of(&self, value: &Value, key: &Value) -> Result<Value, EvalError> {
        let (items, open): (Vec<Value>, _) = match &value.kind {
            Kind::List(seq) | Kind::Tuple(seq) => (seq.items.iter().take(17).cloned().collect(), &seq.open),
            Kind::Map(entries) | Kind::Object(entries) => (
                entries
                    .items
                    .iter()
                    .take(17)
                    .map(|(_, item)| item.clone())
                    .collect(),
                &entries.open,
            ),
            Kind::Unknown(unknown) => {
                let element = hole::some_element(unknown, &Type::Dynamic);
                return Ok(element.marked(value.marks).marked(key.marks));
            }
            Kind::Null => return Err(EvalError::invalid("null has no elements")),
            Kind::Set(_) => return Err(EvalError::invalid("the elements of a set have no index")),
            Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) => {
                return Err(EvalError::invalid("a primitive value has no elements"));
            }
        };
        // Nothing but the symbolic instance `[*]`: it is the one that any key means.
        if let (true, Some(open)) = (items.is_empty(), open) {
            let element = self.beyond(open, &Type::Dynamic);
            return Ok(element.marked(value.marks).marked(key.marks));
        }
        let chosen = hole::derived([key], Type::Dynamic);
        let Kind::Unknown(why) = &chosen.kind else {
            return Ok(chosen);
        };
        if open.is_none() && !items.is_empty() && items.len() <= MAX_CHOICES {
            return Ok(hole::one_of(items, why).marked(value.marks).marked(key.marks));
        }
        let types: Vec<Type> = items.iter().map(convert::type_of).collect();
        let ty = if items.len() > 16 {
            None
        } else {
            convert::unify(&types)
        };
        let all: Vec<&Value> = std::iter::once(key).chain(&items).collect();
        Ok(hole::derived(all, ty.unwrap_or(Type::Dynamic)).marked(value.marks))
    }
}

fn is_map_like(ty: &Type) -> bool {
    matches!(ty, Type::Map(_) | Type::Object(_))
}

fn missing(name: &str) -> EvalError {
    EvalError::invalid(format!("there is no attribute or element `{name}`"))
}

pub(super) fn number(value: u64) -> Value {
    Value::new(Kind::Number(Number::from_u64(value)))
}
