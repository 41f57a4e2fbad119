//! An example provider, and the one that tfplugin is tested with: an atlas of places, kept as files in a folder.
//!
//! To try it, build it (`cargo build -p tfplugin --example atlas`), link the program as `terraform-provider-atlas` into a
//! folder, name that folder in a `dev_overrides` of Terraform's CLI configuration for `examples/atlas`, and set `ATLAS_PATH`.
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
