//! What resource types mean to the governance model.

pub mod check;
pub mod row;
mod tables;
