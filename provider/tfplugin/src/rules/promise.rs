//! Whether a value keeps what was said of it while it was unknown.

use unicode_normalization::UnicodeNormalization;

use crate::engine::shape::inside;
use crate::value::{Data, Raw, Refinement, Value};

/// The promise that is broken, as a clause; never shows the value.
pub(super) fn breach(promised: &Refinement, actual: &Raw) -> Option<String> {
    let data = match inside(actual) {
        Value::Null => {
            return promised
                .not_null()
                .then(|| "and the plan promised that it is not null".to_owned());
        }
        Value::Unknown(_) => return None,
        Value::Known(data) => data,
    };
    match data {
        Data::String(text) => {
            let prefix = promised.prefix()?;
            let begins = text
                .nfc()
                .collect::<String>()
                .starts_with(&prefix.nfc().collect::<String>());
            (!begins).then(|| "and the plan promised how it begins".to_owned())
        }
        Data::Number(number) => {
            let above = |bound: &crate::value::Bound| {
                *number > bound.value || bound.inclusive && *number == bound.value
            };
            let below = |bound: &crate::value::Bound| {
                *number < bound.value || bound.inclusive && *number == bound.value
            };
            if promised.lower().is_some_and(|bound| !above(bound)) {
                return Some("and the plan promised that it is not so small".to_owned());
            }
            let too_great = promised.upper().is_some_and(|bound| !below(bound));
            too_great.then(|| "and the plan promised that it is not so great".to_owned())
        }
        Data::List(elements) | Data::Tuple(elements) => length(promised, elements.len()),
        Data::Set(elements) => length(promised, elements.len()),
        Data::Map(entries) => length(promised, entries.len()),
        Data::Bool(_) | Data::Object(_) | Data::Dynamic(_) => None,
    }
}

fn length(promised: &Refinement, length: usize) -> Option<String> {
    let length = u64::try_from(length).unwrap_or(u64::MAX);
    if promised.min_length().is_some_and(|least| length < least) {
        return Some("and the plan promised more elements".to_owned());
    }
    promised
        .max_length()
        .is_some_and(|most| length > most)
        .then(|| "and the plan promised fewer elements".to_owned())
}
