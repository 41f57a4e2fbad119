//! Real Terraforms for tests: which one, where it works, how a provider gets into it, and how programs are built.
//!
//! It panics where a test could not go on: a Terraform that cannot be had is a failure that says how to get it, never
//! a test that passes without having run.

#![expect(clippy::print_stdout, reason = "a download of some minutes is announced")]

mod built;
mod install;
mod program;
mod running;
mod stand_in;
mod workspace;

pub use built::{cargo_bin, cargo_example};
pub use install::{Install, Layout, platform};
pub use program::{NO_OPENTOFU, Terraform};
pub use running::Running;
pub use stand_in::Version;
pub use workspace::{Outcome, Workspace};
