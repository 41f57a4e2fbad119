//! Whether a row's condition holds of an instance: yes, no, or not known.

use governance::Why;

use super::reading::{CONDITION, Reading, as_seq, scalar, why, why_unknown};
use super::row::{Condition, Path, Text};
use crate::eval::{Kind, Value};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Yes,
    No,
    Unknown(Why),
}

pub(super) fn ask(reading: &Reading<'_, '_>, condition: &Condition) -> Holds {
    if let Some(r#type) = &condition.linked {
        return known(linked(reading, r#type) == condition.present.unwrap_or(true));
    }
    let Some(path) = &condition.path else {
        return Holds::Yes;
    };
    match condition.present {
        Some(wanted) => match present(reading, path) {
            Holds::Yes => known(wanted),
            Holds::No => known(!wanted),
            unknown => unknown,
        },
        None => match reading.get(path) {
            None => known(allows_absence(&condition.is)),
            Some(value) => is_one_of(&value, &condition.is),
        },
    }
}

/// All of them: the first that fails decides, then the first that is not known.
pub(super) fn all(reading: &Reading<'_, '_>, conditions: &[Condition]) -> Holds {
    let mut unknown = None;
    for condition in conditions {
        match ask(reading, condition) {
            Holds::Yes => {}
            Holds::No => return Holds::No,
            Holds::Unknown(why) => {
                unknown.get_or_insert(why);
            }
        }
    }
    unknown.map_or(Holds::Yes, Holds::Unknown)
}

/// Whether a value is among words; the empty word is absence.
pub(super) fn is_one_of(value: &Value, words: &[Text]) -> Holds {
    if let Some(seq) = as_seq(value) {
        let mut unknown = seq.open.as_ref().map(|hole| why(&hole.why));
        for item in seq.items.iter() {
            match is_one_of(item, words) {
                Holds::Yes => return Holds::Yes,
                Holds::No => {}
                Holds::Unknown(why) => {
                    unknown.get_or_insert(why);
                }
            }
        }
        return unknown.map_or(Holds::No, Holds::Unknown);
    }
    match &value.kind {
        Kind::Null => known(allows_absence(words)),
        Kind::Unknown(hole) if !hole.any_of.is_empty() => {
            let mut branches = hole.any_of.iter().map(|branch| is_one_of(branch, words));
            match branches.next() {
                Some(first) if branches.all(|branch| branch == first) => first,
                _ => Holds::Unknown(CONDITION),
            }
        }
        _ => match scalar(value) {
            Some(text) => known(words.contains(&Text::Owned(text.into_owned()))),
            None => Holds::Unknown(why_unknown(value)),
        },
    }
}

fn present(reading: &Reading<'_, '_>, path: &Path) -> Holds {
    let Some(value) = reading.get(path) else {
        let elements = reading.instance.attrs.elements(&reading.steps(path));
        return match (elements.known, elements.open) {
            (0, false) => Holds::No,
            (0, true) => Holds::Unknown(Why::new("there may be one")),
            _ => Holds::Yes,
        };
    };
    match &value.kind {
        Kind::Null => Holds::No,
        Kind::Unknown(hole) if hole.not_null => Holds::Yes,
        Kind::Unknown(hole) => Holds::Unknown(why(&hole.why)),
        Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) if seq.items.is_empty() => match &seq.open {
            None => Holds::No,
            Some(hole) => Holds::Unknown(why(&hole.why)),
        },
        _ => known(scalar(&value).is_none_or(|text| !text.is_empty())),
    }
}

fn linked(reading: &Reading<'_, '_>, r#type: &str) -> bool {
    let Some(id) = reading.first else {
        return false;
    };
    let incoming = reading.root.incoming.borrow();
    incoming
        .get(&id)
        .is_some_and(|types| types.iter().any(|other| other == r#type))
}

fn allows_absence(words: &[Text]) -> bool {
    words.iter().any(|word| word.is_empty())
}

fn known(holds: bool) -> Holds {
    if holds { Holds::Yes } else { Holds::No }
}
