//! The Terraform plugin protocol, version 6, complete and strict.

mod diagnostics;
#[cfg_attr(
    not(test),
    expect(dead_code, unused_imports, reason = "the server's procedures call it")
)]
mod engine;
mod model;
mod modifier;
mod path;
#[cfg_attr(
    not(test),
    expect(dead_code, unused_imports, reason = "the server's procedures call it")
)]
mod rules;
pub mod schema;
mod types;
mod validator;
mod value;

pub use diagnostics::{Diagnostic, Diagnostics, Severity};
pub use model::{Datum, Misfit, Model};
pub use modifier::{Modifier, Transition};
pub use path::{Path, Step};
pub use types::Type;
pub use validator::Validator;
pub use value::{Bound, Data, Dynamic, Elements, Number, NumberError, Object, Raw, Refinement, Value};
