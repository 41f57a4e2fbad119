//! `Attributes` that read one resource block alone: literals, references and unknown variables. No modules, no
//! functions but those named here; the evaluator proper is tested by itself.

use std::rc::Rc;
use std::sync::Arc;

use ustr::Ustr;

use crate::address::{Address, Key};
use crate::eval::{At, Entries, Hole, Kind, Marks, Number, Ref, Seq, Step, Text, TextPiece, Type, Value};
use crate::instance::{Attributes, Definition, Elements, Instance, TrailStep};
use crate::load::ir::{Attr, Body, Expr, ExprKind, Op, OpKind, Piece};
use crate::load::{Block, Comment, FileEntry, FileId, Mode, Module, SourceMap, Span, Tree, parse_file_hcl};

pub(super) struct BlockAttributes<'a> {
    block: &'a Block,
    provider: Option<&'a Block>,
    key: Key,
}

/// One file as a tree with one module.
pub(super) fn tree(text: &str) -> Tree {
    let base = 100;
    let parsed = parse_file_hcl(text, base);
    assert!(parsed.errors.is_empty(), "{:?}", parsed.errors);
    let comments = parsed.comments.into_iter().map(|raw| Comment {
        file: FileId(0),
        text: raw.text,
        span: raw.span,
        line: raw.line,
        target: raw.target,
        header: raw.header,
    });
    Tree {
        map: SourceMap::new(vec![FileEntry {
            path: "main.tf".into(),
            base,
            len: u32::try_from(text.len()).unwrap(),
            lines: parsed.lines,
            in_tree: true,
        }]),
        modules: vec![Module {
            identity: "infra".into(),
            in_tree: true,
            comments: comments.collect(),
            blocks: parsed.blocks,
            ..Module::default()
        }],
        ..Tree::default()
    }
}

/// Every resource and data source; `for_each = ["a", "b"]` gives two instances, an unknown one `[*]`.
pub(super) fn instances(tree: &Tree) -> Vec<Instance<'_>> {
    let module = &tree.modules[0];
    let provider = module.blocks.iter().find(|block| block.kind == "provider");
    let mut all = Vec::new();
    for block in &module.blocks {
        let mode = match block.kind.as_str() {
            "resource" => Mode::Managed,
            "data" => Mode::Data,
            _ => continue,
        };
        for key in keys(block) {
            let r#type = block.label(0).unwrap();
            all.push(Instance {
                address: Address {
                    modules: Arc::from([]),
                    mode,
                    r#type,
                    name: block.label(1).unwrap(),
                    key: key.clone(),
                },
                r#type,
                provider: Ustr::from(r#type.split('_').next().unwrap()),
                definition: Some(Definition {
                    module,
                    block,
                    calls: Arc::from([]),
                }),
                attrs: Box::new(BlockAttributes { block, provider, key }),
            });
        }
    }
    all
}

fn keys(block: &Block) -> Vec<Key> {
    match block.body.attr("for_each").map(|attr| &attr.value.kind) {
        None => vec![Key::None],
        Some(ExprKind::Tuple(items)) => items
            .iter()
            .map(|item| match &item.kind {
                ExprKind::Text(text) => Key::Text(text.clone()),
                _ => Key::Unknown,
            })
            .collect(),
        Some(_) => vec![Key::Unknown],
    }
}

