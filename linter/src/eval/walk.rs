//! Paths on into values: objects, lists, and the unknown.

use std::rc::Rc;

use super::body::literal_key;
use super::error::EvalError;
use super::evaluator::Evaluator;
use super::hole::{self, open_tuple};
use super::types::Type;
use super::value::{Hole, Kind, Seq, Step, Value};
use crate::instance::Elements;
use crate::load::Span;
use crate::load::ir::{Expr, ExprKind};

pub(super) const NOTHING: Elements = Elements {
    known: 0,
    open: false,
};

impl Evaluator<'_> {
    /// On into a value. A name that meets several elements is asked of each.
    pub(super) fn walk(&self, value: &Value, path: &[Step]) -> Option<Value> {
        let Some((first, rest)) = path.split_first() else {
            return Some(value.clone());
        };
        match (&value.kind, first) {
            (Kind::Unknown(_), step) => match self.step(value, step) {
                Ok(inner) => self.walk(&inner, rest),
                Err(_) => None,
            },
            (Kind::Object(_) | Kind::Map(_), Step::Index(0)) => self.walk(value, rest),
            (Kind::Object(entries) | Kind::Map(entries), Step::Name(name)) => match entries.get(name) {
                Some(inner) => self.walk(&inner.clone().marked(value.marks), rest),
                None => entries.open.as_ref().map(|open| {
                    let unknown = self.beyond(open, &entries.element).marked(value.marks);
                    self.walk(&unknown, rest).unwrap_or(unknown)
                }),
            },
            (Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq), Step::Index(index)) => {
                let known = usize::try_from(*index)
                    .ok()
                    .and_then(|index| seq.items.get(index));
                match (known, &seq.open) {
                    (Some(inner), _) => self.walk(&inner.clone().marked(value.marks), rest),
                    (None, Some(open)) => Some(self.beyond(open, &seq.element).marked(value.marks)),
                    (None, None) => None,
                }
            }
            (Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq), Step::Name(_)) => {
                let mut found = Vec::new();
                for item in seq.items.iter() {
                    found.extend(self.walk(&item.clone().marked(value.marks), path));
                }
                gather(found, seq.items.len(), seq.open.as_ref())
            }
            (Kind::Object(_) | Kind::Map(_), Step::Index(_))
            | (Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_), _) => None,
        }
    }

    /// One step into a value, as an expression does it.
    pub(super) fn step(&self, value: &Value, step: &Step) -> Result<Value, EvalError> {
        match step {
            Step::Name(name) => self.attribute_of(value, name),
            Step::Index(index) => self.element_of(value, *index),
        }
    }
}

/// One element stands for itself where it is the only one.
pub(super) fn gather(mut found: Vec<Value>, asked: usize, open: Option<&Rc<Hole>>) -> Option<Value> {
    match (found.len(), open) {
        (0, None) => None,
        (0, Some(open)) => Some(hole::another(open, &Type::Dynamic)),
        (1, None) if asked == 1 => found.pop(),
        _ => Some(open_tuple(found, open.cloned())),
    }
}

/// How many elements a value is.
pub(super) fn count(value: &Value) -> Elements {
    let of = |seq: &Seq| Elements {
        known: seq.items.len() as u64,
        open: seq.open.is_some(),
    };
    match &value.kind {
        Kind::Null => NOTHING,
        Kind::Unknown(_) => Elements { known: 0, open: true },
        Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => of(seq),
        // A single nested object, as JSON syntax and nested attributes write it.
        Kind::Map(_) | Kind::Object(_) | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) => Elements {
            known: 1,
            open: false,
        },
    }
}

/// The place of `path` inside a literal object or tuple.
pub(super) fn written_in(expr: &Expr, path: &[Step]) -> Option<Span> {
    let (first, rest) = path.split_first()?;
    match (&expr.kind, first) {
        (ExprKind::Object(items), Step::Name(name)) => {
            let (key, value) = items
                .iter()
                .rev()
                .find(|(key, _)| literal_key(key).is_some_and(|(text, _)| text == name.as_ref()))?;
            let (_, span) = literal_key(key)?;
            Some(written_in(value, rest).unwrap_or(span.to(value.span)))
        }
        (ExprKind::Tuple(items), Step::Index(index)) => {
            let item = items.get(usize::try_from(*index).ok()?)?;
            Some(written_in(item, rest).unwrap_or(item.span))
        }
        (ExprKind::Tuple(items), Step::Name(_)) => items.iter().find_map(|item| written_in(item, path)),
        _ => None,
    }
}
