//! What a provider's own tests call.

mod parity;
mod provider;
mod sample;

pub use parity::{parity, parity_with};
pub use provider::problems;
