//! What a block of configuration may hold.

mod attribute;
mod block;

pub use attribute::{Attribute, AttributeType, Mode, Nested, NestedMode};
pub use block::{Block, BlockMode, NestedBlock};
