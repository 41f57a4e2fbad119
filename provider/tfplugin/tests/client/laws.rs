//! Core's own checks of plans and results, in short: a test that passes here would not have been stopped by Terraform.

use tfplugin::wire::tfplugin6::schema::{Attribute, Block};
use tfplugin::{Data, Object, Raw, Value};

use crate::schemas::inner;

/// A plan keeps what is configured, invents nothing, and holds no write-only value.
#[track_caller]
pub(crate) fn lawful_plan(block: &Block, prior: Option<&Object>, config: &Object, planned: &Object) {
    assert!(planned.keys().eq(config.keys()), "other attributes: {planned:#?}");
    for attribute in &block.attributes {
        let name = &attribute.name;
        let held = prior.map_or(&Value::Null, |prior| &prior[name]);
        let (given, planned) = (&config[name], &planned[name]);
        if attribute.write_only {
            assert_eq!(*planned, Value::Null, "write-only {name}");
        } else if given.is_null() && !attribute.computed {
            assert_eq!(*planned, Value::Null, "{name} is neither configured nor computed");
        } else if !given.is_null() && attribute.nested_type.is_none() && planned != held {
            assert!(
                planned == given || given.is_unknown() && planned.is_unknown(),
                "{name} is configured as {given:?} and planned as {planned:?}"
            );
        }
    }
    no_write_only(block, planned);
}

/// A result is wholly known, holds no write-only value and is what was planned as far as that was known.
#[track_caller]
pub(crate) fn lawful_result(block: &Block, planned: &Object, actual: &Object) {
    lawful_state(block, actual);
    let (planned, actual) = (Data::Object(planned.clone()), Data::Object(actual.clone()));
    kept(&Value::Known(planned), &Value::Known(actual), "");
}

/// A state is wholly known and holds no write-only value.
#[track_caller]
pub(crate) fn lawful_state(block: &Block, state: &Object) {
    for (name, value) in state {
        assert!(value.is_wholly_known(), "{name} is not known: {value:?}");
    }
    no_write_only(block, state);
}

#[track_caller]
fn no_write_only(block: &Block, object: &Object) {
    let mut found = Vec::new();
    write_only(&block.attributes, object, &mut found);
    for nested in &block.block_types {
        each(&object[&nested.type_name], &mut |element| {
            write_only(&inner(nested).attributes, element, &mut found);
        });
    }
    assert!(found.is_empty(), "write-only and not null: {found:?}");
}

fn write_only(attributes: &[Attribute], object: &Object, found: &mut Vec<String>) {
    for attribute in attributes {
        let value = &object[&attribute.name];
        if attribute.write_only && !value.is_null() {
            found.push(attribute.name.clone());
        }
        if let Some(nested) = &attribute.nested_type {
            each(value, &mut |element| {
                write_only(&nested.attributes, element, found)
            });
        }
    }
}

fn each(value: &Raw, see: &mut dyn FnMut(&Object)) {
    match value {
        Value::Known(Data::Object(object)) => see(object),
        Value::Known(Data::List(elements)) => elements.iter().for_each(|element| each(element, see)),
        Value::Known(Data::Set(elements)) => elements.iter().for_each(|element| each(element, see)),
        Value::Known(Data::Map(elements)) => elements.values().for_each(|element| each(element, see)),
        _ => {}
    }
}

/// Everything known in the plan came true.
#[track_caller]
pub(crate) fn kept(planned: &Raw, actual: &Raw, at: &str) {
    match (planned, actual) {
        (Value::Unknown(_), _) => {}
        (Value::Known(Data::List(planned)), Value::Known(Data::List(actual))) => {
            assert_eq!(planned.len(), actual.len(), "{at}");
            let pairs = planned.iter().zip(actual).enumerate();
            pairs.for_each(|(index, (planned, actual))| kept(planned, actual, &format!("{at}[{index}]")));
        }
        (Value::Known(Data::Set(wanted)), Value::Known(Data::Set(got))) if !planned.is_wholly_known() => {
            assert!(got.len() <= wanted.len(), "{at}: {got:?}");
        }
        (Value::Known(Data::Map(planned)), Value::Known(Data::Map(actual)))
        | (Value::Known(Data::Object(planned)), Value::Known(Data::Object(actual))) => {
            assert!(planned.keys().eq(actual.keys()), "{at}");
            for (key, planned) in planned {
                kept(planned, &actual[key], &format!("{at}.{key}"));
            }
        }
        (planned, actual) => assert_eq!(planned, actual, "planned and result differ at {at}"),
    }
}
