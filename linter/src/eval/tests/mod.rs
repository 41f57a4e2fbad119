//! Tests of the evaluator over trees in memory.

mod bounds;
mod expressions;
mod files;
mod modules;
mod policies;
mod providers;
mod resources;
mod times;
mod trails;
mod variables;

use std::fmt::Write as _;

use super::{Evaluator, Kind, Step, Text, TextPiece, Value};
use crate::instance::Instance;
use crate::load::{Request, Tree, load};
use crate::source::Memory;

/// A tree and its source; the evaluator of its first root is made on demand.
pub(super) struct World {
    source: Memory,
    tree: Tree,
}

impl World {
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        Self::with(files, Request::default())
    }

    pub(super) fn main(text: &str) -> Self {
        Self::of(&[("main.tf", text)])
    }

    pub(super) fn with(files: &[(&str, &str)], mut request: Request) -> Self {
        let source = Memory::of_texts(files.iter().copied());
        request.paths = vec![String::new()];
        let tree = load(&source, &request);
        assert!(tree.problems.is_empty(), "{:?}", tree.problems);
        assert!(!tree.roots.is_empty(), "no root");
        Self { source, tree }
    }

    pub(super) fn evaluator(&self) -> Evaluator<'_> {
        let root = self
            .tree
            .roots
            .iter()
            .find(|root| self.tree.modules[root.module.0 as usize].dir.is_empty());
        let root = root.unwrap_or(&self.tree.roots[0]);
        let as_of = "2026-06-01T00:00:00Z".parse().unwrap();
        Evaluator::new(&self.tree, root, &self.source, as_of)
    }

    /// An output of the root, written as `show` writes it.
    pub(super) fn output(&self, name: &str) -> String {
        show(
            &self
                .evaluator()
                .root_output(name)
                .expect("the output is declared"),
        )
    }
}

/// Evaluates one expression in a module that may use `declarations`.
pub(super) fn eval_with(declarations: &str, expression: &str) -> String {
    World::main(&format!(
        "{declarations}\noutput \"it\" {{\n  value = {expression}\n}}\n"
    ))
    .output("it")
}

pub(super) fn eval(expression: &str) -> String {
    eval_with(
        "variable \"u\" {}\nvariable \"b\" {\n  type = bool\n}\n",
        expression,
    )
}

/// The reason of an unknown.
pub(super) fn why(value: &Value) -> String {
    value
        .as_hole()
        .map_or_else(|| format!("known: {}", show(value)), |hole| hole.why.to_string())
}

pub(super) fn path(text: &str) -> Vec<Step> {
    text.split('.')
        .map(|part| match part.parse() {
            Ok(index) => Step::Index(index),
            Err(_) => Step::Name(part.into()),
        })
        .collect()
}

pub(super) fn get(instance: &Instance<'_>, at: &str) -> String {
    instance
        .attrs
        .get(&path(at))
        .map_or_else(|| "absent".to_owned(), |value| show(&value))
}

pub(super) fn addresses(evaluator: &Evaluator<'_>, r#type: &str) -> Vec<String> {
    evaluator
        .instances(&|_, name| name == r#type)
        .iter()
        .map(|instance| instance.address.to_string())
        .collect()
}

/// Values as the tests spell them: `?` is unknown, `?(a|b)` one of a few, `…` ends what may hold more.
pub(super) fn show(value: &Value) -> String {
    let mut out = String::new();
    if value.marks.sensitive {
        out.push_str("sensitive ");
    }
    if value.marks.ephemeral {
        out.push_str("ephemeral ");
    }
    write_value(value, &mut out);
    out
}

fn write_value(value: &Value, out: &mut String) {
    match &value.kind {
        Kind::Null => out.push_str("null"),
        Kind::Bool(value) => write!(out, "{value}").unwrap(),
        Kind::Number(number) => write!(out, "{number}").unwrap(),
        Kind::Text(Text::Known(text)) => write!(out, "{text:?}").unwrap(),
        Kind::Text(Text::Partial(pieces)) => {
            let text: String = pieces
                .iter()
                .map(|piece| match piece {
                    TextPiece::Known(text) => text.to_string(),
                    TextPiece::Hole(_) => "?".to_owned(),
                })
                .collect();
            write!(out, "{text:?}").unwrap();
        }
        Kind::Unknown(hole) if hole.any_of.is_empty() => out.push('?'),
        Kind::Unknown(hole) => {
            let branches: Vec<String> = hole.any_of.iter().map(show).collect();
            write!(out, "?({})", branches.join("|")).unwrap();
        }
        Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => {
            let mut items: Vec<String> = seq.items.iter().map(show).collect();
            items.extend(seq.open.as_ref().map(|_| "…".to_owned()));
            let name = match value.kind {
                Kind::List(_) => "list",
                Kind::Set(_) => "set",
                _ => "",
            };
            write!(out, "{name}[{}]", items.join(", ")).unwrap();
        }
        Kind::Map(entries) | Kind::Object(entries) => {
            let mut items: Vec<String> = entries
                .items
                .iter()
                .map(|(key, item)| format!("{key} = {}", show(item)))
                .collect();
            items.extend(entries.open.as_ref().map(|_| "…".to_owned()));
            let name = if matches!(value.kind, Kind::Map(_)) {
                "map"
            } else {
                ""
            };
            write!(out, "{name}{{{}}}", items.join(", ")).unwrap();
        }
    }
}
