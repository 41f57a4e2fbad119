//! `time_rotating`: `rfc3339` and `id` are the beginning, `rotation_rfc3339` and the parts are the end.

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
    if matches!(name.as_ref(), "id" | "rfc3339") {
        return time::as_written(evaluator, resource, "rfc3339", &base);
    }
    let written = time::argument(evaluator, resource, "rotation_rfc3339");
    let end = match &written {
        Some(value) => time::instant(value),
        None => time::offset(evaluator, resource, &base, "rotation")?,
    };
    match name.as_ref() {
        "rotation_rfc3339" => written.or_else(|| time::part(&end, "rfc3339")),
        name => time::part(&end, name),
    }
}
