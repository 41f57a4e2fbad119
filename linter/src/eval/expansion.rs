//! `count` and `for_each`: which instances a block has.
//!
//! An unknown one gives one symbolic instance, never nothing.

use std::rc::Rc;
use std::sync::{Arc, LazyLock};

use ustr::{Ustr, ustr};

use super::budget::MAX_INSTANCES;
use super::env::Env;
use super::error::EvalError;
use super::evaluator::Evaluator;
use super::number::Number;
use super::resource::ResourceId;
use super::scope::{object, tuple};
use super::types::Type;
use super::value::{Hole, Kind, Text, Value};
use super::{convert, hole};
use crate::address::Key;
use crate::load::ir::{Expr, ExprKind};
use crate::load::{Block, Span};
use crate::problem::ProblemKind;

static EACH: LazyLock<Ustr> = LazyLock::new(|| ustr("each"));
static COUNT: LazyLock<Ustr> = LazyLock::new(|| ustr("count"));

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeat {
    Single,
    Count,
    ForEach,
}

/// The instances of a resource block.
#[derive(Debug)]
pub(super) struct Expansion {
    /// The symbolic one, if any, is last.
    pub(super) instances: Vec<ResourceId>,
    /// What `type.name` is.
    pub(super) value: Value,
}

/// The keys of a repeated block, each with what `each` or `count` are there.
pub(super) struct Keys {
    pub(super) repeat: Repeat,
    pub(super) known: Vec<(Key, Env)>,
    /// There may be more, and why.
    pub(super) open: Option<(Rc<Hole>, Env)>,
}

impl Repeat {
    /// What a reference to the whole block yields.
    pub(super) fn collect(self, known: Vec<(Key, Value)>, open: Option<Rc<Hole>>) -> Value {
        match self {
            Self::Single => known
                .into_iter()
                .next()
                .map_or_else(Value::null, |(_, value)| value),
            Self::Count => tuple(known.into_iter().map(|(_, value)| value).collect(), open),
            Self::ForEach => {
                let entries = known
                    .into_iter()
                    .filter_map(|(key, value)| match key {
                        Key::Text(text) => Some((text, value)),
                        _ => None,
                    })
                    .collect();
                object(entries, open)
            }
        }
    }
}

