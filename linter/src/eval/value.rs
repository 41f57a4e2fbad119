//! Values of Terraform's language, with what is not known kept beside what is.
//!
//! Single-threaded by design: a root's evaluator and its values live on one thread.

use std::rc::Rc;
use std::sync::Arc;

use super::number::Number;
use super::types::Type;
use crate::address::Address;

/// A value, its marks, and where it was said.
#[derive(Clone, Debug)]
pub struct Value {
    pub kind: Kind,
    pub marks: Marks,
    pub at: At,
    /// How many values a walk through it meets, shared parts counted each time: a tuple that holds another twice,
    /// sixty times over, is small in memory and endless to walk.
    pub(super) weight: u32,
}

/// An entry of the evaluator's trail: the expression a value came from, and through which references.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct At(pub u32);

impl At {
    /// Nowhere in the configuration: made by a function or a default.
    pub const NONE: Self = Self(0);
}

#[derive(Clone, Debug)]
pub enum Kind {
    Null,
    Bool(bool),
    Number(Number),
    Text(Text),
    List(Seq),
    Tuple(Seq),
    Set(Seq),
    Map(Entries),
    Object(Entries),
    Unknown(Rc<Hole>),
}

/// A string whose known parts are kept. Adjacent literals are merged; `Partial` holds at least one hole.
#[derive(Clone, Debug)]
pub enum Text {
    Known(Arc<str>),
    Partial(Rc<[TextPiece]>),
}

#[derive(Clone, Debug)]
pub enum TextPiece {
    Known(Arc<str>),
    Hole(Rc<Hole>),
}

/// Elements of a list, tuple or set. A set is sorted as Terraform iterates it and holds no duplicates.
#[derive(Clone, Debug)]
pub struct Seq {
    pub items: Rc<Vec<Value>>,
    /// Element type of a list or set; `Dynamic` for a tuple.
    pub element: Type,
    /// Why there may be more elements than these: before, between or after them, so no position is known.
    pub open: Option<Rc<Hole>>,
}

/// Entries of a map or object, sorted by key in bytes, keys unique.
#[derive(Clone, Debug)]
pub struct Entries {
    pub items: Rc<Vec<(Arc<str>, Value)>>,
    /// Element type of a map; `Dynamic` for an object.
    pub element: Type,
    /// Why there may be more entries than these.
    pub open: Option<Rc<Hole>>,
}

/// A value that is not known, with everything that is known about it.
#[derive(Clone, Debug)]
pub struct Hole {
    pub ty: Type,
    /// "variable `region` has no value", "known after apply".
    pub why: Arc<str>,
    /// The resources it comes from.
    pub refs: Vec<Ref>,
    pub not_null: bool,
    /// It is one of these (two to four): the branches of a condition that cannot be decided.
    pub any_of: Vec<Value>,
}

/// A reference to a resource instance, or to an attribute of one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ref {
    /// Its key is `Key::Unknown` when the instance is not known.
    pub target: Rc<Address>,
    pub path: Vec<Step>,
}

/// One step into an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    Name(Arc<str>),
    Index(u64),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    pub sensitive: bool,
    pub ephemeral: bool,
    /// Counted from the moment of the plan: `timestamp()`, `plantimestamp()`.
    pub moving: bool,
}

impl Marks {
    pub const NONE: Self = Self {
        sensitive: false,
        ephemeral: false,
        moving: false,
    };

    pub fn union(self, other: Self) -> Self {
        Self {
            sensitive: self.sensitive || other.sensitive,
            ephemeral: self.ephemeral || other.ephemeral,
            moving: self.moving || other.moving,
        }
    }
}

impl Value {
    pub fn new(kind: Kind) -> Self {
        let parts = |items: &mut dyn Iterator<Item = &Self>| {
            items.fold(1u32, |sum, item| sum.saturating_add(item.weight))
        };
        let weight = match &kind {
            Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => parts(&mut seq.items.iter()),
            Kind::Map(entries) | Kind::Object(entries) => {
                parts(&mut entries.items.iter().map(|(_, item)| item))
            }
            Kind::Unknown(hole) => parts(&mut hole.any_of.iter()),
            Kind::Text(Text::Partial(pieces)) => u32::try_from(pieces.len()).unwrap_or(u32::MAX),
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(Text::Known(_)) => 1,
        };
        Self {
            kind,
            marks: Marks::NONE,
            at: At::NONE,
            weight,
        }
    }

    pub fn null() -> Self {
        Self::new(Kind::Null)
    }

