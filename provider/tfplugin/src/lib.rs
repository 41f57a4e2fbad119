//! The Terraform plugin protocol, version 6, complete and strict.

mod log;
#[doc(hidden)]
pub mod process;
