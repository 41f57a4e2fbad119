//! One piece of text (an item of the top level, an expression, a template) through hcl-edit into the IR.

use std::borrow::Cow;
use std::ops::Range;

use hcl_edit::parser::{self, Error};

use super::lower::{CutObjects, Lowering, Place};
use super::scan::{Notes, Patch, Scanner};
use super::{SyntaxError, message, objects, template};
use crate::load::ir::{Body, Expr, ExprKind, ObjectKey};

/// Objects inside the slices of objects inside … : each level is a call.
const MAX_CUTS: usize = 16;

/// One top-level item that `notes` describe, with offsets from the start of `text`.
pub(super) fn item(text: &str, place: Place, notes: &Notes) -> Result<Body, SyntaxError> {
    let (body, cut) = prepare(text, place, notes, 0, parser::parse_body)?;
    Ok(Lowering {
        source: text,
        place,
        cut,
    }
    .body(&body))
}

pub(super) fn expression(text: &str, place: Place) -> Result<Expr, SyntaxError> {
    nested_expression(text, place, 0)
}

fn nested_expression(text: &str, place: Place, cuts: usize) -> Result<Expr, SyntaxError> {
    let mut scanner = Scanner::new(text);
    scanner.expression();
    let notes = scanner.notes;
    if let Some(fault) = &notes.fault {
        return Err(message::of_fault(fault, text, place));
    }
    let (expr, cut) = prepare(text, place, &notes, cuts, parser::parse_expr)?;
    Ok(Lowering {
        source: text,
        place,
        cut,
    }
    .expr(&expr))
}

pub(super) fn whole_template(text: &str, place: Place) -> Result<Expr, SyntaxError> {
    let span = place.span(&(0..text.len()));
    if !text.contains("${") && !text.contains("%{") {
        let text = super::lower::shared(text);
        return Ok(Expr {
            kind: ExprKind::Text(text),
            span,
        });
    }
    let mut scanner = Scanner::new(text);
    scanner.template();
    let notes = scanner.notes;
    if let Some(fault) = &notes.fault {
        return Err(message::of_fault(fault, text, place));
    }
    let (tree, cut) = prepare(text, place, &notes, 0, parser::parse_template)?;
    let mut lowering = Lowering {
        source: text,
        place,
        cut,
    };
    Ok(Expr {
        kind: template::bare(&mut lowering, &tree),
        span,
    })
}

/// Covers up what hcl-edit must not see, and parses. Objects that were cut out come back beside the tree.
fn prepare<T>(
    text: &str,
    place: Place,
    notes: &Notes,
    cuts: usize,
    parse: fn(&str) -> Result<T, Error>,
) -> Result<(T, CutObjects), SyntaxError> {
    let mut cut = CutObjects::default();
    let mut patches = Cow::Borrowed(notes.patches.as_slice());
    for &(open, close) in &notes.big_objects {
        if cuts >= MAX_CUTS {
            break;
        }
        cut.insert(open, big_object(text, open + 1..close, place, cuts + 1)?);
        patches.to_mut().push(Patch {
            start: open + 1,
            end: close,
            byte: b' ',
        });
    }
    let covered = cover(text, &patches);
    let error = match parse(&covered) {
        Ok(tree) => return Ok((tree, cut)),
        Err(error) => error,
    };
    if message::is_repeated_key(&error) {
        patches.to_mut().extend(objects::cover_repeated_keys(&covered));
        let again = cover(text, &patches);
        return match parse(&again) {
            Ok(tree) => Ok((tree, cut)),
            Err(error) => Err(message::of_error(&error, text, place)),
        };
    }
    Err(message::of_error(&error, text, place))
}

fn big_object(
    text: &str,
    inside: Range<usize>,
    place: Place,
    cuts: usize,
) -> Result<Vec<(ObjectKey, Expr)>, SyntaxError> {
    let start = inside.start;
    let mut items = Vec::new();
    for slice in objects::slices(&text[inside.clone()]) {
        let source = &text[start + slice.start..start + slice.end];
        let object = format!("{{{source}\n}}");
        let at = place.after(start + slice.start).with_one_byte_before();
        match nested_expression(&object, at, cuts)?.kind {
            ExprKind::Object(more) => items.extend(more),
            _ => return Err(message::unreadable(place.span(&inside))),
        }
    }
    Ok(items)
}

fn cover<'a>(text: &'a str, patches: &[Patch]) -> Cow<'a, str> {
    if patches.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for patch in patches {
        bytes[patch.start..patch.end].fill(patch.byte);
    }
    // Patches cover whole characters, so this cannot fail; if it ever does, hcl-edit sees the text as it is.
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}
