//! Rules of every answer: it has the schema's type, is known where it must be, and holds nothing write-only.

use super::report::{Report, Rule};
use crate::engine::shape::{Fields, Kind, is_null, list, map, object, set, value};
use crate::path::Path;
use crate::schema::{Attribute, AttributeType, Block, NestedBlock};
use crate::types::Type;
use crate::value::{Data, Raw, Value};

const TYPE: Rule = Rule {
    law: "A value has the type of the schema: every attribute of it, and no others.",
    next: "build the value from the same model as the schema.",
};
const KNOWN: Rule = Rule {
    law: "Only a plan may hold unknown values.",
    next: "set every attribute, to null if there is no value.",
};
const NULL: Rule = Rule {
    law: "No element is null where objects hold something sensitive or write-only: Terraform itself would crash.",
    next: "leave the element out.",
};
const WRITE_ONLY: Rule = Rule {
    law: "A write-only attribute is null in every plan and state.",
    next: "leave it null; read it from the configuration only.",
};

/// Whether the value has the type of the schema; the other rules may be asked only if so.
pub(super) fn conforms(block: &Block, answer: &Raw, report: &mut Report<'_>) -> bool {
    let broken = misfit(&block.implied_type(), answer, &Path::root());
    if let Some((path, what)) = &broken {
        report.broken(&TYPE, path, |_| what.clone());
    }
    broken.is_none()
}

/// The first place that is not of the type. Never shows a value.
fn misfit(ty: &Type, value: &Raw, path: &Path) -> Option<(Path, String)> {
    let Value::Known(data) = value else {
        return None;
    };
    let is = match (ty, data) {
        (Type::Bool, Data::Bool(_)) | (Type::Number, Data::Number(_)) | (Type::String, Data::String(_)) => {
            return None;
        }
        (Type::Dynamic, Data::Dynamic(dynamic)) => return misfit(&dynamic.ty, &dynamic.value, path),
        (Type::List(inner), Data::List(elements)) => {
            let mut elements = elements.iter().enumerate();
            return elements.find_map(|(index, element)| misfit(inner, element, &path.index(index)));
        }
        (Type::Set(inner), Data::Set(elements)) => {
            return elements
                .iter()
                .find_map(|element| misfit(inner, element, &path.element()));
        }
        (Type::Map(inner), Data::Map(elements)) => {
            let mut elements = elements.iter();
            return elements.find_map(|(key, element)| misfit(inner, element, &path.key(key)));
        }
        (Type::Tuple(types), Data::Tuple(elements)) if types.len() == elements.len() => {
            let mut pairs = types.iter().zip(elements).enumerate();
            return pairs.find_map(|(index, (ty, element))| misfit(ty, element, &path.index(index)));
        }
        (Type::Object(types), Data::Object(attributes)) => {
            if let Some(extra) = attributes.keys().find(|name| !types.contains_key(*name)) {
                return Some((
                    path.clone(),
                    format!("has an attribute `{extra}` that is not in the schema"),
                ));
            }
            return types.iter().find_map(|(name, ty)| match attributes.get(name) {
                Some(value) => misfit(ty, value, &path.attribute(name)),
                None => Some((path.clone(), format!("lacks the attribute `{name}`"))),
            });
        }
        (_, Data::Bool(_)) => "a bool",
        (_, Data::Number(_)) => "a number",
        (_, Data::String(_)) => "a string",
        (_, Data::List(_)) => "a list",
        (_, Data::Set(_)) => "a set",
        (_, Data::Map(_)) => "a map",
        (_, Data::Object(_)) => "an object",
        (_, Data::Tuple(_)) => "a tuple",
        (_, Data::Dynamic(_)) => "a dynamic value",
    };
    let wanted = match ty {
        Type::String => "a string",
        Type::Number => "a number",
        Type::Bool => "a bool",
        Type::Dynamic => "a dynamic value",
        Type::List(_) => "a list",
        Type::Set(_) => "a set",
        Type::Map(_) => "a map",
        Type::Object(_) => "an object",
        Type::Tuple(_) => "a tuple of another length or type",
    };
    Some((path.clone(), format!("is {is} where the schema has {wanted}")))
}

