//! A managed resource and the extras that it offers, in the service's table.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::{BoxFuture, decode};
use crate::contract::{
    ApplyContext, Change, Create, Delete, GenerateConfig, Identified, ImportByIdentity, ImportState,
    ModifyPlan, MoveSource, MoveState, PlanContext, PlanDestroy, Provider, ReadContext, Resource, Saved,
    Update, UpgradeState, ValidateContext,
};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::identity::IdentitySchema;
use crate::model::Model;
use crate::path::Path;
use crate::schema::Block;
use crate::value::Object;

/// The state slot of a running operation.
type Slot = Arc<Mutex<Option<Object>>>;
type Outcome<T> = Result<T, Diagnostics>;

/// A managed resource of any model. Made by [`ManagedResource`] only.
#[doc(hidden)]
pub trait AnyResource<P: Provider>: Send + Sync + 'static {
    fn name(&self) -> &'static str;
    fn version(&self) -> i64;
    fn timeout(&self) -> Duration;
    fn block(&self) -> Block;
    fn identity_schema(&self) -> Option<IdentitySchema>;
    fn identity_block(&self) -> Option<Block>;
    fn validate(&self, cx: &ValidateContext, config: Object) -> Outcome<()>;
    fn plan<'a>(
        &'a self,
        cx: &'a PlanContext<P>,
        config: Object,
        prior: Option<Object>,
        planned: Object,
    ) -> BoxFuture<'a, Outcome<(Object, Vec<Path>)>>;
    fn plan_destroy<'a>(&'a self, cx: &'a PlanContext<P>, prior: Object) -> BoxFuture<'a, Outcome<()>>;
    fn read<'a>(&'a self, cx: &'a ReadContext<P>, state: Object) -> BoxFuture<'a, Outcome<Option<Object>>>;
    fn create<'a>(
        &'a self,
        cx: &'a ApplyContext<P>,
        plan: Object,
        config: Object,
        saved: Slot,
    ) -> BoxFuture<'a, Outcome<Object>>;
    fn update<'a>(
        &'a self,
        cx: &'a ApplyContext<P>,
        prior: Object,
        plan: Object,
        config: Object,
        saved: Slot,
    ) -> BoxFuture<'a, Outcome<Object>>;
    fn delete<'a>(
        &'a self,
        cx: &'a ApplyContext<P>,
        prior: Object,
        saved: Slot,
    ) -> BoxFuture<'a, Outcome<()>>;
    /// `None` when the resource has no identity.
    fn identity(&self, state: Object) -> Outcome<Option<Object>>;
    fn import<'a>(&'a self, cx: &'a ReadContext<P>, id: &'a str) -> BoxFuture<'a, Outcome<Object>>;
    fn import_by_identity<'a>(
        &'a self,
        cx: &'a ReadContext<P>,
        identity: Object,
    ) -> BoxFuture<'a, Outcome<Object>>;
    /// `None` when the resource cannot take such an object over.
    fn move_from(&self, source: MoveSource) -> Outcome<Option<Object>>;
    /// Whether [`UpgradeState`] is offered.
    fn upgrades(&self) -> bool;
    fn upgrade(&self, version: i64, state: serde_json::Value) -> Outcome<serde_json::Value>;
    fn generate_config(&self, state: Object) -> Outcome<Object>;
}

type Extra<F> = Option<F>;
type PlanFn<R> = for<'a> fn(
    &'a R,
    &'a PlanContext<<R as Resource>::Provider>,
    &'a mut Change<<R as Resource>::Model>,
) -> BoxFuture<'a, Outcome<()>>;
type PlanDestroyFn<R> = for<'a> fn(
    &'a R,
    &'a PlanContext<<R as Resource>::Provider>,
    <R as Resource>::Model,
) -> BoxFuture<'a, Outcome<()>>;
type ImportFn<R> = for<'a> fn(
    &'a R,
    &'a ReadContext<<R as Resource>::Provider>,
    &'a str,
) -> BoxFuture<'a, Outcome<<R as Resource>::Model>>;
type ImportByIdentityFn<R> = for<'a> fn(
    &'a R,
    &'a ReadContext<<R as Resource>::Provider>,
    Object,
) -> BoxFuture<'a, Outcome<<R as Resource>::Model>>;
type MoveFn<R> = fn(&R, MoveSource) -> Outcome<Option<<R as Resource>::Model>>;
type UpgradeFn<R> = fn(&R, i64, serde_json::Value) -> Outcome<serde_json::Value>;
type GenerateFn<R> = fn(&R, <R as Resource>::Model) -> <R as Resource>::Model;

