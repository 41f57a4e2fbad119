//! Terraform's built-in functions: a table, and what all of them share (arity, conversion, nulls, unknowns, marks).
//!
//! `try`, `can` and the type constructors evaluate their arguments themselves, so they are not here.

mod grapheme;
pub mod host;
mod lift;
mod param;

use std::rc::Rc;

pub use host::{FileKind, Host, Unread};
pub use param::{Param, Want};

use super::convert::convert;
use super::error::EvalError;
use super::types::Type;
use super::value::Value;

/// One built-in function.
pub struct Function {
    pub name: &'static str,
    pub params: &'static [Param],
    /// Takes any number of further arguments.
    pub variadic: Option<Param>,
    /// What the result is when it is not known.
    pub returns: Want,
    /// The result keeps its parts from the arguments, each with its own marks; else it takes every mark of every
    /// argument.
    pub keeps_parts: bool,
    pub body: Body,
}

/// Arguments are converted, counted, and known as far as their parameter asks for it.
pub type Body = fn(&[Value], &dyn Host) -> Result<Value, EvalError>;

/// Declares each function's module and its entry, so that a function is one file and one line.
macro_rules! functions {
    ($($module:ident { $($function:ident),+ $(,)? })*) => {
        $(mod $module;)*
        /// Every function, sorted by name.
        pub static FUNCTIONS: &[&Function] = &[$($(&$module::$function),+),*];
    };
}

functions! {
    length { LENGTH }
    lower { LOWER }
}

/// `length`, `core::length`.
pub fn lookup(name: &str) -> Option<&'static Function> {
    let name = name.strip_prefix("core::").unwrap_or(name);
    FUNCTIONS.iter().copied().find(|function| function.name == name)
}

/// Calls a function as Terraform does, and goes on where it would give up because an argument is not known.
///
/// # Errors
/// Wrong number or type of arguments, a null where none is taken, whatever the function itself refuses.
pub fn call(function: &Function, args: Vec<Value>, host: &dyn Host) -> Result<Value, EvalError> {
    let args = function.accept(args)?;
    lift::call(function, args, host)
}

impl Function {
    fn param(&self, index: usize) -> Option<&Param> {
        self.params.get(index).or(self.variadic.as_ref())
    }

    fn accept(&self, args: Vec<Value>) -> Result<Vec<Value>, EvalError> {
        let name = self.name;
        let least = self.params.len();
        if args.len() < least {
            return Err(EvalError::invalid(format!(
                "{name}() takes {least} arguments, it is given {}",
                args.len()
            )));
        }
        args.into_iter()
            .enumerate()
            .map(|(index, arg)| {
                let Some(param) = self.param(index) else {
                    return Err(EvalError::invalid(format!(
                        "{name}() takes no more than {least} arguments"
                    )));
                };
                if arg.is_null() && !param.null {
                    return Err(EvalError::invalid(format!(
                        "argument \"{}\" of {name}() must not be null",
                        param.name
                    )));
                }
                match param.want {
                    Want::Any => Ok(arg),
                    want => convert(arg, &want.ty()).map_err(|error| {
                        EvalError::invalid(format!("argument \"{}\" of {name}(): {error}", param.name))
                    }),
                }
            })
            .collect()
    }
}

/// An unknown result of these arguments.
fn unknown<'a>(args: impl IntoIterator<Item = &'a Value>, ty: Type) -> Value {
    Value::unknown(super::convert::hole_of(args, ty))
}

/// The same, where the function never yields null.
fn unknown_not_null<'a>(args: impl IntoIterator<Item = &'a Value>, ty: Type) -> Value {
    let mut hole = super::convert::hole_of(args, ty);
    hole.not_null = true;
    Value::unknown(hole)
}

/// Takes the elements out of a shared vector, without copying where nobody else holds it.
fn unshared<T: Clone>(items: Rc<Vec<T>>) -> Vec<T> {
    Rc::try_unwrap(items).unwrap_or_else(|shared| shared.as_ref().clone())
}

#[cfg(test)]
mod tests;
