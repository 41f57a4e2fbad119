//! Rust types that stand for Terraform's: the schema is derived from them, so the two cannot part.

use crate::datum::Shape;
use crate::path::{Path, Step};
use crate::schema::{AttributeType, Block};
use crate::value::{Data, Object};

/// A block of configuration, a state or the inside of a nested attribute, as a Rust struct.
///
/// Derive it with `#[derive(Model)]`.
pub trait Model: Sized + Send + Sync + 'static {
    /// Whether blocks are among it, own or flattened: then it cannot be a nested attribute.
    const HAS_BLOCKS: bool = false;

    /// The schema.
    fn block() -> Block;

    /// Takes its own attributes out of an object that has others too: how a flattened model is read.
    ///
    /// # Errors
    /// The attribute that is missing or does not fit, and why.
    fn take(object: &mut Object) -> Result<Self, Misfit> {
        let block = Self::block();
        let names = block.attributes.iter().map(|attribute| &attribute.name);
        let names = names.chain(block.blocks.iter().map(|nested| &nested.name));
        Self::decode(names.filter_map(|name| object.remove_entry(name)).collect())
    }

    /// Takes the attributes apart.
    ///
    /// # Errors
    /// The attribute that does not fit, and why.
    fn decode(object: Object) -> Result<Self, Misfit>;

    /// Puts the attributes together: all of the schema, and no others.
    fn encode(self) -> Object;
}

/// What a known attribute holds, as a Rust type.
///
/// Implemented for `bool`, `String`, [`Number`](crate::Number), integers, [`List`](crate::List), [`Set`](crate::Set),
/// [`Map`](crate::Map), [`Dynamic`](crate::Dynamic) and every [`Model`]; implement it for types of your own (a duration,
/// an instant, an id) to have them checked where they enter.
pub trait Datum: Sized + Send + Sync + 'static {
    /// How it nests. Leave it as it is unless [`Datum::attribute_type`] gives [`AttributeType::Nested`].
    const SHAPE: Shape = Shape::Plain;

    /// The type in the schema.
    fn attribute_type() -> AttributeType;

    /// Reads a known value.
    ///
    /// # Errors
    /// What does not fit.
    fn decode(data: Data) -> Result<Self, Misfit>;

    /// Writes it back.
    fn encode(self) -> Data;
}

/// A value that is not what the model asks for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct Misfit {
    /// Where.
    pub path: Path,
    /// A full sentence: what is wrong and what would be right.
    pub reason: String,
}

impl Misfit {
    /// At the value itself.
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            path: Path::root(),
            reason: reason.into(),
        }
    }

    /// The same, seen from one level further out.
    #[must_use]
    pub fn within(self, step: Step) -> Self {
        Self {
            path: Path::root().join(step).concat(&self.path),
            ..self
        }
    }
}
