//! Paths into a block: attributes, nested blocks, and what `dynamic` makes of them.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use ustr::Ustr;

use super::env::Env;
use super::evaluator::{Evaluator, settled};
use super::hole::{self, open_tuple};
use super::nesting::Nested;
use super::trail::What;
use super::types::Type;
use super::value::{Entries, Hole, Kind, Step, Value};
use super::walk::{NOTHING, count, gather, written_in};
use crate::instance::Elements;
use crate::load::Span;
use crate::load::ir::{Body, Expr, ExprKind, ObjectKey};

/// A body and what names mean in it.
pub(super) struct BodyNode<'a> {
    pub(super) content: Content<'a>,
    pub(super) env: Env,
    /// By position; `None` while being computed.
    values: RefCell<Vec<(usize, Option<Nested>)>>,
    pub(super) blocks: RefCell<Vec<(Ustr, Option<Rc<Blocks<'a>>>)>>,
}

#[derive(Clone, Copy)]
pub(super) enum Content<'a> {
    Block(&'a Body),
    /// A nested block that JSON syntax writes as an object.
    Object(&'a [(ObjectKey, Expr)]),
}

/// The nested blocks of one type, `dynamic` ones expanded, in source order.
#[derive(Default)]
pub(super) struct Blocks<'a> {
    pub(super) items: Vec<(Span, Rc<BodyNode<'a>>)>,
    /// There may be more, and why.
    pub(super) open: Option<Rc<Hole>>,
}

/// What stands at a path, for references.
pub(super) enum Found {
    Value(Value),
    Blocks,
}

struct Argument<'a> {
    position: usize,
    name_span: Span,
    value: &'a Expr,
}

impl<'a> BodyNode<'a> {
    pub(super) fn hcl(body: &'a Body, env: Env) -> Self {
        Self::new(Content::Block(body), env)
    }

    pub(super) fn new(content: Content<'a>, env: Env) -> Self {
        Self {
            content,
            env,
            values: RefCell::default(),
            blocks: RefCell::default(),
        }
    }

    fn argument(&self, name: &str) -> Option<Argument<'a>> {
        match self.content {
            Content::Block(body) => {
                let position = body.attrs.iter().position(|attr| attr.name == name)?;
                let attr = &body.attrs[position];
                Some(Argument {
                    position,
                    name_span: attr.name_span,
                    value: &attr.value,
                })
            }
            Content::Object(items) => items.iter().enumerate().find_map(|(position, (key, value))| {
                let (text, name_span) = literal_key(key)?;
                (text == name).then_some(Argument {
                    position,
                    name_span,
                    value,
                })
            }),
        }
    }

    pub(super) fn expr(&self, name: &str) -> Option<&'a Expr> {
        self.argument(name).map(|argument| argument.value)
    }

    fn argument_names(&self) -> Vec<Arc<str>> {
        match self.content {
            Content::Block(body) => body
                .attrs
                .iter()
                .map(|attr| Arc::from(attr.name.as_str()))
                .collect(),
            Content::Object(items) => items
                .iter()
                .filter_map(|(key, _)| literal_key(key))
                .map(|(text, _)| Arc::from(text))
                .filter(|name: &Arc<str>| name.as_ref() != "//")
                .collect(),
        }
    }
}

pub(super) fn literal_key(key: &ObjectKey) -> Option<(&str, Span)> {
    match key {
        ObjectKey::Name(name, span) => Some((name.as_str(), *span)),
        ObjectKey::Expr(expr) => match &expr.kind {
            ExprKind::Text(text) => Some((text, expr.span)),
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::Template(_)
            | ExprKind::Unwrap(_)
            | ExprKind::Root(_)
            | ExprKind::Access(..)
            | ExprKind::Call(_)
            | ExprKind::Unary(..)
            | ExprKind::Binary(..)
            | ExprKind::Conditional(_)
            | ExprKind::Tuple(_)
            | ExprKind::Object(_)
            | ExprKind::For(_) => None,
        },
    }
}

impl<'a> Evaluator<'a> {
    /// An argument of the body, evaluated at most once; an error is an unknown.
    pub(super) fn argument(&self, node: &BodyNode<'a>, name: &str) -> Option<Value> {
        let argument = node.argument(name)?;
        let position = argument.position;
        for (known, value) in node.values.borrow().iter() {
            if *known == position {
                let Some((value, depth)) = value else {
                    let why = format!("the argument `{name}` refers to itself");
                    return Some(Value::unknown(Hole::new(why)));
                };
                let used = self.watch(self.nesting.used(*depth), argument.value.span);
                return Some(settled(used.map(|()| value.clone())));
            }
        }
        let span = argument.name_span.to(argument.value.span);
        let (value, depth) = match self.enter(argument.value.span) {
            Err(error) => return Some(hole::failed(&error)),
            Ok(_entered) => {
                node.values.borrow_mut().push((position, None));
                (settled(self.eval(argument.value, &node.env)), self.nesting.seen())
            }
        };
        let value = value.clone().at(self.trail.push(span, What::Attribute, value.at));
        for (known, slot) in node.values.borrow_mut().iter_mut() {
            if *known == position {
                *slot = Some((value.clone(), depth));
            }
        }
        let used = self.watch(self.nesting.used(depth), argument.value.span);
        Some(settled(used.map(|()| value)))
    }

