//! Bytes that no Terraform sends: each is answered with a diagnostic, without a panic, and the process goes on.

use std::time::{Duration, Instant};

use serde_json::json;
use tfplugin::wire::tfplugin6::{
    ClientCapabilities, Diagnostic, DynamicValue, RawState, plan_resource_change, read_resource,
    upgrade_resource_state, validate_resource_config,
};
use tfplugin::{Data, Dynamic, Raw, Type};

use crate::life::Kept;
use crate::said::Said;
use crate::session::{Session, capable};
use crate::values::text;

const THING: &str = "atlas_thing";
const SECRET: &str = "correct horse battery";

fn packed(msgpack: Vec<u8>) -> Option<DynamicValue> {
    Some(DynamicValue {
        msgpack,
        json: Vec::new(),
    })
}

#[track_caller]
fn without_panic(said: &[Diagnostic]) {
    for said in said {
        assert!(!said.detail.contains("panic"), "{said:#?}");
    }
}

/// Validates and plans this configuration.
async fn ask(session: &Session, bytes: &[u8]) -> (Said, Said) {
    let validated = session
        .validate_resource_config(validate_resource_config::Request {
            type_name: THING.to_owned(),
            config: packed(bytes.to_vec()),
            client_capabilities: Some(capable()),
        })
        .await;
    let planned = session
        .plan_resource_change(plan_resource_change::Request {
            type_name: THING.to_owned(),
            proposed_new_state: packed(bytes.to_vec()),
            config: packed(bytes.to_vec()),
            ..Default::default()
        })
        .await;
    without_panic(&validated.diagnostics);
    without_panic(&planned.diagnostics);
    (Said(validated.diagnostics), Said(planned.diagnostics))
}

/// A configuration with something of everything.
fn everything(session: &Session) -> Vec<u8> {
    let config = session.config(
        THING,
        json!({
            "name": "a", "number": 0.1, "count_of": 7, "anything": {"a": ["b", 1]}, "list": ["x"], "tags": ["x", "y"],
            "labels": {"k": "v"}, "home": {"street": "s"}, "stops": [{"name": "n", "seconds": 1}],
            "marks": [{"name": "m"}], "rooms": {"r": {"area": 1}}, "timeouts": {"create": "1m"}, "box_one": {"value": "v"},
            "box": [{"value": "v"}], "bag": [{"value": "v"}], "shelf": {"s": {"value": "v"}}, "secret_wo": SECRET
        }),
    );
    session.sent(THING, Some(&config)).msgpack
}

#[tokio::test]
async fn a_configuration_with_any_byte_changed_is_answered() {
    let session = Session::start().await;
    let whole = everything(&session);
    let mut refused = 0;
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        // Another kind of marker each time: nil, invalid, array, map, text, extension, long lengths.
        bytes[at] = [0xc0, 0xc1, 0xdd, 0x8f, 0xdb, 0xc9, 0xd4, 0xff][at % 8];
        let (validated, planned) = ask(&session, &bytes).await;
        refused += usize::from(!validated.errors().is_empty() && !planned.errors().is_empty());
    }
    assert!(refused > whole.len() / 2, "{refused} of {}", whole.len());
    session.never_heard("horse");
    let config = session.config(THING, json!({"name": "a"}));
    session.created(THING, &config).await;
    session.core.shutdown().await;
}

#[tokio::test]
async fn a_configuration_cut_anywhere_is_refused() {
    let session = Session::start().await;
    let whole = everything(&session);
    for length in (1..whole.len()).step_by(3) {
        let (validated, planned) = ask(&session, &whole[..length]).await;
        assert_eq!(validated.errors().len(), 1, "{length}: {validated:?}");
        assert_eq!(planned.errors().len(), 1, "{length}: {planned:?}");
    }
    let more = [&whole[..], &[0xc0]].concat();
    let (validated, _) = ask(&session, &more).await;
    assert_eq!(validated.errors().len(), 1, "one byte too many: {validated:?}");
    session.never_heard("horse");
}

