//! Values in short form for error texts. What is sensitive or write-only never appears, and of any text only its length: the
//! configuration may call anything a secret, and does not tell the provider. Keys of maps are said in places only.

use crate::engine::shape::{Fields, inside};
use crate::schema::{Attribute, AttributeType};
use crate::value::{Data, Raw, Value};

/// In place of a value that must not be seen.
pub(super) const SECRET: &str = "(sensitive)";

/// Longer texts are cut.
const LONGEST: usize = 80;

/// A value of this attribute.
pub(super) fn attribute(attribute: &Attribute, value: &Raw) -> String {
    cut(of_attribute(attribute, value))
}

/// One object, or a collection of objects, of these attributes and blocks.
pub(super) fn objects(fields: Fields<'_>, value: &Raw) -> String {
    cut(of_objects(fields, value))
}

/// A value without a schema.
pub(super) fn plain(value: &Raw) -> String {
    cut(of_plain(value))
}

/// From which character on two texts differ, counted from 1; none where one of them is no text, or they do not differ.
pub(super) fn difference(one: &Raw, other: &Raw) -> Option<usize> {
    let (Value::Known(Data::String(one)), Value::Known(Data::String(other))) = (inside(one), inside(other))
    else {
        return None;
    };
    let same = one
        .chars()
        .zip(other.chars())
        .take_while(|(one, other)| one == other);
    (one != other).then(|| same.count() + 1)
}

/// How many of something that has a regular plural.
pub(super) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

fn cut(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

fn of_attribute(attribute: &Attribute, value: &Raw) -> String {
    match &attribute.ty {
        _ if attribute.sensitive || attribute.write_only => SECRET.to_owned(),
        AttributeType::Plain(_) => of_plain(value),
        AttributeType::Nested(nested) => of_objects(nested.into(), value),
    }
}

fn of_objects(fields: Fields<'_>, value: &Raw) -> String {
    of_data(value, &|inner| of_objects(fields, inner), &|name, inner| {
        let attribute = fields.attributes.iter().find(|attribute| attribute.name == name);
        let nested = fields.blocks.iter().find(|nested| nested.name == name);
        match (attribute, nested) {
            (Some(attribute), _) => of_attribute(attribute, inner),
            (None, Some(nested)) => of_objects((&nested.block).into(), inner),
            // Labels of blocks that have a dynamic attribute are the names of an object.
            (None, None)
                if inside(inner)
                    .known()
                    .is_some_and(|data| matches!(data, Data::Object(_))) =>
            {
                of_objects(fields, inner)
            }
            (None, None) => SECRET.to_owned(),
        }
    })
}

fn of_plain(value: &Raw) -> String {
    match inside(value) {
        // Its names may be a user's own, as the keys of a map are.
        Value::Known(Data::Object(fields)) => format!("an object of {}", count(fields.len(), "attribute")),
        value => of_data(value, &of_plain, &|_, inner| of_plain(inner)),
    }
}

fn of_data(value: &Raw, element: &dyn Fn(&Raw) -> String, field: &dyn Fn(&str, &Raw) -> String) -> String {
    let data = match inside(value) {
        Value::Null => return "null".to_owned(),
        Value::Unknown(_) => return "(known after apply)".to_owned(),
        Value::Known(data) => data,
    };
    match data {
        Data::Bool(value) => value.to_string(),
        Data::Number(number) => number.to_string(),
        Data::String(text) if text.is_empty() => "an empty text".to_owned(),
        Data::String(text) => format!("a text of {}", count(text.chars().count(), "character")),
        Data::List(elements) | Data::Tuple(elements) => {
            format!("[{}]", joined(elements.iter().map(element)))
        }
        Data::Set(elements) => format!("[{}]", joined(elements.iter().map(element))),
        Data::Map(entries) => format!("a map of {}", count(entries.len(), "element")),
        Data::Object(fields) => {
            let fields = fields
                .iter()
                .map(|(name, value)| format!("{name} = {}", field(name, value)));
            format!("{{{}}}", joined(fields))
        }
        Data::Dynamic(dynamic) => element(&dynamic.value),
    }
}

/// Stops writing once the text is cut anyway.
fn joined(parts: impl Iterator<Item = String>) -> String {
    let mut text = String::new();
    for part in parts {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(&part);
        if text.len() > 4 * LONGEST {
            break;
        }
    }
    text
}
