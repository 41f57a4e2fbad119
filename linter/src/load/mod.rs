//! Files in, modules out: find and read, parse HCL and JSON syntax into the IR, tie modules to their calls.

mod assemble;
mod assigned;
mod calls;
mod comments;
mod discover;
mod hcl;
mod index;
mod inputs;
pub mod ir;
mod json;
mod lines;
mod loader;
mod manifest;
mod overrides;
mod read;
mod request;
mod roots;
mod span;
#[cfg(test)]
mod tests;
mod tree;

pub use comments::RawComment;
pub use hcl::{ParsedFile, SyntaxError, parse_expression, parse_file_hcl, parse_template};
pub use ir::Block;
pub use json::{parse_file_json, parse_vars_json};
pub use loader::load;
pub use request::{Assignment, Request, RootEntry};
pub use span::{FileEntry, FileId, LineOffset, SourceMap, Span};
pub use tree::{Assigned, Callee, Comment, Input, Mode, Module, ModuleId, Root, Tree};
