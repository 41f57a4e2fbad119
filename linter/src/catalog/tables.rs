//! The built-in rows, as `build.rs` wrote them: static data, so a start costs nothing.

use std::borrow::Cow;

use super::row;

/// Sorted by type.
static ROWS: Cow<'static, [row::Row]> = include!(concat!(env!("OUT_DIR"), "/catalog.rs"));

pub(super) fn rows() -> &'static [row::Row] {
    &ROWS
}

/// The row of `aws_iam_user` or `data.aws_iam_policy`.
pub(super) fn row_of(r#type: &str) -> Option<&'static row::Row> {
    let rows = rows();
    rows.binary_search_by(|row| row.r#type.as_ref().cmp(r#type))
        .ok()
        .map(|index| &rows[index])
}
