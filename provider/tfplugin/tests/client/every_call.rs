//! Every call of the service is answered; what is wrong with a request is a diagnostic and never a gRPC error.

use tfplugin::wire::tfplugin6::{self as wire, DynamicValue, RawState};
use tfplugin::{Data, codec};
use tonic::Code;

use crate::said::Said;
use crate::session::Session;

/// Makes these calls; gives each name with what was said.
macro_rules! ask_all {
    ($session:expr, $($call:ident { $($field:ident: $value:expr),* })*) => {
        vec![$((stringify!($call), {
            let request = request!($call $($field: $value),*);
            Said($session.$call(request).await.diagnostics)
        })),*]
    };
}

/// A request, empty but for these fields.
macro_rules! request {
    ($call:ident) => {
        wire::$call::Request::default()
    };
    ($call:ident $($field:ident: $value:expr),+) => {{
        let mut request = wire::$call::Request::default();
        $(request.$field = $value;)+
        request
    }};
}

fn nonsense() -> Option<DynamicValue> {
    Some(DynamicValue {
        msgpack: vec![0x81, 0xa1, b'x', 0xc1],
        json: Vec::new(),
    })
}

#[tokio::test]
async fn each_description_is_answered_before_configure() {
    let session = Session::unconfigured().await;
    let said = ask_all!(session,
        get_metadata {}
        get_provider_schema {}
        get_resource_identity_schemas {}
        get_functions {}
    );
    for (_, said) in said {
        said.nothing();
    }
}

#[tokio::test]
async fn a_name_that_no_schema_has_is_an_error_diagnostic() {
    let session = Session::start().await;
    let name = || "atlas_nothing".to_owned();
    let said = ask_all!(session,
        validate_resource_config { type_name: name() }
        validate_data_resource_config { type_name: name() }
        validate_ephemeral_resource_config { type_name: name() }
        validate_list_resource_config { type_name: name() }
        validate_action_config { type_name: name() }
        upgrade_resource_state { type_name: name() }
        upgrade_resource_identity { type_name: name() }
        read_resource { type_name: name() }
        plan_resource_change { type_name: name() }
        apply_resource_change { type_name: name() }
        import_resource_state { type_name: name() }
        move_resource_state { target_type_name: name() }
        generate_resource_config { type_name: name() }
        read_data_source { type_name: name() }
        open_ephemeral_resource { type_name: name() }
        renew_ephemeral_resource { type_name: name() }
        close_ephemeral_resource { type_name: name() }
        plan_action { action_type: name() }
    );
    for (call, said) in said {
        let [error] = said.errors()[..] else {
            panic!("{call}: {said:#?}");
        };
        assert!(error.summary.starts_with("Unknown "), "{call}: {error:#?}");
        assert!(error.detail.contains("atlas_nothing"), "{call}: {error:#?}");
    }
    let listed = session
        .list_resource(wire::list_resource::Request {
            type_name: name(),
            ..Default::default()
        })
        .await;
    assert_eq!(listed.len(), 1, "{listed:#?}");
    Said(listed[0].diagnostic.clone()).one_error("atlas_nothing", "");
    let called = session
        .call_function(wire::call_function::Request {
            name: name(),
            ..Default::default()
        })
        .await;
    let error = called.error.expect("a function error");
    assert!(error.text.contains("atlas_nothing"), "{error:?}");
}

