//! `trim`, `trimspace`, `chomp`.

use super::{Function, Host, Param, Want, known_text, pieces};
use crate::eval::error::EvalError;
use crate::eval::text::nfc;
use crate::eval::value::{TextPiece, Value};

pub(super) static TRIM: Function = Function::new(
    "trim",
    &[
        Param::new("str", Want::String).partial(),
        Param::new("cutset", Want::String),
    ],
    Want::String,
    trim,
);
pub(super) static TRIMSPACE: Function = Function::new(
    "trimspace",
    &[Param::new("str", Want::String).partial()],
    Want::String,
    trim_space,
);
pub(super) static CHOMP: Function =
    Function::new("chomp", &[Param::new("str", Want::String)], Want::String, chomp);

fn trim(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let cutset = known_text(&args[1]);
    ends(&args[0], |character| cutset.contains(character))
}

fn trim_space(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    ends(&args[0], char::is_whitespace)
}

fn chomp(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    Ok(Value::text(nfc(
        known_text(&args[0]).trim_end_matches(['\r', '\n'])
    )))
}

/// Trims both ends. An unknown end is trimmed too, and stays unknown.
fn ends(value: &Value, cut: impl Fn(char) -> bool + Copy) -> Result<Value, EvalError> {
    let mut parts = pieces::of(value).unwrap_or_default();
    if let Some(TextPiece::Known(text)) = parts.first_mut() {
        *text = text.trim_start_matches(cut).into();
    }
    if let Some(TextPiece::Known(text)) = parts.last_mut() {
        *text = text.trim_end_matches(cut).into();
    }
    for piece in &mut parts {
        if let TextPiece::Hole(hole) = piece {
            *hole = pieces::changed(hole);
        }
    }
    // A hole at an end that is empty or all blank would expose the literal beside it.
    if parts.len() > 1
        && parts
            .iter()
            .any(|piece| matches!(piece, TextPiece::Known(text) if blank_edge(text, cut)))
    {
        return Ok(super::unknown_not_null([value], crate::eval::types::Type::String));
    }
    pieces::join(&parts)
}

fn blank_edge(text: &str, cut: impl Fn(char) -> bool) -> bool {
    text.starts_with(&cut) || text.ends_with(&cut)
}
