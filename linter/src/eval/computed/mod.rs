//! Resource types whose attributes can be computed from their arguments: one file each.

mod aws_iam_policy_document;
mod json;
mod terraform_data;
mod time;
mod time_offset;
mod time_rotating;
mod time_static;

use super::evaluator::Evaluator;
use super::resource::Resource;
use super::value::{Step, Value};
use crate::load::Mode;

/// `None` where the attribute is not computed here: then it is what is written, or known after apply.
type Attribute = for<'a> fn(&Evaluator<'a>, &Resource<'a>, &[Step]) -> Option<Value>;

const TABLE: [(Mode, &str, Attribute); 5] = [
    (
        Mode::Data,
        "aws_iam_policy_document",
        aws_iam_policy_document::attribute,
    ),
    (Mode::Managed, "terraform_data", terraform_data::attribute),
    (Mode::Managed, "time_offset", time_offset::attribute),
    (Mode::Managed, "time_rotating", time_rotating::attribute),
    (Mode::Managed, "time_static", time_static::attribute),
];

pub(super) fn attribute<'a>(
    evaluator: &Evaluator<'a>,
    resource: &Resource<'a>,
    path: &[Step],
) -> Option<Value> {
    let (_, _, compute) = TABLE
        .iter()
        .find(|(mode, r#type, _)| *mode == resource.address.mode && resource.address.r#type == *r#type)?;
    compute(evaluator, resource, path)
}
