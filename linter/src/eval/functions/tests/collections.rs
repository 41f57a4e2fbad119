//! Collections of which a part is not known.

use super::*;

#[test]
fn merge_proves_what_a_later_argument_sets() {
    let known = object(&[("owner", Value::text("a"))]);
    assert_eq!(
        show(&ok("merge", vec![hole(), known.clone()])),
        "{owner='a', ...}"
    );
    // What comes later may set it again.
    assert_eq!(show(&ok("merge", vec![known.clone(), hole()])), "{owner=?, ...}");
    let open = ok("merge", vec![hole(), known]);
    assert_eq!(
        show(&ok(
            "lookup",
            vec![open.clone(), Value::text("owner"), Value::text("x")]
        )),
        "'a'"
    );
    assert_eq!(
        show(&ok(
            "lookup",
            vec![open.clone(), Value::text("team"), Value::text("x")]
        )),
        "?"
    );
    assert_eq!(show(&ok("keys", vec![open.clone()])), "['owner', ...]");
    assert_eq!(show(&ok("length", vec![open])), "?");
}

#[test]
fn lists_with_unknown_parts_are_open() {
    let open = ok("concat", vec![Value::tuple(texts(&["a"])), hole()]);
    assert_eq!(show(&open), "['a', ...]");
    assert_eq!(
        show(&ok("contains", vec![open.clone(), Value::text("a")])),
        "true"
    );
    assert_eq!(show(&ok("contains", vec![open.clone(), Value::text("b")])), "?");
    assert_eq!(show(&ok("element", vec![open, Value::number(Number::ZERO)])), "?");
    let nested = Value::tuple(vec![Value::tuple(texts(&["a"])), hole()]);
    assert_eq!(show(&ok("flatten", vec![nested])), "['a', ...]");
    assert_eq!(
        show(&ok(
            "compact",
            vec![Value::tuple(vec![Value::text("a"), word(), Value::text("")])]
        )),
        "['a', ...]"
    );
    assert_eq!(
        show(&ok(
            "distinct",
            vec![Value::tuple(vec![Value::text("a"), word(), Value::text("a")])]
        )),
        "['a', ...]"
    );
    assert_eq!(
        show(&ok("setunion", vec![Value::tuple(texts(&["a"])), hole()])),
        "['a', ...]"
    );
}
