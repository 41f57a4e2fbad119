//! An example provider, and the one that tfplugin is tested with: an atlas of places, kept as files in a folder.
#![expect(
    unreachable_pub,
    reason = "inside a program, `pub` means the other files and keeps the example plain"
)]

mod announce;
mod functions;
mod listing;
mod lookup;
mod place;
mod provider;
mod region;
mod store;
#[cfg(test)]
mod tests;
mod thing;
mod token;

use std::process::ExitCode;

fn main() -> ExitCode {
    tfplugin::serve(provider::Atlas)
}
