//! Texts in NFC at every depth, as they travel: so that an answer is compared the way Terraform will see it.

use std::collections::BTreeMap;

use super::normalised;
use crate::value::{Data, Elements, Object, Raw, Value};

/// Puts every text and key into NFC.
pub(crate) fn normalise(object: &mut Object) {
    // Attribute names are the schema's.
    object.values_mut().for_each(value);
}

fn value(raw: &mut Raw) {
    let Value::Known(data) = raw else { return };
    match data {
        Data::Bool(_) | Data::Number(_) => {}
        Data::String(text) => text_in_place(text),
        Data::List(elements) | Data::Tuple(elements) => elements.iter_mut().for_each(value),
        Data::Set(elements) => {
            let mut inner = std::mem::take(elements).into_vec();
            inner.iter_mut().for_each(value);
            *elements = Elements::new(inner);
        }
        Data::Map(entries) => {
            let old: BTreeMap<String, Raw> = std::mem::take(entries);
            entries.extend(old.into_iter().map(|(mut key, mut inner)| {
                text_in_place(&mut key);
                value(&mut inner);
                (key, inner)
            }));
        }
        Data::Object(inner) => normalise(inner),
        Data::Dynamic(dynamic) => value(&mut dynamic.value),
    }
}

fn text_in_place(text: &mut String) {
    let normal = normalised(text);
    if *normal != **text {
        *text = normal.into_owned();
    }
}
