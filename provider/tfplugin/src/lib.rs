//! The Terraform plugin protocol, version 6, complete and strict.

mod arguments;
mod contract;
pub mod codec;
mod diagnostics;
mod erased;
extern crate self as tfplugin;

mod collections;
mod datum;
#[doc(hidden)]
pub mod derived;
mod identity;
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
mod timeouts;
mod types;
mod validator;
pub mod validators;
mod value;
mod log;
/// The process life of a provider, public for the example programs of tests; no promise of stability covers it.
#[doc(hidden)]
pub mod process;
/// The raw messages of the protocol, public for tests that play Terraform's part; no promise of stability covers
/// them.
#[doc(hidden)]
pub mod wire;

pub use arguments::{ArgumentError, Arguments, Parameter};
pub use contract::{
    Action, ApplyContext, Capabilities, Change, CloseEphemeral, ConfigureContext, Configured, Create,
    DataSource, Delete, Ephemeral, Function, FunctionError, GenerateConfig, Identified, ImportByIdentity,
    ImportState, ListRequest, ListResource, ModifyPlan, MoveSource, MoveState, Opened, PlanContext,
    PlanDestroy, Private, PrivateState, Progress, Provider, ReadContext, RenewEphemeral, Resource, Results,
    Saved, Stop, StopReason, Units, Update, UpgradeState, ValidateContext,
};
pub use codec::CodecError;
pub use diagnostics::{Diagnostic, Diagnostics, Severity};
pub use erased::{
    AnyAction, AnyDataSource, AnyEphemeral, AnyFunction, AnyList, AnyResource, EphemeralResource,
    IdentitySchema, ManagedResource, Signature,
};
pub use collections::{List, Map, Set};
pub use datum::Shape;
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
