//! Managed resources: what every one does, and the extras that one may offer.

use std::future::Future;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::{ApplyContext, PlanContext, Provider, ReadContext, ValidateContext};
use crate::diagnostics::Diagnostics;
use crate::model::Model;
use crate::path::Path;
use crate::value::Object;

/// A managed resource. Extras are traits of their own, switched on where the resource is listed: see
/// [`ManagedResource`](crate::ManagedResource).
pub trait Resource: Send + Sync + 'static {
    /// The provider that it belongs to.
    type Provider: Provider;
    /// Its configuration, plan and state.
    type Model: Model;

    /// The type in configurations, `extid_owner`.
    const NAME: &'static str;
    /// Of the schema; a higher one than in the state asks for [`UpgradeState`].
    const VERSION: i64 = 0;
    /// How long an operation may take when `timeouts` does not say.
    const TIMEOUT: Duration = Duration::from_secs(20 * 60);

    /// Checks the configuration; any of it may be unknown. The schema's own validators have run.
    fn validate(&self, cx: &ValidateContext, config: &Self::Model) {
        let _ = (cx, config);
    }

    /// Makes the object, and gives its state: what the plan knows must come back unchanged, nothing may be unknown.
    ///
    /// # Errors
    /// Nothing is stored then, unless [`Saved::set`] was called: that state is, and marked for replacement.
    fn create(
        &self,
        cx: &ApplyContext<Self::Provider>,
        new: Create<Self::Model>,
    ) -> impl Future<Output = Result<Self::Model, Diagnostics>> + Send;

    /// The object as it is now; `None` when it is gone. Keep the spelling of the state where the meaning is the same.
    ///
    /// # Errors
    /// The run stops, and the state is kept.
    fn read(
        &self,
        cx: &ReadContext<Self::Provider>,
        state: Self::Model,
    ) -> impl Future<Output = Result<Option<Self::Model>, Diagnostics>> + Send;

    /// Changes the object in place, and gives its new state.
    ///
    /// # Errors
    /// The prior state is kept then, unless [`Saved::set`] was called with what is really there.
    fn update(
        &self,
        cx: &ApplyContext<Self::Provider>,
        change: Update<Self::Model>,
    ) -> impl Future<Output = Result<Self::Model, Diagnostics>> + Send;

    /// Ends the object. One that is gone already is a success.
    ///
    /// # Errors
    /// The prior state is kept then, unless [`Saved::set`] was called.
    fn delete(
        &self,
        cx: &ApplyContext<Self::Provider>,
        old: Delete<Self::Model>,
    ) -> impl Future<Output = Result<(), Diagnostics>> + Send;
}

/// A new object.
pub struct Create<M> {
    /// As planned; what is known after apply is unknown here.
    pub plan: M,
    /// The configuration; the only place of write-only values.
    pub config: M,
    /// What is kept if the rest fails.
    pub saved: Saved<M>,
}

/// A change in place.
pub struct Update<M> {
    /// Before.
    pub prior: M,
    /// As planned; what is known after apply is unknown here.
    pub plan: M,
    /// The configuration; the only place of write-only values.
    pub config: M,
    /// What is kept if the rest fails.
    pub saved: Saved<M>,
}

/// An end.
pub struct Delete<M> {
    /// Before.
    pub prior: M,
    /// What is kept if the rest fails.
    pub saved: Saved<M>,
}

/// What is stored when the operation fails, panics or is interrupted later on: set it as soon as something exists.
pub struct Saved<M>(Arc<Mutex<Option<Object>>>, PhantomData<fn(M)>);

impl<M: Model> Saved<M> {
    /// Keeps this state; unknown values are stored as null.
    pub fn set(&self, state: M) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(state.encode());
    }

    pub(crate) fn new(slot: Arc<Mutex<Option<Object>>>) -> Self {
        Self(slot, PhantomData)
    }
}

