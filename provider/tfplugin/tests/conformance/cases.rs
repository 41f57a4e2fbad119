//! The cases, a theme per file. The long ones come first, so that the workers end together.

mod actions;
mod ephemeral;
mod failures;
mod functions;
mod gone;
mod identity;
mod import;
mod install;
mod interrupt;
mod lifecycle;
mod logs;
mod moved;
mod nesting;
mod parallel;
mod process;
mod providers;
mod query;
mod random;
mod replacement;
mod secrets;
mod test_command;
mod unknowns;
mod upgrade;
mod upstream;
mod validate;
mod values;

use crate::case::Case;

pub(crate) fn all() -> impl Iterator<Item = &'static Case> {
    [
        interrupt::CASES,
        ephemeral::CASES,
        random::CASES,
        lifecycle::CASES,
        upstream::CASES,
        failures::CASES,
        replacement::CASES,
        values::CASES,
        parallel::CASES,
        unknowns::CASES,
        nesting::CASES,
        secrets::CASES,
        install::CASES,
        import::CASES,
        identity::CASES,
        upgrade::CASES,
        gone::CASES,
        functions::CASES,
        moved::CASES,
        query::CASES,
        actions::CASES,
        test_command::CASES,
        validate::CASES,
        logs::CASES,
        process::CASES,
        providers::CASES,
    ]
    .into_iter()
    .flatten()
}
