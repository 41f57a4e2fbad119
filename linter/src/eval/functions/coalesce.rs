//! `coalesce(values...)`: the first that is neither null nor an empty string.

use super::{Function, Host, Param, Want, any_of};
use crate::eval::convert::{convert, type_of, unify};
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Text, TextPiece, Value};

pub(super) static COALESCE: Function = Function::new("coalesce", &[], Want::Any, coalesce)
    .variadic(Param::new("vals", Want::Any).nullable().partial())
    .keeping_parts();

fn coalesce(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let types: Vec<Type> = args.iter().map(type_of).collect();
    let ty =
        unify(&types).ok_or_else(|| EvalError::invalid("arguments of coalesce() must have the same type"))?;
    let mut candidates = Vec::new();
    for arg in args {
        let value = convert(arg.clone(), &ty)?;
        match taken(&value) {
            Some(false) => {}
            Some(true) if candidates.is_empty() => return Ok(value),
            Some(true) => {
                candidates.push(value);
                return Ok(not_null(any_of(args, candidates)));
            }
            None => candidates.push(value),
        }
    }
    if candidates.is_empty() {
        return Err(EvalError::invalid(
            "every argument of coalesce() is null or an empty string",
        ));
    }
    Ok(not_null(any_of(args, candidates)))
}

/// Whether the value is one that `coalesce` stops at.
fn taken(value: &Value) -> Option<bool> {
    match &value.kind {
        Kind::Null => Some(false),
        Kind::Text(Text::Known(text)) => Some(!text.is_empty()),
        Kind::Text(Text::Partial(pieces)) => pieces
            .iter()
            .any(|piece| matches!(piece, TextPiece::Known(_)))
            .then_some(true),
        Kind::Unknown(hole) => {
            let never_text = !matches!(hole.ty, Type::String | Type::Dynamic);
            (hole.not_null && never_text).then_some(true)
        }
        _ => Some(true),
    }
}

fn not_null(mut value: Value) -> Value {
    if let Kind::Unknown(hole) = &mut value.kind {
        std::rc::Rc::make_mut(hole).not_null = true;
    }
    value
}
