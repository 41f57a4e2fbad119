//! `flatten(list)`: lists, sets and tuples inside are replaced by their elements, however deep.

use std::rc::Rc;

use super::{Function, Host, Param, Want, bounded, unknown_not_null};
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Hole, Kind, Marks, Seq, Value};

pub(super) static FLATTEN: Function = Function::new(
    "flatten",
    &[Param::new("list", Want::Any).partial()],
    Want::Any,
    flatten,
)
.keeping_parts();

struct Flat {
    items: Vec<Value>,
    open: Option<Rc<Hole>>,
    /// Of the lists inside: they become those of the result.
    marks: Marks,
}

fn flatten(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let mut flat = Flat {
        items: Vec::new(),
        open: None,
        marks: Marks::NONE,
    };
    match &args[0].kind {
        Kind::Unknown(hole) if !hole.ty.is_primitive() => return Ok(unknown_not_null(args, Type::Dynamic)),
        Kind::List(_) | Kind::Tuple(_) | Kind::Set(_) => flat.push(&args[0])?,
        _ => return Err(EvalError::invalid("flatten() takes a list, set or tuple")),
    }
    Ok(Value::new(Kind::Tuple(Seq {
        items: Rc::new(flat.items),
        element: Type::Dynamic,
        open: flat.open,
    }))
    .marked(flat.marks))
}

impl Flat {
    fn push(&mut self, value: &Value) -> Result<(), EvalError> {
        match &value.kind {
            Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => {
                self.marks = self.marks.union(value.marks);
                if let Some(hole) = &seq.open {
                    self.open = Some(hole.clone());
                } else if matches!(value.kind, Kind::Set(_)) && !value.is_wholly_known() {
                    // Neither their order nor their number is known.
                    self.open = Some(Rc::new(crate::eval::convert::hole_of([value], Type::Dynamic)));
                }
                for item in seq.items.iter() {
                    self.push(item)?;
                }
                Ok(())
            }
            // It may be a list, of any length.
            Kind::Unknown(hole)
                if matches!(
                    hole.ty,
                    Type::Dynamic | Type::List(_) | Type::Set(_) | Type::Tuple(_)
                ) =>
            {
                self.open = Some(hole.clone());
                Ok(())
            }
            _ => {
                self.items.push(value.clone());
                bounded(self.items.len())
            }
        }
    }
}