/// A planned change, to be looked at and completed by [`ModifyPlan`].
pub struct Change<M> {
    /// The configuration.
    pub config: M,
    /// Before; `None` for a new object.
    pub prior: Option<M>,
    /// What is planned so far: defaults are in, computed values that may change are unknown, write-only values null.
    pub planned: M,
    /// Attributes whose change replaces the object, besides those that the schema says.
    pub replace: Vec<Path>,
}

/// Completes a plan: values known already, refusals, replacement.
pub trait ModifyPlan: Resource {
    /// Changes `change.planned` and `change.replace`. Runs for create and update, and again during apply.
    ///
    /// # Errors
    /// The plan is refused.
    fn plan(
        &self,
        cx: &PlanContext<Self::Provider>,
        change: &mut Change<Self::Model>,
    ) -> impl Future<Output = Result<(), Diagnostics>> + Send;
}

/// Looks at a planned destroy, to warn or refuse. Needs [`Capabilities::plan_destroy`](crate::Capabilities).
pub trait PlanDestroy: Resource {
    /// # Errors
    /// The destroy is refused.
    fn plan_destroy(
        &self,
        cx: &PlanContext<Self::Provider>,
        prior: Self::Model,
    ) -> impl Future<Output = Result<(), Diagnostics>> + Send;
}

/// Has a resource identity (Terraform 1.12): what names the object for ever.
pub trait Identified: Resource {
    /// Its attributes: `required` ones the user must give to import, `optional` ones may be left to the provider.
    type Identity: Model;
    /// Best left at 0: objects from before there was an identity count as version 0 without data.
    const IDENTITY_VERSION: u32 = 0;

    /// The identity of an object. It must not change during the object's life.
    fn identity(&self, state: &Self::Model) -> Self::Identity;
}

/// Can be imported by a text.
pub trait ImportState: Resource {
    /// What Read needs to find the object; Read fills in the rest.
    ///
    /// # Errors
    /// The id is not as expected: name the format.
    fn import(
        &self,
        cx: &ReadContext<Self::Provider>,
        id: &str,
    ) -> impl Future<Output = Result<Self::Model, Diagnostics>> + Send;
}

/// Can be imported by its identity (Terraform 1.12).
pub trait ImportByIdentity: Identified {
    /// What Read needs to find the object; Read fills in the rest.
    ///
    /// # Errors
    /// The identity is not as expected.
    fn import_by_identity(
        &self,
        cx: &ReadContext<Self::Provider>,
        identity: Self::Identity,
    ) -> impl Future<Output = Result<Self::Model, Diagnostics>> + Send;
}

/// Reads states of older schema versions.
pub trait UpgradeState: Resource {
    /// The state of `version`, as JSON, in the shape of the current schema. Attributes left out are null.
    ///
    /// # Errors
    /// The state cannot be read.
    fn upgrade(&self, version: i64, state: serde_json::Value) -> Result<serde_json::Value, Diagnostics>;
}

/// An object of another type or provider that a `moved` block turns into this one.
#[derive(Clone, Debug)]
pub struct MoveSource {
    /// `registry.terraform.io/NAMESPACE/NAME`; this provider's is its `ADDRESS`, also when OpenTofu has it from its own
    /// registry.
    pub provider_address: String,
    /// The type that it has been.
    pub type_name: String,
    /// Of that type.
    pub schema_version: i64,
    /// In that type's schema.
    pub state: serde_json::Value,
    /// In that type's identity schema.
    pub identity: Option<serde_json::Value>,
}

/// Takes over objects of other types by `moved` blocks. Needs
/// [`Capabilities::move_resource_state`](crate::Capabilities). Private state goes with a move inside one provider.
pub trait MoveState: Resource {
    /// The state, or `None` when this type cannot take such an object over.
    ///
    /// # Errors
    /// The object cannot be taken over, and why.
    fn move_from(&self, source: MoveSource) -> Result<Option<Self::Model>, Diagnostics>;
}

/// Writes better configuration for imported objects than the rule "drop what is computed" would (Terraform 1.14).
pub trait GenerateConfig: Resource {
    /// The configuration of an object: null where it should not be written. Computed and write-only attributes are
    /// dropped afterwards.
    fn generate_config(&self, state: Self::Model) -> Self::Model;
}
