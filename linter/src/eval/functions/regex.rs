//! `regex(pattern, string)` and `regexall(pattern, string)`.

use std::sync::Arc;

use super::regexp::{Groups, Pattern};
use super::{Function, Host, Param, Want, bounded, known_text};
use crate::eval::error::EvalError;
use crate::eval::text::nfc;
use crate::eval::types::{Field, Type};
use crate::eval::value::Value;

const PARAMS: &[Param] = &[
    Param::new("pattern", Want::String),
    Param::new("string", Want::String),
];

pub(super) static REGEX: Function = Function::new("regex", PARAMS, Want::Any, regex);
pub(super) static REGEXALL: Function = Function::new("regexall", PARAMS, Want::List, regex_all);

fn regex(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let pattern = Pattern::new(&known_text(&args[0]))?;
    let groups = pattern.groups()?;
    let text = known_text(&args[1]);
    let captures = pattern
        .regex
        .captures(&text)
        .ok_or_else(|| EvalError::invalid("the pattern of regex() does not match any part of the string"))?;
    Ok(value(&groups, &captures))
}

fn regex_all(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let pattern = Pattern::new(&known_text(&args[0]))?;
    let groups = pattern.groups()?;
    let text = known_text(&args[1]);
    let mut items = Vec::new();
    for captures in pattern.regex.captures_iter(&text) {
        bounded(items.len())?;
        items.push(value(&groups, &captures));
    }
    Ok(Value::list(items, ty(&groups)))
}

fn value(groups: &Groups, captures: &regex::Captures<'_>) -> Value {
    let group = |index: usize| {
        captures
            .get(index)
            .map_or_else(Value::null, |found| Value::text(nfc(found.as_str())))
    };
    match groups {
        Groups::None => group(0),
        Groups::Unnamed(count) => Value::tuple((1..=*count).map(group).collect()),
        Groups::Named(names) => Value::object(
            names
                .iter()
                .enumerate()
                .map(|(index, name)| (name.clone(), group(index + 1)))
                .collect(),
        ),
    }
}

fn ty(groups: &Groups) -> Type {
    match groups {
        Groups::None => Type::String,
        Groups::Unnamed(count) => Type::Tuple(vec![Type::String; *count].into()),
        Groups::Named(names) => {
            let mut names: Vec<Arc<str>> = names.clone();
            names.sort();
            names.dedup();
            let field = |name| Field {
                name,
                ty: Type::String,
                optional: false,
                default: None,
            };
            Type::Object(names.into_iter().map(field).collect())
        }
    }
}
