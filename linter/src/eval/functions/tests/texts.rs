//! Texts of which a part is not known.

use super::*;

#[test]
fn known_ends_of_a_text_decide() {
    let name = text(&["a-", "?", ".x"]);
    assert_eq!(
        show(&ok("startswith", vec![name.clone(), Value::text("a-")])),
        "true"
    );
    assert_eq!(
        show(&ok("startswith", vec![name.clone(), Value::text("b")])),
        "false"
    );
    assert_eq!(
        show(&ok("startswith", vec![name.clone(), Value::text("a-b")])),
        "?"
    );
    assert_eq!(
        show(&ok("endswith", vec![name.clone(), Value::text(".x")])),
        "true"
    );
    assert_eq!(
        show(&ok("trimprefix", vec![name.clone(), Value::text("a")])),
        "'-?.x'"
    );
    assert_eq!(show(&ok("trimsuffix", vec![name, Value::text(".x")])), "'a-?'");
}

#[test]
fn a_letter_before_a_hole_is_not_certain_because_accents_may_follow() {
    assert_eq!(
        show(&ok("startswith", vec![text(&["e", "?"]), Value::text("e")])),
        "?"
    );
    assert_eq!(
        show(&ok("startswith", vec![text(&["ne", "?"]), Value::text("n")])),
        "true"
    );
}

#[test]
fn functions_of_texts_keep_the_known_parts() {
    assert_eq!(show(&ok("upper", vec![text(&["ab", "?", "c"])])), "'AB?C'");
    assert_eq!(show(&ok("trimspace", vec![text(&["  a ", "?", " b "])])), "?");
    assert_eq!(
        show(&ok("trimspace", vec![text(&["  a-", "?", "-b "])])),
        "'a-?-b'"
    );
    let replaced = |parts: &[&str], search: &str| {
        show(&ok(
            "replace",
            vec![text(parts), Value::text(search), Value::text("_")],
        ))
    };
    assert_eq!(replaced(&["a.b-", "?"], "."), "'a_b-?'");
    // An occurrence may begin in the literal and end in the hole.
    assert_eq!(replaced(&["a.", "?"], ".."), "?");
    assert_eq!(
        show(&ok(
            "join",
            vec![Value::text("-"), Value::tuple(vec![word(), Value::text("b")])]
        )),
        "'?-b'"
    );
    assert_eq!(
        show(&ok(
            "format",
            vec![Value::text("%s:%s"), Value::text("a"), word()]
        )),
        "'a:?'"
    );
}

#[test]
fn jsonencode_keeps_what_is_known_and_reads_back() {
    let policy = object(&[
        ("Action", Value::text("s3:*")),
        ("Resource", text(&["arn:", "?"])),
        ("Extra", hole()),
    ]);
    let encoded = ok("jsonencode", vec![policy]);
    assert_eq!(
        show(&encoded),
        r#"'{"Action":"s3:*","Extra":?,"Resource":"arn:?"}'"#
    );
    let Kind::Text(encoded) = &encoded.kind else {
        panic!("a text")
    };
    assert_eq!(
        show(&json::read(encoded).unwrap()),
        "{Action='s3:*', Extra=?, Resource='arn:?'}"
    );

    let open = ok(
        "merge",
        vec![
            hole(),
            object(&[("b", Value::text("x")), ("c", Value::bool(true))]),
        ],
    );
    let encoded = ok("jsonencode", vec![open]);
    assert_eq!(show(&encoded), r#"'{?"b":"x"?"c":true?}'"#);
    let Kind::Text(encoded) = &encoded.kind else {
        panic!("a text")
    };
    assert_eq!(show(&json::read(encoded).unwrap()), "{b='x', c=true, ...}");
}
