//! `#[derive(Model)]` and `#[derive(Arguments)]`: the Rust type is the schema.