/// The identity's schema and how to get it from a state.
struct IdentityExtra<R: Resource> {
    schema: fn() -> IdentitySchema,
    block: fn() -> Block,
    of: fn(&R, &R::Model) -> Object,
}

/// One line of a provider's table of resources: the resource, then the extras that it offers.
///
/// ```
/// # use tfplugin::{AnyResource, Identified, ImportState, ManagedResource, ModifyPlan};
/// fn line<R: ModifyPlan + Identified + ImportState>(resource: R) -> Box<dyn AnyResource<R::Provider>> {
///     ManagedResource::new(resource).plans().identified().imports().boxed()
/// }
/// ```
pub struct ManagedResource<R: Resource> {
    resource: R,
    plan: Extra<PlanFn<R>>,
    plan_destroy: Extra<PlanDestroyFn<R>>,
    identity: Extra<IdentityExtra<R>>,
    import: Extra<ImportFn<R>>,
    import_by_identity: Extra<ImportByIdentityFn<R>>,
    move_from: Extra<MoveFn<R>>,
    upgrade: Extra<UpgradeFn<R>>,
    generate: Extra<GenerateFn<R>>,
}

impl<R: Resource> ManagedResource<R> {
    /// The resource, without extras.
    pub fn new(resource: R) -> Self {
        Self {
            resource,
            plan: None,
            plan_destroy: None,
            identity: None,
            import: None,
            import_by_identity: None,
            move_from: None,
            upgrade: None,
            generate: None,
        }
    }

    /// For the provider's table.
    pub fn boxed(self) -> Box<dyn AnyResource<R::Provider>> {
        Box::new(self)
    }

    /// Offers [`ModifyPlan`].
    #[must_use]
    pub fn plans(mut self) -> Self
    where
        R: ModifyPlan,
    {
        self.plan = Some(|resource, cx, change| Box::pin(resource.plan(cx, change)));
        self
    }

    /// Offers [`PlanDestroy`].
    #[must_use]
    pub fn plans_destroy(mut self) -> Self
    where
        R: PlanDestroy,
    {
        self.plan_destroy = Some(|resource, cx, prior| Box::pin(resource.plan_destroy(cx, prior)));
        self
    }

    /// Offers [`Identified`].
    #[must_use]
    pub fn identified(mut self) -> Self
    where
        R: Identified,
    {
        self.identity = Some(IdentityExtra {
            schema: || IdentitySchema::of::<R::Identity>(R::IDENTITY_VERSION),
            block: R::Identity::block,
            of: |resource, state| resource.identity(state).encode(),
        });
        self
    }

    /// Offers [`ImportState`].
    #[must_use]
    pub fn imports(mut self) -> Self
    where
        R: ImportState,
    {
        self.import = Some(|resource, cx, id| Box::pin(resource.import(cx, id)));
        self
    }

    /// Offers [`ImportByIdentity`].
    #[must_use]
    pub fn imports_by_identity(mut self) -> Self
    where
        R: ImportByIdentity,
    {
        self.import_by_identity = Some(|resource, cx, identity| {
            Box::pin(async move { resource.import_by_identity(cx, decode(identity)?).await })
        });
        self
    }

    /// Offers [`MoveState`].
    #[must_use]
    pub fn moves(mut self) -> Self
    where
        R: MoveState,
    {
        self.move_from = Some(R::move_from);
        self
    }

    /// Offers [`UpgradeState`].
    #[must_use]
    pub fn upgrades(mut self) -> Self
    where
        R: UpgradeState,
    {
        self.upgrade = Some(R::upgrade);
        self
    }

    /// Offers [`GenerateConfig`].
    #[must_use]
    pub fn generates_config(mut self) -> Self
    where
        R: GenerateConfig,
    {
        self.generate = Some(R::generate_config);
        self
    }
}

