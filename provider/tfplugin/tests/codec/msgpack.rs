//! The bytes that were seen on the wire, and what is refused.

use tfplugin::codec::msgpack::{decode, encode};
use tfplugin::{Bound, Data, Dynamic, Elements, Number, Path, Raw, Refinement, Type, Value};

use crate::{exact, number, string};

/// From `a1 61` and the like.
pub(crate) fn bytes(hex: &str) -> Vec<u8> {
    let hex: String = hex.split_whitespace().collect();
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex"))
        .collect()
}

fn both_ways(ty: &Type, value: &Raw, hex: &str) {
    let bytes = bytes(hex);
    assert_eq!(encode(value, ty).as_deref(), Ok(&*bytes), "{value:?}");
    assert_eq!(decode(&bytes, ty).as_ref(), Ok(value), "{hex}");
}

fn dynamic(ty: Type, value: Raw) -> Raw {
    Value::Known(Data::Dynamic(Box::new(Dynamic { ty, value })))
}

/// The type in JSON as the wire has it: binary of one byte's length.
fn typed(json: &str, value: &str) -> Vec<u8> {
    let length = u8::try_from(json.len()).expect("a short type");
    [&[0x92, 0xc4, length], json.as_bytes(), &bytes(value)].concat()
}

#[test]
fn primitives_are_written_as_terraform_writes_them() {
    both_ways(&Type::String, &string("a"), "a1 61");
    both_ways(&Type::String, &string(""), "a0");
    both_ways(&Type::String, &Value::Null, "c0");
    both_ways(&Type::String, &Value::unknown(), "d4 00 00");
    both_ways(&Type::Bool, &Value::Known(Data::Bool(true)), "c3");
    both_ways(&Type::Bool, &Value::Known(Data::Bool(false)), "c2");
}

#[test]
fn whole_numbers_of_64_bits_are_integers_of_the_shortest_form() {
    both_ways(&Type::Number, &number("1.0"), "01");
    both_ways(&Type::Number, &number("-1"), "ff");
    both_ways(&Type::Number, &number("1000"), "cd 03 e8");
    both_ways(
        &Type::Number,
        &number("9223372036854775807"),
        "cf 7f ff ff ff ff ff ff ff",
    );
    both_ways(
        &Type::Number,
        &number("-9223372036854775808"),
        "d3 80 00 00 00 00 00 00 00",
    );
}

#[test]
fn a_number_beyond_64_bits_travels_as_text() {
    both_ways(
        &Type::Number,
        &number("18446744073709551615"),
        "b4 31 38 34 34 36 37 34 34 30 37 33 37 30 39 35 35 31 36 31 35",
    );
    let googol = encode(&number("1e100"), &Type::Number).expect("a number");
    assert_eq!(
        googol,
        [b"\xd9\x65".as_slice(), format!("1{}", "0".repeat(100)).as_bytes()].concat()
    );
    assert_eq!(decode(&googol, &Type::Number), Ok(number("1e100")));
}

#[test]
fn a_fraction_travels_as_a_double_only_if_nothing_is_lost() {
    both_ways(&Type::Number, &number("0.5"), "cb 3f e0 00 00 00 00 00 00");
    both_ways(&Type::Number, &number("-0.5"), "cb bf e0 00 00 00 00 00 00");
    both_ways(&Type::Number, &number("1.25"), "cb 3f f4 00 00 00 00 00 00");
    both_ways(&Type::Number, &number("0.1"), "a3 30 2e 31");
    both_ways(&Type::Number, &number("3.14"), "a4 33 2e 31 34");
    let third = format!("0.{}", "3".repeat(60));
    for text in [third.as_str(), "1e-300", "0.1234567890123456789"] {
        let sent = encode(&number(text), &Type::Number).expect("a number");
        assert!(
            sent.ends_with(exact(text).to_string().as_bytes()),
            "{text} is sent as text"
        );
        assert_eq!(decode(&sent, &Type::Number), Ok(number(text)));
    }
}

#[test]
fn infinities_travel_as_doubles() {
    let infinite = |number: Number| Value::Known(Data::Number(number));
    both_ways(
        &Type::Number,
        &infinite(Number::INFINITY),
        "cb 7f f0 00 00 00 00 00 00",
    );
    both_ways(
        &Type::Number,
        &infinite(Number::NEG_INFINITY),
        "cb ff f0 00 00 00 00 00 00",
    );
    assert!(
        decode(&bytes("cb 7f f8 00 00 00 00 00 00"), &Type::Number).is_err(),
        "NaN"
    );
}

