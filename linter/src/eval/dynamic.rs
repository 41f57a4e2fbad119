//! Nested blocks of one type, with `dynamic` blocks expanded where they stand.

use std::rc::Rc;
use std::sync::Arc;

use ustr::{Ustr, ustr};

use super::body::{Blocks, BodyNode, Content, literal_key};
use super::budget::MAX_INSTANCES;
use super::env::Env;
use super::evaluator::{Evaluator, settled};
use super::hole;
use super::number::Number;
use super::types::Type;
use super::value::{Hole, Kind, Value};
use crate::load::Span;
use crate::load::ir::{Block, Body, Expr, ExprKind, ObjectKey};

/// One `dynamic` block, whichever syntax it is written in.
struct Dynamic<'a> {
    for_each: Option<&'a Expr>,
    iterator: Option<Ustr>,
    content: Content<'a>,
    header: Span,
}

impl<'a> Evaluator<'a> {
    /// `None` when the body has no such block and no `dynamic` that could make one.
    pub(super) fn blocks(&self, node: &BodyNode<'a>, name: &str) -> Option<Rc<Blocks<'a>>> {
        let name = ustr(name);
        for (known, blocks) in node.blocks.borrow().iter() {
            if *known == name {
                return blocks.clone();
            }
        }
        // Whoever asks while the blocks are being made (a `for_each` that reads them) sees none.
        let position = node.blocks.borrow().len();
        node.blocks.borrow_mut().push((name, None));
        let blocks = match node.content {
            Content::Block(body) => self.blocks_of_body(node, body, name),
            Content::Object(_) => self.json_dynamic(node, name),
        };
        let blocks = blocks.map(Rc::new);
        if let Some((_, slot)) = node.blocks.borrow_mut().get_mut(position) {
            slot.clone_from(&blocks);
        }
        blocks
    }

    fn blocks_of_body(&self, node: &BodyNode<'a>, body: &'a Body, name: Ustr) -> Option<Blocks<'a>> {
        let mut all: Option<Blocks<'a>> = None;
        for block in &body.blocks {
            if block.kind == name {
                let inner = Rc::new(BodyNode::hcl(&block.body, node.env.clone()));
                all.get_or_insert_default().items.push((block.header, inner));
            } else if block.kind == "dynamic" && block.label(0) == Some(name) {
                let Some(dynamic) = hcl_dynamic(block) else {
                    continue;
                };
                self.expand_dynamic(node, &dynamic, name, all.get_or_insert_default());
            }
        }
        if body.json
            && let Some(more) = self.json_dynamic(node, name)
        {
            let all = all.get_or_insert_default();
            all.items.extend(more.items);
            all.open = all.open.take().or(more.open);
        }
        all
    }

