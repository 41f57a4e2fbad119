//! The Terraform plugin protocol, version 6, complete and strict: a provider is a set of Rust types, and this crate is
//! all that stands between them and Terraform.
//!
//! ```no_run
//! use std::path::PathBuf;
//! use std::process::ExitCode;
//! use std::{fs, io};
//!
//! use tfplugin::{
//!     ApplyContext, ConfigureContext, Configured, Create, Delete, Diagnostic, Diagnostics, ImportState,
//!     ManagedResource, Model, Provider, ReadContext, Resource, Units, Update, Value,
//! };
//!
//! struct Notes;
//!
//! /// Notes are files in a folder.
//! #[derive(Model)]
//! struct Config {
//!     /// The folder.
//!     #[tf(required)]
//!     folder: Value<String>,
//! }
//!
//! impl Provider for Notes {
//!     type Config = Config;
//!     type Memory = ();
//!     type Reader = Value<String>;
//!     type Writer = Value<String>;
//!
//!     const NAME: &'static str = "notes";
//!     const VERSION: &'static str = "0.1.0";
//!     const ADDRESS: &'static str = "registry.terraform.io/examples/notes";
//!
//!     async fn configure(&self, _: &ConfigureContext, config: Config) -> Result<Configured<Self>, Diagnostics> {
//!         Ok(Configured { memory: (), reader: config.folder.clone(), writer: config.folder })
//!     }
//!
//!     fn units(&self) -> Units<Self> {
//!         Units { resources: vec![ManagedResource::new(NoteResource).imports().boxed()], ..Units::default() }
//!     }
//! }
//!
//! /// A note.
//! #[derive(Model, Default)]
//! struct Note {
//!     /// The name of its file.
//!     #[tf(required, requires_replace, validate(satisfies("a name without `/`", |name| !name.contains('/'))))]
//!     name: Value<String>,
//!     /// What it says.
//!     #[tf(optional, computed, default = "Nothing yet.")]
//!     text: Value<String>,
//! }
//!
//! struct NoteResource;
//!
//! impl Resource for NoteResource {
//!     type Provider = Notes;
//!     type Model = Note;
//!
//!     const NAME: &'static str = "notes_note";
//!
//!     async fn create(&self, cx: &ApplyContext<Notes>, new: Create<Note>) -> Result<Note, Diagnostics> {
//!         new.plan.write(cx.writer())
//!     }
//!
//!     async fn read(&self, cx: &ReadContext<Notes>, state: Note) -> Result<Option<Note>, Diagnostics> {
//!         match fs::read_to_string(state.file(cx.reader())?) {
//!             Ok(text) => Ok(Some(Note { text: text.into(), ..state })),
//!             Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
//!             Err(error) => Err(failed(error)),
//!         }
//!     }
//!
//!     async fn update(&self, cx: &ApplyContext<Notes>, change: Update<Note>) -> Result<Note, Diagnostics> {
//!         change.plan.write(cx.writer())
//!     }
//!
//!     async fn delete(&self, cx: &ApplyContext<Notes>, old: Delete<Note>) -> Result<(), Diagnostics> {
//!         match fs::remove_file(old.prior.file(cx.writer())?) {
//!             Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(error)),
//!             _ => Ok(()),
//!         }
//!     }
//! }
//!
//! impl ImportState for NoteResource {
//!     async fn import(&self, _: &ReadContext<Notes>, id: &str) -> Result<Note, Diagnostics> {
//!         Ok(Note { name: id.into(), ..Note::default() })
//!     }
//! }
//!
//! impl Note {
//!     fn file(&self, folder: &Value<String>) -> Result<PathBuf, Diagnostics> {
//!         // While planning, the folder may be one that another resource is yet to make.
//!         let unknown = || Diagnostic::error("The folder is not known yet", "Make it in an earlier run.");
//!         let folder = folder.as_str().ok_or_else(unknown)?;
//!         Ok([folder, self.name.as_str().unwrap_or_default()].iter().collect())
//!     }
//!
//!     fn write(self, folder: &Value<String>) -> Result<Note, Diagnostics> {
//!         fs::write(self.file(folder)?, self.text.as_str().unwrap_or_default()).map_err(failed)?;
//!         Ok(self)
//!     }
//! }
//!
//! fn failed(error: io::Error) -> Diagnostics {
//!     Diagnostic::error("The folder does not answer", format!("{error}.")).into()
//! }
//!
//! fn main() -> ExitCode {
//!     tfplugin::serve(Notes)
//! }
//! ```
//!
//! Beside the crate lies a larger provider, `examples/atlas`, with one of everything that the protocol has.
//!
//! # Process
//!
//! [`serve`] is the whole `main`: the handshake, mutual TLS, the lines of the log that `TF_LOG` shows, an orderly end when
//! Terraform asks for one or is gone, and `--debug` to run the provider under a debugger. Each call runs in a task of its
//! own: a panic becomes an error that Terraform shows, and the process lives on.
//!
//! # Values
//!
//! Everything in Terraform may be null, or unknown until apply: [`Value`] says which, and every field of a model is one.
//! Inside are `bool`, `String`, integers, exact [`Number`]s, [`List`], [`Set`], [`Map`], [`Dynamic`], other models, and types
//! of your own that implement [`Datum`]. `#[derive(Model)]` makes one struct the schema, its documentation and the conversion
//! both ways; the keys of `#[tf(…)]` say who sets an attribute, how it is checked and how it is planned. A value that does not
//! fit its type never reaches the provider.
//!
//! # Contracts
//!
//! A provider implements small traits: [`Provider`] once, then one for each unit, [`Resource`], [`DataSource`], [`Ephemeral`],
//! [`Function`], [`Action`] or [`ListResource`], and a line in the table of [`Provider::units`]. What may be said to the user is
//! a [`Diagnostic`], laid on an attribute by a [`Path`]. Every plan, state and result is checked against Terraform's rules for
//! providers before it leaves, so that a mistake is told in the provider's terms and not as a "bug in the provider".
//!
//! # Extras
//!
//! What only some resources do are traits of their own, switched on in the table, where the compiler asks for the trait:
//!
//! | in the table | trait | for |
//! |---|---|---|
//! | [`plans()`](ManagedResource::plans) | [`ModifyPlan`] | values known already, refusals, replacement |
//! | [`plans_destroy()`](ManagedResource::plans_destroy) | [`PlanDestroy`] | warnings and refusals before a destroy |
//! | [`identified()`](ManagedResource::identified) | [`Identified`] | resource identity |
//! | [`imports()`](ManagedResource::imports) | [`ImportState`] | import by a text |
//! | [`imports_by_identity()`](ManagedResource::imports_by_identity) | [`ImportByIdentity`] | import by the identity |
//! | [`upgrades()`](ManagedResource::upgrades) | [`UpgradeState`] | states of older schema versions |
//! | [`moves()`](ManagedResource::moves) | [`MoveState`] | `moved` blocks from other types |
//! | [`generates_config()`](ManagedResource::generates_config) | [`GenerateConfig`] | configuration of imported objects |
//! | [`renews()`](EphemeralResource::renews) | [`RenewEphemeral`] | ephemeral resources that last longer |
//! | [`closes()`](EphemeralResource::closes) | [`CloseEphemeral`] | ephemeral resources that must be ended |
//!
//! # Contexts
//!
//! Each phase is given what it may use, and nothing else. [`ValidateContext`] only speaks. [`PlanContext`] has the run's memory
//! and the object's private state, but no clock and no backend: Terraform plans again during apply, and refuses a different
//! answer. [`ReadContext`] adds the clock and the backend's [reader](Provider::Reader), [`ApplyContext`] the
//! [writer](Provider::Writer). Both have a [`Stop`], which tells of interruption and of the operation's [`Timeouts`]; what was
//! given to [`Saved::set`] by then is stored, whatever happens afterwards.
//!
//! # Testing
//!
//! [`testing::problems`] finds what Terraform would refuse in any of a provider's schemas, [`testing::parity`] a model that
//! does not give back what it was given. A test of two lines with each belongs into every provider.

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
