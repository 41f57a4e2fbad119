//! What a result takes from its arguments beside their value: time, secrecy, references.

use std::rc::Rc;

use super::*;
use crate::address::{Address, Key};

#[test]
fn the_present_moves_and_what_is_counted_from_it_too() {
    let now = ok("timestamp", vec![]);
    assert_eq!(show(&now), "'2026-06-01T12:30:00Z'");
    assert!(now.marks.moving);
    let end = ok("timeadd", vec![now.clone(), Value::text("1h")]);
    assert_eq!(show(&end), "'2026-06-01T13:30:00Z'");
    assert!(end.marks.moving);
    assert!(
        ok(
            "formatdate",
            vec![Value::text("YYYY"), ok("plantimestamp", vec![])]
        )
        .marks
        .moving
    );
    // Only the entry that moves does.
    let merged = ok(
        "merge",
        vec![object(&[("end", end)]), object(&[("owner", Value::text("a"))])],
    );
    assert!(!merged.marks.moving);
    assert!(
        ok("lookup", vec![merged.clone(), Value::text("end")])
            .marks
            .moving
    );
    assert!(!ok("lookup", vec![merged, Value::text("owner")]).marks.moving);
}

#[test]
fn sensitive_values_stay_sensitive_through_functions() {
    let secret = Value::text("a").marked(Marks {
        sensitive: true,
        ..Marks::NONE
    });
    assert!(ok("upper", vec![secret.clone()]).marks.sensitive);
    assert!(
        ok("join", vec![Value::text(","), Value::tuple(vec![secret.clone()])])
            .marks
            .sensitive
    );
    assert!(!ok("nonsensitive", vec![secret.clone()]).marks.sensitive);
    assert!(!ok("length", vec![Value::tuple(vec![secret])]).marks.sensitive);
}

#[test]
fn an_unknown_keeps_the_references_of_its_arguments() {
    let target = Address {
        modules: Arc::from([]),
        mode: crate::load::Mode::Managed,
        r#type: "aws_iam_user".into(),
        name: "ci".into(),
        key: Key::None,
    };
    let reference = crate::eval::Ref {
        target: Rc::new(target),
        path: Vec::new(),
    };
    let user = Value::unknown(Hole {
        refs: vec![reference.clone()],
        ..Hole::new("known after apply")
    });
    let value = ok("base64encode", vec![ok("format", vec![Value::text("%s!"), user])]);
    assert_eq!(value.as_hole().unwrap().refs, [reference]);
}
