//! Which element of one set stands for which of another: sets have no keys, so what was configured must be equal.

use std::collections::{BTreeMap, VecDeque};

use super::shape::{Fields, Kind, list, map, object, set, value};
use crate::schema::{Attribute, AttributeType};
use crate::value::{Data, Elements, Object, Raw, Value};

/// How an element that the provider completed is compared with the one that asked for it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// What is null in the configuration and computed may be anything.
    Configured,
    /// The same, and defaults count as configured.
    Defaulted,
    /// Asked for by a plan: what is unknown and computed may be anything.
    Planned,
}

/// For each element of `wanted`, in its order, the element of `held` that completes it; none is used twice, and as many as
/// possible find one: first by the first of `fits`, then the rest by the next.
pub(crate) fn correlate<'a>(
    fields: Fields<'_>,
    held: Option<&'a Elements>,
    wanted: &Elements,
    fits: &[Fit],
) -> Vec<Option<&'a Object>> {
    let held = objects(held);
    let mut mates = vec![None; wanted.len()];
    for (at, by) in owners(fields, &held, Some(wanted), fits).into_iter().enumerate() {
        if let Some(by) = by {
            mates[by] = Some(held[at]);
        }
    }
    mates
}

/// The other way round: for each known element of `held`, in its order, the element of `wanted` that it completes.
pub(crate) fn asked_for<'a>(
    fields: Fields<'_>,
    held: &Elements,
    wanted: Option<&'a Elements>,
    fits: &[Fit],
) -> Vec<Option<&'a Object>> {
    let all: Vec<&Raw> = wanted.into_iter().flatten().collect();
    let owners = owners(fields, &objects(Some(held)), wanted, fits);
    owners.into_iter().map(|by| object(all.get(by?)?)).collect()
}

/// The elements that are known.
pub(crate) fn objects(elements: Option<&Elements>) -> Vec<&Object> {
    elements.into_iter().flatten().filter_map(object).collect()
}

/// For each of `held` which element of `wanted` it completes.
fn owners(
    fields: Fields<'_>,
    held: &[&Object],
    wanted: Option<&Elements>,
    fits: &[Fit],
) -> Vec<Option<usize>> {
    let wanted: Vec<Option<&Object>> = wanted.into_iter().flatten().map(object).collect();
    // Only elements that are equal in what the provider cannot set are ever compared: large sets stay fast.
    let mut classes = BTreeMap::new();
    let mut class = |of: &Object| -> usize {
        let next = classes.len();
        *classes.entry(key(fields, of)).or_insert(next)
    };
    let held_class: Vec<usize> = held.iter().map(|of| class(of)).collect();
    let wanted_class: Vec<Option<usize>> = wanted.iter().map(|of| of.map(&mut class)).collect();
    // Those that ask for most choose first: what they find is theirs alone, or two would end up equal.
    let mut order: Vec<usize> = (0..wanted.len()).filter(|at| wanted[*at].is_some()).collect();
    order
        .sort_by_cached_key(|at| std::cmp::Reverse(wanted[*at].map_or(0, |object| weights(object.values()))));
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, class) in held_class.iter().enumerate() {
        members.entry(*class).or_default().push(at);
    }
    let of_class = |by: usize| wanted_class[by].and_then(|class| members.get(&class));
    let mut fixed: Vec<Option<usize>> = vec![None; held.len()];
    let mut placed = vec![false; wanted.len()];
    for fit in fits {
        // Who has it in this round; what an earlier round gave away stays away.
        let mut round = Round::new(held.len(), wanted.len());
        for start in order.iter().filter(|start| !placed[**start]) {
            let candidates = |by: usize| of_class(by).map(Vec::as_slice).unwrap_or_default();
            round.assign(*start, &candidates, &|at, by| {
                fixed[at].is_none()
                    && wanted[by].is_some_and(|asked| fits_object(fields, *fit, held[at], asked))
            });
        }
        for (at, by) in round.owner.into_iter().enumerate() {
            if let Some(by) = by {
                fixed[at] = Some(by);
                placed[by] = true;
            }
        }
    }
    fixed
}

/// What must be equal whatever the fit.
fn key(fields: Fields<'_>, object: &Object) -> Vec<Raw> {
    let plain = fields.attributes.iter().filter(|attribute| {
        matches!(attribute.ty, AttributeType::Plain(_)) && !attribute.is_computed() && !attribute.write_only
    });
    plain
        .map(|attribute| value(Some(object), &attribute.name).clone())
        .collect()
}

/// One round of giving away: who has what, from both sides.
struct Round {
    /// By held element.
    owner: Vec<Option<usize>>,
    /// By wanted element.
    has: Vec<Option<usize>>,
}

