//! What a provider's own tests call.

mod parity;
mod sample;

pub use parity::{parity, parity_with};
