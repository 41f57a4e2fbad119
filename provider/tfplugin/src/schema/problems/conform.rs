//! Whether a value is of a type.

use crate::path::Path;
use crate::types::Type;
use crate::value::{Data, Raw};

/// Whether a known value fits the type and is known throughout.
///
/// # Errors
/// What does not fit, without a final period.
pub(super) fn conforms(data: &Data, ty: &Type) -> Result<(), String> {
    known(data, ty, &Path::root())
}

fn value(raw: &Raw, ty: &Type, path: &Path) -> Result<(), String> {
    match raw {
        Raw::Null => Ok(()),
        Raw::Unknown(_) => Err(format!("{path} is unknown")),
        Raw::Known(data) => known(data, ty, path),
    }
}

fn known(data: &Data, ty: &Type, path: &Path) -> Result<(), String> {
    match (data, ty) {
        (Data::Bool(_), Type::Bool) | (Data::Number(_), Type::Number) | (Data::String(_), Type::String) => {
            Ok(())
        }
        (Data::Dynamic(dynamic), Type::Dynamic) => value(&dynamic.value, &dynamic.ty, path),
        (Data::List(elements), Type::List(ty)) => elements
            .iter()
            .enumerate()
            .try_for_each(|(index, element)| value(element, ty, &path.index(index))),
        (Data::Set(elements), Type::Set(ty)) => elements
            .iter()
            .try_for_each(|element| value(element, ty, &path.element())),
        (Data::Map(elements), Type::Map(ty)) => elements
            .iter()
            .try_for_each(|(key, element)| value(element, ty, &path.key(key))),
        (Data::Tuple(elements), Type::Tuple(types)) if elements.len() == types.len() => elements
            .iter()
            .zip(types)
            .enumerate()
            .try_for_each(|(index, (element, ty))| value(element, ty, &path.index(index))),
        (Data::Object(attributes), Type::Object(types)) if attributes.keys().eq(types.keys()) => attributes
            .iter()
            .zip(types.values())
            .try_for_each(|((name, attribute), ty)| value(attribute, ty, &path.attribute(name))),
        _ if path.steps().is_empty() => Err(format!("it must be {ty:?}")),
        _ => Err(format!("{path} must be {ty:?}")),
    }
}

/// Whether the elements of some collection are dynamic, or have something dynamic inside.
pub(super) fn dynamic_in_collection(ty: &Type) -> bool {
    match ty {
        Type::List(element) | Type::Set(element) | Type::Map(element) => element.has_dynamic(),
        Type::Object(attributes) => attributes.values().any(dynamic_in_collection),
        Type::Tuple(elements) => elements.iter().any(dynamic_in_collection),
        Type::String | Type::Number | Type::Bool | Type::Dynamic => false,
    }
}
