//! Terraform's built-in functions: a table, and what all of them share (arity, conversion, nulls, unknowns, marks).
//!
//! `try`, `can` and the type constructors evaluate their arguments themselves, so they are not here.

mod date;
mod grapheme;
pub mod host;
pub mod json;
mod lift;
mod param;
mod pieces;
mod regexp;

use std::sync::Arc;

pub use host::{FileKind, Host, Unread};
pub use param::{Param, Want};

use super::convert::{convert, hole_of, type_of};
use super::error::EvalError;
use super::text::ITEMS_LIMIT;
use super::types::Type;
use super::value::{Kind, Value};

/// Branches that an unknown may have.
const BRANCHES: usize = 4;

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
    /// The result is not sensitive though an argument was.
    pub removes_sensitive: bool,
    pub body: Body,
}

impl Function {
    const fn new(name: &'static str, params: &'static [Param], returns: Want, body: Body) -> Self {
        Self {
            name,
            params,
            variadic: None,
            returns,
            keeps_parts: false,
            removes_sensitive: false,
            body,
        }
    }

    const fn variadic(mut self, rest: Param) -> Self {
        self.variadic = Some(rest);
        self
    }

    const fn keeping_parts(mut self) -> Self {
        self.keeps_parts = true;
        self
    }
}

/// Arguments are converted, counted, and known as far as their parameter asks for it.
pub type Body = fn(&[Value], &dyn Host) -> Result<Value, EvalError>;

/// Declares each function's module and its entry, so that a function is one file and one line.
macro_rules! functions {
    ($($module:ident { $($function:ident),+ $(,)? })*) => {
        $(mod $module;)*
        /// Every function, in the order of the table.
        pub static FUNCTIONS: &[&Function] = &[$($(&$module::$function),+),*];
    };
}

functions! {
    affix { STARTSWITH, ENDSWITH, STRCONTAINS, TRIMPREFIX, TRIMSUFFIX }
    all_any { ALLTRUE, ANYTRUE }
    arithmetic { ABS, CEIL, FLOOR, MAX, MIN, SIGNUM, SUM }
    pow { POW }
    case { LOWER, TITLE, UPPER }
    chunklist { CHUNKLIST }
    cidr { CIDRHOST, CIDRNETMASK, CIDRSUBNET, CIDRSUBNETS }
    coalesce { COALESCE }
    coalescelist { COALESCELIST }
    compact { COMPACT }
    concat { CONCAT }
    contains { CONTAINS }
    convert_to { TOBOOL, TOLIST, TOMAP, TONUMBER, TOSET, TOSTRING }
    distinct { DISTINCT }
    element { ELEMENT }
    encoding { BASE64DECODE, BASE64ENCODE, URLENCODE }
    file { FILE, FILEBASE64, FILEBASE64SHA256, FILEBASE64SHA512, FILEEXISTS, FILEMD5, FILESHA1, FILESHA256, FILESHA512 }
    fileset { FILESET }
    flatten { FLATTEN }
    format { FORMAT, FORMATLIST }
    formatdate { FORMATDATE }
    hash { BASE64SHA256, BASE64SHA512, MD5, SHA1, SHA256, SHA512 }
    indent { INDENT }
    index { INDEX }
    join { JOIN }
    jsondecode { JSONDECODE }
    jsonencode { JSONENCODE }
    keys { KEYS, VALUES }
    length { LENGTH }
    lookup { LOOKUP }
    marking { EPHEMERALASNULL, ISSENSITIVE, NONSENSITIVE, SENSITIVE }
    matchkeys { MATCHKEYS }
    merge { MERGE }
    one { ONE }
    parseint { PARSEINT }
    path { ABSPATH, BASENAME, DIRNAME, PATHEXPAND }
    range { RANGE }
    regex { REGEX, REGEXALL }
    replace { REPLACE }
    reverse { REVERSE, STRREV }
    set_algebra { SETINTERSECTION, SETSUBTRACT, SETUNION }
    setproduct { SETPRODUCT }
    slice { SLICE }
    sort { SORT }
    split { SPLIT }
    substr { SUBSTR }
    template { TEMPLATEFILE, TEMPLATESTRING }
    time { PLANTIMESTAMP, TIMEADD, TIMECMP, TIMESTAMP }
    transpose { TRANSPOSE }
    trim { CHOMP, TRIM, TRIMSPACE }
    yamldecode { YAMLDECODE }
    zipmap { ZIPMAP }
}

