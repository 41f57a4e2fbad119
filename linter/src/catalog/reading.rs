//! Reads one emitted subject's attributes: values become facts, spans become places.

use std::borrow::Cow;
use std::sync::Arc;

use governance::{At, Collection, Fact, Items, SubjectId, Why};

use super::places::NOWHERE;
use super::root::{Element, Root};
use super::row::{Base, Emit, Path};
use crate::eval::{Kind, Seq, Step, Text, TextPiece, Value};
use crate::instance::Instance;

/// One subject or edge, as its row reads it.
#[derive(Clone, Copy)]
pub(super) struct Reading<'r, 'a> {
    pub(super) root: &'r Root<'a>,
    pub(super) instance: &'r Instance<'a>,
    /// The instance's first subject.
    pub(super) first: Option<SubjectId>,
    pub(super) emit: &'a Emit,
    pub(super) element: Option<Element>,
}

/// What one element of a collection is worth.
pub(super) enum Item<T> {
    Is(T),
    /// It says nothing.
    Nothing,
    /// It may be more than is known.
    Open(Why),
}

pub(super) const CONDITION: Why = Why(Cow::Borrowed("it depends on a condition"));
const SENSITIVE: Why = Why(Cow::Borrowed("it is marked sensitive"));

impl<'r> Reading<'r, '_> {
    pub(super) fn steps(&self, path: &Path) -> Vec<Step> {
        let mut steps = Vec::with_capacity(path.names.len() + 2);
        let name = |name: &Cow<'static, str>| Step::Name(Arc::from(name.as_ref()));
        if path.from == Base::Each
            && let Some(each) = &self.emit.each
        {
            steps.extend(each.names.iter().map(name));
            if let Some(Element::At(index)) = self.element {
                steps.push(Step::Index(index));
            }
        }
        steps.extend(path.names.iter().map(name));
        steps
    }

    pub(super) fn get(&self, path: &Path) -> Option<Value> {
        let steps = self.steps(path);
        match path.from {
            Base::Provider => self.instance.attrs.provider(&steps),
            Base::This | Base::Each => self.instance.attrs.get(&steps),
        }
    }

    /// The block's header.
    pub(super) fn header(&self) -> At {
        let span = self
            .instance
            .definition
            .as_ref()
            .map_or(NOWHERE, |d| d.block.header);
        self.root.places.borrow_mut().intern(span, crate::eval::At::NONE)
    }

    /// Where the value at `path` stands: the attribute, or the nearest block around it.
    pub(super) fn at(&self, path: &Path, value: &Value) -> At {
        let attrs = &self.instance.attrs;
        let mut steps = if path.from == Base::Provider {
            Vec::new()
        } else {
            self.steps(path)
        };
        while !steps.is_empty() {
            if let Some(span) = attrs.written(&steps) {
                return self.root.places.borrow_mut().intern(span, value.at);
            }
            steps.pop();
        }
        let span = self
            .instance
            .definition
            .as_ref()
            .map_or(NOWHERE, |d| d.block.header);
        self.root.places.borrow_mut().intern(span, value.at)
    }

    /// One value.
    pub(super) fn fact<T>(&self, path: &Path, convert: impl Fn(&Value) -> Result<T, Why>) -> Fact<T> {
        match self.get(path) {
            None => Fact::Absent(self.header()),
            Some(value) => fact_of(&value, self.at(path, &value), convert),
        }
    }

    /// The elements of a list, set or tuple (nested ones too), or one word.
    pub(super) fn items<T>(&self, path: &Path, item: impl Fn(&Value) -> Item<T>) -> Items<T> {
        match self.get(path) {
            None => Fact::Absent(self.header()),
            Some(value) => {
                let at = |value: &Value| self.at(path, value);
                items_of(&value, at(&value), &at, &item)
            }
        }
    }
}

