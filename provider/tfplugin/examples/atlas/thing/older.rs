//! States of older versions of a thing, and of other types that became one.

use serde_json::Value as Json;
use tfplugin::{Diagnostic, Diagnostics, MoveSource, MoveState, Provider, UpgradeState};

use super::ThingResource;
use super::model::Thing;
use crate::provider::Atlas;

/// Where `terraform_data` comes from.
const BUILTIN: &str = "terraform.io/builtin/terraform";

impl UpgradeState for ThingResource {
    /// Version 0 called the name `title`; up to version 1 the size was a string.
    fn upgrade(&self, version: i64, mut state: Json) -> Result<Json, Diagnostics> {
        let (Some(thing), 0..=1) = (state.as_object_mut(), version) else {
            let detail = format!("A thing of version {version} cannot be read.");
            return Err(Diagnostic::error("Unreadable thing", detail).into());
        };
        if version == 0
            && let Some(title) = thing.remove("title")
        {
            thing.insert("name".to_owned(), title);
        }
        if let Some(Json::String(size)) = thing.get("size") {
            let size = size.parse::<serde_json::Number>().map_err(|_| {
                Diagnostic::error("Unreadable thing", "The `size` in its state is not a number.")
            })?;
            thing.insert("size".to_owned(), Json::Number(size));
        }
        Ok(state)
    }
}

impl MoveState for ThingResource {
    /// Takes over a `terraform_data` whose `input` is a name, and places.
    fn move_from(&self, source: MoveSource) -> Result<Option<Thing>, Diagnostics> {
        let name = match (source.provider_address.as_str(), source.type_name.as_str()) {
            (BUILTIN, "terraform_data") => &source.state["input"]["value"],
            (Atlas::ADDRESS, "atlas_place") => &source.state["name"],
            _ => return Ok(None),
        };
        match name.as_str() {
            Some(name) => Ok(Some(Thing::named(name))),
            None => {
                let detail = format!("The {} has no text that could be the name.", source.type_name);
                Err(Diagnostic::error("It cannot become a thing", detail).into())
            }
        }
    }
}
