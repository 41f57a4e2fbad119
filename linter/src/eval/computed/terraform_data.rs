//! `terraform_data`: its output is its input, and its id is never null.

use crate::eval::evaluator::Evaluator;
use crate::eval::resource::{Resource, named};
use crate::eval::value::{Step, Value};

pub(super) fn attribute<'a>(
    evaluator: &Evaluator<'a>,
    resource: &Resource<'a>,
    path: &[Step],
) -> Option<Value> {
    match named(path)?.as_ref() {
        name @ ("input" | "triggers_replace") => Some(
            evaluator
                .argument(&resource.node, name)
                .unwrap_or_else(Value::null),
        ),
        "output" => Some(
            evaluator
                .argument(&resource.node, "input")
                .unwrap_or_else(Value::null),
        ),
        "id" => Some(evaluator.text_after_apply(resource, path)),
        _ => None,
    }
}
