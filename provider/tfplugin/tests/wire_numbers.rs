//! Bytes on the wire, written by hand from the protocol's tables, where a wrong field number would go unseen.

use prost::Message;
use prost_types::Timestamp;
use tfplugin::wire::tfplugin6::{
    AttributePath, ClientCapabilities, Diagnostic, DynamicValue, FunctionError, Schema,
    apply_resource_change, attribute_path, close_ephemeral_resource, deferred, get_provider_schema,
    list_resource, open_ephemeral_resource, plan_resource_change, renew_ephemeral_resource, schema,
    stop_provider, validate_provider_config, write_state_bytes,
};

/// The byte before a field with a length: text, bytes, messages.
const fn long(field: u8) -> u8 {
    field << 3 | 2
}

/// The byte before a number, an enum or a bool.
const fn short(field: u8) -> u8 {
    field << 3
}

#[test]
fn diagnostics_of_validate_provider_config_are_field_2() {
    let answer = validate_provider_config::Response {
        diagnostics: vec![Diagnostic {
            severity: 1,
            ..Default::default()
        }],
    };
    assert_eq!(answer.encode_to_vec(), [long(2), 2, short(1), 1]);
}

#[test]
fn an_object_has_its_nesting_in_field_3_and_nothing_in_field_2() {
    let object = schema::Object {
        attributes: vec![schema::Attribute::default()],
        nesting: schema::object::NestingMode::Map.into(),
        ..Default::default()
    };
    assert_eq!(object.encode_to_vec(), [long(1), 0, short(3), 4]);
}

#[test]
fn what_only_terraform_itself_declares_is_read() {
    let request = plan_resource_change::Request::decode(&[long(9), 1, b'p'][..]).expect("a request");
    assert_eq!(request.planned_private, b"p");
    let block = schema::Block::decode(&[short(8), 1][..]).expect("a block");
    assert!(block.computed);
    let client = ClientCapabilities::decode(&[short(3), 1, short(4), 1][..]).expect("capabilities");
    assert!(client.store_planned_private && client.computed_blocks_allowed);
    assert!(!client.deferral_allowed && !client.write_only_attributes_allowed);
}

#[test]
fn private_is_at_one_place_in_a_plan_and_at_another_in_an_apply() {
    let planned = plan_resource_change::Response::decode(&[long(3), 1, b'p'][..]).expect("an answer");
    assert_eq!(planned.planned_private, b"p");
    let request = apply_resource_change::Request::decode(&[long(5), 1, b'p'][..]).expect("a request");
    assert_eq!(request.planned_private, b"p");
    let applied = apply_resource_change::Response::decode(&[long(2), 1, b'p'][..]).expect("an answer");
    assert_eq!(applied.private, b"p");
}

#[test]
fn private_of_an_ephemeral_resource_is_absent_or_empty_and_both_travel() {
    let opened = open_ephemeral_resource::Response {
        private: Some(Vec::new()),
        renew_at: Some(Timestamp { seconds: 5, nanos: 0 }),
        ..Default::default()
    };
    assert_eq!(opened.encode_to_vec(), [long(2), 2, short(1), 5, long(4), 0]);
    let renew = renew_ephemeral_resource::Request::decode(&[long(2), 0][..]).expect("a request");
    assert_eq!(renew.private, Some(Vec::new()));
    let close = close_ephemeral_resource::Request::decode(&[][..]).expect("a request");
    assert_eq!(close.private, None);
}

#[test]
fn the_first_argument_of_a_function_can_be_to_blame() {
    let error = FunctionError {
        text: String::new(),
        function_argument: Some(0),
    };
    assert_eq!(error.encode_to_vec(), [short(2), 0]);
}

#[test]
fn index_0_is_a_step_of_a_path() {
    let path = AttributePath {
        steps: vec![attribute_path::Step {
            selector: Some(attribute_path::step::Selector::ElementKeyInt(0)),
        }],
    };
    assert_eq!(path.encode_to_vec(), [long(1), 2, short(3), 0]);
}

#[test]
fn a_listed_resource_may_come_without_its_object() {
    let event = list_resource::Event {
        resource_object: Some(DynamicValue::default()),
        ..Default::default()
    };
    assert_eq!(event.encode_to_vec(), [long(3), 0]);
    assert!(list_resource::Event::default().encode_to_vec().is_empty());
}

#[test]
fn chunks_of_a_state_after_the_first_have_no_meta() {
    let chunk =
        write_state_bytes::RequestChunk::decode(&[long(2), 1, b'x', short(3), 1][..]).expect("a chunk");
    assert!(chunk.meta.is_none());
    assert_eq!((chunk.bytes.as_slice(), chunk.total_length), (&b"x"[..], 1));
}

#[test]
fn a_failed_stop_tells_its_error_in_field_1() {
    let answer = stop_provider::Response { error: "e".into() };
    assert_eq!(answer.encode_to_vec(), [long(1), 1, b'e']);
}

#[test]
fn reasons_to_defer_have_the_protocols_numbers() {
    let numbers = [
        deferred::Reason::Unknown,
        deferred::Reason::ResourceConfigUnknown,
        deferred::Reason::ProviderConfigUnknown,
        deferred::Reason::AbsentPrereq,
    ]
    .map(i32::from);
    assert_eq!(numbers, [0, 1, 2, 3]);
}

#[test]
fn schemas_travel_in_the_order_of_their_names() {
    let mut answer = get_provider_schema::Response::default();
    for name in ["b", "a"] {
        let schema = Schema {
            version: 1,
            block: None,
        };
        answer.resource_schemas.insert(name.into(), schema);
    }
    let entry = |name| [long(2), 7, long(1), 1, name, long(2), 2, short(1), 1];
    assert_eq!(answer.encode_to_vec(), [entry(b'a'), entry(b'b')].concat());
}
