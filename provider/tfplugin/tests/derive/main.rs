//! Models as a provider writes them: derived, checked, validated.

mod arguments;
mod collections;
mod deprecated;
mod keys;
mod model;
mod numbers;
mod parity;
mod problems;
mod recursive;
mod secret;
mod timeouts;
mod validation;
mod versions;
