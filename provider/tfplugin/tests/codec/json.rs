//! Values in JSON: states and identities.

use serde_json::json;
use tfplugin::codec::json::{Extra, Missing, decode, decode_slice, encode};
use tfplugin::{CodecError, Data, Dynamic, Elements, Number, Raw, Type, Value};

use crate::{number, string};

fn strict(json: &str, ty: &Type) -> Result<Raw, CodecError> {
    decode_slice(json.as_bytes(), ty, Missing::Error, Extra::Error)
}

fn both_ways(ty: &Type, value: &Raw, json: &str) {
    assert_eq!(
        encode(value, ty).map(|json| json.to_string()).as_deref(),
        Ok(json)
    );
    assert_eq!(strict(json, ty).as_ref(), Ok(value), "{json}");
}

#[test]
fn values_are_written_as_states_have_them() {
    both_ways(&Type::String, &string("a\n"), r#""a\n""#);
    both_ways(&Type::String, &Value::Null, "null");
    both_ways(&Type::Bool, &Value::Known(Data::Bool(true)), "true");
    both_ways(
        &Type::String.list(),
        &Value::Known(Data::List(vec![string("b"), string("a")])),
        r#"["b","a"]"#,
    );
    let set = Value::Known(Data::Set(Elements::new(vec![string("b"), string("a")])));
    both_ways(&Type::String.set(), &set, r#"["a","b"]"#);
    both_ways(
        &Type::Number.map(),
        &Value::Known(Data::Map([("k".into(), number("1"))].into())),
        r#"{"k":1}"#,
    );
    let tuple = Type::Tuple(vec![Type::String, Type::Number]);
    both_ways(
        &tuple,
        &Value::Known(Data::Tuple(vec![string("x"), number("1")])),
        r#"["x",1]"#,
    );
    let object = Type::Object([("a".into(), Type::String), ("b".into(), Type::Number)].into());
    let value = Value::Known(Data::Object(
        [("a".into(), string("x")), ("b".into(), Value::Null)].into(),
    ));
    both_ways(&object, &value, r#"{"a":"x","b":null}"#);
    let dynamic = Dynamic {
        ty: Type::String.list(),
        value: Value::Known(Data::List(vec![])),
    };
    let value = Value::Known(Data::Dynamic(Box::new(dynamic)));
    both_ways(&Type::Dynamic, &value, r#"{"type":["list","string"],"value":[]}"#);
    both_ways(&Type::Dynamic, &Value::Null, "null");
}

#[test]
fn no_digit_of_a_number_is_lost() {
    for text in [
        "0.1",
        "18446744073709551615",
        "-0.5",
        "0.1234567890123456789",
        &format!("0.{}", "3".repeat(60)),
    ] {
        both_ways(&Type::Number, &number(text), text);
    }
    both_ways(&Type::Number, &number("1e100000"), "1e+100000");
    assert_eq!(strict("1e100", &Type::Number), Ok(number("1e100")));
    assert_eq!(strict("1E-300", &Type::Number), Ok(number("1e-300")));
    assert_eq!(strict("1.0", &Type::Number), Ok(number("1")));
    assert_eq!(strict(r#""0.1""#, &Type::Number), Ok(number("0.1")), "in quotes");
    assert!(strict("1e100000000", &Type::Number).is_err());
}

#[test]
fn missing_and_extra_attributes_are_as_wanted() {
    let ty = Type::Object([("a".into(), Type::String), ("b".into(), Type::Number)].into());
    let json = json!({"a": "x", "c": true});
    let value = Value::Known(Data::Object(
        [("a".into(), string("x")), ("b".into(), Value::Null)].into(),
    ));
    assert_eq!(decode(&json, &ty, Missing::Null, Extra::Ignore), Ok(value));
    let reason = |missing, extra| {
        decode(&json, &ty, missing, extra)
            .expect_err("strict")
            .to_string()
    };
    assert_eq!(
        reason(Missing::Error, Extra::Ignore),
        "attribute \"b\" is missing"
    );
    assert_eq!(
        reason(Missing::Null, Extra::Error),
        "attribute \"c\" is not in the schema"
    );
}

#[test]
fn what_json_cannot_say_is_refused() {
    let list = Value::Known(Data::List(vec![Value::Null, Value::unknown()]));
    let error = encode(&list, &Type::String.list())
        .expect_err("unknown")
        .to_string();
    assert_eq!(error, "[1]: an unknown value cannot be written in JSON");
    assert!(encode(&Value::Known(Data::Number(Number::INFINITY)), &Type::Number).is_err());
}

#[test]
fn what_is_not_of_the_type_is_refused_without_its_value() {
    for (ty, json) in [
        (Type::String, "1"),
        (Type::Number, r#""hunter2""#),
        (Type::Bool, r#""true""#),
        (Type::String.list(), "{}"),
        (Type::String.map(), "[]"),
        (Type::Tuple(vec![Type::String]), "[]"),
        (Type::Dynamic, r#""hunter2""#),
        (Type::Dynamic, r#"{"value":null,"type":"dynamic"}"#),
        (Type::Dynamic, r#"{"value":1,"type":"string"}"#),
        (Type::Dynamic, r#"{"value":1}"#),
        (Type::String.map(), "{\"\u{e9}\":null,\"e\u{301}\":null}"),
        (Type::String, r#""hunter2"#),
    ] {
        let error = strict(json, &ty).expect_err(json).to_string();
        assert!(!error.contains("hunter2"), "{error}");
    }
}

#[test]
fn texts_are_read_and_written_in_nfc() {
    assert_eq!(strict("\"e\u{301}\"", &Type::String), Ok(string("\u{e9}")));
    assert_eq!(encode(&string("e\u{301}"), &Type::String), Ok(json!("\u{e9}")));
}
