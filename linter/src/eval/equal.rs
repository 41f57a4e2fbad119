//! Terraform's `==`: never converts, so a value of another type is another value.

use super::convert::type_of;
use super::types::Type;
use super::value::{Entries, Hole, Kind, Seq, Text, TextPiece, Value};

/// Whether two values are equal; `None` while that depends on what is not known. Parts that are known to differ
/// decide, whatever the others are.
pub fn equal(a: &Value, b: &Value) -> Option<bool> {
    match (&a.kind, &b.kind) {
        (Kind::Unknown(hole), _) => with_hole(hole, b),
        (_, Kind::Unknown(hole)) => with_hole(hole, a),
        (Kind::Null, Kind::Null) => Some(true),
        (Kind::Null, _) | (_, Kind::Null) => Some(false),
        (Kind::Bool(a), Kind::Bool(b)) => Some(a == b),
        (Kind::Number(a), Kind::Number(b)) => Some(a == b),
        (Kind::Text(a), Kind::Text(b)) => texts(a, b),
        (Kind::Tuple(a), Kind::Tuple(b)) => sequences(a, b),
        (Kind::List(a), Kind::List(b)) => both(sequences(a, b), element_types(&a.element, &b.element)),
        (Kind::Set(a), Kind::Set(b)) => both(sets(a, b), element_types(&a.element, &b.element)),
        (Kind::Object(a), Kind::Object(b)) => entries(a, b),
        (Kind::Map(a), Kind::Map(b)) => both(entries(a, b), element_types(&a.element, &b.element)),
        // Whether it is a list or a tuple, a map or an object, may depend on what is not known.
        (Kind::List(a), Kind::Tuple(b)) | (Kind::Tuple(a), Kind::List(b)) if is_open(a, b) => sequences(a, b),
        (Kind::Map(a), Kind::Object(b)) | (Kind::Object(a), Kind::Map(b))
            if a.open.is_some() || b.open.is_some() =>
        {
            entries(a, b)
        }
        _ => Some(false),
    }
}

fn is_open(a: &Seq, b: &Seq) -> bool {
    a.open.is_some() || b.open.is_some()
}

/// Three-valued and: one `false` decides.
fn both(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn element_types(a: &Type, b: &Type) -> Option<bool> {
    if a == b {
        Some(true)
    } else if a.has_dynamic() || b.has_dynamic() {
        None
    } else {
        Some(false)
    }
}

fn with_hole(hole: &Hole, other: &Value) -> Option<bool> {
    if !hole.any_of.is_empty() {
        let mut answers = hole.any_of.iter().map(|branch| equal(branch, other));
        let first = answers.next()?;
        return if answers.all(|answer| answer == first) {
            first
        } else {
            None
        };
    }
    match &other.kind {
        Kind::Null => hole.not_null.then_some(false),
        Kind::Unknown(other) => {
            let differ = (hole.not_null || other.not_null) && never_same(&hole.ty, &other.ty);
            (other.any_of.is_empty() && differ).then_some(false)
        }
        _ => never_same(&hole.ty, &type_of(other)).then_some(false),
    }
}

/// No value of `a` is a value of `b`.
fn never_same(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::Dynamic, _) | (_, Type::Dynamic) => false,
        (Type::List(a), Type::List(b)) | (Type::Set(a), Type::Set(b)) | (Type::Map(a), Type::Map(b)) => {
            never_same(a, b)
        }
        (Type::Tuple(a), Type::Tuple(b)) => {
            a.len() != b.len()
                || a.iter()
                    .zip(b.iter())
                    .any(|(a, b)| a.is_primitive() && never_same(a, b))
        }
        (Type::Object(a), Type::Object(b)) => a.iter().map(|f| &f.name).ne(b.iter().map(|f| &f.name)),
        _ => std::mem::discriminant(a) != std::mem::discriminant(b),
    }
}

