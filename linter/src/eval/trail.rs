//! Where values were said: an arena of places, linked from the last to the first.
//!
//! Entries are made where a value is stored or read through a reference, never per expression; their wording is
//! made only when somebody asks.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use ustr::Ustr;

use super::value::{At, Hole, Kind, Ref, Step, Text, TextPiece, Value};
use crate::instance::TrailStep;
use crate::load::Span;

/// No finding shows more places than this.
const MAX_STEPS: usize = 32;
/// Elements of one collection that are looked at for what a value derives from.
const MAX_ELEMENTS: usize = 16;

#[derive(Clone, Debug)]
pub(super) enum What {
    /// A literal inside an object or tuple.
    Written,
    /// An argument of a block.
    Attribute,
    Local(Ustr),
    Default(Ustr),
    /// A variable's value from a file.
    Input(Ustr),
    /// A variable's value from outside: the origin.
    Given(Ustr, Ustr),
    Argument {
        variable: Ustr,
        call: Ustr,
    },
    Output {
        name: Ustr,
        call: Ustr,
    },
    Resource(Rc<Ref>),
    /// Two histories of one value; no place of its own.
    Both,
}

#[derive(Clone, Debug)]
struct Entry {
    span: Option<Span>,
    what: What,
    parent: At,
    also: At,
}

#[derive(Debug, Default)]
pub(super) struct Trail {
    entries: RefCell<Vec<Entry>>,
}

impl Trail {
    pub(super) fn push(&self, span: Span, what: What, parent: At) -> At {
        self.add(Entry {
            span: Some(span),
            what,
            parent,
            also: At::NONE,
        })
    }

    /// First `near`, then `far`.
    pub(super) fn both(&self, near: At, far: At) -> At {
        match (near, far) {
            (At::NONE, at) | (at, At::NONE) => at,
            _ if near == far => near,
            _ => self.add(Entry {
                span: None,
                what: What::Both,
                parent: near,
                also: far,
            }),
        }
    }

    fn add(&self, entry: Entry) -> At {
        let mut entries = self.entries.borrow_mut();
        // Entry 0 is At::NONE, so positions are one more than indices.
        match u32::try_from(entries.len() + 1) {
            Ok(position) => {
                entries.push(entry);
                At(position)
            }
            Err(_) => At::NONE,
        }
    }

    fn entry(&self, at: At) -> Option<Entry> {
        let index = usize::try_from(at.0).ok()?.checked_sub(1)?;
        self.entries.borrow().get(index).cloned()
    }