impl Round {
    fn new(held: usize, wanted: usize) -> Self {
        Self {
            owner: vec![None; held],
            has: vec![None; wanted],
        }
    }

    /// Gives `start` something that fits; those who had it move on to something else that fits them (an augmenting path).
    fn assign<'a>(
        &mut self,
        start: usize,
        candidates: &dyn Fn(usize) -> &'a [usize],
        fits: &dyn Fn(usize, usize) -> bool,
    ) {
        let mut seeker: BTreeMap<usize, usize> = BTreeMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(by) = queue.pop_front() {
            for at in candidates(by).iter().copied() {
                if seeker.contains_key(&at) || self.owner[at] == Some(by) || !fits(at, by) {
                    continue;
                }
                seeker.insert(at, by);
                if let Some(holder) = self.owner[at] {
                    queue.push_back(holder);
                    continue;
                }
                let mut free = Some(at);
                while let Some(at) = free {
                    let Some(by) = seeker.get(&at).copied() else { break };
                    free = self.has[by].replace(at);
                    self.owner[at] = Some(by);
                }
                return;
            }
        }
    }
}

fn weights<'a>(values: impl Iterator<Item = &'a Raw>) -> usize {
    values.map(weight).sum()
}

/// How much is said in a value.
fn weight(value: &Raw) -> usize {
    let Value::Known(data) = value else {
        return usize::from(value.is_unknown());
    };
    1 + match data {
        Data::Bool(_) | Data::Number(_) | Data::String(_) => 0,
        Data::List(elements) | Data::Tuple(elements) => weights(elements.iter()),
        Data::Set(elements) => weights(elements.iter()),
        Data::Map(elements) | Data::Object(elements) => weights(elements.values()),
        Data::Dynamic(dynamic) => weight(&dynamic.value),
    }
}

fn fits_object(fields: Fields<'_>, fit: Fit, held: &Object, wanted: &Object) -> bool {
    fields.attributes.iter().all(|attribute| {
        let held = value(Some(held), &attribute.name);
        attribute.write_only || fits_attribute(attribute, fit, held, value(Some(wanted), &attribute.name))
    }) && fields.blocks.iter().all(|nested| {
        let (held, wanted) = (value(Some(held), &nested.name), value(Some(wanted), &nested.name));
        fits_nested((&nested.block).into(), nested.mode.into(), fit, held, wanted)
    })
}

fn fits_attribute(attribute: &Attribute, fit: Fit, held: &Raw, wanted: &Raw) -> bool {
    if held == wanted {
        return true;
    }
    if attribute.is_computed() {
        match (fit, wanted, &attribute.default) {
            (Fit::Planned, Value::Unknown(_), _) => return true,
            (Fit::Defaulted, Value::Null, Some(default)) => {
                let default = Value::Known(default.clone());
                return fits_value(attribute, fit, held, &default);
            }
            (Fit::Configured | Fit::Defaulted, Value::Null, _) => return true,
            _ => {}
        }
    }
    fits_value(attribute, fit, held, wanted)
}

fn fits_value(attribute: &Attribute, fit: Fit, held: &Raw, wanted: &Raw) -> bool {
    match &attribute.ty {
        AttributeType::Nested(nested) => fits_nested(nested.into(), nested.mode.into(), fit, held, wanted),
        AttributeType::Plain(_) => held == wanted,
    }
}

fn fits_nested(fields: Fields<'_>, kind: Kind, fit: Fit, held: &Raw, wanted: &Raw) -> bool {
    let pair = |(held, wanted): (&Raw, &Raw)| match (object(held), object(wanted)) {
        (Some(held), Some(wanted)) => fits_object(fields, fit, held, wanted),
        _ => held == wanted,
    };
    match kind {
        Kind::One => pair((held, wanted)),
        Kind::List => match (list(held), list(wanted)) {
            (Some(held), Some(wanted)) => held.len() == wanted.len() && held.iter().zip(wanted).all(pair),
            _ => held == wanted,
        },
        Kind::Map => match (map(held), map(wanted)) {
            (Some(held), Some(wanted)) => {
                held.keys().eq(wanted.keys()) && held.values().zip(wanted.values()).all(pair)
            }
            _ => held == wanted,
        },
        Kind::Set => match (set(held), set(wanted)) {
            (Some(held), Some(wanted)) => {
                held.len() == wanted.len()
                    && correlate(fields, Some(held), wanted, &[fit])
                        .iter()
                        .all(Option::is_some)
            }
            _ => held == wanted,
        },
    }
}
