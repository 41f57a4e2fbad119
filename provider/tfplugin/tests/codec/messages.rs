//! The message that carries a value.

use tfplugin::codec::{decode_dynamic, encode_dynamic};
use tfplugin::wire::tfplugin6::DynamicValue;
use tfplugin::{Data, Type, Value};

use crate::{number, string};

#[test]
fn messagepack_goes_before_json_and_nothing_is_null() {
    let message = |msgpack: &[u8], json: &[u8]| DynamicValue {
        msgpack: msgpack.to_vec(),
        json: json.to_vec(),
    };
    let decode = |message: &DynamicValue| decode_dynamic(Some(message), &Type::String);
    assert_eq!(decode(&message(b"\xa1a", b"\"b\"")), Ok(string("a")));
    assert_eq!(decode(&message(b"", b"\"b\"")), Ok(string("b")));
    assert_eq!(decode(&message(b"", b"")), Ok(Value::Null));
    assert_eq!(decode_dynamic(None, &Type::String), Ok(Value::Null));
}

#[test]
fn attributes_that_json_leaves_out_are_null_as_terraform_has_it() {
    let ty = Type::Object([("a".into(), Type::Number), ("b".into(), Type::Number)].into());
    let message = |json: &[u8]| DynamicValue {
        msgpack: vec![],
        json: json.to_vec(),
    };
    let value = Value::Known(Data::Object(
        [("a".into(), number("0.1")), ("b".into(), Value::Null)].into(),
    ));
    assert_eq!(decode_dynamic(Some(&message(br#"{"a":0.1}"#)), &ty), Ok(value));
    assert!(decode_dynamic(Some(&message(br#"{"a":0.1,"c":1}"#)), &ty).is_err());
}

#[test]
fn answers_are_in_messagepack() {
    let message = encode_dynamic(&Value::Null, &Type::String).expect("null");
    assert_eq!((message.msgpack, message.json), (vec![0xc0], vec![]));
}
