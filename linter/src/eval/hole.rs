//! Making unknowns out of other values: what is still known about the result is kept.

use std::rc::Rc;
use std::sync::Arc;

use super::convert;
use super::equal::equal;
use super::error::EvalError;
use super::types::Type;
use super::value::{Hole, Kind, Marks, Ref, Seq, Step, Text, TextPiece, Value};

/// Branch values that a hole remembers.
const MAX_BRANCHES: usize = 4;
/// Resources that a derived hole remembers.
const MAX_REFS: usize = 16;

/// An unknown of type `ty` because some of `operands` are unknown.
pub(super) fn derived<'v>(operands: impl IntoIterator<Item = &'v Value>, ty: Type) -> Value {
    let mut why: Option<Arc<str>> = None;
    let mut refs = Vec::new();
    let mut marks = Marks::NONE;
    for operand in operands {
        marks = marks.union(operand.marks);
        each_hole(operand, &mut |hole| {
            why.get_or_insert_with(|| hole.why.clone());
            add_refs(&mut refs, &hole.refs);
            for value in &hole.any_of {
                if let Some(inner) = value.as_hole() {
                    add_refs(&mut refs, &inner.refs);
                }
            }
        });
    }
    let mut hole = Hole::new(why.unwrap_or_else(|| "not known".into())).typed(ty);
    hole.refs = refs;
    Value::unknown(hole).marked(marks)
}

pub(super) fn add_refs(refs: &mut Vec<Ref>, more: &[Ref]) {
    for reference in more {
        if refs.len() < MAX_REFS && !refs.contains(reference) {
            refs.push(reference.clone());
        }
    }
}

/// The holes at the surface of a value: itself, the pieces of a text, what opens a collection.
fn each_hole(value: &Value, visit: &mut dyn FnMut(&Rc<Hole>)) {
    match &value.kind {
        Kind::Unknown(hole) => visit(hole),
        Kind::Text(Text::Partial(pieces)) => {
            for piece in pieces.iter() {
                if let TextPiece::Hole(hole) = piece {
                    visit(hole);
                }
            }
        }
        Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => {
            if let Some(open) = &seq.open {
                visit(open);
            }
            for item in seq.items.iter().take(MAX_REFS) {
                if let Some(hole) = item.as_hole() {
                    visit(hole);
                }
            }
        }
        Kind::Map(entries) | Kind::Object(entries) => {
            if let Some(open) = &entries.open {
                visit(open);
            }
            for (_, item) in entries.items.iter().take(MAX_REFS) {
                if let Some(hole) = item.as_hole() {
                    visit(hole);
                }
            }
        }
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(Text::Known(_)) => {}
    }
}

/// An unknown whose reason is an error.
pub(super) fn failed(error: &EvalError) -> Value {
    let (EvalError::Invalid(why) | EvalError::Budget(why)) = error;
    Value::unknown(Hole::new(why.clone()))
}

/// One of `values`, undecided because of `why`. Values that are equal are one value.
pub(super) fn one_of(values: Vec<Value>, why: &Rc<Hole>) -> Value {
    let mut marks = Marks::NONE;
    let mut branches: Vec<Value> = Vec::new();
    let mut complete = true;
    for value in values {
        marks = marks.union(value.marks);
        match value.as_hole() {
            Some(hole) if !hole.any_of.is_empty() => {
                for inner in &hole.any_of {
                    add_branch(&mut branches, inner.clone());
                }
            }
            // An object of a resource is worth keeping: its arguments may be known.
            Some(hole) if !hole.refs.is_empty() && matches!(hole.ty, Type::Dynamic) => {
                add_branch(&mut branches, value);
            }
            Some(_) => {
                complete = false;
                branches.push(value);
            }
            None => add_branch(&mut branches, value),
        }
    }
    if complete && branches.len() == 1 {
        return branches.swap_remove(0).marked(marks);
    }
    let types: Vec<Type> = branches
        .iter()
        .filter(|b| !b.is_null())
        .map(convert::type_of)
        .collect();
    let mut hole = Hole::new(why.why.clone()).typed(convert::unify(&types).unwrap_or(Type::Dynamic));
    hole.not_null = branches.iter().all(|branch| match branch.as_hole() {
        Some(inner) => inner.not_null,
        None => !branch.is_null(),
    });
    for branch in &branches {
        each_hole(branch, &mut |inner| add_refs(&mut hole.refs, &inner.refs));
    }
    if complete && branches.len() <= MAX_BRANCHES {
        hole.any_of = branches;
    }
    Value::unknown(hole).marked(marks)
}

