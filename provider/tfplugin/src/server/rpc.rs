//! The calls of the protocol, each handed to the file that answers it. State stores are not offered: their calls answer
//! Unimplemented, as for every feature that the schema does not name.

use tonic::codegen::BoxStream;
use tonic::{Request, Response, Status, async_trait};

use super::{
    Service, actions, apply, data_sources, ephemerals, functions, identity, lists, plan, provider, read,
    schemas, states, validate,
};
use crate::contract::Provider;
use crate::wire::tfplugin6::{self as wire, provider_server};

/// The service: first the unary calls (RPC, method, module of its messages, field of the type's name, answering
/// function), then what is different.
macro_rules! service {
    (
        unary { $($rpc:literal $method:ident $module:ident ($($field:ident)?) $answer:path;)* }
        $($different:tt)*
    ) => {
        #[async_trait]
        impl<P: Provider> provider_server::Provider for Service<P> {
            $(async fn $method(
                &self,
                request: Request<wire::$module::Request>,
            ) -> Result<Response<wire::$module::Response>, Status> {
                let request = request.into_inner();
                let name = String::new() $(+ &request.$field)?;
                self.run($rpc, &name, |shared| $answer(shared, request)).await
            })*

            $($different)*
        }
    };
}

service! {
    unary {
        "GetMetadata" get_metadata get_metadata () schemas::metadata;
        "GetProviderSchema" get_provider_schema get_provider_schema () schemas::provider_schema;
        "GetResourceIdentitySchemas" get_resource_identity_schemas get_resource_identity_schemas () schemas::identity_schemas;
        "GetFunctions" get_functions get_functions () schemas::functions;
        "ValidateProviderConfig" validate_provider_config validate_provider_config () validate::provider;
        "ValidateResourceConfig" validate_resource_config validate_resource_config (type_name) validate::resource;
        "ValidateDataResourceConfig" validate_data_resource_config validate_data_resource_config (type_name) validate::data_source;
        "ValidateEphemeralResourceConfig" validate_ephemeral_resource_config validate_ephemeral_resource_config (type_name) validate::ephemeral;
        "ValidateListResourceConfig" validate_list_resource_config validate_list_resource_config (type_name) validate::list;
        "ValidateActionConfig" validate_action_config validate_action_config (type_name) validate::action;
        "ConfigureProvider" configure_provider configure_provider () provider::configure;
        "UpgradeResourceState" upgrade_resource_state upgrade_resource_state (type_name) states::upgrade;
        "UpgradeResourceIdentity" upgrade_resource_identity upgrade_resource_identity (type_name) identity::upgrade;
        "ReadResource" read_resource read_resource (type_name) read::read;
        "PlanResourceChange" plan_resource_change plan_resource_change (type_name) plan::plan;
        "ApplyResourceChange" apply_resource_change apply_resource_change (type_name) apply::apply;
        "ImportResourceState" import_resource_state import_resource_state (type_name) read::import;
        "MoveResourceState" move_resource_state move_resource_state (target_type_name) states::move_state;
        "GenerateResourceConfig" generate_resource_config generate_resource_config (type_name) states::generate_config;
        "ReadDataSource" read_data_source read_data_source (type_name) data_sources::read;
        "OpenEphemeralResource" open_ephemeral_resource open_ephemeral_resource (type_name) ephemerals::open;
        "RenewEphemeralResource" renew_ephemeral_resource renew_ephemeral_resource (type_name) ephemerals::renew;
        "CloseEphemeralResource" close_ephemeral_resource close_ephemeral_resource (type_name) ephemerals::close;
        "PlanAction" plan_action plan_action (action_type) actions::plan;
    }

    async fn call_function(
        &self,
        request: Request<wire::call_function::Request>,
    ) -> Result<Response<wire::call_function::Response>, Status> {
        functions::call(&self.0, request.into_inner()).await
    }

    async fn list_resource(
        &self,
        request: Request<wire::list_resource::Request>,
    ) -> Result<Response<BoxStream<wire::list_resource::Event>>, Status> {
        Ok(Response::new(lists::list(&self.0, request.into_inner())))
    }

    async fn invoke_action(
        &self,
        request: Request<wire::invoke_action::Request>,
    ) -> Result<Response<BoxStream<wire::invoke_action::Event>>, Status> {
        Ok(Response::new(actions::invoke(&self.0, request.into_inner())))
    }

    /// Answers at once; running work learns of it through its context.
    async fn stop_provider(
        &self,
        _: Request<wire::stop_provider::Request>,
    ) -> Result<Response<wire::stop_provider::Response>, Status> {
        tracing::debug!("Terraform was interrupted: running operations are asked to end");
        self.0.work.stop();
        Ok(Response::new(wire::stop_provider::Response::default()))
    }
}