/// Reports every place that is unknown.
pub(super) fn known(answer: &Raw, path: &Path, report: &mut Report<'_>) {
    match answer {
        Value::Null => {}
        Value::Unknown(_) => report.broken(&KNOWN, path, |_| "is unknown".to_owned()),
        Value::Known(data) => match data {
            Data::Bool(_) | Data::Number(_) | Data::String(_) => {}
            Data::List(elements) | Data::Tuple(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    known(element, &path.index(index), report);
                }
            }
            Data::Set(elements) => elements
                .iter()
                .for_each(|element| known(element, &path.element(), report)),
            Data::Map(elements) => elements
                .iter()
                .for_each(|(key, value)| known(value, &path.key(key), report)),
            Data::Object(fields) => {
                fields
                    .iter()
                    .for_each(|(name, value)| known(value, &path.attribute(name), report));
            }
            Data::Dynamic(dynamic) => known(&dynamic.value, path, report),
        },
    }
}

/// Reports every write-only attribute that is not null, and every null that Terraform does not survive.
pub(super) fn fit_to_keep(block: &Block, answer: &Raw, report: &mut Report<'_>) {
    no_null_elements(block.into(), answer, &Path::root(), report);
    set_write_only(block.into(), answer, &Path::root(), &mut |path| {
        report.broken(&WRITE_ONLY, path, |_| "is write-only and not null".to_owned());
    });
}

/// Calls back for every write-only attribute of one object that is not null.
pub(super) fn set_write_only(fields: Fields<'_>, raw: &Raw, path: &Path, found: &mut dyn FnMut(&Path)) {
    each_field(fields, raw, path, &mut |field, held, path| match field {
        Field::Attribute(attribute) if attribute.write_only => {
            if !is_null(held) {
                found(path);
            }
        }
        field => {
            if let Some((inner, kind)) = field.inside() {
                each_element(kind, held, path, &mut |element, path| {
                    set_write_only(inner, element, path, found);
                });
            }
        }
    });
}

/// Reports every null among nested objects that hold something sensitive or write-only.
fn no_null_elements(fields: Fields<'_>, answer: &Raw, path: &Path, report: &mut Report<'_>) {
    each_field(fields, answer, path, &mut |field, held, path| {
        let Some((inner, kind)) = field.inside() else {
            return;
        };
        let fatal = kind != Kind::One && inner.hold_secret();
        each_element(kind, held, path, &mut |element, path| {
            if fatal && is_null(element) {
                report.broken(&NULL, path, |_| "is null".to_owned());
            }
            no_null_elements(inner, element, path, report);
        });
    });
}

#[derive(Clone, Copy)]
enum Field<'a> {
    Attribute(&'a Attribute),
    Block(&'a NestedBlock),
}

impl<'a> Field<'a> {
    /// What is in its objects, if it has some.
    fn inside(self) -> Option<(Fields<'a>, Kind)> {
        match self {
            Self::Attribute(attribute) => match &attribute.ty {
                AttributeType::Nested(nested) => Some((nested.into(), nested.mode.into())),
                AttributeType::Plain(_) => None,
            },
            Self::Block(nested) => Some(((&nested.block).into(), nested.mode.into())),
        }
    }
}

fn each_field(fields: Fields<'_>, raw: &Raw, path: &Path, see: &mut dyn FnMut(Field<'_>, &Raw, &Path)) {
    let Some(held) = object(raw) else {
        return;
    };
    for attribute in fields.attributes {
        let held = value(Some(held), &attribute.name);
        see(
            Field::Attribute(attribute),
            held,
            &path.attribute(&attribute.name),
        );
    }
    for nested in fields.blocks {
        let held = value(Some(held), &nested.name);
        see(Field::Block(nested), held, &path.attribute(&nested.name));
    }
}

fn each_element(kind: Kind, held: &Raw, path: &Path, see: &mut dyn FnMut(&Raw, &Path)) {
    match kind {
        Kind::One => see(held, path),
        Kind::List => {
            for (index, element) in list(held).into_iter().flatten().enumerate() {
                see(element, &path.index(index));
            }
        }
        Kind::Map => {
            for (key, element) in map(held).into_iter().flatten() {
                see(element, &path.key(key));
            }
        }
        Kind::Set => {
            for element in set(held).into_iter().flatten() {
                see(element, &path.element());
            }
        }
    }
}
