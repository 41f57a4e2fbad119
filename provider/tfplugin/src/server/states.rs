//! UpgradeResourceState, MoveResourceState and GenerateResourceConfig: one state in, another out. None needs a
//! configured provider.

use std::sync::Arc;

use super::Shared;
use super::answer::answer;
use super::identity;
use super::settle::settle;
use super::tables::{ResourceUnit, find};
use super::transfer::{decode_object, decode_private, encode, encode_identity, encode_object, stored_json};
use crate::codec::json::{self, Extra, Missing};
use crate::contract::{MoveSource, Provider};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::value::{Data, Raw, Value};
use crate::wire::tfplugin6::{generate_resource_config, move_resource_state, upgrade_resource_state};
use crate::{engine, rules};

pub(super) async fn upgrade<P: Provider>(
    shared: Arc<Shared<P>>,
    request: upgrade_resource_state::Request,
) -> upgrade_resource_state::Response {
    answer(upgraded(&shared, request), Diagnostics::default())
}

fn upgraded<P: Provider>(
    shared: &Shared<P>,
    request: upgrade_resource_state::Request,
) -> Result<upgrade_resource_state::Response, Diagnostics> {
    let unit = find(&shared.tables.resources, "resource", &request.type_name)?;
    let stored = stored_json("state", request.raw_state)?;
    // At the same version Terraform may know attributes that are gone by now; after an upgrade an unknown one is a
    // mistake of the upgrade.
    let (stored, extra) = if request.version == unit.does.version() {
        (stored, Extra::Ignore)
    } else {
        (unit.does.upgrade(request.version, stored)?, Extra::Error)
    };
    let state = from_json(unit, &stored, extra)?;
    rules::upgraded(&unit.shape().block, &state).into_result()?;
    Ok(upgrade_resource_state::Response {
        upgraded_state: Some(encode("state", &state, &unit.shape().ty)?),
        ..upgrade_resource_state::Response::default()
    })
}

fn from_json<P: Provider>(
    unit: &ResourceUnit<P>,
    stored: &serde_json::Value,
    extra: Extra,
) -> Result<Raw, Diagnostics> {
    let shape = unit.shape();
    let mut state = json::decode(stored, &shape.ty, Missing::Null, extra).map_err(|error| {
        Diagnostic::error("Unreadable state", error.reason.clone()).at(error.path.clone())
    })?;
    if let Value::Known(Data::Object(state)) = &mut state {
        settle(&shape.block, state);
        engine::empty_blocks(&shape.block, state);
    }
    Ok(state)
}

pub(super) async fn move_state<P: Provider>(
    shared: Arc<Shared<P>>,
    request: move_resource_state::Request,
) -> move_resource_state::Response {
    answer(moved(&shared, request), Diagnostics::default())
}

fn moved<P: Provider>(
    shared: &Shared<P>,
    request: move_resource_state::Request,
) -> Result<move_resource_state::Response, Diagnostics> {
    let unit = find(&shared.tables.resources, "resource", &request.target_type_name)?;
    let shape = unit.shape();
    let identity = stored_json("identity of the source", request.source_identity)?;
    let ours = is_same_provider(&request.source_provider_address, P::ADDRESS);
    let source = MoveSource {
        provider_address: if ours {
            P::ADDRESS.to_owned()
        } else {
            request.source_provider_address.clone()
        },
        type_name: request.source_type_name.clone(),
        schema_version: request.source_schema_version,
        state: stored_json("state of the source", request.source_state)?,
        identity: (!identity.is_null()).then_some(identity),
    };
    let mut state = unit.does.move_from(source)?.ok_or_else(|| {
        Diagnostic::error(
            "Move not supported",
            format!(
                "A {} of {} cannot become a {}. Remove the `moved` block, and import the object or let it be replaced.",
                request.source_type_name, request.source_provider_address, request.target_type_name
            ),
        )
    })?;
    settle(&shape.block, &mut state);
    let target_identity = match (unit.identity(), identity::of_state(unit, state.clone())?) {
        (Some((_, ty)), Some(identity)) => Some(encode_identity(identity, ty)?),
        _ => None,
    };
    let state = Value::Known(Data::Object(state));
    rules::upgraded(&shape.block, &state).into_result()?;
    // Another provider's private state means nothing here.
    let private = if ours {
        decode_private(&request.source_private)?.to_bytes()
    } else {
        Vec::new()
    };
    Ok(move_resource_state::Response {
        target_state: Some(encode("moved state", &state, &shape.ty)?),
        target_private: private,
        target_identity,
        ..move_resource_state::Response::default()
    })
}

/// Whether two addresses name one provider: OpenTofu has a registry of its own, with the same providers.
fn is_same_provider(one: &str, other: &str) -> bool {
    const REGISTRIES: [&str; 2] = ["registry.terraform.io", "registry.opentofu.org"];
    let published = |address: &str| {
        let (host, name) = address.split_once('/')?;
        REGISTRIES.contains(&host).then(|| name.to_owned())
    };
    one == other || published(one).is_some_and(|name| published(other) == Some(name))
}

pub(super) async fn generate_config<P: Provider>(
    shared: Arc<Shared<P>>,
    request: generate_resource_config::Request,
) -> generate_resource_config::Response {
    answer(generated(&shared, request), Diagnostics::default())
}

fn generated<P: Provider>(
    shared: &Shared<P>,
    request: generate_resource_config::Request,
) -> Result<generate_resource_config::Response, Diagnostics> {
    let unit = find(&shared.tables.resources, "resource", &request.type_name)?;
    let shape = unit.shape();
    let state = decode_object("state", request.state.as_ref(), &shape.ty)?;
    let config = engine::config_from_state(&shape.block, &unit.does.generate_config(state)?);
    Ok(generate_resource_config::Response {
        config: Some(encode_object("configuration", config, &shape.ty)?),
        ..generate_resource_config::Response::default()
    })
}
