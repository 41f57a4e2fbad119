//! `time_static`: the instant of its creation, or the one that is given.

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
    let base = time::base(evaluator, resource, "rfc3339");
    match name.as_ref() {
        "id" | "rfc3339" => time::as_written(evaluator, resource, "rfc3339", &base),
        name => time::part(&base, name),
    }
}