    /// `"dynamic": {"name": {"for_each": …, "content": {…}}}`, each level possibly in an array.
    fn json_dynamic(&self, node: &BodyNode<'a>, name: Ustr) -> Option<Blocks<'a>> {
        let mut all: Option<Blocks<'a>> = None;
        for group in objects(node.expr("dynamic")?) {
            for (key, definitions) in group {
                if literal_key(key).is_none_or(|(text, _)| text != name.as_str()) {
                    continue;
                }
                for definition in objects(definitions) {
                    let find = |wanted: &str| {
                        definition
                            .iter()
                            .find(|(key, _)| literal_key(key).is_some_and(|(text, _)| text == wanted))
                            .map(|(_, value)| value)
                    };
                    let Some(content) = find("content").and_then(|content| objects(content).next()) else {
                        continue;
                    };
                    let dynamic = Dynamic {
                        for_each: find("for_each"),
                        iterator: find("iterator").and_then(iterator_name),
                        content: Content::Object(content),
                        header: definitions.span,
                    };
                    self.expand_dynamic(node, &dynamic, name, all.get_or_insert_default());
                }
            }
        }
        all
    }

    fn expand_dynamic(
        &self,
        node: &BodyNode<'a>,
        dynamic: &Dynamic<'a>,
        name: Ustr,
        blocks: &mut Blocks<'a>,
    ) {
        let (value, depth) = match dynamic.for_each {
            None => (
                Value::unknown(Hole::new(format!("`dynamic \"{name}\"` has no `for_each`"))),
                0,
            ),
            Some(expr) => {
                let (value, depth) = self.measured(expr, &node.env);
                (settled(value), depth)
            }
        };
        let iterator = dynamic.iterator.unwrap_or(name);
        let mut add = |key: Value, item: &Value| {
            let env = bound(&node.env, iterator, key, item.clone().marked(value.marks), depth);
            let inner = Rc::new(BodyNode::new(dynamic.content, env));
            blocks.items.push((dynamic.header, inner));
        };
        let open = match &value.kind {
            Kind::Map(entries) | Kind::Object(entries) if entries.items.len() <= MAX_INSTANCES => {
                for (key, item) in entries.items.iter() {
                    add(Value::text(key.clone()), item);
                }
                entries.open.clone()
            }
            Kind::List(seq) | Kind::Tuple(seq) if seq.items.len() <= MAX_INSTANCES => {
                for (index, item) in seq.items.iter().enumerate() {
                    add(Value::new(Kind::Number(Number::from_u64(index as u64))), item);
                }
                seq.open.clone()
            }
            Kind::Set(seq) if seq.items.len() <= MAX_INSTANCES => {
                for item in seq.items.iter() {
                    add(item.clone(), item);
                }
                seq.open.clone()
            }
            Kind::Map(_) | Kind::Object(_) | Kind::List(_) | Kind::Tuple(_) | Kind::Set(_) => {
                let why = "a dynamic block has more than 10,000 elements";
                let result: Result<Value, _> = Err(super::budget::spent(why));
                let _ = self.watch(result, dynamic.header);
                Some(Rc::new(Hole::new(why)))
            }
            Kind::Unknown(unknown) => Some(unknown.clone()),
            Kind::Null => Some(Rc::new(Hole::new(format!(
                "`for_each` of `dynamic \"{name}\"` is null"
            )))),
            Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) => {
                let why = format!("`for_each` of `dynamic \"{name}\"` is not a collection");
                Some(Rc::new(Hole::new(why)))
            }
        };
        if let Some(open) = open {
            // The blocks come from where the collection comes from, but are no elements of it.
            let element = hole::another(&open, &Type::Dynamic);
            if let Kind::Unknown(element) = element.kind {
                blocks.open.get_or_insert(element);
            }
        }
    }

    /// The block types that a body may have, in source order.
    pub(super) fn block_types(&self, node: &BodyNode<'a>) -> Vec<Arc<str>> {
        let Content::Block(body) = node.content else {
            return Vec::new();
        };
        let mut names: Vec<Arc<str>> = Vec::new();
        for block in &body.blocks {
            let name = match block.label(0) {
                Some(label) if block.kind == "dynamic" => label,
                _ => block.kind,
            };
            let name = self.name(name);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

fn hcl_dynamic(block: &Block) -> Option<Dynamic<'_>> {
    let content = block.body.blocks_of("content").next()?;
    Some(Dynamic {
        for_each: block.body.attr("for_each").map(|attr| &attr.value),
        iterator: block
            .body
            .attr("iterator")
            .and_then(|attr| iterator_name(&attr.value)),
        content: Content::Block(&content.body),
        header: block.header,
    })
}

fn iterator_name(expr: &Expr) -> Option<Ustr> {
    match &expr.kind {
        ExprKind::Root(name) => Some(*name),
        ExprKind::Text(text) => Some(ustr(text)),
        _ => None,
    }
}

/// A JSON object, or the objects of an array.
fn objects(expr: &Expr) -> impl Iterator<Item = &[(ObjectKey, Expr)]> {
    let items = match &expr.kind {
        ExprKind::Tuple(items) => items,
        _ => std::slice::from_ref(expr),
    };
    items.iter().filter_map(|item| match &item.kind {
        ExprKind::Object(entries) => Some(&**entries),
        _ => None,
    })
}

fn bound(env: &Env, iterator: Ustr, key: Value, value: Value, depth: u32) -> Env {
    env.bind(
        iterator,
        Value::object(vec![(Arc::from("key"), key), (Arc::from("value"), value)]),
        depth,
    )
}
