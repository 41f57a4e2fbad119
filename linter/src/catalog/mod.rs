//! What resource types mean to the governance model: rows of data in, a graph of subjects out.
//!
//! It judges nothing, and it says nothing of a type that no row knows.

mod actor;
mod bindings;
pub mod check;
mod conditions;
mod directive;
mod expiry;
mod governs;
mod index;
mod joining;
mod links;
mod methods;
mod nouns;
mod owners;
mod places;
mod policy_json;
mod reading;
mod root;
mod root_graph;
mod rotation;
pub mod row;
mod scopes;
mod tables;
mod trust;

pub use bindings::{BadPattern, Bindings};
pub use governs::{Governs, governs, is_governed, is_secret};
pub use places::{NOWHERE, PlaceInfo};
pub use root_graph::{RootGraph, SubjectInfo, build};

use crate::load::Mode;

/// Whether instances of a type say anything here; others need not be expanded.
pub fn wants(mode: Mode, r#type: &str) -> bool {
    match mode {
        Mode::Managed => tables::row_of(r#type).is_some(),
        Mode::Data => tables::row_of(&format!("data.{type}")).is_some(),
        Mode::Ephemeral => false,
    }
}

/// The row of `aws_iam_user` or `data.aws_iam_policy`.
pub fn row(r#type: &str) -> Option<&'static row::Row> {
    tables::row_of(r#type)
}

/// All rows, sorted by type.
pub fn rows() -> &'static [row::Row] {
    tables::rows()
}

#[cfg(test)]
mod tests;
