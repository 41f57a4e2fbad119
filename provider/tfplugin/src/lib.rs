//! The Terraform plugin protocol, version 6, complete and strict.

extern crate self as tfplugin;

mod arguments;
pub mod codec;
mod collections;
mod contract;
mod datum;
#[doc(hidden)]
pub mod derived;
mod diagnostics;
mod engine;
mod erased;
mod identity;
mod log;
mod model;
mod modifier;
mod path;
/// The process life of a provider, public for the example programs of tests; no promise of stability covers it.
#[doc(hidden)]
pub mod process;
mod rules;
pub mod schema;
mod server;
pub mod testing;
mod timeouts;
mod types;
mod validator;
pub mod validators;
mod value;
/// The raw messages of the protocol, public for tests that play Terraform's part; no promise of stability covers
/// them.
#[doc(hidden)]
pub mod wire;

use std::process::ExitCode;

pub use arguments::{ArgumentError, Arguments, Parameter};
pub use codec::CodecError;
pub use collections::{List, Map, Set};
pub use contract::{
    Action, ApplyContext, Capabilities, Change, CloseEphemeral, ConfigureContext, Configured, Create,
    DataSource, Delete, Ephemeral, Function, FunctionError, GenerateConfig, Identified, ImportByIdentity,
    ImportState, ListRequest, ListResource, ModifyPlan, MoveSource, MoveState, Opened, PlanContext,
    PlanDestroy, Private, PrivateState, Progress, Provider, ReadContext, RenewEphemeral, Resource, Results,
    Saved, Stop, StopReason, Units, Update, UpgradeState, ValidateContext,
};
pub use datum::Shape;
pub use diagnostics::{Diagnostic, Diagnostics, Severity};
pub use erased::{
    AnyAction, AnyDataSource, AnyEphemeral, AnyFunction, AnyList, AnyResource, EphemeralResource,
    ManagedResource, Signature,
};
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

/// Runs a provider: the `main` of its program.
///
/// Terraform starts the program, speaks to it and ends it. Started by hand it says what it is, and `--debug` serves one
/// Terraform after another until it is interrupted.
pub fn serve<P: Provider>(provider: P) -> ExitCode {
    let program = process::Program {
        name: P::NAME,
        version: P::VERSION,
        address: P::ADDRESS,
    };
    process::run(program, |work| server::Service::new(provider, work))
}
