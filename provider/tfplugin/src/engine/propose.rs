//! The planned object: configured values stay, defaults are filled in, and what the provider will set is unknown, unless
//! nothing changes.

use super::correlate::{Fit, correlate};
use super::merge::{merge, merge_attribute};
use super::shape::{
    ABSENT, Fields, Kind, is_null, is_unknown, list, list_mut, map, map_mut, object, object_mut, set, value,
};
use crate::modifier::{Modifier, Transition};
use crate::schema::{Attribute, AttributeType};
use crate::value::{Data, Elements, Object, Raw, Value};

/// What becomes of computed attributes that the configuration leaves out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pass {
    /// They keep their values: only to see whether anything else changes.
    Compare,
    /// Nothing changes; they keep their values unless a modifier of their own says otherwise.
    Keep,
    /// Something changes; they are unknown unless a modifier of their own says otherwise.
    Change,
}

/// Plans one object in place. `config` is none inside an attribute that the configuration leaves out.
pub(super) fn plan_object(
    fields: Fields<'_>,
    pass: Pass,
    prior: Option<&Object>,
    config: Option<&Object>,
    planned: &mut Object,
) {
    for attribute in fields.attributes {
        let slot = planned.entry(attribute.name.clone()).or_default();
        if attribute.write_only {
            *slot = Value::Null;
        } else {
            plan_attribute(attribute, pass, prior, config, slot);
        }
    }
    for nested in fields.blocks {
        let slot = planned.entry(nested.name.clone()).or_default();
        let (held, given) = (value(prior, &nested.name), value(config, &nested.name));
        plan_nested(
            (&nested.block).into(),
            nested.mode.into(),
            pass,
            held,
            given,
            slot,
        );
    }
}

fn plan_attribute(
    attribute: &Attribute,
    pass: Pass,
    prior: Option<&Object>,
    config: Option<&Object>,
    slot: &mut Raw,
) {
    let (held, given) = (value(prior, &attribute.name), value(config, &attribute.name));
    let absent = is_null(given);
    if is_unknown(given) || (absent && !attribute.is_computed()) {
        return;
    }
    let mut wanted = given.clone();
    if absent && config.is_some() {
        if let Some(default) = &attribute.default {
            wanted = Value::Known(default.clone());
            *slot = merge_attribute(attribute, held, &wanted);
        } else if pass == Pass::Change {
            *slot = Value::unknown();
        } else {
            // Terraform proposes null for objects that hold what their schema does not call computed: the user may have
            // taken them out. The provider may as well have made them, and then null would be a change without end.
            *slot = held.clone();
        }
    }
    if !absent || pass != Pass::Compare {
        modify(attribute, prior.is_some(), held, given, slot);
    }
    if let AttributeType::Nested(nested) = &attribute.ty {
        // Inside an attribute that is left out everything is the provider's, and was decided above.
        let inner = if is_null(&wanted) && pass == Pass::Change {
            Pass::Keep
        } else {
            pass
        };
        plan_nested(nested.into(), nested.mode.into(), inner, held, &wanted, slot);
    }
}

fn modify(attribute: &Attribute, keep: bool, held: &Raw, given: &Raw, slot: &mut Raw) {
    for modifier in &attribute.modifiers {
        match modifier {
            Modifier::UseStateForUnknown if keep && slot.is_unknown() => *slot = held.clone(),
            Modifier::UseNonNullStateForUnknown if keep && slot.is_unknown() && !is_null(held) => {
                *slot = held.clone()
            }
            Modifier::Plan(change) => {
                *slot = change(Transition {
                    config: given,
                    prior: held,
                    planned: slot,
                });
            }
            Modifier::UseStateForUnknown
            | Modifier::UseNonNullStateForUnknown
            | Modifier::RequiresReplace
            | Modifier::RequiresReplaceIfConfigured
            | Modifier::RequiresReplaceIf(_) => {}
        }
    }
}

fn plan_nested(fields: Fields<'_>, kind: Kind, pass: Pass, held: &Raw, given: &Raw, slot: &mut Raw) {
    let element = |held: &Raw, given: &Raw, slot: &mut Raw| {
        if let Some(planned) = object_mut(slot)
            && !is_unknown(given)
        {
            plan_object(fields, pass, object(held), object(given), planned);
        }
    };
    match kind {
        Kind::One => element(held, given, slot),
        Kind::List => {
            let (held, given) = (list(held).unwrap_or_default(), list(given).unwrap_or_default());
            for (index, slot) in list_mut(slot).into_iter().flatten().enumerate() {
                let held = held.get(index).unwrap_or(&ABSENT);
                element(held, given.get(index).unwrap_or(&ABSENT), slot);
            }
        }
        Kind::Map => {
            let (held, given) = (map(held), map(given));
            for (key, slot) in map_mut(slot).into_iter().flatten() {
                element(value(held, key), value(given, key), slot);
            }
        }
        Kind::Set => plan_set(fields, pass, held, given, slot),
    }
}

fn plan_set(fields: Fields<'_>, pass: Pass, held: &Raw, given: &Raw, slot: &mut Raw) {
    let held = set(held);
    let elements: Vec<Raw> = if let Some(given) = set(given) {
        // Terraform's proposal is not looked at: which of its elements came from which of the configuration is lost.
        let mates = correlate(fields, held, given, &[Fit::Defaulted, Fit::Configured]);
        let pairs = given.iter().zip(mates);
        pairs
            .map(|(given, mate)| match object(given) {
                None => given.clone(),
                Some(config) => {
                    let mut planned = merge(fields, mate, config);
                    plan_object(fields, pass, mate, Some(config), &mut planned);
                    Value::Known(Data::Object(planned))
                }
            })
            .collect()
    } else if let (true, Some(planned)) = (is_null(given), set(slot)) {
        let mut elements: Vec<Raw> = planned.iter().cloned().collect();
        for element in &mut elements {
            let before = held.into_iter().flatten().find(|before| *before == element);
            let before = before.unwrap_or(&ABSENT).clone();
            if let Some(planned) = object_mut(element) {
                plan_object(fields, pass, object(&before), None, planned);
            }
        }
        elements
    } else {
        return;
    };
    *slot = Value::Known(Data::Set(Elements::new(elements)));
}
