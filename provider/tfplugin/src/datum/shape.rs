//! How a Rust type nests, known while compiling: so that what no schema can say does not compile.

use crate::model::Model;

/// Whether objects with attributes of their own are inside a [`Datum`](crate::Datum).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// No objects with attributes of their own.
    Plain,
    /// One object: a [`Model`](trait@Model).
    Object,
    /// A collection of objects.
    Objects,
    /// A collection of collections of objects: no schema can say it.
    TooDeep,
    /// A model with blocks: blocks stand in blocks only.
    WithBlocks,
}

impl Shape {
    /// Of a model.
    pub const fn of_model<M: Model>() -> Self {
        if M::HAS_BLOCKS {
            Self::WithBlocks
        } else {
            Self::Object
        }
    }

    /// Of a list, set or map of these.
    #[must_use]
    pub const fn collected(self) -> Self {
        match self {
            Self::Plain => Self::Plain,
            Self::Object => Self::Objects,
            Self::Objects | Self::TooDeep => Self::TooDeep,
            Self::WithBlocks => Self::WithBlocks,
        }
    }

    /// Stops the build when no attribute can have this shape.
    ///
    /// # Panics
    /// While compiling only: the derive calls it in a constant.
    pub const fn assert_attribute(self) {
        match self {
            Self::Plain | Self::Object | Self::Objects => {}
            Self::TooDeep => panic!(
                "a nested attribute is one object or a list, set or map of objects, not a collection of collections: \
                 put a model with one attribute in between"
            ),
            Self::WithBlocks => panic!(
                "a model with blocks cannot be an attribute: mark this field `block`, or make the blocks inside it attributes"
            ),
        }
    }
}
