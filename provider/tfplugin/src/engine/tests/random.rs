//! Schemas, configurations and answers from a tape of bytes: proptest shrinks the tape.

use crate::engine::sample::{known, text};
use crate::engine::shape::{Fields, Kind, each_object, set};
use crate::modifier::Modifier;
use crate::schema::{Attribute, AttributeType, Block, BlockMode, Mode, Nested, NestedBlock, NestedMode};
use crate::types::Type;
use crate::value::{Data, Elements, Number, Object, Raw, Refinement, Value};

/// Decisions; zeros once the bytes are used up.
pub(super) struct Tape<'a> {
    bytes: std::slice::Iter<'a, u8>,
    /// May a configuration hold unknown values?
    pub(super) unknowns: bool,
    /// Elements of a set turned out equal: then one is missing for good, and no plan is empty.
    pub(super) collapsed: bool,
    made: i64,
}

impl<'a> Tape<'a> {
    pub(super) fn new(bytes: &'a [u8], unknowns: bool) -> Self {
        Self {
            bytes: bytes.iter(),
            unknowns,
            collapsed: false,
            made: 0,
        }
    }

    fn pick(&mut self, below: u8) -> u8 {
        self.bytes.next().copied().unwrap_or(0) % below
    }

    fn unknown(&mut self) -> bool {
        self.unknowns && self.pick(5) == 4
    }

    pub(super) fn block(&mut self, depth: u8, in_set: bool) -> Block {
        let attributes = self.attributes(depth, in_set);
        let count = if depth == 0 { 0 } else { self.pick(3) };
        let blocks = (0..count).map(|number| {
            let mode = match self.pick(5) {
                0 => BlockMode::List { min: 0, max: 0 },
                1 => BlockMode::Set { min: 0, max: 0 },
                2 => BlockMode::Map,
                3 => BlockMode::Group,
                _ => BlockMode::Single { required: false },
            };
            NestedBlock {
                name: format!("block{number}"),
                block: self.block(depth - 1, in_set || matches!(mode, BlockMode::Set { .. })),
                mode,
            }
        });
        Block {
            blocks: blocks.collect(),
            attributes,
            ..Block::default()
        }
    }

    fn attributes(&mut self, depth: u8, in_set: bool) -> Vec<Attribute> {
        let count = 1 + self.pick(4);
        (0..count)
            .map(|number| self.attribute(&format!("a{number}"), depth, in_set))
            .collect()
    }

    fn attribute(&mut self, name: &str, depth: u8, in_set: bool) -> Attribute {
        let mode = match self.pick(4) {
            0 => Mode::Optional,
            1 => Mode::Required,
            2 => Mode::Computed,
            _ => Mode::OptionalComputed,
        };
        let ty: AttributeType = match self.pick(if depth == 0 { 6 } else { 10 }) {
            0 | 1 => Type::String.into(),
            2 => Type::Number.into(),
            3 => Type::String.list().into(),
            4 => Type::String.set().into(),
            5 => Type::String.map().into(),
            nesting => {
                let mode = match nesting {
                    6 => NestedMode::Single,
                    7 => NestedMode::List,
                    8 => NestedMode::Set,
                    _ => NestedMode::Map,
                };
                let attributes = self.attributes(depth - 1, in_set || mode == NestedMode::Set);
                AttributeType::Nested(Nested::new(mode, attributes))
            }
        };
        let modifiers = match self.pick(5) {
            0 => vec![Modifier::UseStateForUnknown],
            1 => vec![Modifier::UseNonNullStateForUnknown],
            2 => vec![Modifier::RequiresReplace],
            3 => vec![Modifier::RequiresReplaceIfConfigured],
            _ => Vec::new(),
        };
        let default = match (&ty, mode) {
            (AttributeType::Plain(Type::String), Mode::OptionalComputed) if self.pick(2) == 0 => {
                text("default").into_known()
            }
            _ => None,
        };
        let settable = matches!(mode, Mode::Optional | Mode::Required);
        Attribute {
            write_only: settable && !in_set && self.pick(4) == 3,
            sensitive: self.pick(4) == 3,
            modifiers,
            default,
            ..Attribute::new(name, ty, mode)
        }
    }

    pub(super) fn config(&mut self, block: &Block) -> Object {
        let mut config = self.config_attributes(&block.attributes);
        for nested in &block.blocks {
            let object = |tape: &mut Self| known(&tape.config(&nested.block));
            let value = match nested.mode {
                BlockMode::Group => object(self),
                BlockMode::Single { .. } if self.pick(2) == 0 => Value::Null,
                BlockMode::Single { .. } => object(self),
                _ if self.unknown() => Value::unknown(),
                BlockMode::List { .. } => Value::Known(Data::List(self.some(object))),
                BlockMode::Set { .. } => Value::Known(Data::Set(Elements::new(self.some(object)))),
                BlockMode::Map => Value::Known(Data::Map(named(self.some(object)))),
            };
            config.insert(nested.name.clone(), value);
        }
        config
    }

    fn config_attributes(&mut self, attributes: &[Attribute]) -> Object {
        let all = attributes.iter().map(|attribute| {
            let absent =
                attribute.mode == Mode::Computed || (attribute.mode != Mode::Required && self.pick(3) == 0);
            let value = if absent {
                Value::Null
            } else if self.unknown() {
                Value::Unknown(match self.pick(2) {
                    0 => Refinement::default(),
                    _ => Refinement::default().with_not_null(),
                })
            } else {
                self.config_value(&attribute.ty)
            };
            (attribute.name.clone(), value)
        });
        all.collect()
    }