    /// What a value made from `values` derives from, leaving out plain literals.
    pub(super) fn derived<'v>(&self, values: impl IntoIterator<Item = &'v Value>) -> At {
        let mut at = At::NONE;
        for value in values {
            at = self.both(at, self.source_of(value, 1));
        }
        at
    }

    fn source_of(&self, value: &Value, levels: u8) -> At {
        if value.at != At::NONE {
            let plain = self
                .entry(value.at)
                .is_some_and(|entry| matches!(entry.what, What::Written) && entry.parent == At::NONE);
            return if plain { At::NONE } else { value.at };
        }
        if levels == 0 {
            return At::NONE;
        }
        let mut at = At::NONE;
        match &value.kind {
            Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => {
                for item in seq.items.iter().take(MAX_ELEMENTS) {
                    at = self.both(at, self.source_of(item, levels - 1));
                }
            }
            Kind::Map(entries) | Kind::Object(entries) => {
                for (_, item) in entries.items.iter().take(MAX_ELEMENTS) {
                    at = self.both(at, self.source_of(item, levels - 1));
                }
            }
            _ => {}
        }
        at
    }

    /// Places, nearest first.
    pub(super) fn steps(&self, at: At) -> Vec<TrailStep> {
        let mut steps: Vec<TrailStep> = Vec::new();
        self.walk(at, &mut |entry| {
            if let Some(span) = entry.span {
                let what = describe(&entry.what);
                if steps
                    .last()
                    .is_none_or(|last| last.span != span || last.what != what)
                {
                    steps.push(TrailStep { span, what });
                }
            }
            steps.len() < MAX_STEPS
        });
        steps
    }

    /// The resources that were read on the way.
    fn references(&self, at: At, found: &mut Refs) {
        self.walk(at, &mut |entry| {
            if let What::Resource(reference) = &entry.what {
                found.add(reference);
            }
            true
        });
    }

    /// Depth first, each entry once, until `visit` says stop.
    fn walk(&self, at: At, visit: &mut dyn FnMut(&Entry) -> bool) {
        let mut seen = FxHashSet::default();
        let mut stack = vec![at];
        while let Some(at) = stack.pop() {
            if at == At::NONE || !seen.insert(at) {
                continue;
            }
            let Some(entry) = self.entry(at) else { continue };
            if !visit(&entry) {
                return;
            }
            stack.push(entry.also);
            stack.push(entry.parent);
        }
    }

    /// The resources that `value` comes from: its holes, at any depth, and what it was read through.
    pub(super) fn refs(&self, value: &Value) -> Vec<Ref> {
        let mut found = Refs::default();
        self.collect(value, &mut found);
        found.in_order
    }

    fn collect(&self, value: &Value, found: &mut Refs) {
        self.references(value.at, found);
        match &value.kind {
            Kind::Unknown(hole) => self.collect_hole(hole, found),
            Kind::Text(Text::Partial(pieces)) => {
                for piece in pieces.iter() {
                    if let TextPiece::Hole(hole) = piece {
                        self.collect_hole(hole, found);
                    }
                }
            }
            Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => {
                if !found.enter(Rc::as_ptr(&seq.items).addr()) {
                    return;
                }
                for item in seq.items.iter() {
                    self.collect(item, found);
                }
                if let Some(open) = &seq.open {
                    self.collect_hole(open, found);
                }
            }
            Kind::Map(entries) | Kind::Object(entries) => {
                if !found.enter(Rc::as_ptr(&entries.items).addr()) {
                    return;
                }
                for (_, item) in entries.items.iter() {
                    self.collect(item, found);
                }
                if let Some(open) = &entries.open {
                    self.collect_hole(open, found);
                }
            }
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(Text::Known(_)) => {}
        }
    }

    fn collect_hole(&self, hole: &Hole, found: &mut Refs) {
        for reference in &hole.refs {
            found.add(reference);
        }
        for value in &hole.any_of {
            self.collect(value, found);
        }
    }
}

#[derive(Default)]
struct Refs {
    in_order: Vec<Ref>,
    known: FxHashSet<Ref>,
    /// Addresses of the collections that were looked into: `[local.a, local.a]`, sixty times over, shares them.
    entered: FxHashSet<usize>,
}

impl Refs {
    fn enter(&mut self, address: usize) -> bool {
        self.entered.insert(address)
    }

    fn add(&mut self, reference: &Ref) {
        if self.known.insert(reference.clone()) {
            self.in_order.push(reference.clone());
        }
    }
}

fn describe(what: &What) -> Arc<str> {
    match what {
        What::Written | What::Attribute | What::Both => "the value".into(),
        What::Local(name) => format!("local `{name}`").into(),
        What::Default(name) => format!("default of variable `{name}`").into(),
        What::Input(name) => format!("value of variable `{name}`").into(),
        What::Given(name, origin) => format!("variable `{name}`, its value given by {origin}").into(),
        What::Argument { variable, call } => format!("argument `{variable}` of module `{call}`").into(),
        What::Output { name, call } => format!("output `{name}` of module `{call}`").into(),
        What::Resource(reference) => {
            let mut text = reference.target.to_string();
            for step in &reference.path {
                match step {
                    Step::Name(name) => {
                        text.push('.');
                        text.push_str(name);
                    }
                    Step::Index(index) => text.push_str(&format!("[{index}]")),
                }
            }
            text.into()
        }
    }
}
