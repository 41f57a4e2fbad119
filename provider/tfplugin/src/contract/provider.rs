//! The provider itself: its configuration, and the table of what it offers.

use std::future::Future;

use jiff::Timestamp;

use super::{ConfigureContext, ValidateContext};
use crate::diagnostics::Diagnostics;
use crate::erased::{AnyAction, AnyDataSource, AnyEphemeral, AnyFunction, AnyList, AnyResource};
use crate::model::Model;

/// A provider. [`serve`](crate::serve) runs it.
pub trait Provider: Sized + Send + Sync + 'static {
    /// The `provider` block. Any value may be unknown while planning: configure as far as possible, and fail in the call
    /// that needs what is missing.
    type Config: Model;
    /// What one run shares between the plans of its objects: what one object's plan says here, another's may look up.
    ///
    /// Apply is another process. It configures anew, begins with another memory, and plans again only the objects that change;
    /// Terraform refuses a plan that differs from the first. So make it in [`Provider::configure`] from what the backend has,
    /// and let the plans only add what they change.
    type Memory: Send + Sync + 'static;
    /// The backend as Read sees it: nothing in this type should be able to write.
    type Reader: Send + Sync + 'static;
    /// The backend.
    type Writer: Send + Sync + 'static;

    /// The provider's type, `extid` of `terraform-provider-extid`.
    const NAME: &'static str;
    /// Without the leading `v`.
    const VERSION: &'static str;
    /// `registry.terraform.io/NAMESPACE/NAME`; debug mode prints it.
    const ADDRESS: &'static str;
    /// What Terraform is told of the provider's abilities.
    const CAPABILITIES: Capabilities = Capabilities::ALL;

    /// Checks the configuration; any of it may be unknown.
    fn validate(&self, cx: &ValidateContext, config: &Self::Config) {
        let _ = (cx, config);
    }

    /// Makes what the other calls use. Everything before this call must work without it.
    ///
    /// # Errors
    /// What is wrong with the configuration.
    fn configure(
        &self,
        cx: &ConfigureContext,
        config: Self::Config,
    ) -> impl Future<Output = Result<Configured<Self>, Diagnostics>> + Send;

    /// The clock of Read and Apply.
    fn now(reader: &Self::Reader) -> Timestamp {
        let _ = reader;
        Timestamp::now()
    }

    /// The table of what the provider offers.
    fn units(&self) -> Units<Self>;
}

/// What Configure made.
pub struct Configured<P: Provider> {
    /// Fresh for each run.
    pub memory: P::Memory,
    /// For Read, data sources and lists.
    pub reader: P::Reader,
    /// For Apply, ephemeral resources and actions.
    pub writer: P::Writer,
}

/// What Terraform is told of the provider's abilities (ServerCapabilities). Deferral is never offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// A destroy is planned by the provider too, so that it can warn or refuse.
    pub plan_destroy: bool,
    /// Terraform may ask for the schema once for several processes.
    pub get_provider_schema_optional: bool,
    /// `moved` blocks across types and providers.
    pub move_resource_state: bool,
    /// `plan -generate-config-out` asks the provider for the configuration (Terraform 1.14).
    pub generate_resource_config: bool,
}

impl Capabilities {
    /// All of them.
    pub const ALL: Self = Self {
        plan_destroy: true,
        get_provider_schema_optional: true,
        move_resource_state: true,
        generate_resource_config: true,
    };
}

/// What a provider offers, a line each.
pub struct Units<P: Provider> {
    /// Managed resources.
    pub resources: Vec<Box<dyn AnyResource<P>>>,
    /// Data sources.
    pub data_sources: Vec<Box<dyn AnyDataSource<P>>>,
    /// Ephemeral resources (Terraform 1.10).
    pub ephemerals: Vec<Box<dyn AnyEphemeral<P>>>,
    /// List resources (Terraform 1.14).
    pub lists: Vec<Box<dyn AnyList<P>>>,
    /// Actions (Terraform 1.14).
    pub actions: Vec<Box<dyn AnyAction<P>>>,
    /// Functions (Terraform 1.8).
    pub functions: Vec<Box<dyn AnyFunction>>,
}

impl<P: Provider> Default for Units<P> {
    fn default() -> Self {
        Self {
            resources: Vec::new(),
            data_sources: Vec::new(),
            ephemerals: Vec::new(),
            lists: Vec::new(),
            actions: Vec::new(),
            functions: Vec::new(),
        }
    }
}
