//! What conversion leaves of a value that is not known.

use std::rc::Rc;

use super::{convert, convertible};
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{At, Hole, Marks, TextPiece, Value};

/// References kept per hole; more would say nothing that these do not.
const REFS: usize = 16;

/// # Errors
/// Its type can never become `ty`.
pub fn convert_hole(hole: &Rc<Hole>, marks: Marks, at: At, ty: &Type) -> Result<Value, EvalError> {
    if !convertible(&hole.ty, ty) {
        return Err(EvalError::invalid(format!("cannot convert {} to {ty}", hole.ty)));
    }
    if hole.ty == *ty {
        return Ok(Value {
            marks,
            at,
            ..Value::new(crate::eval::value::Kind::Unknown(hole.clone()))
        });
    }
    let branches: Vec<Value> = hole
        .any_of
        .iter()
        .filter_map(|branch| convert(branch.clone(), ty).ok())
        .collect();
    if branches.is_empty() && !hole.any_of.is_empty() {
        return Err(EvalError::invalid(format!(
            "cannot convert either branch to {ty}"
        )));
    }
    let any_of = if branches.len() == hole.any_of.len() {
        branches
    } else {
        Vec::new()
    };
    // `list(any)` says less than a type that is known already.
    let ty = if ty.has_dynamic() && same_kind(&hole.ty, ty) {
        hole.ty.clone()
    } else {
        ty.clone()
    };
    Ok(Value::unknown(Hole {
        ty,
        any_of,
        ..hole.as_ref().clone()
    })
    .marked(marks)
    .at(at))
}

fn same_kind(from: &Type, to: &Type) -> bool {
    match (from, to) {
        (Type::List(a), Type::List(b)) | (Type::Set(a), Type::Set(b)) | (Type::Map(a), Type::Map(b)) => {
            **b == Type::Dynamic || same_kind(a, b)
        }
        _ => false,
    }
}

/// The same unknown without what its type and branches say.
pub fn untyped(hole: &Hole) -> Hole {
    Hole {
        ty: Type::Dynamic,
        not_null: false,
        any_of: Vec::new(),
        ..hole.clone()
    }
}

pub(super) fn of_pieces(pieces: &[TextPiece]) -> Hole {
    let holes = pieces.iter().filter_map(|piece| match piece {
        TextPiece::Hole(hole) => Some(hole),
        TextPiece::Known(_) => None,
    });
    let mut all = Hole::new("it is not known");
    for (index, hole) in holes.enumerate() {
        merge(&mut all, hole, index == 0);
    }
    all.not_null = true;
    all
}

/// An unknown that depends on every hole in `values`; the first says why.
pub fn of_values<'a>(values: impl IntoIterator<Item = &'a Value>, ty: Type) -> Hole {
    let mut all = Hole::new("it is not known").typed(ty);
    let mut first = true;
    for value in values {
        value.each_hole(&mut |hole| {
            merge(&mut all, hole, first);
            first = false;
        });
    }
    all
}

fn merge(all: &mut Hole, hole: &Hole, first: bool) {
    if first {
        all.why = hole.why.clone();
    }
    for reference in &hole.refs {
        if all.refs.len() < REFS && !all.refs.contains(reference) {
            all.refs.push(reference.clone());
        }
    }
}
