//! Calls with arguments that are not known: branch by branch where there are few, unknown otherwise.

use super::{BRANCHES, Function, Host};
use crate::eval::convert::{hole_of, type_of, unify};
use crate::eval::equal::equal;
use crate::eval::error::EvalError;
use crate::eval::value::{At, Hole, Marks, Value};

/// Arguments of one call whose branches are tried; all combinations are.
const ARGUMENTS: usize = 2;

pub(super) fn call(function: &Function, args: Vec<Value>, host: &dyn Host) -> Result<Value, EvalError> {
    let mut marks = args.iter().fold(Marks::NONE, |marks, arg| {
        marks.union(if function.keeps_parts {
            arg.marks
        } else {
            arg.deep_marks()
        })
    });
    marks.sensitive &= !function.removes_sensitive;
    let branching = |arg: &Value| arg.as_hole().is_some_and(|hole| !hole.any_of.is_empty());
    if let Some(index) = args.iter().position(branching)
        && args.iter().filter(|arg| branching(arg)).count() <= ARGUMENTS
        && let Some(value) = branches(function, &args, index, host)?
    {
        return Ok(value.marked(marks));
    }
    let withheld = args.iter().enumerate().any(|(index, arg)| {
        function.param(index).is_some_and(|param| !param.unknown) && !arg.is_wholly_known()
    });
    if !withheld {
        return Ok((function.body)(&args, host)?.marked(marks));
    }
    let mut hole = hole_of(&args, function.returns.ty());
    hole.not_null = !matches!(function.returns, super::Want::Any);
    Ok(Value::unknown(hole).marked(marks))
}

/// The argument at `index` is one of few values: the result is one of theirs. A branch that Terraform would refuse
/// says nothing of the others, so then nothing is said at all.
fn branches(
    function: &Function,
    args: &[Value],
    index: usize,
    host: &dyn Host,
) -> Result<Option<Value>, EvalError> {
    let Some(hole) = args[index].as_hole().filter(|hole| !hole.any_of.is_empty()) else {
        return Ok(None);
    };
    let mut results: Vec<Value> = Vec::new();
    for branch in &hole.any_of {
        let mut args = args.to_vec();
        args[index] = branch.clone();
        let result = match function.accept(args).and_then(|args| call(function, args, host)) {
            Ok(result) => result,
            Err(EvalError::Budget(text)) => return Err(EvalError::Budget(text)),
            Err(EvalError::Invalid(_)) => return Ok(None),
        };
        if !results.iter().any(|seen| equal(seen, &result) == Some(true)) {
            results.push(result);
        }
    }
    if results.len() == 1 {
        return Ok(results.pop());
    }
    if results.len() > BRANCHES {
        return Ok(None);
    }
    let types: Vec<_> = results.iter().map(type_of).collect();
    let base = hole_of(args, unify(&types).unwrap_or(crate::eval::types::Type::Dynamic));
    let not_null = results.iter().all(|value| match value.as_hole() {
        Some(hole) => hole.not_null,
        None => !value.is_null(),
    });
    let at = results.first().map_or(At::NONE, |value| value.at);
    Ok(Some(
        Value::unknown(Hole {
            any_of: results,
            not_null,
            ..base
        })
        .at(at),
    ))
}