impl Evaluator<'_> {
    pub(super) fn expand(&self, block: &Block, env: &Env) -> Keys {
        if let Some(attr) = block.body.attr("for_each") {
            let (value, depth) = self.measured(&attr.value, env);
            return self.expand_for_each(value, env, &attr.value, depth);
        }
        if let Some(attr) = block.body.attr("count") {
            let value = self.eval(&attr.value, env);
            return self.expand_count(value, env, &attr.value);
        }
        Keys {
            repeat: Repeat::Single,
            known: vec![(Key::None, env.clone())],
            open: None,
        }
    }

    /// What `each` is for one key of a `for_each`; `None` when it is not known to have that key.
    pub(super) fn each_of(&self, for_each: &Expr, env: &Env, key: &str) -> Option<Env> {
        let (value, depth) = self.measured(for_each, env);
        let keys = self.expand_for_each(value, env, for_each, depth);
        keys.known
            .into_iter()
            .find_map(|(known, env)| matches!(known, Key::Text(text) if *text == *key).then_some(env))
    }

    fn expand_count(&self, value: Result<Value, EvalError>, env: &Env, expr: &Expr) -> Keys {
        let span = expr.span;
        let literal = matches!(expr.kind, ExprKind::Null);
        let number = value.and_then(|value| {
            convert::convert(value.clone(), &Type::Number).inspect_err(|_| {
                // An unknown may yet turn out to be a number.
                if value.is_wholly_known() {
                    self.refused("`count` is not a number", span);
                }
            })
        });
        let why = match &number {
            Err(error) => reason(error),
            Ok(value) => match &value.kind {
                Kind::Unknown(unknown) => unknown.clone(),
                Kind::Number(count) => match count.to_u64() {
                    Some(count) if count <= MAX_INSTANCES as u64 => {
                        let known = (0..count).map(|index| (Key::Index(index), count_env(env, index)));
                        return Keys {
                            repeat: Repeat::Count,
                            known: known.collect(),
                            open: None,
                        };
                    }
                    Some(_) => self.too_many(span),
                    None => self.refused("`count` is not a whole number, zero or more", span),
                },
                // A variable's default may be null for others to fill in.
                Kind::Null if literal => self.refused("`count` is null", span),
                Kind::Null => Rc::new(Hole::new("`count` is null")),
                _ => Rc::new(Hole::new("`count` is not known")),
            },
        };
        let index = Value::unknown(Hole::new(why.why.clone()).typed(Type::Number));
        let symbolic = env.bind(*COUNT, Value::object(vec![(Arc::from("index"), index)]), 0);
        Keys {
            repeat: Repeat::Count,
            known: Vec::new(),
            open: Some((why, symbolic)),
        }
    }

    fn expand_for_each(&self, value: Result<Value, EvalError>, env: &Env, expr: &Expr, depth: u32) -> Keys {
        let span = expr.span;
        let mut known: Vec<(Arc<str>, Value)> = Vec::new();
        let mut element = Type::Dynamic;
        let mut texts = false;
        let why = match &value {
            Err(error) => Some(reason(error)),
            // Terraform refuses it, since keys are shown everywhere: neither do we show them.
            Ok(value) if value.marks.sensitive => Some(Rc::new(Hole::new("`for_each` is sensitive"))),
            Ok(value) => match &value.kind {
                Kind::Map(entries) | Kind::Object(entries) => {
                    element = entries.element.clone();
                    for (key, item) in entries.items.iter() {
                        known.push((key.clone(), item.clone().marked(value.marks)));
                    }
                    entries.open.clone()
                }
                // Terraform takes no list here; one is met where the other branch of a condition makes it a set.
                Kind::Set(seq) | Kind::List(seq) | Kind::Tuple(seq) => {
                    if is_list(expr, value) {
                        self.refused("`for_each` is a list", span);
                    }
                    texts = true;
                    let mut open = seq.open.clone();
                    for item in seq.items.iter() {
                        match &item.kind {
                            Kind::Text(Text::Known(_)) if item.marks.sensitive => {
                                open = Some(Rc::new(Hole::new("an entry of `for_each` is sensitive")));
                            }
                            Kind::Text(Text::Known(text)) => {
                                known.push((text.clone(), item.clone().marked(value.marks)));
                            }
                            // A bad or unknown entry hides no other.
                            _ => open = Some(entry_reason(item)),
                        }
                    }
                    known.sort_by(|a, b| a.0.cmp(&b.0));
                    known.dedup_by(|a, b| a.0 == b.0);
                    open
                }
                Kind::Unknown(unknown) => {
                    if let Type::Set(_) = unknown.ty {
                        texts = true;
                    }
                    element = match &unknown.ty {
                        Type::Map(element) | Type::Set(element) => (**element).clone(),
                        _ => Type::Dynamic,
                    };
                    Some(unknown.clone())
                }
                Kind::Null if matches!(expr.kind, ExprKind::Null) => {
                    Some(self.refused("`for_each` is null", span))
                }
                Kind::Null => Some(Rc::new(Hole::new("`for_each` is null"))),
                Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) => {
                    Some(self.refused("`for_each` is neither a map nor a set of strings", span))
                }
            },
        };
        if known.len() > MAX_INSTANCES {
            let why = self.too_many(span);
            return self.for_each_keys(Vec::new(), env, Some(why), &element, texts, depth);
        }
        self.for_each_keys(known, env, why, &element, texts, depth)
    }

    fn for_each_keys(
        &self,
        known: Vec<(Arc<str>, Value)>,
        env: &Env,
        why: Option<Rc<Hole>>,
        element: &Type,
        texts: bool,
        depth: u32,
    ) -> Keys {
        let known = known
            .into_iter()
            .map(|(key, value)| {
                let each = Value::text(key.clone());
                (Key::Text(key), each_env(env, each, value, depth))
            })
            .collect();
        let open = why.map(|why| {
            let mut key = Hole::new(why.why.clone()).typed(Type::String);
            key.not_null = true;
            key.refs.clone_from(&why.refs);
            let key = Value::unknown(key);
            let value = if texts {
                key.clone()
            } else {
                self.beyond(&why, element)
            };
            let env = each_env(env, key, value, depth);
            (why, env)
        });
        Keys {
            repeat: Repeat::ForEach,
            known,
            open,
        }
    }

    /// Terraform would not plan this. It is judged all the same, as far as it makes sense.
    fn refused(&self, why: &'static str, span: Span) -> Rc<Hole> {
        self.problem(
            ProblemKind::Evaluation,
            Some(span),
            format!("{why}: Terraform refuses it"),
            "give `count` a whole number, zero or more, and `for_each` a map or `toset([...])`",
        );
        Rc::new(Hole::new(why))
    }

    fn too_many(&self, span: Span) -> Rc<Hole> {
        let place = self
            .tree
            .map
            .line_of(span.start)
            .map_or_else(String::new, |(file, at)| {
                format!(" at {}:{}", self.tree.map.file(file).path, at.line)
            });
        self.problem(
            ProblemKind::Budget,
            Some(span),
            format!("the block{place} has more than 10,000 instances"),
            "it is judged as one instance whose key is unknown",
        );
        Rc::new(Hole::new("the block has more than 10,000 instances"))
    }
}

/// Certainly a list: a condition may make a set of one, with a branch of which nothing is known here.
fn is_list(expr: &Expr, value: &Value) -> bool {
    match &expr.kind {
        ExprKind::Tuple(_) => true,
        ExprKind::For(each) => each.key_expr.is_none(),
        ExprKind::Access(access) => {
            matches!(value.kind, Kind::List(_))
                && matches!(access.base.kind, ExprKind::Root(name) if name == "var")
        }
        ExprKind::Call(call) => {
            let lists = [
                "compact", "concat", "distinct", "flatten", "keys", "range", "sort", "split", "tolist",
            ];
            !matches!(value.kind, Kind::Set(_)) && lists.contains(&call.name.as_str())
        }
        _ => false,
    }
}

fn count_env(env: &Env, index: u64) -> Env {
    let index = Value::new(Kind::Number(Number::from_u64(index)));
    env.bind(*COUNT, Value::object(vec![(Arc::from("index"), index)]), 0)
}

fn each_env(env: &Env, key: Value, value: Value, depth: u32) -> Env {
    env.bind(
        *EACH,
        Value::object(vec![(Arc::from("key"), key), (Arc::from("value"), value)]),
        depth,
    )
}

fn reason(error: &EvalError) -> Rc<Hole> {
    let (EvalError::Invalid(why) | EvalError::Budget(why)) = error;
    Rc::new(Hole::new(why.clone()))
}

fn entry_reason(item: &Value) -> Rc<Hole> {
    match item.as_hole() {
        Some(hole) => hole.clone(),
        None if item.is_null() => Rc::new(Hole::new("an entry of `for_each` is null")),
        None => match hole::derived([item], Type::String).kind {
            Kind::Unknown(unknown) => unknown,
            _ => Rc::new(Hole::new("an entry of `for_each` is not a string")),
        },
    }
}
