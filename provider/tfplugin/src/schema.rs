//! What a block of configuration may hold.

mod attribute;
mod block;
mod problems;

pub use attribute::{Attribute, AttributeType, Mode, Nested, NestedMode};
pub use block::{Block, BlockMode, NestedBlock};
pub use problems::{SchemaKind, SchemaProblem, function_problems, identity_problems};
