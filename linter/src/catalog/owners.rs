//! Who owns a subject: every place that may name an owner, nearest first.

use governance::{
    At, Collection, Fact, Items, Link, OwnerCandidate, OwnerSlot, OwnerSource, Owners, is_owner_key,
    owner_in_free_text,
};

use super::bindings::Binding;
use super::conditions::{self, Holds};
use super::links;
use super::reading::{Item, Reading, fact_of, scalar, why, why_unknown};
use super::row::{LinkRow, OwnerRow, Path};
use crate::eval::{Entries, Kind, Step, Text, TextPiece, Value};

/// `edges`: candidates from resources that name an owner of this one.
pub(super) fn read(
    reading: &Reading<'_, '_>,
    bindings: &[Binding<'_>],
    edges: &[OwnerCandidate],
    asked: bool,
) -> Owners {
    let header = reading.header();
    let mut candidates = bound(reading, bindings);
    let row = reading.emit.owner.as_ref();
    let excused = row.is_some_and(|row| is_excused(reading, row));
    let Some(row) = row.filter(|_| asked && !excused) else {
        return Owners {
            slot: OwnerSlot::Nowhere,
            candidates,
            reference: Fact::NoPlace,
            at: header,
        };
    };
    candidates.extend(row.attributes.iter().map(|path| attribute(reading, path)));
    candidates.extend(edges.iter().cloned());
    let tags = |path: &Path, from, spelling: String| OwnerCandidate {
        from,
        spelling,
        names: in_map(reading, path),
    };
    candidates.extend(
        row.tags
            .iter()
            .map(|path| tags(path, OwnerSource::Tags, spelled(path))),
    );
    candidates.extend(row.text.iter().map(|path| OwnerCandidate {
        from: OwnerSource::FreeText,
        spelling: spelled(path),
        names: in_text(reading, path),
    }));
    candidates.extend(row.defaults.iter().map(|path| {
        let block = path.names.first().map_or("", AsRef::as_ref);
        tags(path, OwnerSource::ProviderDefaults, format!("provider {block}"))
    }));
    let reference = reference(reading, &row.reference);
    let at = place(reading, row, &reference).unwrap_or(header);
    Owners {
        slot: row.slot.0,
        candidates,
        reference,
        at,
    }
}

/// Owners that an owner edge names.
pub(super) fn edge(reading: &Reading<'_, '_>, row: &OwnerRow) -> Vec<OwnerCandidate> {
    let spelling = reading.instance.r#type.to_string();
    let names = |path| OwnerCandidate {
        from: OwnerSource::Attribute,
        spelling: spelling.clone(),
        names: reading.items(path, |value| name(reading, value)),
    };
    row.attributes.iter().map(names).collect()
}

fn is_excused(reading: &Reading<'_, '_>, row: &OwnerRow) -> bool {
    row.unless
        .iter()
        .any(|condition| conditions::ask(reading, condition) == Holds::Yes)
}

/// Declared owners stand at the comment, or at the block for entries of the policy file.
fn bound(reading: &Reading<'_, '_>, bindings: &[Binding<'_>]) -> Vec<OwnerCandidate> {
    let named = |binding: &Binding<'_>| {
        let owner = binding.declared.owner.clone()?;
        let at = match binding.comment {
            Some(span) => reading
                .root
                .places
                .borrow_mut()
                .intern(span, crate::eval::At::NONE),
            None => reading.header(),
        };
        Some(OwnerCandidate {
            from: OwnerSource::Binding,
            spelling: if binding.comment.is_some() {
                "comment"
            } else {
                "[[subject]]"
            }
            .to_owned(),
            names: Fact::Known(Collection::closed(vec![(owner, at)]), at),
        })
    };
    bindings.iter().filter_map(named).collect()
}

fn attribute(reading: &Reading<'_, '_>, path: &Path) -> OwnerCandidate {
    // A list of which nothing is known may be empty; an unknown element of a list is still one.
    let names = match reading.get(path) {
        Some(value) if value.as_hole().is_some_and(|hole| hole.any_of.is_empty()) => {
            Fact::Unknown(why_unknown(&value), reading.at(path, &value))
        }
        _ => reading.items(path, |value| name(reading, value)),
    };
    OwnerCandidate {
        from: OwnerSource::Attribute,
        spelling: spelled(path),
        names,
    }
}

/// A name, or the resource that stands for one: whose id it is, is known before the id.
fn name(reading: &Reading<'_, '_>, value: &Value) -> Item<String> {
    match &value.kind {
        Kind::Null => Item::Nothing,
        _ if value.marks.sensitive && !matches!(value.kind, Kind::Unknown(_)) => {
            Item::Is("(sensitive)".to_owned())
        }
        Kind::Text(Text::Partial(pieces)) if says_something(pieces) => Item::Is(shown(pieces)),
        _ => match scalar(value) {
            Some(text) if text.trim().is_empty() => Item::Nothing,
            Some(text) => Item::Is(text.into_owned()),
            None => match reading.instance.attrs.refs(value).as_slice() {
                [one] => Item::Is(format!("{}{}", one.target, dotted(&one.path))),
                _ => Item::Open(why_unknown(value)),
            },
        },
    }
}

/// Whether the text is not empty, whatever its holes turn out to be.
fn says_something(pieces: &[TextPiece]) -> bool {
    pieces
        .iter()
        .any(|piece| matches!(piece, TextPiece::Known(text) if !text.trim().is_empty()))
}

/// The known parts, with an ellipsis for each hole.
fn shown(pieces: &[TextPiece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            TextPiece::Known(text) => text,
            TextPiece::Hole(_) => "…",
        })
        .collect()
}