/// Turns a value into a fact: its branches, its absence, its reason for not being known.
pub(super) fn fact_of<T>(value: &Value, at: At, convert: impl Fn(&Value) -> Result<T, Why>) -> Fact<T> {
    match &value.kind {
        Kind::Null => Fact::Null(at),
        Kind::Text(Text::Known(text)) if text.is_empty() => Fact::Null(at),
        Kind::Unknown(hole) if hole.any_of.is_empty() => Fact::Unknown(why(&hole.why), at),
        Kind::Unknown(hole) => {
            if hole.any_of.iter().all(Value::is_null) {
                return Fact::Null(at);
            }
            let branch = |branch: &Value| match branch.kind {
                Kind::Null | Kind::Unknown(_) => Err(CONDITION),
                _ => convert(&branch.clone().marked(value.marks)),
            };
            match hole.any_of.iter().map(branch).collect::<Result<Vec<T>, Why>>() {
                Ok(values) => Fact::OneOf(values, at),
                Err(why) => Fact::Unknown(why, at),
            }
        }
        _ => match convert(value) {
            Ok(known) => Fact::Known(known, at),
            Err(why) => Fact::Unknown(why, at),
        },
    }
}

pub(super) fn items_of<T>(
    value: &Value,
    at: At,
    place: &impl Fn(&Value) -> At,
    item: &impl Fn(&Value) -> Item<T>,
) -> Items<T> {
    // A single word may be known by what it refers to, though its value is not.
    if value.as_hole().is_some_and(|hole| hole.any_of.is_empty())
        && let Item::Is(known) = item(value)
    {
        return Fact::Known(Collection::closed(vec![(known, at)]), at);
    }
    fact_of(value, at, |value| {
        let mut collection = Collection::closed(Vec::new());
        gather(value, place, item, &mut collection);
        Ok(collection)
    })
}

fn gather<T>(
    value: &Value,
    place: &impl Fn(&Value) -> At,
    item: &impl Fn(&Value) -> Item<T>,
    into: &mut Collection<T>,
) {
    if let Some(seq) = as_seq(value) {
        for element in seq.items.iter() {
            gather(&element.clone().marked(value.marks), place, item, into);
        }
        if let Some(hole) = &seq.open {
            into.open.get_or_insert_with(|| why(&hole.why));
        }
        return;
    }
    if value.is_null() {
        return;
    }
    match item(value) {
        Item::Is(known) => into.items.push((known, place(value))),
        Item::Nothing => {}
        Item::Open(reason) => {
            into.open.get_or_insert(reason);
        }
    }
}

pub(super) fn as_seq(value: &Value) -> Option<&Seq> {
    match &value.kind {
        Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => Some(seq),
        _ => None,
    }
}

/// A known bool, number or text, as Terraform writes it.
pub(super) fn scalar(value: &Value) -> Option<Cow<'_, str>> {
    match &value.kind {
        Kind::Bool(flag) => Some(Cow::Borrowed(if *flag { "true" } else { "false" })),
        Kind::Number(number) => Some(Cow::Owned(number.to_string())),
        Kind::Text(Text::Known(text)) => Some(Cow::Borrowed(text)),
        _ => None,
    }
}

/// A known value as text that may be shown.
pub(super) fn text_of(value: &Value) -> Result<String, Why> {
    if value.marks.sensitive || value.marks.ephemeral {
        return Err(SENSITIVE);
    }
    scalar(value)
        .map(Cow::into_owned)
        .ok_or_else(|| why_unknown(value))
}

/// Why a value has no text.
pub(super) fn why_unknown(value: &Value) -> Why {
    match &value.kind {
        Kind::Unknown(hole) => why(&hole.why),
        Kind::Text(Text::Partial(pieces)) => pieces
            .iter()
            .find_map(|piece| match piece {
                TextPiece::Hole(hole) => Some(why(&hole.why)),
                TextPiece::Known(_) => None,
            })
            .unwrap_or(Why::new("a part of it is not known")),
        _ => Why::new("it is not a plain value"),
    }
}

pub(super) fn why(text: &Arc<str>) -> Why {
    Why::new(text.to_string())
}
