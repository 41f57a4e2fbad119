//! A function in the service's table.

use crate::arguments::{Arguments, Parameter};
use crate::contract::{Function, FunctionError};
use crate::model::Datum;
use crate::schema::Attribute;
use crate::schema::Mode;
use crate::types::Type;
use crate::value::Raw;

/// What a function takes and gives.
#[derive(Clone, Debug)]
pub struct Signature {
    /// In order.
    pub parameters: Vec<Parameter>,
    /// Takes the rest of the arguments.
    pub variadic: Option<Parameter>,
    /// Of the result.
    pub output: Type,
    /// One sentence.
    pub summary: &'static str,
    /// Markdown.
    pub description: &'static str,
}

/// A function of any signature: every [`Function`] is one.
#[doc(hidden)]
pub trait AnyFunction: Send + Sync + 'static {
    fn name(&self) -> &'static str;
    fn signature(&self) -> Signature;
    fn call(&self, arguments: Vec<Raw>) -> Result<Raw, FunctionError>;
}

impl<F: Function> AnyFunction for F {
    fn name(&self) -> &'static str {
        F::NAME
    }

    fn signature(&self) -> Signature {
        Signature {
            parameters: F::Arguments::parameters(),
            variadic: F::Arguments::variadic(),
            output: Attribute::new(F::NAME, F::Output::attribute_type(), Mode::Computed).implied_type(),
            summary: F::SUMMARY,
            description: F::DESCRIPTION,
        }
    }

    fn call(&self, arguments: Vec<Raw>) -> Result<Raw, FunctionError> {
        let arguments = F::Arguments::decode(arguments).map_err(|error| FunctionError {
            reason: error.reason,
            argument: error.index,
        })?;
        Ok(Function::call(self, arguments)?.map(Datum::encode))
    }
}