fn dotted(path: &[Step]) -> String {
    path.iter()
        .map(|step| match step {
            Step::Name(name) => format!(".{name}"),
            Step::Index(index) => format!("[{index}]"),
        })
        .collect()
}

/// Values under owner keys.
fn in_map(reading: &Reading<'_, '_>, path: &Path) -> Items<String> {
    let Some(value) = reading.get(path) else {
        return Fact::Absent(reading.header());
    };
    let at = reading.at(path, &value);
    fact_of(&value, at, |value| match &value.kind {
        Kind::Map(entries) | Kind::Object(entries) => Ok(tagged(reading, path, entries)),
        _ => Err(why_unknown(value)),
    })
}

fn tagged(reading: &Reading<'_, '_>, path: &Path, entries: &Entries) -> Collection<String> {
    let mut names = Collection {
        items: Vec::new(),
        open: entries.open.as_ref().map(|hole| why(&hole.why)),
    };
    for (key, value) in entries.items.iter() {
        if !is_owner_key(key, &reading.root.settings.owner_keys) {
            continue;
        }
        match name(reading, value) {
            Item::Is(owner) => names.items.push((owner, reading.at(path, value))),
            Item::Nothing => {}
            Item::Open(why) => {
                names.open.get_or_insert(why);
            }
        }
    }
    names
}

fn in_text(reading: &Reading<'_, '_>, path: &Path) -> Items<String> {
    let settings = reading.root.settings;
    let found = |text: &str| owner_in_free_text(text, &settings.owner_keys, &settings.owner_patterns);
    let Some(value) = reading.get(path) else {
        return Fact::Absent(reading.header());
    };
    let at = reading.at(path, &value);
    fact_of(&value, at, |value| {
        let (text, open) = match &value.kind {
            Kind::Text(Text::Partial(pieces)) => (shown(pieces), Some(why_unknown(value))),
            _ => (
                scalar(value).ok_or_else(|| why_unknown(value))?.into_owned(),
                None,
            ),
        };
        let owner = match found(&text) {
            Some(_) if value.marks.sensitive => Some("(sensitive)".to_owned()),
            other => other,
        };
        Ok(Collection {
            open: open.filter(|_| owner.is_none()),
            items: owner.map(|owner| (owner, at)).into_iter().collect(),
        })
    })
}

/// The owner that `extid_*` refers to: the name of that subject, or the literal.
fn reference(reading: &Reading<'_, '_>, rows: &[LinkRow]) -> Fact<String> {
    let Some(path) = rows.first().and_then(|row| row.path.as_ref()) else {
        return Fact::NoPlace;
    };
    let Some(value) = reading.get(path) else {
        return Fact::Absent(reading.header());
    };
    let at = reading.at(path, &value);
    if value.is_null() || scalar(&value).is_some_and(|text| text.is_empty()) {
        return Fact::Null(at);
    }
    match links::one(reading, rows) {
        Link::To(id) => Fact::Known(reading.root.name_of(id), at),
        _ => match name(reading, &value) {
            Item::Is(text) => Fact::Known(text, at),
            Item::Nothing => Fact::Null(at),
            Item::Open(why) => Fact::Unknown(why, at),
        },
    }
}

/// Where a missing owner is reported: the written place that names nobody.
fn place(reading: &Reading<'_, '_>, row: &OwnerRow, reference: &Fact<String>) -> Option<At> {
    if let Fact::Null(at) = reference {
        return Some(*at);
    }
    row.attributes.iter().find_map(|path| {
        let value = reading.get(path)?;
        Some(reading.at(path, &value))
    })
}

fn spelled(path: &Path) -> String {
    path.names.join(".")
}