    fn config_value(&mut self, ty: &AttributeType) -> Raw {
        let word = |tape: &mut Self| {
            if tape.unknown() {
                Value::unknown()
            } else {
                text(["a", "b", "c"][usize::from(tape.pick(3))])
            }
        };
        Value::Known(match ty {
            AttributeType::Plain(Type::Number) => Data::Number(Number::from(i64::from(self.pick(3)))),
            AttributeType::Plain(Type::List(_)) => Data::List(self.some(word)),
            AttributeType::Plain(Type::Set(_)) => Data::Set(Elements::new(self.some(word))),
            AttributeType::Plain(Type::Map(_)) => Data::Map(named(self.some(word))),
            AttributeType::Plain(_) => return word(self),
            AttributeType::Nested(nested) => {
                let object = |tape: &mut Self| known(&tape.config_attributes(&nested.attributes));
                match nested.mode {
                    NestedMode::Single => return object(self),
                    NestedMode::List => Data::List(self.some(object)),
                    NestedMode::Set => Data::Set(Elements::new(self.some(object))),
                    NestedMode::Map => Data::Map(named(self.some(object))),
                }
            }
        })
    }

    fn some(&mut self, one: impl Fn(&mut Self) -> Raw) -> Vec<Raw> {
        (0..self.pick(4)).map(|_| one(self)).collect()
    }

    /// The answer of a provider that applies exactly what is planned.
    pub(super) fn applied(&mut self, fields: Fields<'_>, planned: &mut Object) {
        for attribute in fields.attributes {
            let Some(value) = planned.get_mut(&attribute.name) else {
                continue;
            };
            if attribute.write_only {
                continue;
            }
            match &attribute.ty {
                _ if value.is_unknown() => *value = self.made(&attribute.ty, attribute.is_computed()),
                AttributeType::Plain(_) => self.fill(value),
                AttributeType::Nested(nested) => {
                    self.fill_elements(value, &attribute.ty);
                    self.applied_each(nested.into(), nested.mode.into(), value);
                }
            }
        }
        for nested in fields.blocks {
            let Some(value) = planned.get_mut(&nested.name) else {
                continue;
            };
            if value.is_unknown() {
                // The dynamic block turned out to have no elements.
                *value = match nested.mode {
                    BlockMode::Map => Value::Known(Data::Map(Object::new())),
                    BlockMode::Set { .. } => Value::Known(Data::Set(Elements::default())),
                    _ => Value::Known(Data::List(Vec::new())),
                };
            }
            self.applied_each((&nested.block).into(), nested.mode.into(), value);
        }
    }

    fn applied_each(&mut self, fields: Fields<'_>, kind: Kind, value: &mut Raw) {
        let before = set(value).map(Elements::len);
        each_object(kind, value, &mut |inner| self.applied(fields, inner));
        self.collapsed |= before != set(value).map(Elements::len);
    }

    fn number(&mut self) -> i64 {
        self.made += 1;
        self.made
    }

    /// A new value. In an object that the provider made, what only the configuration can set may be there or not.
    fn made(&mut self, ty: &AttributeType, by_provider: bool) -> Raw {
        let number = self.number();
        let word = text(&format!("made {number}"));
        Value::Known(match ty {
            AttributeType::Plain(Type::Number) => Data::Number(Number::from(1000 + number)),
            AttributeType::Plain(Type::List(_)) => Data::List(vec![word]),
            AttributeType::Plain(Type::Set(_)) => Data::Set(Elements::new(vec![word])),
            AttributeType::Plain(Type::Map(_)) => Data::Map(named(vec![word])),
            AttributeType::Plain(_) => return word,
            AttributeType::Nested(nested) => {
                let inner = nested.attributes.iter().map(|attribute| {
                    let left = attribute.write_only
                        || (by_provider && !attribute.is_computed() && self.pick(2) == 0);
                    let value = if left {
                        Value::Null
                    } else {
                        self.made(&attribute.ty, by_provider)
                    };
                    (attribute.name.clone(), value)
                });
                let object = known(&inner.collect());
                match nested.mode {
                    NestedMode::Single => return object,
                    NestedMode::List => Data::List(vec![object]),
                    NestedMode::Set => Data::Set(Elements::new(vec![object])),
                    NestedMode::Map => Data::Map(named(vec![object])),
                }
            }
        })
    }

    fn fill_elements(&mut self, value: &mut Raw, ty: &AttributeType) {
        let AttributeType::Nested(nested) = ty else { return };
        let single = AttributeType::Nested(Nested::new(NestedMode::Single, nested.attributes.clone()));
        if let Value::Known(Data::Set(elements)) = value {
            let mut all = std::mem::take(elements).into_vec();
            for element in all.iter_mut().filter(|element| element.is_unknown()) {
                *element = self.made(&single, false);
            }
            *elements = Elements::new(all);
        }
    }

    fn fill(&mut self, value: &mut Raw) {
        match value {
            Value::Null => {}
            Value::Unknown(_) => *value = text(&format!("made {}", self.number())),
            Value::Known(Data::List(elements)) => elements.iter_mut().for_each(|element| self.fill(element)),
            Value::Known(Data::Map(elements)) => elements.values_mut().for_each(|element| self.fill(element)),
            Value::Known(Data::Set(elements)) => {
                let mut all = std::mem::take(elements).into_vec();
                all.iter_mut().for_each(|element| self.fill(element));
                *elements = Elements::new(all);
            }
            Value::Known(_) => {}
        }
    }
}

fn named(elements: Vec<Raw>) -> Object {
    elements
        .into_iter()
        .enumerate()
        .map(|(number, element)| (format!("k{number}"), element))
        .collect()
}
