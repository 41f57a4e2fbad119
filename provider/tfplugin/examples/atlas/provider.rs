//! The provider: its configuration, what one run remembers, and the table of what it offers.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use tfplugin::{
    ConfigureContext, Configured, Diagnostics, EphemeralResource, ManagedResource, Model, Provider, Units,
    Value,
};

use crate::announce::Announce;
use crate::functions::{Double, Echo, Join, Label};
use crate::listing::Things;
use crate::lookup::PlaceLookup;
use crate::place::PlaceResource;
use crate::region::{Region, RegionResource};
use crate::store::{Reader, Store, Writer};
use crate::thing::ThingResource;
use crate::token::TokenResource;

/// The atlas.
pub struct Atlas;

/// An atlas is a folder of places, regions and things.
#[derive(Model, Clone, Debug, Default)]
pub struct Config {
    /// The folder. Without it the environment's `ATLAS_PATH` says.
    #[tf(optional)]
    path: Value<String>,
    /// Said to the atlas, which believes everybody.
    #[tf(optional, sensitive)]
    token: Value<String>,
}

/// What one run has planned so far: the status of each region by its id, so that a place sees its region's new status
/// in the same plan.
#[derive(Debug, Default)]
pub struct Memory(Mutex<BTreeMap<String, Value<String>>>);

impl Memory {
    /// Begins with the regions as they are: Terraform plans again during apply, in a new process and only what changes, and
    /// refuses another answer.
    fn of(reader: &Reader) -> Result<Self, Diagnostics> {
        let regions = reader.all::<Region>()?;
        let statuses = regions
            .into_iter()
            .filter_map(|region| Some((region.id.into_known()?, region.status)));
        Ok(Self(Mutex::new(statuses.collect())))
    }

    /// A region's planned status.
    pub fn remember(&self, region: &str, status: Value<String>) {
        let mut regions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        regions.insert(region.to_owned(), status);
    }

    /// The region's planned status, if the region is known here.
    pub fn status(&self, region: &str) -> Option<Value<String>> {
        let regions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        regions.get(region).cloned()
    }
}

impl Provider for Atlas {
    type Config = Config;
    type Memory = Memory;
    type Reader = Reader;
    type Writer = Writer;

    const NAME: &'static str = "atlas";
    const VERSION: &'static str = "0.1.0";
    const ADDRESS: &'static str = "registry.terraform.io/examples/atlas";

    async fn configure(
        &self,
        cx: &ConfigureContext,
        config: Config,
    ) -> Result<Configured<Self>, Diagnostics> {
        // An unknown path is one that another resource of this run makes: the calls that need it will say so.
        let folder = match config.path {
            Value::Known(path) => Some(PathBuf::from(path)),
            Value::Null => std::env::var_os("ATLAS_PATH").map(PathBuf::from),
            Value::Unknown(_) => None,
        };
        let is_open = folder.is_some();
        // Shown by TF_LOG_PROVIDER=INFO, and at the levels below.
        tracing::info!(
            terraform = cx.terraform_version(),
            is_open,
            "the atlas is configured"
        );
        let (reader, writer) = Store::open(folder);
        Ok(Configured {
            memory: if is_open {
                Memory::of(&reader)?
            } else {
                Memory::default()
            },
            reader,
            writer,
        })
    }

    fn units(&self) -> Units<Self> {
        Units {
            resources: vec![
                ManagedResource::new(RegionResource).plans().imports().boxed(),
                ManagedResource::new(PlaceResource)
                    .plans()
                    .plans_destroy()
                    .identified()
                    .imports()
                    .imports_by_identity()
                    .boxed(),
                ManagedResource::new(ThingResource)
                    .plans()
                    .identified()
                    .imports()
                    .imports_by_identity()
                    .moves()
                    .upgrades()
                    .generates_config()
                    .boxed(),
            ],
            data_sources: vec![Box::new(PlaceLookup)],
            ephemerals: vec![EphemeralResource::new(TokenResource).renews().closes().boxed()],
            lists: vec![Box::new(Things)],
            actions: vec![Box::new(Announce)],
            functions: vec![Box::new(Join), Box::new(Label), Box::new(Echo), Box::new(Double)],
        }
    }
}
