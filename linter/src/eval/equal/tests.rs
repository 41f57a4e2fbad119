//! Equality, as Terraform sees it.

use std::rc::Rc;

use super::*;
use crate::eval::text::concat;

fn hole() -> Value {
    Value::unknown(Hole::new("known after apply"))
}

#[test]
fn a_known_difference_decides_whatever_is_unknown() {
    let left = Value::tuple(vec![hole(), Value::bool(true)]);
    assert_eq!(
        equal(&left, &Value::tuple(vec![hole(), Value::bool(false)])),
        Some(false)
    );
    assert_eq!(equal(&left, &Value::tuple(vec![hole()])), Some(false));
    assert_eq!(equal(&left, &left.clone()), None);
}

#[test]
fn partial_texts_differ_where_their_ends_do() {
    let text = concat(vec![Value::text("a-"), hole(), Value::text("-z")]).unwrap();
    assert_eq!(equal(&text, &Value::text("b-1-z")), Some(false));
    assert_eq!(equal(&text, &Value::text("a-1-y")), Some(false));
    assert_eq!(equal(&text, &Value::text("a-z")), Some(false));
    assert_eq!(equal(&text, &Value::text("a-1-z")), None);
    assert_eq!(equal(&text, &Value::null()), Some(false));
}

#[test]
fn branches_decide_when_they_agree() {
    let either = |items: &[&str]| {
        let any_of = items.iter().map(|item| Value::text(*item)).collect();
        Value::unknown(Hole {
            any_of,
            ..Hole::new("a condition is not known")
        })
    };
    assert_eq!(equal(&either(&["a", "b"]), &Value::text("c")), Some(false));
    assert_eq!(equal(&either(&["a", "b"]), &Value::text("a")), None);
}

#[test]
fn an_open_collection_equals_nothing_for_certain() {
    let mut open = Value::tuple(vec![Value::bool(true)]);
    if let Kind::Tuple(seq) = &mut open.kind {
        seq.open = Some(Rc::new(Hole::new("more")));
    }
    assert_eq!(equal(&open, &Value::tuple(vec![Value::bool(true)])), None);
    assert_eq!(equal(&open, &Value::tuple(Vec::new())), Some(false));
    // Whether it is a tuple or a list may depend on what is not known.
    assert_eq!(
        equal(&open, &Value::list(vec![Value::bool(true)], Type::Bool)),
        None
    );
}
