//! Files in, modules out: find and read, parse HCL and JSON syntax into the IR, tie modules to their calls.

pub mod ir;
mod span;
mod tree;

pub use ir::Block;
pub use span::{FileEntry, FileId, LineOffset, SourceMap, Span};
pub use tree::{Callee, Comment, Input, Mode, Module, ModuleId, Root, Tree};
