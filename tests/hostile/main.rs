//! Input made to hurt: bounded time and memory in a release build, a message that says what was too much, and the
//! rest of the tree still linted.

mod bounds;
mod evaluation;
mod files;
mod modules;
mod syntax;
mod terminal;

/// An identity without an owner beside the hostile part: the finding that must survive.
const ORPHAN: &str = "\nresource \"aws_iam_user\" \"orphan\" {\n  name = \"orphan\"\n}\n";
