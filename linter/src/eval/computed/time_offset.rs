//! `time_offset`: a base instant moved by an `offset_` argument. It stays when time passes.

use super::time;
use crate::eval::evaluator::Evaluator;
use crate::eval::resource::{Resource, named};
use crate::eval::value::{Step, Value};

pub(super) fn attribute<'a>(
    evaluator: &Evaluator<'a>,
    resource: &Resource<'a>,
    path: &[Step],
) -> Option<Value> {
    let name = named(path)?;
    let base = time::base(evaluator, resource, "base_rfc3339");
    match name.as_ref() {
        // Its identity is the base, not the moved instant.
        "id" | "base_rfc3339" => time::as_written(evaluator, resource, "base_rfc3339", &base),
        name => time::part(&time::offset(evaluator, resource, &base, "offset")?, name),
    }
}
