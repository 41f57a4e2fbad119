//! Values that are one of few.

use super::*;

#[test]
fn coalesce_names_the_candidates() {
    let value = ok(
        "coalesce",
        vec![Value::null(), word(), Value::text("b"), Value::text("c")],
    );
    assert_eq!(show(&value), "(? | 'b')");
    assert!(value.as_hole().unwrap().not_null);
    assert_eq!(
        show(&ok("coalesce", vec![text(&["a", "?"]), Value::text("b")])),
        "'a?'"
    );
}

#[test]
fn few_branches_stay_branches_and_equal_ones_become_known() {
    let branch = |items: &[&str]| {
        Value::unknown(Hole {
            any_of: texts(items),
            ..Hole::new("a condition is not known").typed(Type::String)
        })
    };
    assert_eq!(show(&ok("lower", vec![branch(&["A", "B"])])), "('a' | 'b')");
    assert_eq!(
        show(&ok("split", vec![Value::text(","), branch(&["a", "b,c"])])),
        "(['a'] | ['b', 'c'])"
    );
    assert_eq!(
        show(&ok(
            "substr",
            vec![
                branch(&["ab", "ac"]),
                Value::number(Number::ZERO),
                Value::number(Number::ONE)
            ]
        )),
        "'a'"
    );
    // Terraform would refuse one of them: nothing is said.
    assert_eq!(show(&ok("jsondecode", vec![branch(&["1", "x"])])), "?");
    let key = branch(&["a", "b"]);
    let map = object(&[("a", Value::text("x")), ("b", Value::text("x"))]);
    assert_eq!(show(&ok("lookup", vec![map, key])), "'x'");
}
