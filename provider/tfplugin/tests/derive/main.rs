//! Models as a provider writes them: derived, checked, validated.

mod arguments;
mod deprecated;
mod keys;
mod model;
mod numbers;
mod parity;
mod problems;
mod timeouts;
mod validation;
