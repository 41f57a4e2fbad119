//! The calls that describe the provider. They may never come: nothing else depends on them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Shared;
use super::tables::{Shape, Table, Unit};
use super::wire_schema;
use crate::contract::Provider;
use crate::wire::tfplugin6::get_metadata as metadata;
use crate::wire::tfplugin6::{
    ActionSchema, Function, Schema, ServerCapabilities, get_functions, get_provider_schema,
    get_resource_identity_schemas,
};

pub(super) async fn metadata<P: Provider>(
    shared: Arc<Shared<P>>,
    _: metadata::Request,
) -> metadata::Response {
    let tables = &shared.tables;
    let name = |name: &&str| (*name).to_owned();
    macro_rules! names {
        ($table:ident, $kind:ident) => {
            tables
                .$table
                .keys()
                .map(|key| metadata::$kind {
                    type_name: name(key),
                })
                .collect()
        };
    }
    metadata::Response {
        server_capabilities: Some(capabilities::<P>()),
        resources: names!(resources, ResourceMetadata),
        data_sources: names!(data_sources, DataSourceMetadata),
        ephemeral_resources: names!(ephemerals, EphemeralMetadata),
        list_resources: names!(lists, ListResourceMetadata),
        actions: names!(actions, ActionMetadata),
        functions: tables
            .functions
            .keys()
            .map(|key| metadata::FunctionMetadata { name: name(key) })
            .collect(),
        ..metadata::Response::default()
    }
}

pub(super) async fn provider_schema<P: Provider>(
    shared: Arc<Shared<P>>,
    _: get_provider_schema::Request,
) -> get_provider_schema::Response {
    let tables = &shared.tables;
    get_provider_schema::Response {
        provider: Some(schema(0, tables.config())),
        resource_schemas: tables
            .resources
            .iter()
            .map(|(name, unit)| ((*name).to_owned(), schema(unit.does.version(), unit.shape())))
            .collect(),
        data_source_schemas: unversioned(&tables.data_sources, |unit| unit.shape()),
        ephemeral_resource_schemas: unversioned(&tables.ephemerals, |unit| unit.shape()),
        list_resource_schemas: unversioned(&tables.lists, |unit| unit.shape()),
        action_schemas: unversioned(&tables.actions, |unit| unit.shape())
            .into_iter()
            .map(|(name, schema)| (name, ActionSchema { schema: Some(schema) }))
            .collect(),
        functions: signatures(&shared),
        server_capabilities: Some(capabilities::<P>()),
        ..get_provider_schema::Response::default()
    }
}

pub(super) async fn identity_schemas<P: Provider>(
    shared: Arc<Shared<P>>,
    _: get_resource_identity_schemas::Request,
) -> get_resource_identity_schemas::Response {
    let schemas = shared.tables.resources.iter().filter_map(|(name, unit)| {
        let (schema, _) = unit.identity()?;
        Some(((*name).to_owned(), wire_schema::identity(schema)))
    });
    get_resource_identity_schemas::Response {
        identity_schemas: schemas.collect(),
        ..get_resource_identity_schemas::Response::default()
    }
}

pub(super) async fn functions<P: Provider>(
    shared: Arc<Shared<P>>,
    _: get_functions::Request,
) -> get_functions::Response {
    get_functions::Response {
        functions: signatures(&shared),
        ..get_functions::Response::default()
    }
}

fn schema(version: i64, shape: &Shape) -> Schema {
    Schema {
        version,
        block: Some(wire_schema::block(&shape.block)),
    }
}

fn unversioned<T: ?Sized>(table: &Table<T>, shape: impl Fn(&Unit<T>) -> &Shape) -> BTreeMap<String, Schema> {
    table
        .iter()
        .map(|(name, unit)| ((*name).to_owned(), schema(0, shape(unit))))
        .collect()
}

fn signatures<P: Provider>(shared: &Shared<P>) -> BTreeMap<String, Function> {
    shared
        .tables
        .functions
        .iter()
        .map(|(name, unit)| ((*name).to_owned(), wire_schema::function(unit.signature())))
        .collect()
}

fn capabilities<P: Provider>() -> ServerCapabilities {
    let capabilities = P::CAPABILITIES;
    ServerCapabilities {
        plan_destroy: capabilities.plan_destroy,
        get_provider_schema_optional: capabilities.get_provider_schema_optional,
        move_resource_state: capabilities.move_resource_state,
        generate_resource_config: capabilities.generate_resource_config,
    }
}