#[tokio::test]
async fn lengths_that_lie_and_nesting_without_end_are_refused_at_once() {
    let session = Session::start().await;
    let attribute = |name: &str, value: &[u8]| {
        let mut bytes = vec![0x81, 0xa0 | u8::try_from(name.len()).expect("short")];
        bytes.extend(name.as_bytes());
        bytes.extend(value);
        bytes
    };
    let deep_type = format!("{}\"string\"{}", "[\"list\",".repeat(50_000), "]".repeat(50_000));
    let mut deep_dynamic = vec![0x92, 0xc6];
    deep_dynamic.extend(u32::try_from(deep_type.len()).expect("short").to_be_bytes());
    deep_dynamic.extend(deep_type.as_bytes());
    deep_dynamic.extend(vec![0x91; 50_000]);
    let began = Instant::now();
    for bytes in [
        vec![0x91; 1 << 20],
        vec![0x81; 1 << 20],
        vec![0xdf, 0xff, 0xff, 0xff, 0xff],
        attribute("list", &[0xdd, 0xff, 0xff, 0xff, 0xff]),
        attribute("labels", &[0xdf, 0xff, 0xff, 0xff, 0xff]),
        attribute("name", &[0xdb, 0xff, 0xff, 0xff, 0xff]),
        attribute("name", &[0xc9, 0xff, 0xff, 0xff, 0xff, 0x0c]),
        attribute("anything", &deep_dynamic),
        attribute("anything", &vec![0x91; 1 << 20]),
    ] {
        let (validated, planned) = ask(&session, &bytes).await;
        assert_eq!(validated.errors().len(), 1, "{validated:?}");
        assert_eq!(planned.errors().len(), 1, "{planned:?}");
    }
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_value_a_hundred_levels_deep_makes_the_whole_way() {
    let session = Session::start().await;
    let (mut ty, mut value) = (Type::String, text("deep"));
    for _ in 0..100 {
        ty = ty.list();
        value = Raw::Known(Data::List(vec![value]));
    }
    let deep = Raw::Known(Data::Dynamic(Box::new(Dynamic { ty, value })));
    let mut config = session.config(THING, json!({"name": "a"}));
    config.insert("anything".to_owned(), deep.clone());
    let kept = session.created(THING, &config).await;
    assert_eq!(kept.state()["anything"], deep);
    session.settled(THING, &kept, &config).await;
}

#[tokio::test]
async fn numbers_that_are_none_are_refused_at_their_attribute() {
    let session = Session::start().await;
    let config = session.config(THING, json!({"name": "a", "number": 77}));
    let whole = session.sent(THING, Some(&config)).msgpack;
    let at = whole
        .windows(8)
        .position(|window| window == b"\xa6number\x4d")
        .expect("the number")
        + 7;
    let cases: [&[u8]; 5] = [
        &[0xcb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0],
        b"\xa3NaN",
        b"\xa50x1f.",
        b"\xa0",
        b"\xac1e9999999999",
    ];
    for number in cases {
        let bytes = [&whole[..at], number, &whole[at + 1..]].concat();
        let (validated, planned) = ask(&session, &bytes).await;
        validated.error_at("number");
        planned.error_at("number");
    }
}

#[tokio::test]
async fn a_secret_of_a_wrong_type_is_refused_without_being_shown() {
    let session = Session::start().await;
    let config = session.config(THING, json!({"name": "a", "secret_wo": SECRET}));
    let whole = session.sent(THING, Some(&config)).msgpack;
    let text = [
        &[0xa0 | u8::try_from(SECRET.len()).expect("short")],
        SECRET.as_bytes(),
    ]
    .concat();
    let at = whole
        .windows(text.len())
        .position(|window| window == text)
        .expect("the secret");
    // A list with the secret in it, and the secret with a byte that is no UTF-8.
    let mut broken = text.clone();
    broken[3] = 0xff;
    for value in [[&[0x91], &text[..]].concat(), broken] {
        let bytes = [&whole[..at], &value, &whole[at + text.len()..]].concat();
        let (validated, planned) = ask(&session, &bytes).await;
        validated.one_error("string", "secret_wo");
        planned.one_error("string", "secret_wo");
    }
    session.never_heard("horse");
}

#[tokio::test]
async fn stored_states_and_private_state_of_any_bytes_are_answered() {
    let session = Session::start().await;
    let config = session.config(THING, json!({"name": "a"}));
    let kept = session.created(THING, &config).await;
    let deep = "[".repeat(100_000);
    for stored in [
        "",
        "null",
        "[]",
        "7",
        "{\"name\":",
        "\u{0}",
        &deep,
        "{\"name\":{\"name\":{}}}",
    ] {
        for version in [0, 1, 2, -1, i64::MAX] {
            let answer = session
                .upgrade_resource_state(upgrade_resource_state::Request {
                    type_name: THING.to_owned(),
                    version,
                    raw_state: Some(RawState {
                        json: stored.as_bytes().to_vec(),
                        ..RawState::default()
                    }),
                })
                .await;
            without_panic(&answer.diagnostics);
            assert_eq!(
                Said(answer.diagnostics).errors().len(),
                1,
                "{stored:.20} {version}"
            );
        }
    }
    for private in [&b"\xff"[..], b"[]", b"{\"made\":", deep.as_bytes()] {
        let answer = session
            .read_resource(read_resource::Request {
                type_name: THING.to_owned(),
                current_state: Some(session.sent(THING, kept.state.as_ref())),
                private: private.to_vec(),
                ..Default::default()
            })
            .await;
        Said(answer.diagnostics).one_error("private state", "");
    }
}

#[tokio::test]
async fn a_client_that_allows_everything_is_not_told_to_wait() {
    // Terraform 1.11 says in the apply walk that deferral is allowed, and refuses it then.
    let session = Session::start().await;
    let config = session.config(THING, json!({"name": crate::values::UNKNOWN}));
    let answer = session
        .plan_resource_change(plan_resource_change::Request {
            type_name: THING.to_owned(),
            proposed_new_state: Some(session.sent(THING, Some(&config))),
            config: Some(session.sent(THING, Some(&config))),
            client_capabilities: Some(ClientCapabilities {
                deferral_allowed: true,
                write_only_attributes_allowed: true,
                store_planned_private: true,
                computed_blocks_allowed: true,
            }),
            planned_private: b"{\"from\":\"the first plan\"}".to_vec(),
            ..Default::default()
        })
        .await;
    Said(answer.diagnostics).nothing();
    assert_eq!(answer.deferred, None);
    let (_, plan, _) = session.plan(THING, &Kept::default(), Some(&config)).await;
    assert_eq!(answer.planned_private, plan.private);
}
