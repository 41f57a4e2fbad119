//! `replace(string, substring or /regex/, replacement)`.

use super::regexp::{self, Pattern};
use super::{Function, Host, Param, Want, known_text, pieces, unknown_not_null};
use crate::eval::error::EvalError;
use crate::eval::text::{TEXT_LIMIT, nfc, too_long};
use crate::eval::types::Type;
use crate::eval::value::{TextPiece, Value};

pub(super) static REPLACE: Function = Function::new(
    "replace",
    &[
        Param::new("str", Want::String).partial(),
        Param::new("substr", Want::String),
        Param::new("replace", Want::String),
    ],
    Want::String,
    replace,
);

fn replace(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let (search, replacement) = (known_text(&args[1]), known_text(&args[2]));
    let regex = search.len() > 1 && search.starts_with('/') && search.ends_with('/');
    if let Some(text) = args[0].as_text() {
        return if regex {
            let pattern = Pattern::new(&search[1..search.len() - 1])?;
            Ok(Value::text(nfc(&regexp::replace_all(
                &pattern,
                text,
                &replacement,
            )?)))
        } else {
            Ok(Value::text(nfc(&literal(text, &search, &replacement)?)))
        };
    }
    let parts = pieces::of(&args[0]).unwrap_or_default();
    if regex || search.is_empty() || parts.len() < 2 || !inside(&parts, &search) {
        return Ok(unknown_not_null(args, Type::String));
    }
    let changed = parts
        .iter()
        .map(|piece| match piece {
            TextPiece::Known(text) => Ok(TextPiece::Known(literal(text, &search, &replacement)?.into())),
            TextPiece::Hole(hole) => Ok(TextPiece::Hole(pieces::changed(hole))),
        })
        .collect::<Result<Vec<_>, EvalError>>()?;
    pieces::join(&changed)
}

/// No occurrence can reach from a literal into a hole.
fn inside(parts: &[TextPiece], search: &str) -> bool {
    if !search.is_ascii() || search.bytes().any(|byte| byte.is_ascii_alphabetic()) && search.len() == 1 {
        return false;
    }
    parts.iter().all(|piece| match piece {
        TextPiece::Hole(_) => true,
        TextPiece::Known(text) => (1..search.len())
            .all(|split| !text.ends_with(&search[..split]) && !text.starts_with(&search[split..])),
    })
}

fn literal(text: &str, search: &str, replacement: &str) -> Result<String, EvalError> {
    let count = if search.is_empty() {
        text.chars().count() + 1
    } else {
        text.matches(search).count()
    };
    if text.len().saturating_add(count.saturating_mul(replacement.len())) > TEXT_LIMIT {
        return Err(too_long());
    }
    Ok(text.replace(search, replacement))
}
