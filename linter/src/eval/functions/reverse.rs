//! `reverse(list)` and `strrev(string)`.

use std::rc::Rc;

use super::{Function, Host, Param, Want, grapheme, known_text, unknown_not_null};
use crate::eval::convert::convert;
use crate::eval::error::EvalError;
use crate::eval::text::nfc;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Seq, Value};

pub(super) static REVERSE: Function = Function::new(
    "reverse",
    &[Param::new("list", Want::Any).partial()],
    Want::Any,
    reverse,
)
.keeping_parts();
pub(super) static STRREV: Function = Function::new(
    "strrev",
    &[Param::new("str", Want::String)],
    Want::String,
    |args, _| Ok(Value::text(nfc(&grapheme::reversed(&known_text(&args[0]))))),
);

fn reverse(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let value = match args[0].kind {
        Kind::Set(_) => convert(args[0].clone(), &Type::list(Type::Dynamic))?,
        _ => args[0].clone(),
    };
    let turned = |seq: &Seq| Seq {
        items: Rc::new(seq.items.iter().rev().cloned().collect()),
        ..seq.clone()
    };
    match &value.kind {
        Kind::List(seq) => Ok(Value::new(Kind::List(turned(seq)))),
        Kind::Tuple(seq) => Ok(Value::new(Kind::Tuple(turned(seq)))),
        Kind::Unknown(hole) => match &hole.ty {
            Type::List(element) | Type::Set(element) => {
                Ok(unknown_not_null(args, Type::list(element.as_ref().clone())))
            }
            Type::Tuple(_) | Type::Dynamic => Ok(unknown_not_null(args, Type::Dynamic)),
            _ => Err(refused()),
        },
        _ => Err(refused()),
    }
}

fn refused() -> EvalError {
    EvalError::invalid("reverse() takes a list, tuple or set")
}
