//! Files in, modules out: find and read, parse HCL and JSON syntax into the IR, tie modules to their calls.

mod comments;
mod hcl;
pub mod ir;
mod json;
mod lines;
mod span;
mod tree;

pub use comments::RawComment;
pub use hcl::{ParsedFile, SyntaxError, parse_expression, parse_file_hcl, parse_template};
pub use ir::Block;
pub use json::{parse_file_json, parse_vars_json};
pub use span::{FileEntry, FileId, LineOffset, SourceMap, Span};
pub use tree::{Callee, Comment, Input, Mode, Module, ModuleId, Root, Tree};
