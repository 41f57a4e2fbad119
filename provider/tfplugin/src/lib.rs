//! The Terraform plugin protocol, version 6, complete and strict.

mod log;
/// The process life of a provider, public for the example programs of tests; no promise of stability covers it.
#[doc(hidden)]
pub mod process;
/// The raw messages of the protocol, public for tests that play Terraform's part; no promise of stability covers
/// them.
#[doc(hidden)]
pub mod wire;
