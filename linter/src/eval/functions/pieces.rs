//! Functions of texts whose parts are not all known.

use std::rc::Rc;

use crate::eval::error::EvalError;
use crate::eval::text::TextBuilder;
use crate::eval::types::Type;
use crate::eval::value::{Hole, Kind, Text, TextPiece, Value};

/// Applies `change` to every known part; for changes that look at one character at a time.
pub(super) fn map(value: &Value, change: impl Fn(&str) -> String) -> Result<Value, EvalError> {
    let mut builder = TextBuilder::default();
    match &value.kind {
        Kind::Text(Text::Known(text)) => builder.push(&change(text))?,
        Kind::Text(Text::Partial(pieces)) => {
            for piece in pieces.iter() {
                match piece {
                    TextPiece::Known(text) => builder.push(&change(text))?,
                    TextPiece::Hole(hole) => builder.push_hole(changed(hole))?,
                }
            }
        }
        _ => {
            let mut hole = crate::eval::convert::hole_of([value], Type::String);
            hole.not_null = true;
            return Ok(Value::unknown(hole));
        }
    }
    Ok(builder.finish())
}

/// A hole through a function: the same references, but other values.
pub(super) fn changed(hole: &Hole) -> Rc<Hole> {
    Rc::new(Hole {
        ty: Type::String,
        not_null: true,
        any_of: Vec::new(),
        ..hole.clone()
    })
}

/// The pieces of a text, known or not; a hole is one piece. `None` for what is no text.
pub(super) fn of(value: &Value) -> Option<Vec<TextPiece>> {
    match &value.kind {
        Kind::Text(Text::Known(text)) => Some(vec![TextPiece::Known(text.clone())]),
        Kind::Text(Text::Partial(pieces)) => Some(pieces.to_vec()),
        Kind::Unknown(hole) => Some(vec![TextPiece::Hole(hole.clone())]),
        _ => None,
    }
}

/// # Errors
/// More than 1 MiB.
pub(super) fn join(pieces: &[TextPiece]) -> Result<Value, EvalError> {
    let mut builder = TextBuilder::default();
    for piece in pieces {
        match piece {
            TextPiece::Known(text) => builder.push(text)?,
            TextPiece::Hole(hole) => builder.push_hole(hole.clone())?,
        }
    }
    Ok(builder.finish())
}
