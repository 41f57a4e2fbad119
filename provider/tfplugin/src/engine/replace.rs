//! Which changes replace the object.

use super::correlate::{Fit, asked_for, correlate, objects};
use super::shape::{ABSENT, Fields, Kind, is_null, list, map, object, set, value};
use crate::modifier::{Modifier, Transition};
use crate::path::Path;
use crate::schema::{Attribute, AttributeType};
use crate::value::{Object, Raw};

/// The three values of one place.
#[derive(Clone, Copy)]
struct Place<'a> {
    prior: &'a Raw,
    config: &'a Raw,
    planned: &'a Raw,
}

pub(super) fn replace_object(
    fields: Fields<'_>,
    prior: Option<&Object>,
    config: Option<&Object>,
    planned: &Object,
    path: &Path,
    found: &mut Vec<Path>,
) {
    for attribute in fields.attributes {
        let place = Place {
            prior: value(prior, &attribute.name),
            config: value(config, &attribute.name),
            planned: value(Some(planned), &attribute.name),
        };
        // Null in every state, so a change cannot be seen; a version beside it that changes is what replaces.
        if attribute.write_only || place.prior == place.planned {
            continue;
        }
        let path = path.attribute(&attribute.name);
        if attribute.modifiers.iter().any(|modifier| asks(modifier, place)) {
            found.push(path.addressable());
        }
        if let Attribute {
            ty: AttributeType::Nested(nested),
            ..
        } = attribute
        {
            replace_nested(nested.into(), nested.mode.into(), place, &path, found);
        }
    }
    for nested in fields.blocks {
        let place = Place {
            prior: value(prior, &nested.name),
            config: value(config, &nested.name),
            planned: value(Some(planned), &nested.name),
        };
        let path = path.attribute(&nested.name);
        replace_nested((&nested.block).into(), nested.mode.into(), place, &path, found);
    }
}

fn asks(modifier: &Modifier, place: Place<'_>) -> bool {
    match modifier {
        Modifier::RequiresReplace => true,
        Modifier::RequiresReplaceIfConfigured => !is_null(place.config),
        Modifier::RequiresReplaceIf(when) => when(Transition {
            config: place.config,
            prior: place.prior,
            planned: place.planned,
        }),
        Modifier::UseStateForUnknown | Modifier::UseNonNullStateForUnknown | Modifier::Plan(_) => false,
    }
}

fn replace_nested(fields: Fields<'_>, kind: Kind, place: Place<'_>, path: &Path, found: &mut Vec<Path>) {
    let Place {
        prior,
        config,
        planned,
    } = place;
    let mut element = |prior: &Raw, config: &Raw, planned: &Raw, path: &Path| {
        if let Some(planned) = object(planned) {
            replace_object(fields, object(prior), object(config), planned, path, found);
        }
    };
    match kind {
        Kind::One => element(prior, config, planned, path),
        Kind::List => {
            let (prior, config) = (list(prior).unwrap_or_default(), list(config).unwrap_or_default());
            for (index, planned) in list(planned).into_iter().flatten().enumerate() {
                let prior = prior.get(index).unwrap_or(&ABSENT);
                element(
                    prior,
                    config.get(index).unwrap_or(&ABSENT),
                    planned,
                    &path.index(index),
                );
            }
        }
        Kind::Map => {
            let (prior, config) = (map(prior), map(config));
            for (key, planned) in map(planned).into_iter().flatten() {
                element(value(prior, key), value(config, key), planned, &path.key(key));
            }
        }
        Kind::Set => {
            let Some(elements) = set(planned) else {
                return;
            };
            let before = correlate(fields, set(prior), elements, &[Fit::Planned]);
            let before = elements
                .iter()
                .zip(before)
                .filter(|(element, _)| object(element).is_some());
            let asked = asked_for(fields, elements, set(config), &[Fit::Configured]);
            for ((planned, before), asked) in objects(Some(elements)).into_iter().zip(before).zip(asked) {
                replace_object(fields, before.1, asked, planned, &path.element(), found);
            }
        }
    }
}