impl Attributes for BlockAttributes<'_> {
    fn get(&self, path: &[Step]) -> Option<Value> {
        self.in_body(&self.block.body, path)
    }

    fn elements(&self, path: &[Step]) -> Elements {
        let [Step::Name(name)] = path else {
            return Elements {
                known: 0,
                open: false,
            };
        };
        let known = self.block.body.blocks_of(name).count();
        Elements {
            known: u64::try_from(known).unwrap(),
            open: dynamic(&self.block.body, name),
        }
    }

    fn provider(&self, path: &[Step]) -> Option<Value> {
        self.in_body(&self.provider?.body, path)
    }

    fn refs(&self, value: &Value) -> Vec<Ref> {
        match &value.kind {
            Kind::Unknown(hole) => {
                let branches = hole.any_of.iter().flat_map(|branch| self.refs(branch));
                hole.refs.iter().cloned().chain(branches).collect()
            }
            Kind::Text(Text::Partial(pieces)) => pieces
                .iter()
                .flat_map(|piece| match piece {
                    TextPiece::Hole(hole) => hole.refs.clone(),
                    TextPiece::Known(_) => Vec::new(),
                })
                .collect(),
            Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => {
                seq.items.iter().flat_map(|item| self.refs(item)).collect()
            }
            Kind::Map(entries) | Kind::Object(entries) => entries
                .items
                .iter()
                .flat_map(|(_, item)| self.refs(item))
                .collect(),
            _ => Vec::new(),
        }
    }

    fn trail(&self, _: At) -> Vec<TrailStep> {
        Vec::new()
    }

    fn written(&self, path: &[Step]) -> Option<Span> {
        let body = &self.block.body;
        match path {
            [Step::Name(name)] => body
                .attr(name)
                .map(|attr| attr.name_span.to(attr.value.span))
                .or_else(|| body.blocks_of(name).next().map(|block| block.header)),
            [Step::Name(name), Step::Index(index)] => body
                .blocks_of(name)
                .nth(usize::try_from(*index).unwrap())
                .map(|block| block.header),
            [Step::Name(name), Step::Index(index), Step::Name(inner)] => body
                .blocks_of(name)
                .nth(usize::try_from(*index).unwrap())?
                .body
                .attr(inner)
                .map(|attr| attr.name_span.to(attr.value.span)),
            _ => None,
        }
    }
}

fn dynamic(body: &Body, name: &str) -> bool {
    body.blocks_of("dynamic")
        .any(|block| block.label(0).is_some_and(|label| label == name))
}

