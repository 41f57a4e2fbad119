//! Objects made from a schema.

use std::collections::BTreeMap;

use crate::model::Model;
use crate::path::Step;
use crate::schema::{Block, BlockMode};
use crate::types::Type;
use crate::value::{Data, Dynamic, Elements, Number, Object, Raw};

/// What an object is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Every attribute and block is unknown.
    Unknown,
    /// Everything has a value.
    Known,
    /// Collections have a null and an unknown element, all else is null.
    Holes,
}

/// Texts to try, in this order, for a type that takes only some.
const TEXTS: &[&str] = &[
    "sample",
    "1h",
    "2026-01-02T03:04:05Z",
    "2026-01-02",
    "https://example.com/sample",
    "192.0.2.1",
    "192.0.2.0/24",
    "00000000-0000-4000-8000-000000000000",
    "1",
    "true",
    "{}",
    "[]",
];
/// Numbers to try.
const NUMBERS: &[i64] = &[1, 0, 2, 10, 100];

pub(super) fn object(block: &Block, sort: Sort) -> Object {
    let attributes = block
        .attributes
        .iter()
        .map(|a| (a.name.clone(), value(&a.implied_type(), sort)));
    let blocks = block.blocks.iter().map(|nested| {
        let raw = match sort {
            Sort::Unknown => Raw::unknown(),
            Sort::Holes if nested.mode == BlockMode::Group => {
                Raw::Known(Data::Object(object(&nested.block, sort)))
            }
            Sort::Holes => nested.absent(),
            Sort::Known => known_block(nested.mode, object(&nested.block, sort)),
        };
        (nested.name.clone(), raw)
    });
    attributes.chain(blocks).collect()
}

fn known_block(mode: BlockMode, object: Object) -> Raw {
    let object = Data::Object(object);
    Raw::Known(match mode {
        BlockMode::Single { .. } | BlockMode::Group => object,
        BlockMode::List { .. } => Data::List(vec![Raw::Known(object)]),
        BlockMode::Set { .. } => Data::Set(Elements::new(vec![Raw::Known(object)])),
        BlockMode::Map => Data::Map([("sample".to_owned(), Raw::Known(object))].into()),
    })
}

fn value(ty: &Type, sort: Sort) -> Raw {
    match sort {
        Sort::Unknown => Raw::unknown(),
        Sort::Known => Raw::Known(known(ty)),
        Sort::Holes => {
            let holes = || vec![Raw::Null, Raw::unknown()];
            match ty {
                Type::List(_) => Raw::Known(Data::List(holes())),
                Type::Set(_) => Raw::Known(Data::Set(Elements::new(holes()))),
                Type::Map(_) => {
                    let keys = ["null", "unknown"].map(String::from);
                    Raw::Known(Data::Map(keys.into_iter().zip(holes()).collect()))
                }
                _ => Raw::Null,
            }
        }
    }
}

fn known(ty: &Type) -> Data {
    let one = |ty: &Type| Raw::Known(known(ty));
    match ty {
        Type::String => text(TEXTS[0]),
        Type::Number => Data::Number(Number::from(NUMBERS[0])),
        Type::Bool => Data::Bool(true),
        Type::Dynamic => Data::Dynamic(Box::new(Dynamic {
            ty: Type::String,
            value: Raw::Known(text(TEXTS[0])),
        })),
        Type::List(element) => Data::List(vec![one(element)]),
        Type::Set(element) => Data::Set(Elements::new(vec![one(element)])),
        Type::Map(element) => Data::Map(BTreeMap::from([("sample".to_owned(), one(element))])),
        Type::Object(attributes) => Data::Object(
            attributes
                .iter()
                .map(|(name, ty)| (name.clone(), one(ty)))
                .collect(),
        ),
        Type::Tuple(elements) => Data::Tuple(elements.iter().map(one).collect()),
    }
}

/// Puts other samples, the given ones first, wherever the model refuses one, until it takes them all.
pub(super) fn adjust<M: Model>(object: &mut Object, samples: &[(&str, &str)]) {
    let mut tries: BTreeMap<String, usize> = BTreeMap::new();
    while let Err(misfit) = M::decode(object.clone()) {
        let path = misfit.path.to_string();
        let given: Vec<&str> = samples
            .iter()
            .filter(|(place, _)| *place == path)
            .map(|(_, sample)| *sample)
            .collect();
        let attempt = tries.entry(path).or_default();
        let changed = match misfit.path.steps() {
            [Step::Attribute(name), rest @ ..] => object
                .get_mut(name)
                .is_some_and(|raw| change(raw, rest, &mut |old| candidate(old, &given, *attempt))),
            _ => false,
        };
        assert!(changed, "no sample fits, give one to `parity_with`: {misfit}");
        *attempt += 1;
    }
}

fn candidate(old: &Data, given: &[&str], attempt: usize) -> Option<Data> {
    match old {
        Data::String(_) => given.iter().chain(TEXTS).nth(attempt).map(|sample| text(sample)),
        Data::Number(_) => NUMBERS.get(attempt).map(|sample| Data::Number((*sample).into())),
        Data::Bool(_) => (attempt == 0).then_some(Data::Bool(false)),
        _ => None,
    }
}

/// Changes the value at the end of these steps; says whether it did.
fn change(raw: &mut Raw, steps: &[Step], new: &mut dyn FnMut(&Data) -> Option<Data>) -> bool {
    let Raw::Known(data) = raw else { return false };
    let Some((step, rest)) = steps.split_first() else {
        let changed = new(data);
        return changed.is_some_and(|changed| {
            *data = changed;
            true
        });
    };
    match (step, data) {
        (Step::Attribute(name), Data::Object(attributes)) => {
            attributes.get_mut(name).is_some_and(|raw| change(raw, rest, new))
        }
        (Step::Key(key), Data::Map(elements)) => {
            elements.get_mut(key).is_some_and(|raw| change(raw, rest, new))
        }
        (Step::Index(index), Data::List(elements) | Data::Tuple(elements)) => {
            elements.get_mut(*index).is_some_and(|raw| change(raw, rest, new))
        }
        (Step::Element, Data::Set(elements)) => {
            let mut elements_now = std::mem::take(elements).into_vec();
            let changed = elements_now.first_mut().is_some_and(|raw| change(raw, rest, new));
            *elements = Elements::new(elements_now);
            changed
        }
        _ => false,
    }
}

fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}
