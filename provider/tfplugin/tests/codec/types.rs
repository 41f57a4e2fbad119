//! Types in JSON, in HCL's spelling, and against values.

use proptest::prelude::*;
use tfplugin::{Data, Dynamic, Elements, Path, Raw, Type, Value};

use crate::strategies::{Holes, any_type, any_typed_value};
use crate::{number, string};

fn person() -> Type {
    Type::Object([("name".into(), Type::String), ("tags".into(), Type::Number.map())].into())
}

#[test]
fn types_are_written_as_the_protocol_spells_them() {
    for (ty, json, hcl) in [
        (Type::String, r#""string""#, "string"),
        (Type::Number, r#""number""#, "number"),
        (Type::Bool, r#""bool""#, "bool"),
        (Type::Dynamic, r#""dynamic""#, "any"),
        (Type::String.list(), r#"["list","string"]"#, "list(string)"),
        (
            Type::Number.set().map(),
            r#"["map",["set","number"]]"#,
            "map(set(number))",
        ),
        (
            person(),
            r#"["object",{"name":"string","tags":["map","number"]}]"#,
            "object({name = string, tags = map(number)})",
        ),
        (
            Type::Tuple(vec![Type::String, Type::Number]),
            r#"["tuple",["string","number"]]"#,
            "tuple([string, number])",
        ),
        (Type::Tuple(vec![]), r#"["tuple",[]]"#, "tuple([])"),
    ] {
        assert_eq!(String::from_utf8(ty.to_json()).expect("UTF-8"), json);
        assert_eq!(Type::from_json(json.as_bytes()), Ok(ty.clone()));
        assert_eq!(ty.to_string(), hcl);
    }
}

#[test]
fn optional_attributes_are_read_as_ordinary_ones() {
    let read = Type::from_json(br#"["object",{"name":"string","tags":["map","number"]},["tags"]]"#);
    assert_eq!(read, Ok(person()));
}

#[test]
fn what_is_no_type_is_refused() {
    for json in [
        "",
        "string",
        "null",
        r#""text""#,
        r#"["list"]"#,
        r#"["list","string","string"]"#,
        r#"["bag","string"]"#,
        r#"["object",["string"]]"#,
        r#"["object",{"a":"string"},["b"]]"#,
        r#"["object",{"a":"string"},"a"]"#,
        r#"["tuple",{"a":"string"}]"#,
        r#""string" "string""#,
        "[\"object\",{\"\u{e9}\":\"string\",\"e\u{301}\":\"string\"}]",
    ] {
        assert!(Type::from_json(json.as_bytes()).is_err(), "{json}");
    }
    let deep = format!(
        "{}\"string\"{}",
        r#"["list","#.repeat(200_000),
        "]".repeat(200_000)
    );
    assert!(Type::from_json(deep.as_bytes()).is_err());
}

#[test]
fn a_value_conforms_or_the_first_wrong_place_is_named() {
    let tagged = |tag: Raw| -> Raw {
        Value::Known(Data::List(vec![Value::Known(Data::Object(
            [
                ("name".into(), string("a")),
                ("tags".into(), Value::Known(Data::Map([("k".into(), tag)].into()))),
            ]
            .into(),
        ))]))
    };
    let people = person().list();
    assert_eq!(people.conforms(&tagged(number("1"))), Ok(()));
    assert_eq!(people.conforms(&tagged(Value::unknown())), Ok(()));
    assert_eq!(people.conforms(&Value::Null), Ok(()));
    let error = people
        .conforms(&tagged(string("hunter2")))
        .expect_err("a string for a number");
    assert_eq!(error.path, Path::root().index(0).attribute("tags").key("k"));
    assert_eq!(error.reason, "a number is required");

    let object = |names: &[&str]| -> Raw {
        Value::Known(Data::Object(
            names
                .iter()
                .map(|name| ((*name).to_owned(), Value::Null))
                .collect(),
        ))
    };
    let reason = |value: &Raw| person().conforms(value).map_err(|error| error.reason);
    assert_eq!(reason(&object(&["name", "tags"])), Ok(()));
    assert_eq!(
        reason(&object(&["name"])),
        Err("attribute \"tags\" is missing".into())
    );
    assert_eq!(
        reason(&object(&["tags"])),
        Err("attribute \"name\" is missing".into())
    );
    for extra in ["age", "nose", "zeal"] {
        let reason = reason(&object(&["name", extra, "tags"]));
        assert_eq!(reason, Err(format!("attribute {extra:?} is not in the schema")));
    }

    let set = Value::Known(Data::Set(Elements::new(vec![number("1")])));
    let error = Type::String
        .set()
        .conforms(&set)
        .expect_err("a number for a string");
    assert_eq!(error.path, Path::root().element());
    let tuple = Type::Tuple(vec![Type::String]).conforms(&Value::Known(Data::Tuple(vec![])));
    assert_eq!(
        tuple.expect_err("too short").reason,
        "a tuple of 1 elements is required, 0 are given"
    );
}

#[test]
fn a_dynamic_value_brings_a_type_and_keeps_to_it() {
    let dynamic = |ty: Type, value: Raw| Value::Known(Data::Dynamic(Box::new(Dynamic { ty, value })));
    assert_eq!(
        Type::Dynamic.conforms(&dynamic(Type::String, string("a"))),
        Ok(())
    );
    assert!(
        Type::Dynamic
            .conforms(&dynamic(Type::Number, string("a")))
            .is_err()
    );
    assert!(
        Type::Dynamic
            .conforms(&dynamic(Type::Dynamic, Value::Null))
            .is_err()
    );
    assert!(Type::Dynamic.conforms(&string("a")).is_err());
}

proptest! {
    #[test]
    fn every_type_survives(ty in any_type()) {
        prop_assert_eq!(Type::from_json(&ty.to_json()), Ok(ty));
    }

    #[test]
    fn every_value_conforms_to_its_type((ty, value) in any_typed_value(Holes::Unknowns)) {
        prop_assert_eq!(ty.conforms(&value), Ok(()));
    }

    #[test]
    fn any_json_is_a_type_or_refused(json in r#"[\[\]{}",:a-z]{0,40}"#) {
        if let Ok(ty) = Type::from_json(json.as_bytes()) {
            prop_assert_eq!(Type::from_json(&ty.to_json()), Ok(ty));
        }
    }
}
