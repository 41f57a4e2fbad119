//! extid-lint: reads Terraform, and reports external identities without an owner, an end or a bound.

#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

pub mod address;
pub mod catalog;
pub mod cli;
pub mod config;
pub mod eval;
pub mod exit_code;
pub mod explain;
pub mod finding;
pub mod instance;
pub mod lint;
pub mod load;
pub mod manual;
pub mod observation;
pub mod options;
pub mod problem;
pub mod redaction;
pub mod report;
pub mod rulebook;
pub mod rules;
pub(crate) mod secret_forms;
pub mod selection;
pub mod source;
pub mod suppression;