/// `length`, `core::length`.
pub fn lookup(name: &str) -> Option<&'static Function> {
    let name = name.strip_prefix("core::").unwrap_or(name);
    FUNCTIONS.iter().copied().find(|function| function.name == name)
}

/// Functions of Terraform that are never evaluated here, and why.
const UNEVALUATED: &[(&str, &str)] = &[
    ("base64gzip", "compressors differ in their output"),
    ("bcrypt", "its result is random"),
    ("csvdecode", "tables of CSV are not read"),
    ("log", "its last digit depends on the platform"),
    ("rsadecrypt", "secrets are not decrypted"),
    ("textdecodebase64", "other encodings than UTF-8 are not read"),
    ("textencodebase64", "other encodings than UTF-8 are not written"),
    ("type", "it exists in the console only"),
    ("uuid", "its result is random"),
    ("uuidv5", "identifiers of names decide nothing here"),
    ("yamlencode", "YAML is not written"),
];

/// Why a function of Terraform is not evaluated; `None` for the evaluated ones and for those that do not exist.
pub fn unevaluated(name: &str) -> Option<&'static str> {
    UNEVALUATED
        .iter()
        .find(|(other, _)| *other == name)
        .map(|(_, why)| *why)
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
    Value::unknown(hole_of(args, ty))
}

/// The same, where the function never yields null.
fn unknown_not_null<'a>(args: impl IntoIterator<Item = &'a Value>, ty: Type) -> Value {
    let mut hole = hole_of(args, ty);
    hole.not_null = true;
    Value::unknown(hole)
}

/// One of these values: itself when there is only one, with branches when there are few.
fn any_of(args: &[Value], mut values: Vec<Value>) -> Value {
    if values.len() == 1 {
        return values.remove(0);
    }
    let types: Vec<Type> = values.iter().map(type_of).collect();
    let ty = types
        .first()
        .filter(|first| types.iter().all(|ty| ty == *first))
        .cloned();
    let mut hole = hole_of(args, ty.unwrap_or(Type::Dynamic));
    if values.len() <= BRANCHES {
        hole.any_of = values;
    }
    Value::unknown(hole)
}

/// A string argument, known because its parameter asks for that.
fn known_text(value: &Value) -> Arc<str> {
    value.as_text().cloned().unwrap_or_default()
}

/// # Errors
/// A fraction, or a number of more than 64 bits.
fn whole_number(value: &Value) -> Result<i64, EvalError> {
    match &value.kind {
        Kind::Number(number) => number.to_i64(),
        _ => None,
    }
    .ok_or_else(|| EvalError::invalid("a whole number is required"))
}

/// # Errors
/// More elements than a collection may have.
fn bounded(elements: usize) -> Result<(), EvalError> {
    if elements > ITEMS_LIMIT {
        return Err(EvalError::Budget(
            "a collection has more than 100,000 elements".into(),
        ));
    }
    Ok(())
}

/// Bounds what is compared pair by pair.
///
/// # Errors
/// More than 4,096 elements.
fn quadratic(elements: usize) -> Result<(), EvalError> {
    if elements > 4096 {
        return Err(EvalError::Budget(
            "more than 4,096 elements would have to be compared with each other".into(),
        ));
    }
    Ok(())
}

/// What an unknown argument becomes when the function yields a list of its elements.
fn list_type(value: &Value) -> Type {
    match value.as_hole().map(|hole| &hole.ty) {
        Some(Type::List(element) | Type::Set(element)) => Type::list(element.as_ref().clone()),
        _ => Type::list(Type::Dynamic),
    }
}

#[cfg(test)]
mod tests;
