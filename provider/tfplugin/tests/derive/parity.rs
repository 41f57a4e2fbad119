//! `testing::parity`: finds a model that does not give back what it was given.

use tfplugin::schema::{Attribute, AttributeType, Block, Mode, SchemaKind};
use tfplugin::testing::{parity, parity_with};
use tfplugin::{Data, Datum, Dynamic, List, Map, Misfit, Model, Number, Object, Set, Type, Value};

/// Everything that a resource may have.
#[derive(Model, Clone, Debug, Default)]
struct Everything {
    /// A text.
    #[tf(required)]
    text: Value<String>,
    /// A number.
    #[tf(optional)]
    number: Value<Number>,
    /// A large number.
    #[tf(optional)]
    large: Value<u64>,
    /// Any value.
    #[tf(optional)]
    any: Value<Dynamic>,
    /// Lists of lists.
    #[tf(optional)]
    grid: Value<List<List<bool>>>,
    /// Objects by key.
    #[tf(optional)]
    inner: Value<Map<Inner>>,
    /// Objects without order.
    #[tf(optional)]
    instants: Value<Set<Inner>>,
    /// A block.
    #[tf(block)]
    single: Value<Inner>,
    /// A group.
    #[tf(block(group))]
    group: Value<Inner>,
    /// Blocks by label.
    #[tf(block)]
    labelled: Value<Map<Inner>>,
    /// Blocks without order.
    #[tf(block(min = 1, max = 3))]
    unordered: Value<Set<Inner>>,
}

/// Something inside.
#[derive(Model, Clone, Debug, Default, PartialEq)]
struct Inner {
    /// An instant.
    #[tf(optional)]
    at: Value<Zulu>,
}

/// A text that ends in `Z`.
#[derive(Clone, Debug, PartialEq)]
struct Zulu(String);

impl Datum for Zulu {
    fn attribute_type() -> AttributeType {
        Type::String.into()
    }

    fn decode(data: Data) -> Result<Self, Misfit> {
        let text = String::decode(data)?;
        if text.ends_with('Z') {
            Ok(Self(text))
        } else {
            Err(Misfit::new("This must end in `Z`."))
        }
    }

    fn encode(self) -> Data {
        Data::String(self.0)
    }
}

/// An object with one text, for models that are written by hand.
fn forgetful(mode: Mode) -> Block {
    let mut attribute = Attribute::new("text", Type::String, mode);
    attribute.description = "A text.".into();
    Block {
        attributes: vec![attribute],
        description: "By hand.".into(),
        ..Block::default()
    }
}

struct Forgetful;

impl Model for Forgetful {
    fn block() -> Block {
        forgetful(Mode::Optional)
    }

    fn decode(_: Object) -> Result<Self, Misfit> {
        Ok(Self)
    }

    fn encode(self) -> Object {
        Self::block().null_object()
    }
}

/// A model with one text of one's own.
#[derive(Model, Debug)]
struct Picky {
    /// Only one word will do.
    #[tf(optional)]
    word: Value<Word>,
}

#[derive(Debug)]
struct Word;

impl Datum for Word {
    fn attribute_type() -> AttributeType {
        Type::String.into()
    }

    fn decode(data: Data) -> Result<Self, Misfit> {
        if data == Data::String("abracadabra".into()) {
            Ok(Self)
        } else {
            Err(Misfit::new("Say the word."))
        }
    }

    fn encode(self) -> Data {
        Data::String("abracadabra".into())
    }
}

#[test]
fn a_derived_model_gives_back_what_it_was_given() {
    parity::<Everything>(SchemaKind::Resource);
}

#[test]
fn a_type_of_ones_own_can_be_given_a_sample() {
    parity_with::<Picky>(SchemaKind::Resource, &[("word", "abracadabra")]);
}

#[test]
#[should_panic(expected = "no sample fits, give one to `parity_with`: word: Say the word.")]
fn a_type_that_no_sample_fits_is_named() {
    parity::<Picky>(SchemaKind::Resource);
}

#[test]
#[should_panic(expected = "the model changed `text` of the unknown object")]
fn a_model_that_forgets_is_found() {
    parity::<Forgetful>(SchemaKind::Resource);
}
