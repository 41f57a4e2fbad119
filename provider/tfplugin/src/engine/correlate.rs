//! Which element of one set stands for which of another: sets have no keys, so what was configured must be equal.

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

/// For each element of `wanted`, in its order, the element of `held` that completes it; none is used twice.
pub(crate) fn correlate<'a>(
    fields: Fields<'_>,
    held: Option<&'a Elements>,
    wanted: &Elements,
    fits: &[Fit],
) -> Vec<Option<&'a Object>> {
    let held: Vec<&Object> = held.into_iter().flatten().filter_map(object).collect();
    let mut used = vec![false; held.len()];
    let mut mates = vec![None; wanted.len()];
    // Those that ask for most choose first: they have the least choice.
    let mut order: Vec<(usize, &Object)> = wanted
        .iter()
        .enumerate()
        .filter_map(|(index, element)| Some((index, object(element)?)))
        .collect();
    order.sort_by_key(|(_, element)| std::cmp::Reverse(weight(element)));
    for fit in fits {
        for (index, element) in &order {
            if mates[*index].is_some() {
                continue;
            }
            let free = (0..held.len()).find(|&at| !used[at] && fits_object(fields, *fit, held[at], element));
            if let Some(at) = free {
                used[at] = true;
                mates[*index] = Some(held[at]);
            }
        }
    }
    mates
}

/// The first element that completes `wanted`, for a look without taking it away from others.
pub(crate) fn find<'a>(
    fields: Fields<'_>,
    fit: Fit,
    all: Option<&'a Elements>,
    wanted: impl Fn(&'a Object) -> (&'a Object, &'a Object),
) -> Option<&'a Object> {
    all.into_iter().flatten().filter_map(object).find(|candidate| {
        let (held, asked) = wanted(candidate);
        fits_object(fields, fit, held, asked)
    })
}

fn weight(object: &Object) -> usize {
    object
        .values()
        .map(|value| match value {
            Value::Null => 0,
            Value::Known(Data::Object(inner)) => 1 + weight(inner),
            Value::Unknown(_) | Value::Known(_) => 1,
        })
        .sum()
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
