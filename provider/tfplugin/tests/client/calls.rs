//! The calls of the protocol, one method each: never a gRPC error, and every answer is kept to be searched for secrets.

use prost::Message;
use tfplugin::wire::tfplugin6 as wire;
use tokio_stream::StreamExt;

use crate::session::Session;

macro_rules! calls {
    (
        unary { $($unary:ident $unary_module:ident;)* }
        streams { $($stream:ident $stream_module:ident;)* }
    ) => {
        impl Session {
            $(pub(crate) async fn $unary(
                &self,
                request: wire::$unary_module::Request,
            ) -> wire::$unary_module::Response {
                let answer = self.client().$unary(request).await;
                let answer = answer.unwrap_or_else(|status| panic!("{}: {status}", stringify!($unary)));
                self.hear(answer.into_inner())
            })*

            $(pub(crate) async fn $stream(
                &self,
                request: wire::$stream_module::Request,
            ) -> Vec<wire::$stream_module::Event> {
                let mut stream = self.client().$stream(request).await.expect("a stream").into_inner();
                let mut events = Vec::new();
                while let Some(event) = stream.next().await {
                    events.push(self.hear(event.expect("an event")));
                }
                events
            })*
        }
    };
}

calls! {
    unary {
        get_metadata get_metadata;
        get_provider_schema get_provider_schema;
        get_resource_identity_schemas get_resource_identity_schemas;
        get_functions get_functions;
        validate_provider_config validate_provider_config;
        validate_resource_config validate_resource_config;
        validate_data_resource_config validate_data_resource_config;
        validate_ephemeral_resource_config validate_ephemeral_resource_config;
        validate_list_resource_config validate_list_resource_config;
        validate_action_config validate_action_config;
        configure_provider configure_provider;
        upgrade_resource_state upgrade_resource_state;
        upgrade_resource_identity upgrade_resource_identity;
        read_resource read_resource;
        plan_resource_change plan_resource_change;
        apply_resource_change apply_resource_change;
        import_resource_state import_resource_state;
        move_resource_state move_resource_state;
        generate_resource_config generate_resource_config;
        read_data_source read_data_source;
        open_ephemeral_resource open_ephemeral_resource;
        renew_ephemeral_resource renew_ephemeral_resource;
        close_ephemeral_resource close_ephemeral_resource;
        call_function call_function;
        plan_action plan_action;
        stop_provider stop_provider;
    }
    streams {
        list_resource list_resource;
        invoke_action invoke_action;
    }
}

impl Session {
    fn hear<M: Message>(&self, answer: M) -> M {
        self.heard
            .lock()
            .expect("no panic")
            .extend(answer.encode_to_vec());
        answer
    }
}
