//! Conversions, as Terraform does them.

use std::rc::Rc;
use std::sync::Arc;

use super::*;
use crate::eval::value::{Hole, Marks};

fn field(name: &str, ty: Type) -> Field {
    Field {
        name: name.into(),
        ty,
        optional: false,
        default: None,
    }
}

fn optional(name: &str, ty: Type, default: Option<Value>) -> Field {
    Field {
        name: name.into(),
        ty,
        optional: true,
        default,
    }
}

fn object(entries: &[(&str, Value)]) -> Value {
    Value::object(
        entries
            .iter()
            .map(|(key, value)| (Arc::from(*key), value.clone()))
            .collect(),
    )
}

#[test]
fn defaults_of_optional_attributes_reach_into_nested_objects() {
    let inner = Type::Object(Rc::new([optional("city", Type::String, Some(Value::text("x")))]));
    let ty = Type::Object(Rc::new([
        field("a", Type::String),
        optional("home", inner, Some(object(&[]))),
        optional("none", Type::Bool, None),
    ]));
    let value = convert(object(&[("a", Value::bool(true)), ("extra", Value::null())]), &ty).unwrap();
    let Kind::Object(entries) = &value.kind else {
        panic!("an object")
    };
    assert_eq!(entries.items.len(), 3);
    assert_eq!(entries.get("a").unwrap().as_text().unwrap().as_ref(), "true");
    let Kind::Object(home) = &entries.get("home").unwrap().kind else {
        panic!("an object")
    };
    assert_eq!(home.get("city").unwrap().as_text().unwrap().as_ref(), "x");
    assert!(entries.get("none").unwrap().is_null());
    let error = convert(object(&[]), &ty).unwrap_err();
    assert_eq!(error.to_string(), "attribute \"a\" is required");
}

#[test]
fn an_open_object_may_have_what_it_does_not_show() {
    let mut value = object(&[("a", Value::text("1"))]);
    if let Kind::Object(entries) = &mut value.kind {
        entries.open = Some(Rc::new(Hole::new("variable `tags` has no value")));
    }
    let ty = Type::Object(Rc::new([field("a", Type::Number), field("b", Type::String)]));
    let value = convert(value, &ty).unwrap();
    let Kind::Object(entries) = &value.kind else {
        panic!("an object")
    };
    assert!(matches!(entries.get("a").unwrap().kind, Kind::Number(_)));
    assert_eq!(
        entries.get("b").unwrap().as_hole().unwrap().why.as_ref(),
        "variable `tags` has no value"
    );
}

#[test]
fn unknown_values_take_the_type_and_impossible_ones_are_refused() {
    let list = Value::unknown(Hole::new("?").typed(Type::list(Type::String)));
    assert!(convert(list.clone(), &Type::String).is_err());
    let set = convert(list, &Type::set(Type::String)).unwrap();
    assert_eq!(set.as_hole().unwrap().ty, Type::set(Type::String));
    let branches = Hole {
        any_of: vec![Value::text("1"), Value::text("2")],
        ..Hole::new("?").typed(Type::String)
    };
    let number = convert(Value::unknown(branches), &Type::Number).unwrap();
    assert!(
        number
            .as_hole()
            .unwrap()
            .any_of
            .iter()
            .all(|branch| matches!(branch.kind, Kind::Number(_)))
    );
}

#[test]
fn marks_of_elements_become_those_of_a_set_only() {
    let secret = Value::text("a").marked(Marks {
        sensitive: true,
        ..Marks::NONE
    });
    let list = convert(Value::tuple(vec![secret]), &Type::list(Type::String)).unwrap();
    assert!(!list.marks.sensitive);
    assert!(convert(list, &Type::set(Type::String)).unwrap().marks.sensitive);
}

#[test]
fn types_are_named_as_terraform_names_them() {
    assert_eq!(
        Type::list(Type::map(Type::String)).to_string(),
        "list of map of string"
    );
    assert_eq!(Type::set(Type::Dynamic).to_string(), "set of any single type");
    let error = convert(Value::bool(true), &Type::Number).unwrap_err();
    assert_eq!(error.to_string(), "cannot convert bool to number");
}