fn add_branch(branches: &mut Vec<Value>, value: Value) {
    if !branches.iter().any(|known| same(known, &value)) {
        branches.push(value);
    }
}

fn same(a: &Value, b: &Value) -> bool {
    match (&a.kind, &b.kind) {
        (Kind::Null, Kind::Null) => true,
        (Kind::Null, _) | (_, Kind::Null) => false,
        (Kind::Unknown(x), Kind::Unknown(y)) => Rc::ptr_eq(x, y),
        _ => same_kind(a, b) && equal(a, b) == Some(true),
    }
}

/// `equal` converts nothing, but a branch of another kind is another value even where both are empty.
fn same_kind(a: &Value, b: &Value) -> bool {
    std::mem::discriminant(&a.kind) == std::mem::discriminant(&b.kind)
}

/// What `step` into an unknown of unknown content yields.
pub(super) fn child(hole: &Hole, step: &Step) -> Result<Value, EvalError> {
    let ty = match (&hole.ty, step) {
        (Type::Dynamic, _) => Type::Dynamic,
        (Type::Object(fields), Step::Name(name)) => match fields.iter().find(|f| f.name == *name) {
            Some(field) => field.ty.clone(),
            None => {
                return Err(EvalError::invalid(format!(
                    "the object has no attribute `{name}`"
                )));
            }
        },
        (Type::Map(element), Step::Name(_)) | (Type::List(element), Step::Index(_)) => (**element).clone(),
        (Type::Tuple(types), Step::Index(index)) => {
            match usize::try_from(*index).ok().and_then(|index| types.get(index)) {
                Some(ty) => ty.clone(),
                None => return Err(EvalError::invalid(format!("the tuple has no element {index}"))),
            }
        }
        (_, Step::Name(name)) => {
            return Err(EvalError::invalid(format!("the value has no attribute `{name}`")));
        }
        (_, Step::Index(_)) => return Err(EvalError::invalid("the value has no elements")),
    };
    let mut child = Hole::new(hole.why.clone()).typed(ty);
    child.refs = hole
        .refs
        .iter()
        .map(|reference| {
            let mut path = reference.path.clone();
            path.push(step.clone());
            Ref {
                target: reference.target.clone(),
                path,
            }
        })
        .collect();
    Ok(Value::unknown(child))
}

/// An element of a collection that may hold more than is known, other than the known ones.
pub(super) fn another(open: &Hole, element: &Type) -> Value {
    let mut hole = Hole::new(open.why.clone()).typed(element.clone());
    hole.refs.clone_from(&open.refs);
    Value::unknown(hole)
}

/// Some element of an unknown collection.
pub(super) fn some_element(hole: &Hole, element: &Type) -> Value {
    let ty = match (element, &hole.ty) {
        (Type::Dynamic, Type::List(ty) | Type::Set(ty) | Type::Map(ty)) => (**ty).clone(),
        _ => element.clone(),
    };
    let mut child = Hole::new(hole.why.clone()).typed(ty);
    child.refs = hole.refs.clone();
    Value::unknown(child)
}

pub(super) fn open_tuple(items: Vec<Value>, open: Option<Rc<Hole>>) -> Value {
    Value::new(Kind::Tuple(Seq {
        items: Rc::new(items),
        element: Type::Dynamic,
        open,
    }))
}