impl<R: Resource> AnyResource<R::Provider> for ManagedResource<R> {
    fn name(&self) -> &'static str {
        R::NAME
    }

    fn version(&self) -> i64 {
        R::VERSION
    }

    fn timeout(&self) -> Duration {
        R::TIMEOUT
    }

    fn block(&self) -> Block {
        R::Model::block()
    }

    fn identity_schema(&self) -> Option<IdentitySchema> {
        self.identity.as_ref().map(|identity| (identity.schema)())
    }

    fn identity_block(&self) -> Option<Block> {
        self.identity.as_ref().map(|identity| (identity.block)())
    }

    fn validate(&self, cx: &ValidateContext, config: Object) -> Outcome<()> {
        self.resource.validate(cx, &decode(config)?);
        Ok(())
    }

    fn plan<'a>(
        &'a self,
        cx: &'a PlanContext<R::Provider>,
        config: Object,
        prior: Option<Object>,
        planned: Object,
    ) -> BoxFuture<'a, Outcome<(Object, Vec<Path>)>> {
        Box::pin(async move {
            let Some(plan) = self.plan else {
                return Ok((planned, Vec::new()));
            };
            let mut change = Change {
                config: decode(config)?,
                prior: prior.map(decode).transpose()?,
                planned: decode(planned)?,
                replace: Vec::new(),
            };
            plan(&self.resource, cx, &mut change).await?;
            Ok((change.planned.encode(), change.replace))
        })
    }

    fn plan_destroy<'a>(
        &'a self,
        cx: &'a PlanContext<R::Provider>,
        prior: Object,
    ) -> BoxFuture<'a, Outcome<()>> {
        Box::pin(async move {
            match self.plan_destroy {
                Some(plan) => plan(&self.resource, cx, decode(prior)?).await,
                None => Ok(()),
            }
        })
    }

    fn read<'a>(
        &'a self,
        cx: &'a ReadContext<R::Provider>,
        state: Object,
    ) -> BoxFuture<'a, Outcome<Option<Object>>> {
        Box::pin(async move {
            let state = self.resource.read(cx, decode(state)?).await?;
            Ok(state.map(Model::encode))
        })
    }

    fn create<'a>(
        &'a self,
        cx: &'a ApplyContext<R::Provider>,
        plan: Object,
        config: Object,
        saved: Slot,
    ) -> BoxFuture<'a, Outcome<Object>> {
        Box::pin(async move {
            let new = Create {
                plan: decode(plan)?,
                config: decode(config)?,
                saved: Saved::new(saved),
            };
            self.resource.create(cx, new).await.map(Model::encode)
        })
    }

    fn update<'a>(
        &'a self,
        cx: &'a ApplyContext<R::Provider>,
        prior: Object,
        plan: Object,
        config: Object,
        saved: Slot,
    ) -> BoxFuture<'a, Outcome<Object>> {
        Box::pin(async move {
            let change = Update {
                prior: decode(prior)?,
                plan: decode(plan)?,
                config: decode(config)?,
                saved: Saved::new(saved),
            };
            self.resource.update(cx, change).await.map(Model::encode)
        })
    }

    fn delete<'a>(
        &'a self,
        cx: &'a ApplyContext<R::Provider>,
        prior: Object,
        saved: Slot,
    ) -> BoxFuture<'a, Outcome<()>> {
        Box::pin(async move {
            let old = Delete {
                prior: decode(prior)?,
                saved: Saved::new(saved),
            };
            self.resource.delete(cx, old).await
        })
    }

    fn identity(&self, state: Object) -> Outcome<Option<Object>> {
        let Some(identity) = &self.identity else {
            return Ok(None);
        };
        Ok(Some((identity.of)(&self.resource, &decode(state)?)))
    }

    fn import<'a>(&'a self, cx: &'a ReadContext<R::Provider>, id: &'a str) -> BoxFuture<'a, Outcome<Object>> {
        Box::pin(async move {
            let import = self
                .import
                .ok_or_else(|| unsupported(R::NAME, "be imported by an id"))?;
            import(&self.resource, cx, id).await.map(Model::encode)
        })
    }

    fn import_by_identity<'a>(
        &'a self,
        cx: &'a ReadContext<R::Provider>,
        identity: Object,
    ) -> BoxFuture<'a, Outcome<Object>> {
        Box::pin(async move {
            let import = self
                .import_by_identity
                .ok_or_else(|| unsupported(R::NAME, "be imported by its identity; import it by `id`"))?;
            import(&self.resource, cx, identity).await.map(Model::encode)
        })
    }

    fn move_from(&self, source: MoveSource) -> Outcome<Option<Object>> {
        match self.move_from {
            Some(move_from) => Ok(move_from(&self.resource, source)?.map(Model::encode)),
            None => Ok(None),
        }
    }

    fn upgrades(&self) -> bool {
        self.upgrade.is_some()
    }

    fn upgrade(&self, version: i64, state: serde_json::Value) -> Outcome<serde_json::Value> {
        match self.upgrade {
            Some(upgrade) => upgrade(&self.resource, version, state),
            None => Err(unsupported(
                R::NAME,
                &format!("read a state of schema version {version}"),
            )),
        }
    }

    fn generate_config(&self, state: Object) -> Outcome<Object> {
        match self.generate {
            Some(generate) => Ok(generate(&self.resource, decode(state)?).encode()),
            None => Ok(state),
        }
    }
}

fn unsupported(name: &str, what: &str) -> Diagnostics {
    Diagnostic::error("Not supported by this resource", format!("{name} cannot {what}.")).into()
}