#[test]
fn numbers_are_read_in_every_form() {
    for (hex, text) in [
        ("cc ff", "255"),
        ("ce 00 00 00 05", "5"),
        ("d0 80", "-128"),
        ("d1 ff 00", "-256"),
        ("d2 80 00 00 00", "-2147483648"),
        ("cf ff ff ff ff ff ff ff ff", "18446744073709551615"),
        ("ca 3f 00 00 00", "0.5"),
        ("cb 3f f0 00 00 00 00 00 00", "1"),
        ("a1 35", "5"),
        ("a3 31 65 32", "100"),
        ("c4 01 35", "5"),
    ] {
        assert_eq!(decode(&bytes(hex), &Type::Number), Ok(number(text)), "{hex}");
    }
}

#[test]
fn collections_and_structures_are_arrays_and_sorted_maps() {
    let list = |values: Vec<Raw>| Value::Known(Data::List(values));
    both_ways(&Type::String.list(), &list(vec![]), "90");
    both_ways(
        &Type::String.list(),
        &list(vec![Value::Null, Value::unknown()]),
        "92 c0 d4 00 00",
    );
    let set = Value::Known(Data::Set(Elements::new(vec![string("b"), string("a")])));
    both_ways(&Type::String.set(), &set, "92 a1 61 a1 62");
    let map = Value::Known(Data::Map([("k".into(), string("v"))].into()));
    both_ways(&Type::String.map(), &map, "81 a1 6b a1 76");
    let object = Value::Known(Data::Object(
        [("b".into(), Value::Null), ("a".into(), string("x"))].into(),
    ));
    let ty = Type::Object([("a".into(), Type::String), ("b".into(), Type::Number)].into());
    both_ways(&ty, &object, "82 a1 61 a1 78 a1 62 c0");
    assert_eq!(
        decode(&bytes("82 a1 62 c0 a1 61 a1 78"), &ty),
        Ok(object),
        "in any order"
    );
    let tuple = Value::Known(Data::Tuple(vec![string("x"), number("1")]));
    both_ways(
        &Type::Tuple(vec![Type::String, Type::Number]),
        &tuple,
        "92 a1 78 01",
    );
}

#[test]
fn a_set_comes_in_any_order_with_any_duplicates() {
    let set = Value::Known(Data::Set(Elements::new(vec![string("a"), string("b")])));
    assert_eq!(
        decode(&bytes("93 a1 62 a1 61 a1 62"), &Type::String.set()),
        Ok(set)
    );
    let unknown = decode(&bytes("93 d4 00 00 a1 61 d4 00 00"), &Type::String.set()).expect("a set");
    assert_eq!(
        encode(&unknown, &Type::String.set()),
        Ok(bytes("93 a1 61 d4 00 00 d4 00 00")),
        "unknown ones last"
    );
}

