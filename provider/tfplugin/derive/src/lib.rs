//! `#[derive(Model)]` and `#[derive(Arguments)]`: the Rust type is the schema.
//!
//! Their documentation is on the re-exports of the crate `tfplugin`.

mod arguments;
mod default;
mod docs;
mod field;
mod keys;
mod model;
mod shape;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Derives a block's schema and its conversion from a struct; see `tfplugin::Model`.
#[proc_macro_derive(Model, attributes(tf))]
pub fn derive_model(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    model::expand(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// Derives a function's parameters and their conversion from a struct; see `tfplugin::Arguments`.
#[proc_macro_derive(Arguments, attributes(tf))]
pub fn derive_arguments(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    arguments::expand(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