    pub fn bool(value: bool) -> Self {
        Self::new(Kind::Bool(value))
    }

    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Self::new(Kind::Text(Text::Known(text.into())))
    }

    pub fn tuple(items: Vec<Self>) -> Self {
        Self::new(Kind::Tuple(Seq {
            items: Rc::new(items),
            element: Type::Dynamic,
            open: None,
        }))
    }

    pub fn list(items: Vec<Self>, element: Type) -> Self {
        Self::new(Kind::List(Seq {
            items: Rc::new(items),
            element,
            open: None,
        }))
    }

    /// `entries` in any order; the last of equal keys wins.
    pub fn object(entries: Vec<(Arc<str>, Self)>) -> Self {
        Self::new(Kind::Object(Entries::sorted(entries, Type::Dynamic)))
    }

    pub fn map(entries: Vec<(Arc<str>, Self)>, element: Type) -> Self {
        Self::new(Kind::Map(Entries::sorted(entries, element)))
    }

    pub fn unknown(hole: Hole) -> Self {
        Self::new(Kind::Unknown(Rc::new(hole)))
    }

    #[must_use]
    pub fn at(mut self, at: At) -> Self {
        self.at = at;
        self
    }

    #[must_use]
    pub fn marked(mut self, marks: Marks) -> Self {
        self.marks = self.marks.union(marks);
        self
    }

    pub fn number(value: Number) -> Self {
        Self::new(Kind::Number(value))
    }

    /// Nothing in it is unknown, and nothing may be missing.
    pub fn is_wholly_known(&self) -> bool {
        match &self.kind {
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(Text::Known(_)) => true,
            Kind::Text(Text::Partial(_)) | Kind::Unknown(_) => false,
            Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => {
                seq.open.is_none() && seq.items.iter().all(Self::is_wholly_known)
            }
            Kind::Map(entries) | Kind::Object(entries) => {
                entries.open.is_none() && entries.items.iter().all(|(_, value)| value.is_wholly_known())
            }
        }
    }

    /// Its own marks and those of everything in it.
    pub fn deep_marks(&self) -> Marks {
        match &self.kind {
            Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => seq
                .items
                .iter()
                .fold(self.marks, |marks, item| marks.union(item.deep_marks())),
            Kind::Map(entries) | Kind::Object(entries) => entries
                .items
                .iter()
                .fold(self.marks, |marks, (_, item)| marks.union(item.deep_marks())),
            _ => self.marks,
        }
    }

    /// Calls `visit` with every hole in it.
    pub fn each_hole(&self, visit: &mut impl FnMut(&Rc<Hole>)) {
        match &self.kind {
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(Text::Known(_)) => {}
            Kind::Unknown(hole) => visit(hole),
            Kind::Text(Text::Partial(pieces)) => {
                for piece in pieces.iter() {
                    if let TextPiece::Hole(hole) = piece {
                        visit(hole);
                    }
                }
            }
            Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => {
                seq.items.iter().for_each(|item| item.each_hole(visit));
                seq.open.iter().for_each(visit);
            }
            Kind::Map(entries) | Kind::Object(entries) => {
                entries.items.iter().for_each(|(_, item)| item.each_hole(visit));
                entries.open.iter().for_each(visit);
            }
        }
    }

    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    pub fn as_hole(&self) -> Option<&Rc<Hole>> {
        match &self.kind {
            Kind::Unknown(hole) => Some(hole),
            _ => None,
        }
    }

    /// The text of a fully known string.
    pub fn as_text(&self) -> Option<&Arc<str>> {
        match &self.kind {
            Kind::Text(Text::Known(text)) => Some(text),
            _ => None,
        }
    }
}

impl Entries {
    pub fn sorted(mut entries: Vec<(Arc<str>, Value)>, element: Type) -> Self {
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        // Stable sort: of equal keys the last written one is last; keep that one.
        entries.reverse();
        entries.dedup_by(|later, kept| later.0 == kept.0);
        entries.reverse();
        Self {
            items: Rc::new(entries),
            element,
            open: None,
        }
    }

    pub fn get(&self, key: &str) -> Option<&Value> {
        self.items
            .binary_search_by(|(k, _)| k.as_ref().cmp(key))
            .ok()
            .map(|index| &self.items[index].1)
    }
}

impl Hole {
    pub fn new(why: impl Into<Arc<str>>) -> Self {
        Self {
            ty: Type::Dynamic,
            why: why.into(),
            refs: Vec::new(),
            not_null: false,
            any_of: Vec::new(),
        }
    }

    #[must_use]
    pub fn typed(mut self, ty: Type) -> Self {
        self.ty = ty;
        self
    }
}
