//! Names of a module to its blocks.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use ustr::Ustr;

use super::hcl::SyntaxError;
use super::ir::{Block, ExprKind};
use super::overrides::alias;
use super::{Callee, Mode, Module, Span};
use crate::problem::ProblemKind;

/// What a `module` block calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) name: Ustr,
    /// As written; `None` when it is missing or not a literal.
    pub(super) source: Option<Arc<str>>,
    pub(super) span: Span,
}

/// Fills the maps of `module` from `blocks`. Callees are `NotInstalled` until the calls are tied. Of two declarations
/// of one name the first one counts.
pub(super) fn index(module: &mut Module, mut blocks: Vec<Block>) -> (Vec<Call>, Vec<SyntaxError>) {
    let mut errors = Vec::new();
    let mut calls = Vec::new();
    for (position, block) in blocks.iter_mut().enumerate() {
        let first = block.label(0);
        let second = block.label(1);
        let is_new = match (block.kind.as_str(), first, second) {
            ("locals", ..) => {
                for attr in std::mem::take(&mut block.body.attrs) {
                    if let Some(earlier) = module.locals.get(&attr.name) {
                        errors.push(twice(
                            &format!("local.{}", attr.name),
                            earlier.name_span.max(attr.name_span),
                        ));
                    } else {
                        module.locals.insert(attr.name, attr);
                    }
                }
                true
            }
            ("variable", Some(name), _) => insert(&mut module.variables, name, position),
            ("output", Some(name), _) => insert(&mut module.outputs, name, position),
            ("module", Some(name), _) => {
                calls.push(call(name, block));
                insert(&mut module.calls, name, (position, Callee::NotInstalled))
            }
            ("provider", Some(name), _) => {
                insert(&mut module.providers, (name, alias(&block.body)), position)
            }
            (kind, Some(first), Some(second)) => match mode(kind) {
                Some(mode) => insert(&mut module.resources, (mode, first, second), position),
                None => true,
            },
            _ => true,
        };
        if !is_new {
            let labels = block.labels.iter().map(|label| format!(" `{}`", label.text));
            errors.push(twice(
                &format!("{}{}", block.kind, labels.collect::<String>()),
                block.header,
            ));
        }
    }
    module.blocks = blocks;
    (calls, errors)
}

fn insert<K: std::hash::Hash + Eq, V>(map: &mut FxHashMap<K, V>, key: K, value: V) -> bool {
    match map.entry(key) {
        std::collections::hash_map::Entry::Occupied(_) => false,
        std::collections::hash_map::Entry::Vacant(entry) => {
            entry.insert(value);
            true
        }
    }
}

fn mode(kind: &str) -> Option<Mode> {
    match kind {
        "resource" => Some(Mode::Managed),
        "data" => Some(Mode::Data),
        "ephemeral" => Some(Mode::Ephemeral),
        _ => None,
    }
}

fn call(name: Ustr, block: &Block) -> Call {
    let source = block.body.attr("source");
    Call {
        name,
        source: source.and_then(|attr| match &attr.value.kind {
            ExprKind::Text(text) => Some(text.clone()),
            _ => None,
        }),
        span: source.map_or(block.header, |attr| attr.value.span),
    }
}

fn twice(what: &str, span: Span) -> SyntaxError {
    SyntaxError {
        kind: ProblemKind::Syntax,
        span,
        message: format!("{what} is declared twice in this module"),
        help: "remove or rename one of them; the first one is linted".into(),
    }
}
