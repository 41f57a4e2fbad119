//! Whether a value is of a type.

use crate::codec::{self, CodecError, MAX_DEPTH};
use crate::path::Step;
use crate::value::{Data, Raw, Value};

use super::Type;

impl Type {
    /// Whether the value is of this type, all the way down. Null and unknown are of every type.
    ///
    /// # Errors
    /// The first place that is not, and what is required there; never the value itself.
    pub fn conforms(&self, value: &Raw) -> Result<(), CodecError> {
        conforms(self, value, MAX_DEPTH)
    }
}

fn conforms(ty: &Type, value: &Raw, depth: usize) -> Result<(), CodecError> {
    let depth = depth.checked_sub(1).ok_or_else(CodecError::too_deep)?;
    let Value::Known(data) = value else {
        return Ok(());
    };
    match (ty, data) {
        (Type::String, Data::String(_)) | (Type::Number, Data::Number(_)) | (Type::Bool, Data::Bool(_)) => {
            Ok(())
        }
        (Type::List(inner), Data::List(values)) => (0..).zip(values).try_for_each(|(index, value)| {
            conforms(inner, value, depth).map_err(|error| error.within(Step::Index(index)))
        }),
        (Type::Set(inner), Data::Set(values)) => values
            .iter()
            .try_for_each(|value| conforms(inner, value, depth).map_err(|error| error.within(Step::Element))),
        (Type::Map(inner), Data::Map(values)) => values.iter().try_for_each(|(key, value)| {
            conforms(inner, value, depth).map_err(|error| error.within(Step::Key(key.clone())))
        }),
        (Type::Object(attributes), Data::Object(values)) => {
            codec::same_names(attributes, values)?;
            attributes
                .iter()
                .zip(values.values())
                .try_for_each(|((name, ty), value)| {
                    conforms(ty, value, depth).map_err(|error| error.within(Step::Attribute(name.clone())))
                })
        }
        (Type::Tuple(types), Data::Tuple(values)) if types.len() == values.len() => (0..)
            .zip(types.iter().zip(values))
            .try_for_each(|(index, (ty, value))| {
                conforms(ty, value, depth).map_err(|error| error.within(Step::Index(index)))
            }),
        (Type::Tuple(types), Data::Tuple(values)) => Err(CodecError::tuple_length(types.len(), values.len())),
        (Type::Dynamic, Data::Dynamic(dynamic)) if dynamic.ty == Type::Dynamic => Err(CodecError::no_type()),
        (Type::Dynamic, Data::Dynamic(dynamic)) => conforms(&dynamic.ty, &dynamic.value, depth),
        (ty, _) => Err(CodecError::required(ty)),
    }
}
