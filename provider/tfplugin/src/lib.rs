//! The Terraform plugin protocol, version 6, complete and strict.

/// The raw messages of the protocol, public for tests that play Terraform's part; no promise of stability covers
/// them.
#[doc(hidden)]
pub mod wire;
