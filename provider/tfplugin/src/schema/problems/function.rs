//! Problems of a function's name and parameters.

use super::conform::dynamic_in_collection;
use super::names::is_identifier;
use super::{Check, SchemaKind, SchemaProblem};
use crate::arguments::Parameter;
use crate::path::Path;
use crate::types::Type;

/// Everything that is wrong with a function's declaration; each path begins with the function's name.
pub fn function_problems(
    name: &str,
    parameters: &[Parameter],
    variadic: Option<&Parameter>,
    returns: &Type,
) -> Vec<SchemaProblem> {
    let mut check = Check::new(SchemaKind::Provider);
    let root = Path::new(name);
    if !is_identifier(name) {
        check.say(
            &root,
            "A function's name must be an identifier: letters, digits, `_`, and no digit first.",
        );
    }
    if dynamic_in_collection(returns) {
        check.say(
            &root,
            "The elements of a result cannot be dynamic; make the whole result dynamic.",
        );
    }
    let all: Vec<&Parameter> = parameters.iter().chain(variadic).collect();
    for (index, parameter) in all.iter().enumerate() {
        let path = root.attribute(&parameter.name);
        if !is_identifier(&parameter.name) {
            check.say(
                &path,
                "A parameter's name must be an identifier: letters, digits, `_`, and no digit first.",
            );
        }
        if all[..index].iter().any(|earlier| earlier.name == parameter.name) {
            check.say(&path, "Two parameters have this name.");
        }
        if parameter.description.trim().is_empty() {
            check.say(&path, "The description is empty; it is the documentation.");
        }
        if dynamic_in_collection(&parameter.ty) {
            check.say(
                &path,
                "The elements of a collection cannot be dynamic; make the whole parameter dynamic.",
            );
        }
    }
    check.problems
}
