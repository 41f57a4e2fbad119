//! `tostring`, `tonumber`, `tobool`, `tolist`, `toset`, `tomap`.

use super::{Function, Host, Param, Want};
use crate::eval::error::EvalError;
use crate::eval::value::Value;

macro_rules! conversions {
    ($($function:ident $name:literal $want:ident),+ $(,)?) => {
        $(pub(super) static $function: Function =
            Function::new($name, &[Param::new("v", Want::$want).nullable().partial()], Want::$want, converted)
                .keeping_parts();)+
    };
}

conversions! {
    TOSTRING "tostring" String,
    TONUMBER "tonumber" Number,
    TOBOOL "tobool" Bool,
    TOLIST "tolist" List,
    TOSET "toset" Set,
    TOMAP "tomap" Map,
}

/// The parameter's type has done it.
fn converted(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    Ok(args[0].clone())
}
