//! What Terraform refuses in a schema when it loads it, which makes the whole provider unusable, and what could not work.

mod attribute;
mod conform;
mod function;
mod identity;
mod names;

use std::fmt;
use std::sync::Arc;

pub use function::function_problems;
pub use identity::identity_problems;

use super::{Attribute, Block, BlockMode, NestedBlock};
use crate::path::Path;
use crate::validator::ConfigValidator;

/// What a schema is of: some rules differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SchemaKind {
    /// The provider block.
    Provider,
    /// A managed resource.
    Resource,
    /// A data source.
    DataSource,
    /// An ephemeral resource.
    Ephemeral,
    /// The `config` of an action.
    Action,
    /// The `config` of a list block.
    List,
}

/// Something in a schema that Terraform refuses, or that could not work.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SchemaProblem {
    /// The attribute, block or parameter.
    pub path: Path,
    /// Full sentences: what is wrong and what would be right.
    pub reason: String,
}

impl fmt::Display for SchemaProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.steps().is_empty() {
            f.write_str(&self.reason)
        } else {
            write!(f, "{}: {}", self.path, self.reason)
        }
    }
}

impl Block {
    /// Everything that is wrong with the schema; a provider's tests assert that it is nothing.
    pub fn problems(&self, kind: SchemaKind) -> Vec<SchemaProblem> {
        let mut check = Check::new(kind);
        check.block(self, &Path::root(), Inside::default());
        check.problems
    }
}

/// What surrounds an attribute.
#[derive(Clone, Copy, Debug, Default)]
struct Inside {
    /// A set.
    set: bool,
    /// A list or map of objects.
    collection: bool,
    /// An attribute that only the provider sets.
    computed: bool,
    /// A write-only attribute.
    write_only: bool,
    /// Any attribute or block.
    nested: bool,
}

struct Check {
    kind: SchemaKind,
    problems: Vec<SchemaProblem>,
}

impl Check {
    fn new(kind: SchemaKind) -> Self {
        Self {
            kind,
            problems: Vec::new(),
        }
    }

    fn say(&mut self, path: &Path, reason: impl Into<String>) {
        self.problems.push(SchemaProblem {
            path: path.clone(),
            reason: reason.into(),
        });
    }

    fn block(&mut self, block: &Block, path: &Path, inside: Inside) {
        self.texts(&block.description, block.deprecated.as_deref(), path);
        let names: Vec<&str> = block
            .attributes
            .iter()
            .map(|attribute| attribute.name.as_str())
            .chain(block.blocks.iter().map(|nested| nested.name.as_str()))
            .collect();
        self.names(&names, path, inside);
        self.checks(&block.checks, &names, path);
        self.attributes(&block.attributes, path, inside);
        for nested in &block.blocks {
            self.nested(nested, &path.attribute(&nested.name), inside);
        }
    }

    fn attributes(&mut self, attributes: &[Attribute], path: &Path, inside: Inside) {
        for attribute in attributes {
            self.attribute(attribute, &path.attribute(&attribute.name), inside);
        }
    }

    fn nested(&mut self, nested: &NestedBlock, path: &Path, outside: Inside) {
        if let BlockMode::List { min, max } | BlockMode::Set { min, max } = nested.mode
            && max != 0
            && min > max
        {
            self.say(
                path,
                format!("At least {min} and at most {max} blocks cannot both be; 0 is no bound."),
            );
        }
        let inside = Inside {
            set: outside.set || matches!(nested.mode, BlockMode::Set { .. }),
            collection: outside.collection || matches!(nested.mode, BlockMode::List { .. } | BlockMode::Map),
            nested: true,
            ..outside
        };
        self.block(&nested.block, path, inside);
    }

    fn names(&mut self, names: &[&str], path: &Path, inside: Inside) {
        for (index, name) in names.iter().enumerate() {
            let at = path.attribute(*name);
            if !names::is_name(name) {
                self.say(
                    &at,
                    "A name has lower-case letters, digits and `_`, and begins with no digit.",
                );
            }
            if names[..index].contains(name) {
                self.say(
                    &at,
                    "Two attributes or blocks have this name; flattened models count too.",
                );
            }
            if !inside.nested && names::reserved(self.kind).contains(name) {
                self.say(
                    &at,
                    "Terraform itself gives this name a meaning here; take another.",
                );
            }
        }
    }

    fn checks(&mut self, checks: &[Arc<dyn ConfigValidator>], names: &[&str], path: &Path) {
        for check in checks {
            for name in check.names().into_iter().filter(|name| !names.contains(name)) {
                let reason = format!(
                    "The check `{}` names it, and it does not exist.",
                    check.describe()
                );
                self.say(&path.attribute(name), reason);
            }
        }
    }

    fn texts(&mut self, description: &str, deprecated: Option<&str>, path: &Path) {
        if description.trim().is_empty() {
            self.say(path, "The description is empty; it is the documentation.");
        }
        if deprecated.is_some_and(|text| text.trim().is_empty()) {
            self.say(
                path,
                "The deprecation says nothing; say what to use in its place.",
            );
        }
    }
}
