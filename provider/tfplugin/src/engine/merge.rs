//! What Terraform proposes: the configuration, with prior values where only the provider sets them. Core does it for whole
//! objects; the engine does it again inside sets and defaults.

use super::correlate::{Fit, correlate};
use super::shape::{
    ABSENT, Fields, Kind, each_object, is_null, is_unknown, list, list_mut, map, map_mut, object, set, value,
};
use crate::schema::{Attribute, AttributeType, Mode};
use crate::value::{Data, Elements, Object, Raw, Value};

/// The proposal for one object.
pub(crate) fn merge(fields: Fields<'_>, prior: Option<&Object>, config: &Object) -> Object {
    let mut proposed = config.clone();
    for attribute in fields.attributes {
        if let Some(wanted) = proposed.get_mut(&attribute.name) {
            let held = value(prior, &attribute.name);
            *wanted = merge_attribute(attribute, held, wanted);
        }
    }
    for nested in fields.blocks {
        if let Some(wanted) = proposed.get_mut(&nested.name) {
            let held = value(prior, &nested.name);
            *wanted = merge_nested((&nested.block).into(), nested.mode.into(), held, wanted);
        }
    }
    proposed
}

/// The proposal for an attribute.
pub(crate) fn merge_attribute(attribute: &Attribute, prior: &Raw, config: &Raw) -> Raw {
    if is_null(config) && attribute.is_computed() {
        return if removed_by_user(attribute, prior) {
            config.clone()
        } else {
            prior.clone()
        };
    }
    match &attribute.ty {
        AttributeType::Nested(nested) => merge_nested(nested.into(), nested.mode.into(), prior, config),
        AttributeType::Plain(_) => config.clone(),
    }
}

/// Terraform takes it that what is not computed was configured once, and that the user took the attribute out.
fn removed_by_user(attribute: &Attribute, prior: &Raw) -> bool {
    attribute.mode == Mode::OptionalComputed && holds_configured(attribute, prior)
}

/// Whether something inside is not computed and not null.
fn holds_configured(attribute: &Attribute, held: &Raw) -> bool {
    let AttributeType::Nested(nested) = &attribute.ty else {
        return false;
    };
    let mut found = false;
    let mut copy = held.clone();
    each_object(nested.mode.into(), &mut copy, &mut |inner| {
        found |= was_configured(nested.into(), inner);
    });
    found
}

fn was_configured(fields: Fields<'_>, held: &Object) -> bool {
    fields.attributes.iter().any(|attribute| {
        let held = value(Some(held), &attribute.name);
        !is_null(held) && (!attribute.is_computed() || holds_configured(attribute, held))
    })
}

fn merge_nested(fields: Fields<'_>, kind: Kind, prior: &Raw, config: &Raw) -> Raw {
    if is_null(config) || is_unknown(config) {
        return config.clone();
    }
    let element = |held: &Raw, wanted: &mut Raw| {
        if let Some(inner) = object(wanted) {
            *wanted = Value::Known(Data::Object(merge(fields, object(held), inner)));
        }
    };
    let mut proposed = config.clone();
    match kind {
        Kind::One => element(prior, &mut proposed),
        Kind::List => {
            let held = list(prior).unwrap_or_default();
            for (index, wanted) in list_mut(&mut proposed).into_iter().flatten().enumerate() {
                element(held.get(index).unwrap_or(&ABSENT), wanted);
            }
        }
        Kind::Map => {
            let held = map(prior);
            for (key, wanted) in map_mut(&mut proposed).into_iter().flatten() {
                element(value(held, key), wanted);
            }
        }
        Kind::Set => {
            if let Some(wanted) = set(config) {
                let mates = correlate(fields, set(prior), wanted, &[Fit::Defaulted, Fit::Configured]);
                let merged = wanted
                    .iter()
                    .zip(mates)
                    .map(|(wanted, held)| match object(wanted) {
                        Some(inner) => Value::Known(Data::Object(merge(fields, held, inner))),
                        None => wanted.clone(),
                    });
                proposed = Value::Known(Data::Set(Elements::new(merged.collect())));
            }
        }
    }
    proposed
}
