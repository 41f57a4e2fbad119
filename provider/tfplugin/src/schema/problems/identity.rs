//! Problems of a model that is to be a resource's identity.

use super::{Check, Inside, SchemaKind, SchemaProblem};
use crate::path::Path;
use crate::schema::{AttributeType, Block};
use crate::types::Type;

/// Everything that is wrong with the model: identities have primitives and lists of them, each required or optional for
/// import, and nothing else.
pub fn identity_problems(block: &Block) -> Vec<SchemaProblem> {
    let mut check = Check::new(SchemaKind::Provider);
    let names: Vec<&str> = block
        .attributes
        .iter()
        .map(|attribute| attribute.name.as_str())
        .collect();
    let inside = Inside {
        nested: true,
        ..Inside::default()
    };
    check.names(&names, &Path::root(), inside);
    if names.is_empty() {
        check.say(&Path::root(), "An identity needs attributes.");
    }
    for nested in &block.blocks {
        check.say(&Path::new(&nested.name), "An identity has no blocks.");
    }
    for attribute in &block.attributes {
        let path = Path::new(&attribute.name);
        check.texts(&attribute.description, attribute.deprecated.as_deref(), &path);
        if attribute.is_computed() {
            let reason = "An identity's attribute is required or optional for import; computed is neither.";
            check.say(&path, reason);
        }
        if !matches!(&attribute.ty, AttributeType::Plain(ty) if fits(ty)) {
            check.say(
                &path,
                "An identity's attribute is a string, a number, a bool or a list of these.",
            );
        }
        if attribute.sensitive || attribute.write_only {
            check.say(
                &path,
                "An identity is neither sensitive nor write-only: it is stored and shown.",
            );
        }
        if attribute.default.is_some() || !attribute.modifiers.is_empty() || attribute.deprecated.is_some() {
            check.say(
                &path,
                "An identity's attribute has no default, no modifiers and no deprecation.",
            );
        }
    }
    check.problems
}

fn fits(ty: &Type) -> bool {
    match ty {
        Type::String | Type::Number | Type::Bool => true,
        Type::List(element) => matches!(**element, Type::String | Type::Number | Type::Bool),
        Type::Dynamic | Type::Set(_) | Type::Map(_) | Type::Object(_) | Type::Tuple(_) => false,
    }
}
