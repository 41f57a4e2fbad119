//! What the acceptance tests share: trees made from one text, runs of the built linter, its reports read back.

mod estate;
mod report;
mod run;

pub use estate::Estate;
pub use report::{Finding, Instance, Place, Problem, Report, Rule, Summary, Undecided};
pub use run::{Run, linter, release_linter};

/// The day on which the tests judge, unless they say otherwise.
pub const AS_OF: &str = xtask::docs::AS_OF;
