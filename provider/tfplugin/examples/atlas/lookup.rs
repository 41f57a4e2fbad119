//! The data source `atlas_place`: a place that somebody else manages.

use tfplugin::{DataSource, Diagnostic, Diagnostics, Model, ReadContext, Value};

use crate::place::Place;
use crate::provider::Atlas;
use crate::store::Record;

/// A place, found by its name.
#[derive(Model, Clone, Debug, Default)]
pub struct Lookup {
    /// The id of its region.
    #[tf(required)]
    region: Value<String>,
    /// The name inside the region.
    #[tf(required)]
    name: Value<String>,
    /// The region's status when the place was changed last.
    #[tf(computed)]
    status: Value<String>,
    /// What the atlas calls it.
    #[tf(computed)]
    uid: Value<String>,
}

/// The data source.
pub struct PlaceLookup;

impl DataSource for PlaceLookup {
    type Provider = Atlas;
    type Model = Lookup;

    const NAME: &'static str = "atlas_place";

    async fn read(&self, cx: &ReadContext<Atlas>, config: Lookup) -> Result<Lookup, Diagnostics> {
        let wanted = Place::named(config.region.clone(), config.name.clone());
        let found: Option<Place> = cx.reader().find(wanted.key()).await?;
        let place = found.ok_or_else(|| {
            let detail = format!("There is no place {:?} in the atlas.", wanted.key());
            Diagnostic::error("No such place", detail)
        })?;
        Ok(Lookup {
            status: place.status,
            uid: place.uid,
            ..config
        })
    }
}