impl BlockAttributes<'_> {
    fn in_body(&self, body: &Body, path: &[Step]) -> Option<Value> {
        let (Step::Name(name), rest) = path.split_first()? else {
            return None;
        };
        if let Some(attr) = body.attr(name) {
            return self.in_value(self.value(&attr.value), rest);
        }
        if dynamic(body, name) {
            return Some(Value::unknown(Hole::new("a dynamic block")));
        }
        let blocks: Vec<&Block> = body.blocks_of(name).collect();
        match (blocks.as_slice(), rest) {
            ([], _) => None,
            (blocks, [Step::Index(index), rest @ ..]) => {
                self.in_block(blocks.get(usize::try_from(*index).unwrap())?, rest)
            }
            ([one], rest) => self.in_block(one, rest),
            (many, rest) => Some(Value::tuple(
                many.iter()
                    .filter_map(|block| self.in_block(block, rest))
                    .collect(),
            )),
        }
    }

    fn in_block(&self, block: &Block, path: &[Step]) -> Option<Value> {
        if path.is_empty() {
            let attrs = block.body.attrs.iter();
            let entries = attrs.map(|Attr { name, value, .. }| (name.as_str().into(), self.value(value)));
            return Some(Value::object(entries.collect()));
        }
        self.in_body(&block.body, path)
    }

    fn in_value(&self, value: Value, path: &[Step]) -> Option<Value> {
        match (path.split_first(), &value.kind) {
            (None, _) | (_, Kind::Unknown(_)) => Some(value),
            (Some((Step::Name(name), rest)), Kind::Object(entries)) => {
                self.in_value(entries.get(name)?.clone(), rest)
            }
            _ => None,
        }
    }

    fn value(&self, expr: &Expr) -> Value {
        match &expr.kind {
            ExprKind::Null => Value::null(),
            ExprKind::Bool(flag) => Value::bool(*flag),
            ExprKind::Number(text) => Value::new(Kind::Number(Number::parse(text).unwrap())),
            ExprKind::Text(text) => Value::text(text.clone()),
            ExprKind::Template(pieces) => self.template(pieces),
            ExprKind::Unwrap(inner) => self.value(inner),
            ExprKind::Tuple(items) => Value::tuple(items.iter().map(|item| self.value(item)).collect()),
            ExprKind::Object(items) => Value::object(
                items
                    .iter()
                    .map(|(key, value)| {
                        let crate::load::ir::ObjectKey::Name(key, _) = key else {
                            panic!("only bare keys")
                        };
                        (key.as_str().into(), self.value(value))
                    })
                    .collect(),
            ),
            ExprKind::Conditional(branches) => {
                let mut hole = Hole::new("a condition");
                hole.any_of = vec![self.value(&branches.1), self.value(&branches.2)];
                Value::unknown(hole)
            }
            ExprKind::Call(call) => {
                let args: Vec<Value> = call.args.iter().map(|arg| self.value(arg)).collect();
                self.call(&call.name, args)
            }
            ExprKind::Access(base, ops) => {
                let ExprKind::Root(root) = &base.kind else {
                    panic!("{expr:?}")
                };
                self.access(*root, ops)
            }
            other => panic!("{other:?} is not for these tests"),
        }
    }

    fn template(&self, pieces: &[Piece]) -> Value {
        let pieces = pieces.iter().map(|piece| match piece {
            Piece::Text(text) => TextPiece::Known(text.clone()),
            Piece::Interpolation(expr) => match self.value(expr).kind {
                Kind::Unknown(hole) => TextPiece::Hole(hole),
                Kind::Text(Text::Known(text)) => TextPiece::Known(text),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        });
        Value::new(Kind::Text(Text::Partial(pieces.collect())))
    }

    fn call(&self, name: &str, mut args: Vec<Value>) -> Value {
        let moving = Marks {
            moving: true,
            ..Marks::NONE
        };
        match name {
            "timestamp" | "timeadd" => Value::text("2027-01-01T00:00:00Z").marked(moving),
            "sensitive" => args.remove(0).marked(Marks {
                sensitive: true,
                ..Marks::NONE
            }),
            // An unknown part leaves the collection open.
            "merge" => {
                let mut items = Vec::new();
                let mut open = None;
                for arg in args {
                    match arg.kind {
                        Kind::Object(entries) => items.extend(entries.items.iter().cloned()),
                        Kind::Unknown(hole) => open = Some(hole),
                        other => panic!("{other:?}"),
                    }
                }
                let mut entries = Entries::sorted(items, Type::Dynamic);
                entries.open = open;
                Value::new(Kind::Object(entries))
            }
            "concat" => {
                let mut items = Vec::new();
                let mut open = None;
                for arg in args {
                    match arg.kind {
                        Kind::Tuple(seq) => items.extend(seq.items.iter().cloned()),
                        Kind::Unknown(hole) => open = Some(hole),
                        other => panic!("{other:?}"),
                    }
                }
                Value::new(Kind::Tuple(Seq {
                    items: Rc::new(items),
                    element: Type::Dynamic,
                    open,
                }))
            }
            other => panic!("{other}() is not for these tests"),
        }
    }

    fn access(&self, root: Ustr, ops: &[Op]) -> Value {
        let mut steps: Vec<Step> = ops
            .iter()
            .map(|op| match &op.kind {
                OpKind::Attr(name) => Step::Name(name.as_str().into()),
                OpKind::Index(expr) => match self.value(expr).kind {
                    Kind::Text(Text::Known(text)) => Step::Name(text),
                    _ => Step::Name("*".into()),
                },
                other => panic!("{other:?}"),
            })
            .collect();
        match root.as_str() {
            "var" => {
                return Value::unknown(Hole::new(format!("variable `{}` has no value", name(&steps[0]))));
            }
            "each" => {
                return match &self.key {
                    Key::Text(text) => Value::text(text.clone()),
                    _ => Value::unknown(Hole::new("for_each is not known")),
                };
            }
            _ => {}
        }
        let (mode, r#type) = if root == "data" {
            (Mode::Data, Ustr::from(&name(&steps.remove(0))))
        } else {
            (Mode::Managed, root)
        };
        let target_name = Ustr::from(&name(&steps.remove(0)));
        let indexed = matches!(ops.get(1).map(|op| &op.kind), Some(OpKind::Index(_)));
        let key = match indexed.then(|| name(&steps.remove(0))) {
            None => Key::None,
            Some(key) if key == "*" => Key::Unknown,
            Some(key) => Key::Text(key.into()),
        };
        let mut hole = Hole::new("known after apply");
        hole.refs = vec![Ref {
            target: Rc::new(Address {
                modules: Arc::from([]),
                mode,
                r#type,
                name: target_name,
                key,
            }),
            path: steps,
        }];
        Value::unknown(hole)
    }
}

fn name(step: &Step) -> String {
    match step {
        Step::Name(name) => name.to_string(),
        Step::Index(index) => index.to_string(),
    }
}
