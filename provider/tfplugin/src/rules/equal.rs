//! Equality as core's plan rules have it: what unknown values are refined to does not count.

use crate::value::{Data, Dynamic, Elements, Raw, Value};

/// Equal but for refinements.
pub(super) fn equal(a: &Raw, b: &Raw) -> bool {
    a == b || (refined(a) || refined(b)) && unrefined(a) == unrefined(b)
}

fn refined(value: &Raw) -> bool {
    match value {
        Value::Null => false,
        Value::Unknown(refinement) => !refinement.is_empty(),
        Value::Known(data) => match data {
            Data::Bool(_) | Data::Number(_) | Data::String(_) => false,
            Data::List(elements) | Data::Tuple(elements) => elements.iter().any(refined),
            Data::Set(elements) => elements.iter().any(refined),
            Data::Map(elements) | Data::Object(elements) => elements.values().any(refined),
            Data::Dynamic(dynamic) => refined(&dynamic.value),
        },
    }
}

fn unrefined(value: &Raw) -> Raw {
    let all = |elements: &[Raw]| elements.iter().map(unrefined).collect::<Vec<_>>();
    let data = match value {
        Value::Null => return Value::Null,
        Value::Unknown(_) => return Value::unknown(),
        Value::Known(data) => data,
    };
    Value::Known(match data {
        Data::Bool(_) | Data::Number(_) | Data::String(_) => data.clone(),
        Data::List(elements) => Data::List(all(elements)),
        Data::Tuple(elements) => Data::Tuple(all(elements)),
        Data::Set(elements) => Data::Set(Elements::new(elements.iter().map(unrefined).collect())),
        Data::Map(entries) => Data::Map(
            entries
                .iter()
                .map(|(key, value)| (key.clone(), unrefined(value)))
                .collect(),
        ),
        Data::Object(fields) => Data::Object(
            fields
                .iter()
                .map(|(name, value)| (name.clone(), unrefined(value)))
                .collect(),
        ),
        Data::Dynamic(dynamic) => Data::Dynamic(Box::new(Dynamic {
            ty: dynamic.ty.clone(),
            value: unrefined(&dynamic.value),
        })),
    })
}
