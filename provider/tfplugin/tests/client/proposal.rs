//! What core proposes to Plan: the configuration, with prior values where only the provider sets them.

use std::collections::BTreeMap;

use tfplugin::wire::tfplugin6::schema::nested_block::NestingMode;
use tfplugin::wire::tfplugin6::schema::{self as wire, Attribute, Block, object};
use tfplugin::{Data, Elements, Object, Raw, Value};

use crate::schemas::inner;

const NULL: Raw = Value::Null;

/// The attributes and blocks of one object.
#[derive(Clone, Copy)]
struct Fields<'a> {
    attributes: &'a [Attribute],
    blocks: Option<&'a Block>,
}

#[derive(Clone, Copy)]
enum Nesting {
    One,
    List,
    Set,
    Map,
}

/// `proposed_new_state` of a create (no prior) or an update.
pub(crate) fn proposed(block: &Block, prior: Option<&Object>, config: &Object) -> Object {
    merged(of_block(block), prior, config)
}

fn of_block(block: &Block) -> Fields<'_> {
    Fields {
        attributes: &block.attributes,
        blocks: Some(block),
    }
}

fn of_nested(nested: &wire::Object) -> Fields<'_> {
    Fields {
        attributes: &nested.attributes,
        blocks: None,
    }
}

fn nesting(nested: &wire::Object) -> Nesting {
    match nested.nesting() {
        object::NestingMode::List => Nesting::List,
        object::NestingMode::Set => Nesting::Set,
        object::NestingMode::Map => Nesting::Map,
        object::NestingMode::Single | object::NestingMode::Invalid => Nesting::One,
    }
}

fn merged(fields: Fields<'_>, prior: Option<&Object>, config: &Object) -> Object {
    let held = |name: &str| prior.and_then(|prior| prior.get(name)).unwrap_or(&NULL);
    let mut proposed = config.clone();
    for attribute in fields.attributes {
        let wanted = attribute_merged(attribute, held(&attribute.name), &config[&attribute.name]);
        proposed.insert(attribute.name.clone(), wanted);
    }
    for nested in fields.blocks.into_iter().flat_map(|block| &block.block_types) {
        let nesting = match nested.nesting() {
            NestingMode::List => Nesting::List,
            NestingMode::Set => Nesting::Set,
            NestingMode::Map => Nesting::Map,
            NestingMode::Single | NestingMode::Group | NestingMode::Invalid => Nesting::One,
        };
        let name = &nested.type_name;
        let wanted = elements_merged(of_block(inner(nested)), nesting, held(name), &config[name]);
        proposed.insert(name.clone(), wanted);
    }
    proposed
}

fn attribute_merged(attribute: &Attribute, prior: &Raw, config: &Raw) -> Raw {
    if config.is_null() && attribute.computed {
        return if taken_out(attribute, prior) {
            Value::Null
        } else {
            prior.clone()
        };
    }
    match &attribute.nested_type {
        Some(nested) => elements_merged(of_nested(nested), nesting(nested), prior, config),
        None => config.clone(),
    }
}

/// What the provider cannot have set was configured once.
fn taken_out(attribute: &Attribute, prior: &Raw) -> bool {
    let Some(nested) = &attribute.nested_type else {
        return false;
    };
    attribute.optional
        && objects_in(prior).iter().any(|held| {
            let mut attributes = nested.attributes.iter();
            attributes.any(|attribute| !attribute.computed && !held[&attribute.name].is_null())
        })
}

fn objects_in(raw: &Raw) -> Vec<&Object> {
    match raw {
        Value::Known(Data::Object(object)) => vec![object],
        Value::Known(Data::List(elements)) => elements.iter().flat_map(objects_in).collect(),
        Value::Known(Data::Set(elements)) => elements.iter().flat_map(objects_in).collect(),
        Value::Known(Data::Map(elements)) => elements.values().flat_map(objects_in).collect(),
        _ => Vec::new(),
    }
}

fn elements_merged(fields: Fields<'_>, nesting: Nesting, prior: &Raw, config: &Raw) -> Raw {
    let one = |prior: Option<&Raw>, config: &Raw| match config {
        Value::Known(Data::Object(config)) => {
            let prior = prior.and_then(as_object);
            Value::Known(Data::Object(merged(fields, prior, config)))
        }
        other => other.clone(),
    };
    match (nesting, config) {
        (Nesting::One, config) => one(Some(prior), config),
        (Nesting::List, Value::Known(Data::List(wanted))) => {
            let held: &[Raw] = match prior {
                Value::Known(Data::List(held)) => held,
                _ => &[],
            };
            let wanted = wanted.iter().enumerate();
            Value::Known(Data::List(
                wanted
                    .map(|(index, wanted)| one(held.get(index), wanted))
                    .collect(),
            ))
        }
        (Nesting::Map, Value::Known(Data::Map(wanted))) => {
            let none = BTreeMap::new();
            let held = match prior {
                Value::Known(Data::Map(held)) => held,
                _ => &none,
            };
            let wanted = wanted.iter();
            Value::Known(Data::Map(
                wanted
                    .map(|(key, wanted)| (key.clone(), one(held.get(key), wanted)))
                    .collect(),
            ))
        }
        (Nesting::Set, Value::Known(Data::Set(wanted))) => {
            let mut free: Vec<&Raw> = match prior {
                Value::Known(Data::Set(held)) => held.iter().collect(),
                _ => Vec::new(),
            };
            let merged = wanted.iter().map(|wanted| {
                let mate = free.iter().position(|held| came_from(fields, held, wanted));
                one(mate.map(|mate| free.remove(mate)), wanted)
            });
            Value::Known(Data::Set(Elements::new(merged.collect())))
        }
        (Nesting::List | Nesting::Map | Nesting::Set, other) => other.clone(),
    }
}

fn as_object(raw: &Raw) -> Option<&Object> {
    match raw {
        Value::Known(Data::Object(object)) => Some(object),
        _ => None,
    }
}

/// Whether a prior element of a set can be what became of this configured one.
fn came_from(fields: Fields<'_>, held: &Raw, wanted: &Raw) -> bool {
    let (Some(held), Some(wanted)) = (as_object(held), as_object(wanted)) else {
        return false;
    };
    fields.attributes.iter().all(|attribute| {
        let (held, wanted) = (&held[&attribute.name], &wanted[&attribute.name]);
        held == wanted || (attribute.computed && wanted.is_null())
    })
}
