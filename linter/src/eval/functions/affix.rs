//! `startswith`, `endswith`, `strcontains`, `trimprefix`, `trimsuffix`: what a text certainly has at its ends
//! answers even when the rest is not known.

use super::{Function, Host, Param, Want, known_text, pieces, unknown_not_null};
use crate::eval::error::EvalError;
use crate::eval::text::{nfc, settled_prefix, settled_suffix};
use crate::eval::types::Type;
use crate::eval::value::{TextPiece, Value};

const STRING: Param = Param::new("str", Want::String).partial();
const AFFIX: Param = Param::new("affix", Want::String);

pub(super) static STARTSWITH: Function = Function::new("startswith", &[STRING, AFFIX], Want::Bool, starts);
pub(super) static ENDSWITH: Function = Function::new("endswith", &[STRING, AFFIX], Want::Bool, ends);
pub(super) static STRCONTAINS: Function = Function::new("strcontains", &[STRING, AFFIX], Want::Bool, holds);
pub(super) static TRIMPREFIX: Function =
    Function::new("trimprefix", &[STRING, AFFIX], Want::String, trim_prefix);
pub(super) static TRIMSUFFIX: Function =
    Function::new("trimsuffix", &[STRING, AFFIX], Want::String, trim_suffix);

/// Whether the text starts with `affix`; `None` while that is not known.
fn certain_start(parts: &[TextPiece], affix: &str) -> Option<bool> {
    let head = settled_prefix(parts);
    if parts.len() == 1 && matches!(parts[0], TextPiece::Known(_)) || head.len() >= affix.len() {
        return Some(head.starts_with(affix));
    }
    (!affix.starts_with(head)).then_some(false)
}

fn certain_end(parts: &[TextPiece], affix: &str) -> Option<bool> {
    let tail = settled_suffix(parts);
    if parts.len() == 1 && matches!(parts[0], TextPiece::Known(_)) || tail.len() >= affix.len() {
        return Some(tail.ends_with(affix));
    }
    (!affix.ends_with(tail)).then_some(false)
}

fn decided(args: &[Value], answer: Option<bool>) -> Result<Value, EvalError> {
    Ok(answer.map_or_else(|| unknown_not_null(args, Type::Bool), Value::bool))
}

fn starts(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let affix = known_text(&args[1]);
    decided(
        args,
        pieces::of(&args[0]).and_then(|parts| certain_start(&parts, &affix)),
    )
}

fn ends(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let affix = known_text(&args[1]);
    decided(
        args,
        pieces::of(&args[0]).and_then(|parts| certain_end(&parts, &affix)),
    )
}

fn holds(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let part = known_text(&args[1]);
    let parts = pieces::of(&args[0]).unwrap_or_default();
    let found = parts.iter().enumerate().any(|(index, piece)| {
        // The ends of a literal may merge with what stands beside it.
        let last = index + 1 == parts.len();
        let literal = match piece {
            TextPiece::Hole(_) => return false,
            TextPiece::Known(text) if last => text.as_ref(),
            TextPiece::Known(_) => settled_prefix(&parts[index..]),
        };
        let settled = if index == 0 || literal.starts_with(|first: char| first.is_ascii()) {
            literal
        } else {
            ""
        };
        settled.contains(part.as_ref())
    });
    let all_known = parts.iter().all(|piece| matches!(piece, TextPiece::Known(_)));
    decided(
        args,
        if found || all_known {
            Some(found)
        } else {
            part.is_empty().then_some(true)
        },
    )
}

fn trim_prefix(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let affix = known_text(&args[1]);
    let mut parts = pieces::of(&args[0]).unwrap_or_default();
    match (certain_start(&parts, &affix), parts.first_mut()) {
        (Some(true), Some(TextPiece::Known(text))) => {
            *text = nfc(&text[affix.len()..]);
            pieces::join(&parts)
        }
        (Some(_), _) => Ok(args[0].clone()),
        (None, _) if affix.is_empty() => Ok(args[0].clone()),
        (None, _) => Ok(unknown_not_null(args, Type::String)),
    }
}

fn trim_suffix(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let affix = known_text(&args[1]);
    let mut parts = pieces::of(&args[0]).unwrap_or_default();
    match (certain_end(&parts, &affix), parts.last_mut()) {
        (Some(true), Some(TextPiece::Known(text))) => {
            *text = nfc(&text[..text.len() - affix.len()]);
            pieces::join(&parts)
        }
        (Some(_), _) => Ok(args[0].clone()),
        (None, _) if affix.is_empty() => Ok(args[0].clone()),
        (None, _) => Ok(unknown_not_null(args, Type::String)),
    }
}
