//! Lists, sets and maps as data.

use super::{Shape, mismatch};
use crate::collections::{List, Map, Set};
use crate::model::{Datum, Misfit};
use crate::path::Step;
use crate::schema::{AttributeType, Nested, NestedMode};
use crate::types::Type;
use crate::value::{Data, Elements, Raw, Value};

impl<T: Datum> Datum for List<T> {
    const SHAPE: Shape = T::SHAPE.collected();
    const SENSITIVE: bool = T::SENSITIVE;

    fn attribute_type() -> AttributeType {
        collected::<T>(Type::list, NestedMode::List)
    }

    fn decode(data: Data) -> Result<Self, Misfit> {
        match data {
            Data::List(elements) => indexed(elements).map(Self),
            other => Err(mismatch("a list", &other)),
        }
    }

    fn encode(self) -> Data {
        Data::List(self.0.into_iter().map(Value::encode).collect())
    }
}

impl<T: Datum> Datum for Set<T> {
    const SHAPE: Shape = T::SHAPE.collected();
    const SENSITIVE: bool = T::SENSITIVE;

    fn attribute_type() -> AttributeType {
        collected::<T>(Type::set, NestedMode::Set)
    }

    fn decode(data: Data) -> Result<Self, Misfit> {
        match data {
            Data::Set(elements) => elements
                .into_vec()
                .into_iter()
                .map(|element| Value::decode(element).map_err(|misfit| misfit.within(Step::Element)))
                .collect::<Result<_, _>>()
                .map(Self),
            other => Err(mismatch("a set", &other)),
        }
    }

    fn encode(self) -> Data {
        Data::Set(Elements::new(self.0.into_iter().map(Value::encode).collect()))
    }
}

impl<T: Datum> Datum for Map<T> {
    const SHAPE: Shape = T::SHAPE.collected();
    const SENSITIVE: bool = T::SENSITIVE;

    fn attribute_type() -> AttributeType {
        collected::<T>(Type::map, NestedMode::Map)
    }

    fn decode(data: Data) -> Result<Self, Misfit> {
        match data {
            Data::Map(elements) => elements
                .into_iter()
                .map(|(key, element)| match Value::decode(element) {
                    Ok(value) => Ok((key, value)),
                    Err(misfit) => Err(misfit.within(Step::Key(key))),
                })
                .collect::<Result<_, _>>()
                .map(Self),
            other => Err(mismatch("a map", &other)),
        }
    }

    fn encode(self) -> Data {
        Data::Map(
            self.0
                .into_iter()
                .map(|(key, value)| (key, value.encode()))
                .collect(),
        )
    }
}

/// Lists of what is nested once are nested lists. What cannot nest any deeper loses its attributes here: the derive
/// refuses it while compiling, and [`Block::problems`](crate::schema::Block::problems) refuses it in a type of one's own.
fn collected<T: Datum>(plain: impl FnOnce(Type) -> Type, mode: NestedMode) -> AttributeType {
    match T::attribute_type() {
        AttributeType::Plain(ty) => AttributeType::Plain(plain(ty)),
        AttributeType::Nested(nested) if nested.mode == NestedMode::Single => {
            AttributeType::Nested(Nested { mode, ..nested })
        }
        AttributeType::Nested(_) => AttributeType::Nested(Nested::new(mode, Vec::new())),
    }
}

fn indexed<T: Datum>(elements: Vec<Raw>) -> Result<Vec<Value<T>>, Misfit> {
    elements
        .into_iter()
        .enumerate()
        .map(|(index, element)| Value::decode(element).map_err(|misfit| misfit.within(Step::Index(index))))
        .collect()
}