#[tokio::test]
async fn a_value_that_cannot_be_read_is_an_error_diagnostic() {
    let session = Session::start().await;
    let thing = || "atlas_thing".to_owned();
    let token = || "atlas_token".to_owned();
    let said = ask_all!(session,
        validate_provider_config { config: nonsense() }
        configure_provider { config: nonsense() }
        validate_resource_config { type_name: thing(), config: nonsense() }
        validate_data_resource_config { type_name: "atlas_place".to_owned(), config: nonsense() }
        validate_ephemeral_resource_config { type_name: token(), config: nonsense() }
        validate_list_resource_config { type_name: thing(), config: nonsense() }
        validate_action_config { type_name: "atlas_announce".to_owned(), config: nonsense() }
        upgrade_resource_state {
            type_name: thing(), version: 2, raw_state: Some(RawState { json: b"{".to_vec(), ..Default::default() })
        }
        upgrade_resource_identity {
            type_name: thing(), raw_identity: Some(RawState { json: b"[1]".to_vec(), ..Default::default() })
        }
        read_resource { type_name: thing(), current_state: nonsense() }
        plan_resource_change { type_name: thing(), proposed_new_state: nonsense(), config: nonsense() }
        apply_resource_change { type_name: thing(), planned_state: nonsense(), config: nonsense() }
        generate_resource_config { type_name: thing(), state: nonsense() }
        read_data_source { type_name: "atlas_place".to_owned(), config: nonsense() }
        open_ephemeral_resource { type_name: token(), config: nonsense() }
        renew_ephemeral_resource { type_name: token(), private: Some(b"not json".to_vec()) }
        close_ephemeral_resource { type_name: token(), private: Some(b"not json".to_vec()) }
        plan_action { action_type: "atlas_announce".to_owned(), config: nonsense() }
    );
    for (call, said) in said {
        assert_eq!(said.errors().len(), 1, "{call}: {said:#?}");
    }
    assert_eq!(session.log(), Vec::<String>::new(), "nothing was done");
}

