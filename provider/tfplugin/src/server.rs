//! The service: what Terraform asks, answered by the provider's tables under Terraform's rules.

mod actions;
mod answer;
mod apply;
mod data_sources;
mod ephemerals;
mod finite;
mod functions;
mod identity;
mod lists;
mod plan;
mod provider;
mod read;
mod rpc;
mod schemas;
mod secrets;
mod settle;
mod states;
mod tables;
mod transfer;
mod validate;
mod wire_schema;

use std::sync::{Arc, PoisonError, RwLock};

use crate::contract::{Configured, Environment, Private, Provider, Stop};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::process::Work;
use secrets::Secrets;
use tables::Tables;

/// One provider in one process.
pub(crate) struct Service<P: Provider>(Arc<Shared<P>>);

/// What all calls share. Nothing here is made lazily by GetProviderSchema: a process may never see that call.
struct Shared<P: Provider> {
    provider: P,
    tables: Tables<P>,
    configured: RwLock<Option<Arc<Configured<P>>>>,
    work: Work,
    /// Of the provider's configuration.
    secrets: Secrets,
}

impl<P: Provider> Service<P> {
    pub(crate) fn new(provider: P, work: Work) -> Self {
        let tables = Tables::new(provider.units());
        Self(Arc::new(Shared {
            provider,
            tables,
            configured: RwLock::default(),
            work,
            secrets: Secrets::default(),
        }))
    }
}

impl<P: Provider> Shared<P> {
    fn configured(&self) -> Result<Arc<Configured<P>>, Diagnostics> {
        let configured = self.configured.read().unwrap_or_else(PoisonError::into_inner);
        configured.clone().ok_or_else(|| {
            Diagnostic::error(
                "Provider is not configured",
                "This call needs a configured provider, and ConfigureProvider has not succeeded in this process.",
            )
            .into()
        })
    }

    fn environment(&self, private: Private) -> Result<Arc<Environment<P>>, Diagnostics> {
        self.environment_until(private, self.work.listen())
    }

    fn environment_until(&self, private: Private, stop: Stop) -> Result<Arc<Environment<P>>, Diagnostics> {
        Ok(Environment::new(self.configured()?, private, stop))
    }
}
