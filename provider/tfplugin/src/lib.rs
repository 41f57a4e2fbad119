//! The Terraform plugin protocol, version 6, complete and strict.

extern crate self as tfplugin;

mod arguments;
mod collections;
mod datum;
#[doc(hidden)]
pub mod derived;
mod diagnostics;
mod identity;
mod model;
mod modifier;
mod path;
pub mod schema;
pub mod testing;
mod timeouts;
mod types;
mod validator;
pub mod validators;
mod value;

pub use arguments::{ArgumentError, Arguments, Parameter};
pub use collections::{List, Map, Set};
pub use datum::Shape;
pub use diagnostics::{Diagnostic, Diagnostics, Severity};
pub use identity::{IdentityAttribute, IdentityImport, IdentitySchema};
pub use model::{Datum, Misfit, Model};
pub use modifier::{Modifier, Transition};
pub use path::{Path, Step};
pub use timeouts::{DurationError, GoDuration, Timeouts};
pub use types::Type;
pub use validator::{ConfigValidator, Validator};
pub use value::{Bound, Data, Dynamic, Elements, Number, NumberError, Object, Raw, Refinement, Value};

/// Derives [`Arguments`](trait@Arguments) from a struct whose fields are a function's parameters.
pub use tfplugin_derive::Arguments;
/// Derives [`Model`](trait@Model) and [`Datum`] from a struct whose fields are the attributes.
pub use tfplugin_derive::Model;
