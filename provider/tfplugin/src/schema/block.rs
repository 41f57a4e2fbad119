//! A block of configuration and the blocks inside it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Attribute, AttributeType, Nested, NestedMode};
use crate::diagnostics::Diagnostics;
use crate::types::Type;
use crate::validator::{ConfigValidator, validate_block};
use crate::value::{Data, Dynamic, Elements, Object, Raw};

/// The attributes and blocks of a block.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// In the order of declaration.
    pub attributes: Vec<Attribute>,
    /// In the order of declaration.
    pub blocks: Vec<NestedBlock>,
    /// Markdown; becomes the documentation.
    pub description: String,
    /// What to use in its place.
    pub deprecated: Option<String>,
    /// Run in Validate on what is in this block, together.
    pub checks: Vec<Arc<dyn ConfigValidator>>,
}

/// A block inside a block.
#[derive(Clone, Debug)]
pub struct NestedBlock {
    /// `[a-z0-9_]+`
    pub name: String,
    /// What it may hold.
    pub block: Block,
    /// How often it may be there, and what its value is.
    pub mode: BlockMode,
}

/// How a block nests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockMode {
    /// Once at most: an object, or null.
    Single {
        /// Once exactly.
        required: bool,
    },
    /// Once at most; absent is an object of nulls.
    Group,
    /// In order; absent is empty, never null.
    List {
        /// At least so many.
        min: u32,
        /// At most so many; 0 is no bound.
        max: u32,
    },
    /// Without order; absent is empty, never null.
    Set {
        /// At least so many.
        min: u32,
        /// At most so many; 0 is no bound.
        max: u32,
    },
    /// By label; absent is empty, never null.
    Map,
}

impl Block {
    /// The type of the block's value (section 3.1 of the protocol's description).
    pub fn implied_type(&self) -> Type {
        let attributes = self.attributes.iter().map(|a| (a.name.clone(), a.implied_type()));
        let blocks = self.blocks.iter().map(|b| (b.name.clone(), b.implied_type()));
        Type::Object(attributes.chain(blocks).collect())
    }

    /// The attribute of this name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }
}

impl Block {
    /// What Validate says of a configuration: every value that a validator refuses, at every depth, and every null in a
    /// required attribute, which Terraform itself lets pass. Unknown values are not judged.
    pub fn check(&self, config: &Object) -> Diagnostics {
        let mut diagnostics = Diagnostics::default();
        validate_block(self, config, &mut diagnostics);
        diagnostics
    }

    /// The value of a block that says nothing: null attributes, and each nested block in its own form of absence.
    pub fn null_object(&self) -> Object {
        let attributes = self.attributes.iter().map(|a| (a.name.clone(), Raw::Null));
        let blocks = self.blocks.iter().map(|b| (b.name.clone(), b.absent()));
        attributes.chain(blocks).collect()
    }
}

impl NestedBlock {
    /// The value of no such block in the configuration (section 3.1): only a single block is null then.
    pub fn absent(&self) -> Raw {
        let dynamic = self.implied_type() == Type::Dynamic;
        let wrapped = |ty, data| {
            let value = Raw::Known(data);
            Raw::Known(Data::Dynamic(Box::new(Dynamic { ty, value })))
        };
        match self.mode {
            BlockMode::Single { .. } => Raw::Null,
            BlockMode::Group => Raw::Known(Data::Object(self.block.null_object())),
            BlockMode::List { .. } if dynamic => wrapped(Type::Tuple(Vec::new()), Data::Tuple(Vec::new())),
            BlockMode::Map if dynamic => wrapped(Type::Object(BTreeMap::new()), Data::Object(Object::new())),
            BlockMode::List { .. } => Raw::Known(Data::List(Vec::new())),
            BlockMode::Set { .. } => Raw::Known(Data::Set(Elements::default())),
            BlockMode::Map => Raw::Known(Data::Map(BTreeMap::new())),
        }
    }

    /// The type of the block's value. A list or map of blocks with a dynamic attribute is dynamic as a whole.
    pub fn implied_type(&self) -> Type {
        let inner = self.block.implied_type();
        match self.mode {
            BlockMode::Single { .. } | BlockMode::Group => inner,
            BlockMode::List { .. } | BlockMode::Map if inner.has_dynamic() => Type::Dynamic,
            BlockMode::List { .. } => inner.list(),
            BlockMode::Set { .. } => inner.set(),
            BlockMode::Map => inner.map(),
        }
    }
}

impl Attribute {
    /// The type of the attribute's value.
    pub fn implied_type(&self) -> Type {
        self.ty.implied_type()
    }
}

impl AttributeType {
    /// The type of the value.
    pub fn implied_type(&self) -> Type {
        match self {
            Self::Plain(ty) => ty.clone(),
            Self::Nested(nested) => nested.implied_type(),
        }
    }
}

impl Nested {
    /// The type of the attribute's value.
    pub fn implied_type(&self) -> Type {
        let object = self.object_type();
        match self.mode {
            NestedMode::Single => object,
            NestedMode::List => object.list(),
            NestedMode::Set => object.set(),
            NestedMode::Map => object.map(),
        }
    }

    /// The type of one object.
    pub fn object_type(&self) -> Type {
        Type::Object(
            self.attributes
                .iter()
                .map(|a| (a.name.clone(), a.implied_type()))
                .collect(),
        )
    }
}
