//! Units without their Rust types: what the service's tables hold.

mod action;
mod data_source;
mod ephemeral;
mod function;
mod list;
mod resource;

use std::future::Future;
use std::pin::Pin;

pub use action::AnyAction;
pub use data_source::AnyDataSource;
pub use ephemeral::{AnyEphemeral, EphemeralResource};
pub use function::{AnyFunction, Signature};
pub use list::AnyList;
pub use resource::{AnyResource, ManagedResource};

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{Misfit, Model};
use crate::value::Object;

/// A future that can be kept in a table.
pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Reads what Terraform sent; a misfit is laid on its attribute.
fn decode<M: Model>(object: Object) -> Result<M, Diagnostics> {
    M::decode(object).map_err(|misfit| misfit_diagnostic("Invalid value", misfit).into())
}

/// Names the place in words too: Terraform shows the whole block where it cannot point into it.
pub(crate) fn misfit_diagnostic(summary: &str, misfit: Misfit) -> Diagnostic {
    Diagnostic::error(summary, misfit.to_string()).at(misfit.path)
}