    /// See `Attributes::get`.
    pub(super) fn get(&self, node: &Rc<BodyNode<'a>>, path: &[Step]) -> Option<Value> {
        let Some((first, rest)) = path.split_first() else {
            return Some(self.body_value(node));
        };
        match first {
            Step::Name(name) => match self.argument(node, name) {
                Some(value) => self.walk(&value, rest),
                None => self.get_in_blocks(&*self.blocks(node, name)?, rest),
            },
            Step::Index(0) => self.get(node, rest),
            Step::Index(_) => None,
        }
    }

    fn get_in_blocks(&self, blocks: &Blocks<'a>, path: &[Step]) -> Option<Value> {
        if let Some((Step::Index(index), rest)) = path.split_first() {
            let known = usize::try_from(*index)
                .ok()
                .and_then(|index| blocks.items.get(index));
            return match (known, &blocks.open) {
                // With unknown blocks around, a position names no certain block; the known one may stand there.
                (Some((_, node)), _) => self.get(node, rest),
                (None, Some(open)) => Some(hole::another(open, &Type::Dynamic)),
                (None, None) => None,
            };
        }
        let mut found: Vec<Value> = Vec::new();
        for (_, node) in &blocks.items {
            found.extend(self.get(node, path));
        }
        gather(found, blocks.items.len(), blocks.open.as_ref())
    }

    /// For references: an attribute's value, or the fact that nested blocks stand there.
    pub(super) fn find(&self, node: &Rc<BodyNode<'a>>, path: &[Step]) -> Option<Found> {
        let (first, rest) = path.split_first()?;
        let Step::Name(name) = first else { return None };
        if let Some(value) = self.argument(node, name) {
            return match rest {
                [] => Some(Found::Value(value)),
                _ => self.walk(&value, rest).map(Found::Value),
            };
        }
        let blocks = self.blocks(node, name)?;
        match rest {
            [] => Some(Found::Blocks),
            [Step::Index(index), rest @ ..] => {
                let (_, node) = blocks.items.get(usize::try_from(*index).ok()?)?;
                if blocks.open.is_some() {
                    return None;
                }
                match rest {
                    [] => Some(Found::Blocks),
                    _ => self.find(node, rest),
                }
            }
            // Blocks that Terraform shows as a single object.
            _ => match (blocks.items.as_slice(), &blocks.open) {
                ([(_, node)], None) => self.find(node, rest),
                _ => None,
            },
        }
    }

    /// How many nested blocks stand at `path`, which ends in a block type; `None` when it is no such path.
    pub(super) fn block_count(
        &self,
        node: &Rc<BodyNode<'a>>,
        path: &[Step],
    ) -> Option<(u64, Option<Rc<Hole>>)> {
        let (first, rest) = path.split_first()?;
        let Step::Name(name) = first else { return None };
        if node.argument(name).is_some() {
            return None;
        }
        let blocks = self.blocks(node, name)?;
        match rest {
            [] => Some((blocks.items.len() as u64, blocks.open.clone())),
            [Step::Index(index), rest @ ..] => {
                let (_, node) = blocks.items.get(usize::try_from(*index).ok()?)?;
                self.block_count(node, rest)
            }
            _ => None,
        }
    }

    /// See `Attributes::elements`.
    pub(super) fn elements(&self, node: &Rc<BodyNode<'a>>, path: &[Step]) -> Elements {
        if let [Step::Name(name)] = path
            && node.argument(name).is_none()
        {
            return self.blocks(node, name).map_or(NOTHING, |blocks| Elements {
                known: blocks.items.len() as u64,
                open: blocks.open.is_some(),
            });
        }
        self.get(node, path).map_or(NOTHING, |value| count(&value))
    }

    /// See `Attributes::written`.
    pub(super) fn written(&self, node: &Rc<BodyNode<'a>>, path: &[Step]) -> Option<Span> {
        let (first, rest) = path.split_first()?;
        let Step::Name(name) = first else {
            return (*first == Step::Index(0))
                .then(|| self.written(node, rest))
                .flatten();
        };
        if let Some(argument) = node.argument(name) {
            let whole = argument.name_span.to(argument.value.span);
            return Some(written_in(argument.value, rest).unwrap_or(whole));
        }
        let blocks = self.blocks(node, name)?;
        match rest.split_first() {
            Some((Step::Index(index), rest)) => {
                let (header, node) = blocks.items.get(usize::try_from(*index).ok()?)?;
                match rest {
                    [] => Some(*header),
                    _ => self.written(node, rest),
                }
            }
            Some(_) => blocks.items.iter().find_map(|(_, node)| self.written(node, rest)),
            None => blocks.items.first().map(|(header, _)| *header),
        }
    }

    /// The whole body as one object; nested blocks are tuples.
    pub(super) fn body_value(&self, node: &Rc<BodyNode<'a>>) -> Value {
        let mut entries: Vec<(Arc<str>, Value)> = Vec::new();
        for name in node.argument_names() {
            if let Some(value) = self.argument(node, &name) {
                entries.push((name, value));
            }
        }
        for name in self.block_types(node) {
            let Some(blocks) = self.blocks(node, &name) else {
                continue;
            };
            let items = blocks
                .items
                .iter()
                .map(|(_, node)| self.body_value(node))
                .collect();
            entries.push((name, open_tuple(items, blocks.open.clone())));
        }
        Value::new(Kind::Object(Entries::sorted(entries, Type::Dynamic)))
    }
}