fn texts(a: &Text, b: &Text) -> Option<bool> {
    match (a, b) {
        (Text::Known(a), Text::Known(b)) => Some(a == b),
        (Text::Known(known), Text::Partial(pieces)) | (Text::Partial(pieces), Text::Known(known)) => {
            if may_be(pieces, known) { None } else { Some(false) }
        }
        (Text::Partial(a), Text::Partial(b)) => {
            let heads = (super::text::settled_prefix(a), super::text::settled_prefix(b));
            let tails = (super::text::settled_suffix(a), super::text::settled_suffix(b));
            let compatible = (heads.0.starts_with(heads.1) || heads.1.starts_with(heads.0))
                && (tails.0.ends_with(tails.1) || tails.1.ends_with(tails.0));
            if compatible { None } else { Some(false) }
        }
    }
}

/// Some filling of the holes gives `text`: its ends match, and the literals between occur in order.
fn may_be(pieces: &[TextPiece], text: &str) -> bool {
    let (prefix, suffix) = (
        super::text::settled_prefix(pieces),
        super::text::settled_suffix(pieces),
    );
    let Some(rest) = text.strip_prefix(prefix) else {
        return false;
    };
    let Some(mut rest) = rest.strip_suffix(suffix) else {
        return false;
    };
    let inner = pieces.get(1..pieces.len().saturating_sub(1)).unwrap_or_default();
    for piece in inner {
        // Only ASCII that cannot merge with a neighbour is looked for.
        if let TextPiece::Known(literal) = piece
            && literal
                .bytes()
                .all(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric())
        {
            match rest.find(literal.as_ref()) {
                Some(found) => rest = &rest[found + literal.len()..],
                None => return false,
            }
        }
    }
    true
}

fn sequences(a: &Seq, b: &Seq) -> Option<bool> {
    match (&a.open, &b.open) {
        (None, None) if a.items.len() != b.items.len() => Some(false),
        (None, None) => a
            .items
            .iter()
            .zip(b.items.iter())
            .try_fold_all(|(a, b)| equal(a, b)),
        (Some(_), None) if a.items.len() > b.items.len() => Some(false),
        (None, Some(_)) if b.items.len() > a.items.len() => Some(false),
        _ => None,
    }
}

fn sets(a: &Seq, b: &Seq) -> Option<bool> {
    let known = |seq: &Seq| seq.open.is_none() && seq.items.iter().all(Value::is_wholly_known);
    match (known(a), known(b)) {
        (true, true) => sequences(a, b),
        (true, false) => subset(b, a),
        (false, true) => subset(a, b),
        (false, false) => None,
    }
}

/// A known element of `part` that `whole` has not decides.
fn subset(part: &Seq, whole: &Seq) -> Option<bool> {
    let missing = part
        .items
        .iter()
        .any(|item| whole.items.iter().all(|other| equal(item, other) == Some(false)));
    missing.then_some(false)
}

fn entries(a: &Entries, b: &Entries) -> Option<bool> {
    let missing = |from: &Entries, to: &Entries| {
        to.open.is_none() && from.items.iter().any(|(key, _)| to.get(key).is_none())
    };
    if missing(a, b) || missing(b, a) {
        return Some(false);
    }
    let shared = a
        .items
        .iter()
        .filter_map(|(key, value)| b.get(key).map(|other| (value, other)));
    let values = shared.try_fold_all(|(a, b)| equal(a, b));
    if a.open.is_none() && b.open.is_none() {
        values
    } else {
        both(values, None)
    }
}

trait AllKnown: Iterator + Sized {
    /// Three-valued `all`: one `false` decides, one `None` leaves it open.
    fn try_fold_all(self, mut test: impl FnMut(Self::Item) -> Option<bool>) -> Option<bool> {
        let mut answer = Some(true);
        for item in self {
            match test(item) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => answer = None,
            }
        }
        answer
    }
}

impl<I: Iterator> AllKnown for I {}

#[cfg(test)]
mod tests;
