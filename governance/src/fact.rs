//! What is known of one field of a subject, and where it was said.
//!
//! Unknown is never missing and never a pass. Policies read facts through `judge*` and never match on variants.

use std::borrow::Cow;

/// A place, opaque to governance: the program that built the graph turns it into file and span or attribute path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct At(pub u32);

/// Why a value is not known: a fragment that fits "cannot be decided: …".
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Why(pub Cow<'static, str>);

impl Why {
    pub fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self(text.into())
    }
}

/// One field of a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact<T> {
    Known(T, At),
    /// Two to four values: the branches of a condition that cannot be decided.
    OneOf(Vec<T>, At),
    Unknown(Why, At),
    /// Written as null; policies treat it as absent.
    Null(At),
    /// Not written; `At` is where it would stand (the block header).
    Absent(At),
    /// This kind of resource has nowhere to write it.
    NoPlace,
}

/// A set or map of which there may be more than is known: `merge(var.x, {owner = "a"})` proves `owner`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collection<T> {
    pub items: Vec<(T, At)>,
    /// Why there may be more; `None` when the collection is complete.
    pub open: Option<Why>,
}

pub type Items<T> = Fact<Collection<T>>;

/// What a fact says to one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judged<B> {
    Pass,
    Breach(B, At),
    Undecided(Why, At),
    Absent(At),
    NoPlace,
}

impl<T> Fact<T> {
    /// Asks `breach` of every value that the field may have: breaches or passes only when all agree.
    pub fn judge<B>(&self, breach: impl Fn(&T) -> Option<B>) -> Judged<B> {
        match self {
            Self::Known(value, at) => breach(value).map_or(Judged::Pass, |b| Judged::Breach(b, *at)),
            Self::OneOf(values, at) => {
                let mut breaches = values.iter().map(breach);
                match breaches.next() {
                    None => Judged::Absent(*at),
                    Some(Some(first)) if breaches.all(|b| b.is_some()) => Judged::Breach(first, *at),
                    Some(None) if breaches.all(|b| b.is_none()) => Judged::Pass,
                    Some(_) => Judged::Undecided(Why::new("it depends on a condition"), *at),
                }
            }
            Self::Unknown(why, at) => Judged::Undecided(why.clone(), *at),
            Self::Null(at) | Self::Absent(at) => Judged::Absent(*at),
            Self::NoPlace => Judged::NoPlace,
        }
    }

    /// The value when there is exactly one and it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value, _) => Some(value),
            _ => None,
        }
    }

    pub fn at(&self) -> Option<At> {
        match self {
            Self::Known(_, at)
            | Self::OneOf(_, at)
            | Self::Unknown(_, at)
            | Self::Null(at)
            | Self::Absent(at) => Some(*at),
            Self::NoPlace => None,
        }
    }

    pub fn map<U>(self, f: impl Fn(T) -> U) -> Fact<U> {
        match self {
            Self::Known(value, at) => Fact::Known(f(value), at),
            Self::OneOf(values, at) => Fact::OneOf(values.into_iter().map(f).collect(), at),
            Self::Unknown(why, at) => Fact::Unknown(why, at),
            Self::Null(at) => Fact::Null(at),
            Self::Absent(at) => Fact::Absent(at),
            Self::NoPlace => Fact::NoPlace,
        }
    }
}

impl<T> Collection<T> {
    pub fn closed(items: Vec<(T, At)>) -> Self {
        Self { items, open: None }
    }
}

impl<T> Fact<Collection<T>> {
    /// Breaches when some element does, however open the set is; passes when it is closed and none does.
    pub fn judge_each<B>(&self, breach: impl Fn(&T) -> Option<B>) -> Judged<B> {
        let (sets, at) = match self {
            Self::Known(set, at) => (std::slice::from_ref(set), *at),
            Self::OneOf(sets, at) => (sets.as_slice(), *at),
            Self::Unknown(why, at) => return Judged::Undecided(why.clone(), *at),
            Self::Null(at) | Self::Absent(at) => return Judged::Absent(*at),
            Self::NoPlace => return Judged::NoPlace,
        };
        let found = |set: &Collection<T>| {
            set.items
                .iter()
                .find_map(|(item, at)| breach(item).map(|b| (b, *at)))
        };
        let mut all = sets.iter().map(|set| (found(set), set.open.clone()));
        match all.next() {
            None => Judged::Absent(at),
            Some((Some((b, place)), _)) if all.all(|(f, _)| f.is_some()) => Judged::Breach(b, place),
            Some((None, open)) => {
                match open.or_else(|| all.find_map(|(f, o)| f.map(|_| Why::new(CONDITION)).or(o))) {
                    Some(why) => Judged::Undecided(why, at),
                    None => Judged::Pass,
                }
            }
            Some(_) => Judged::Undecided(Why::new(CONDITION), at),
        }
    }

    /// Passes when some element does; Undecided when none is known to but more may follow; Absent when it is
    /// known that none does.
    pub fn judge_any(&self, accept: impl Fn(&T) -> bool) -> Judged<()> {
        let (sets, at) = match self {
            Self::Known(set, at) => (std::slice::from_ref(set), *at),
            Self::OneOf(sets, at) => (sets.as_slice(), *at),
            Self::Unknown(why, at) => return Judged::Undecided(why.clone(), *at),
            Self::Null(at) | Self::Absent(at) => return Judged::Absent(*at),
            Self::NoPlace => return Judged::NoPlace,
        };
        let accepted = |set: &Collection<T>| set.items.iter().any(|(item, _)| accept(item));
        let passing = sets.iter().filter(|set| accepted(set)).count();
        if passing == sets.len() && !sets.is_empty() {
            return Judged::Pass;
        }
        if let Some(why) = sets
            .iter()
            .filter(|set| !accepted(set))
            .find_map(|set| set.open.clone())
        {
            return Judged::Undecided(why, at);
        }
        if passing > 0 {
            Judged::Undecided(Why::new(CONDITION), at)
        } else {
            Judged::Absent(at)
        }
    }
}

const CONDITION: &str = "it depends on a condition";