#[test]
fn dynamic_values_bring_their_type() {
    both_ways(
        &Type::Dynamic,
        &dynamic(Type::String, string("hi")),
        "92 c4 08 22 73 74 72 69 6e 67 22 a2 68 69",
    );
    both_ways(&Type::Dynamic, &Value::unknown(), "d4 00 00");
    both_ways(&Type::Dynamic, &Value::Null, "c0");
    let as_text = bytes("92 a8 22 73 74 72 69 6e 67 22 a2 68 69");
    assert_eq!(
        decode(&as_text, &Type::Dynamic),
        Ok(dynamic(Type::String, string("hi")))
    );
    for (value, hex) in [(Value::Null, "c0"), (Value::unknown(), "d4 00 00")] {
        let sent = typed(r#""number""#, hex);
        assert_eq!(
            encode(&dynamic(Type::Number, value.clone()), &Type::Dynamic).as_ref(),
            Ok(&sent)
        );
        assert_eq!(decode(&sent, &Type::Dynamic), Ok(dynamic(Type::Number, value)));
    }
    let ty = Type::Object([("a".into(), Type::Dynamic)].into());
    let null_inside = dynamic(ty, Value::Known(Data::Object([("a".into(), Value::Null)].into())));
    let sent = typed(r#"["object",{"a":"dynamic"}]"#, "81 a1 61 c0");
    assert_eq!(encode(&null_inside, &Type::Dynamic).as_ref(), Ok(&sent));
    assert_eq!(decode(&sent, &Type::Dynamic), Ok(null_inside));
    assert!(decode(&bytes("a1 61"), &Type::Dynamic).is_err(), "a bare value");
    assert!(
        decode(&typed(r#""dynamic""#, "c0"), &Type::Dynamic).is_err(),
        "no type"
    );
}

#[test]
fn what_is_known_of_unknown_values_is_kept() {
    let unknown = |known: Refinement| Value::Unknown(known);
    let prefix = Refinement::default().with_not_null().with_prefix("pre-");
    both_ways(
        &Type::String,
        &unknown(prefix),
        "c7 09 0c 82 01 c2 02 a4 70 72 65 2d",
    );
    let not_null = Refinement::default().with_not_null();
    both_ways(
        &Type::String.list(),
        &unknown(not_null.clone()),
        "c7 03 0c 81 01 c2",
    );
    let zero = Bound {
        value: 0.into(),
        inclusive: true,
    };
    both_ways(
        &Type::Number,
        &unknown(not_null.clone().with_lower(zero)),
        "c7 07 0c 82 01 c2 03 92 00 c3",
    );
    let lengths = not_null.with_min_length(1).with_max_length(300);
    both_ways(
        &Type::Bool.set(),
        &unknown(lengths),
        "c7 09 0c 83 01 c2 05 01 06 cd 01 2c",
    );
}

#[test]
fn every_extension_is_an_unknown_value() {
    for hex in [
        "d4 00 00",
        "d4 63 00",
        "d5 05 01 02",
        "d8 7f 00000000000000000000000000000000",
        "c7 00 00",
        "c7 03 01 aa bb cc",
    ] {
        for ty in [
            Type::String,
            Type::Number,
            Type::Dynamic,
            Type::String.list(),
            Type::Object([].into()),
        ] {
            assert_eq!(decode(&bytes(hex), &ty), Ok(Value::unknown()), "{hex}");
        }
    }
}

#[test]
fn refinements_that_are_not_understood_are_passed_over() {
    for (ty, hex) in [
        // Definitely null; a prefix that is a number; lengths of a string; an unknown key with an array of maps.
        (Type::String, "c7 03 0c 81 01 c3"),
        (Type::String, "c7 03 0c 81 02 05"),
        (Type::String, "c7 03 0c 81 05 05"),
        (Type::String, "c7 0a 0c 81 63 92 81 01 c0 a2 61 62 00"),
        (Type::Number, "c7 04 0c 81 03 91 00"),
        (Type::Number, "c7 05 0c 81 a1 78 c3 00"),
        (Type::String, "c7 01 0c 05"),
        (Type::Dynamic, "c7 03 0c 81 01 c2"),
    ] {
        assert_eq!(decode(&bytes(hex), &ty), Ok(Value::unknown()), "{hex}");
    }
    let not_null = Value::Unknown(Refinement::default().with_not_null());
    assert_eq!(
        decode(&bytes("c7 05 0c 82 63 c3 01 c2"), &Type::String),
        Ok(not_null.clone())
    );
    let of_another_type = Value::Unknown(Refinement::default().with_not_null().with_prefix("a"));
    let sent = encode(&of_another_type, &Type::Number).expect("an unknown number");
    assert_eq!(decode(&sent, &Type::Number), Ok(not_null));
    assert_eq!(encode(&of_another_type, &Type::Dynamic), Ok(bytes("d4 00 00")));
}

#[test]
fn refinements_are_never_longer_than_terraform_takes() {
    let long = Value::Unknown(Refinement::default().with_prefix("\u{e9}".repeat(600)));
    let sent = encode(&long, &Type::String).expect("an unknown string");
    let Ok(Value::Unknown(read)) = decode(&sent, &Type::String) else {
        panic!("unknown stays unknown")
    };
    assert_eq!(read.prefix(), Some(&*"\u{e9}".repeat(128)), "256 bytes of it");
    let bound = Bound {
        value: exact(&"7".repeat(900)),
        inclusive: false,
    };
    let digits = Value::Unknown(Refinement::default().with_lower(bound.clone()).with_upper(bound));
    assert_eq!(encode(&digits, &Type::Number), Ok(bytes("d4 00 00")));
    let padded = [&bytes("c8 04 01 0c"), [0xc0; 1025].as_slice()].concat();
    assert!(decode(&padded, &Type::String).is_err());
}

#[test]
fn texts_are_read_and_written_in_nfc() {
    for sent in ["a3 65 cc 81", "c4 03 65 cc 81"] {
        assert_eq!(decode(&bytes(sent), &Type::String), Ok(string("\u{e9}")));
    }
    assert_eq!(encode(&string("e\u{301}"), &Type::String), Ok(bytes("a2 c3 a9")));
    let keys = |keys: &[&str]| -> Raw {
        Value::Known(Data::Map(
            keys.iter().map(|key| ((*key).to_owned(), Value::Null)).collect(),
        ))
    };
    // U+212A becomes K, which sorts before z.
    let sent = encode(&keys(&["\u{212a}", "z"]), &Type::String.map());
    assert_eq!(sent, Ok(bytes("82 a1 4b c0 a1 7a c0")));
    assert!(
        encode(&keys(&["e\u{301}", "\u{e9}"]), &Type::String.map()).is_err(),
        "one key twice"
    );
    assert_eq!(
        decode(&bytes("81 a3 65 cc 81 c0"), &Type::String.map()),
        Ok(keys(&["\u{e9}"]))
    );
}

#[test]
fn an_object_has_exactly_its_attributes() {
    let ty = Type::Object([("a".into(), Type::String), ("b".into(), Type::Number)].into());
    let reason = |hex: &str| decode(&bytes(hex), &ty).expect_err(hex).to_string();
    assert_eq!(reason("81 a1 61 c0"), "attribute \"b\" is missing");
    assert_eq!(
        reason("83 a1 61 c0 a1 62 c0 a1 63 c0"),
        "attribute \"c\" is not in the schema"
    );
    assert_eq!(reason("82 a1 61 c0 a1 61 c0"), "two keys are the same");
    assert_eq!(reason("90"), "an object is required");
    let short = Value::Known(Data::Object([("a".into(), Value::Null)].into()));
    assert_eq!(
        encode(&short, &ty).expect_err("short").to_string(),
        "attribute \"b\" is missing"
    );
}

#[test]
fn errors_name_the_place_and_never_the_value() {
    let ty = Type::Object([("keys".into(), Type::Number.map().list())].into());
    let secret = bytes("81 a4 6b 65 79 73 91 81 a1 6b a7 68 75 6e 74 65 72 32");
    let error = decode(&secret, &ty).expect_err("no number");
    assert_eq!(error.path, Path::new("keys").index(0).key("k"));
    assert_eq!(error.to_string(), "keys[0][\"k\"]: this is not a decimal number");
    let value = Value::Known(Data::Object([("keys".into(), string("hunter2"))].into()));
    let error = encode(&value, &ty).expect_err("no list").to_string();
    assert_eq!(error, "keys: a list is required");
}

#[test]
fn what_is_not_of_the_type_is_refused() {
    for (ty, hex) in [
        (Type::String, ""),
        (Type::String, "a2 61"),
        (Type::String, "a1 61 00"),
        (Type::String, "c3"),
        (Type::String, "a1 ff"),
        (Type::Number, "c3"),
        (Type::Number, "cd 01"),
        (Type::Bool, "01"),
        (Type::String.list(), "a1 61"),
        (Type::String.list(), "92 a1 61"),
        (Type::String.map(), "81 01 a1 61"),
        (Type::String.map(), "82 a1 61 c0 a1 61 c0"),
        (Type::Tuple(vec![Type::String]), "90"),
        (Type::String, "c1"),
        (Type::String, "c7 ff 0c"),
    ] {
        assert!(decode(&bytes(hex), &ty).is_err(), "{hex} as {ty}");
    }
}

#[test]
fn lengths_that_lie_are_refused_at_once() {
    for hex in [
        "dd ff ff ff ff",
        "df ff ff ff ff",
        "db ff ff ff ff",
        "c6 ff ff ff ff",
        "c9 ff ff ff ff 0c",
    ] {
        for ty in [
            Type::String,
            Type::String.list(),
            Type::String.set(),
            Type::String.map(),
            Type::Object([].into()),
        ] {
            assert!(decode(&bytes(hex), &ty).is_err(), "{hex} as {ty}");
        }
    }
}

#[test]
fn nesting_is_bounded_also_where_values_bring_their_types() {
    let layer = typed(r#"["list","dynamic"]"#, "91");
    let deep = [layer.repeat(100_000), bytes("c0")].concat();
    let error = decode(&deep, &Type::Dynamic).expect_err("too deep");
    assert_eq!(error.reason, "values are nested more than 256 levels deep");
    let shallow = [layer.repeat(100), bytes("c0")].concat();
    let value = decode(&shallow, &Type::Dynamic).expect("deep enough for anybody");
    assert_eq!(encode(&value, &Type::Dynamic), Ok(shallow));
}

#[test]
fn large_values_travel_whole() {
    let text = string(&"x".repeat(5_000_000));
    let sent = encode(&text, &Type::String).expect("a string");
    assert_eq!(sent.len(), 5_000_005);
    assert_eq!(decode(&sent, &Type::String), Ok(text));
    let entries = (0..200_000).map(|number| (format!("key-{number:06}"), string(&format!("value {number}"))));
    let map = Value::Known(Data::Map(entries.collect()));
    let sent = encode(&map, &Type::String.map()).expect("a map");
    assert_eq!(decode(&sent, &Type::String.map()), Ok(map));
}
