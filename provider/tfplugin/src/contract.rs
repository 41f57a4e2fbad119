//! What a provider implements: small traits, and contexts that give each phase what it may use.

mod action;
mod context;
mod data_source;
mod ephemeral;
mod function;
mod list;
mod private;
mod provider;
mod resource;
mod stop;

pub use action::{Action, Progress};
pub use context::{ApplyContext, ConfigureContext, PlanContext, ReadContext, ValidateContext};
pub(crate) use context::{Environment, Notes};
pub use data_source::DataSource;
pub use ephemeral::{CloseEphemeral, Ephemeral, Opened, RenewEphemeral};
pub use function::{Function, FunctionError};
pub(crate) use list::Found;
pub use list::{ListRequest, ListResource, Results};
pub use private::{Private, PrivateState};
pub use provider::{Capabilities, Configured, Provider, Units};
pub use resource::{
    Change, Create, Delete, GenerateConfig, Identified, ImportByIdentity, ImportState, ModifyPlan,
    MoveSource, MoveState, PlanDestroy, Resource, Saved, Update, UpgradeState,
};
pub use stop::{Stop, StopReason};