#[tokio::test]
async fn a_value_in_json_is_read_as_one_in_messagepack() {
    let session = Session::start().await;
    let in_json = |json: &str| {
        Some(DynamicValue {
            msgpack: Vec::new(),
            json: json.as_bytes().to_vec(),
        })
    };
    let thing = || "atlas_thing".to_owned();
    let config = session.config("atlas_thing", serde_json::json!({"name": "a", "number": 0.1}));
    let config = codec::json::encode(&Data::Object(config).into(), &session.ty("atlas_thing"));
    let config = config.expect("a known object").to_string();
    let said = ask_all!(session,
        validate_resource_config { type_name: thing(), config: in_json(&config) }
        plan_resource_change { type_name: thing(), config: in_json(&config), proposed_new_state: in_json(&config) }
    );
    for (call, said) in said {
        assert!(said.errors().is_empty(), "{call}: {said:#?}");
    }
    let said = ask_all!(session,
        validate_resource_config { type_name: thing(), config: in_json(r#"{"name":"a","nothing":1}"#) }
        validate_resource_config { type_name: thing(), config: in_json(r#"{"name":["a"]}"#) }
    );
    for (call, said) in said {
        assert_eq!(said.errors().len(), 1, "{call}: {said:#?}");
    }
}

#[tokio::test]
async fn an_object_that_is_missing_is_an_error_diagnostic() {
    let session = Session::start().await;
    let thing = || "atlas_thing".to_owned();
    let said = ask_all!(session,
        validate_provider_config {}
        configure_provider {}
        validate_resource_config { type_name: thing() }
        read_resource { type_name: thing() }
        apply_resource_change { type_name: thing() }
        import_resource_state { type_name: thing() }
        generate_resource_config { type_name: thing() }
        read_data_source { type_name: "atlas_place".to_owned() }
        open_ephemeral_resource { type_name: "atlas_token".to_owned() }
        plan_action { action_type: "atlas_announce".to_owned() }
    );
    for (call, said) in said {
        assert_eq!(said.errors().len(), 1, "{call}: {said:#?}");
    }
}

#[tokio::test]
async fn a_call_that_needs_a_configured_provider_says_so_before_configure() {
    let session = Session::unconfigured().await;
    let thing = || "atlas_thing".to_owned();
    let config = session.config("atlas_thing", serde_json::json!({"name": "a"}));
    let object = || Some(session.sent("atlas_thing", Some(&config)));
    let said = ask_all!(session,
        read_resource { type_name: thing(), current_state: object() }
        plan_resource_change { type_name: thing(), proposed_new_state: object(), config: object() }
        apply_resource_change { type_name: thing(), planned_state: object(), config: object() }
        import_resource_state { type_name: thing(), id: "a".to_owned() }
        renew_ephemeral_resource { type_name: "atlas_token".to_owned() }
        close_ephemeral_resource { type_name: "atlas_token".to_owned() }
    );
    for (_, said) in said {
        said.one_error("not configured", "");
    }
    // These are asked without a configuration by Terraform itself.
    session.validate("atlas_thing", &config).await.nothing();
}

#[tokio::test]
async fn state_stores_are_not_offered_and_their_calls_are_unimplemented() {
    let session = Session::start().await;
    let mut client = session.client();
    let chunks = tokio_stream::iter([wire::write_state_bytes::RequestChunk::default()]);
    let codes = [
        client
            .validate_state_store_config(wire::validate_state_store::Request::default())
            .await
            .map(drop),
        client
            .configure_state_store(wire::configure_state_store::Request::default())
            .await
            .map(drop),
        client
            .read_state_bytes(wire::read_state_bytes::Request::default())
            .await
            .map(drop),
        client.write_state_bytes(chunks).await.map(drop),
        client
            .lock_state(wire::lock_state::Request::default())
            .await
            .map(drop),
        client
            .unlock_state(wire::unlock_state::Request::default())
            .await
            .map(drop),
        client
            .get_states(wire::get_states::Request::default())
            .await
            .map(drop),
        client
            .delete_state(wire::delete_state::Request::default())
            .await
            .map(drop),
    ]
    .map(|answer| answer.expect_err("no state store").code());
    assert_eq!(codes, [Code::Unimplemented; 8]);
    let served = session.get_provider_schema(Default::default()).await;
    assert!(served.state_store_schemas.is_empty());
}

#[tokio::test]
async fn metadata_names_what_the_schema_has() {
    let session = Session::unconfigured().await;
    let named = session.get_metadata(Default::default()).await;
    let served = session.get_provider_schema(Default::default()).await;
    fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }
    let resources = named.resources.into_iter().map(|unit| unit.type_name);
    assert_eq!(sorted(resources), sorted(served.resource_schemas.into_keys()));
    let data_sources = named.data_sources.into_iter().map(|unit| unit.type_name);
    assert_eq!(
        sorted(data_sources),
        sorted(served.data_source_schemas.into_keys())
    );
    let ephemerals = named.ephemeral_resources.into_iter().map(|unit| unit.type_name);
    assert_eq!(
        sorted(ephemerals),
        sorted(served.ephemeral_resource_schemas.into_keys())
    );
    let lists = named.list_resources.into_iter().map(|unit| unit.type_name);
    assert_eq!(sorted(lists), sorted(served.list_resource_schemas.into_keys()));
    let actions = named.actions.into_iter().map(|unit| unit.type_name);
    assert_eq!(sorted(actions), sorted(served.action_schemas.into_keys()));
    let functions = named.functions.into_iter().map(|unit| unit.name);
    assert_eq!(sorted(functions), sorted(served.functions.clone().into_keys()));
    assert_eq!(named.server_capabilities, served.server_capabilities);
    let capable = served.server_capabilities.expect("capabilities");
    assert!(capable.get_provider_schema_optional && capable.plan_destroy);
    assert!(capable.move_resource_state && capable.generate_resource_config);
    // OpenTofu asks for them in a call of their own.
    assert_eq!(
        session.get_functions(Default::default()).await.functions,
        served.functions
    );
}

#[tokio::test]
async fn a_process_that_is_never_asked_for_its_schema_works() {
    // T29: with get_provider_schema_optional Terraform asks one process of several.
    let session = Session::start().await;
    let config = session.config("atlas_thing", serde_json::json!({"name": "a", "text": "b"}));
    let kept = session.created("atlas_thing", &config).await;
    session.settled("atlas_thing", &kept, &config).await;
    session.core.shutdown().await;
}
