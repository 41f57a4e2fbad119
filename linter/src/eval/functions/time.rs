//! `timestamp`, `plantimestamp`, `timeadd`, `timecmp`. The present is the instant of the run, marked as moving.

use super::date::{Instant, duration};
use super::{Function, Host, Param, Want, known_text};
use crate::eval::error::EvalError;
use crate::eval::number::Number;
use crate::eval::value::{Marks, Value};

const TIMESTAMP_PARAM: Param = Param::new("timestamp", Want::String);

pub(super) static TIMESTAMP: Function = Function::new("timestamp", &[], Want::String, now);
pub(super) static PLANTIMESTAMP: Function = Function::new("plantimestamp", &[], Want::String, now);
pub(super) static TIMEADD: Function = Function::new(
    "timeadd",
    &[TIMESTAMP_PARAM, Param::new("duration", Want::String)],
    Want::String,
    |args, _| {
        let moved = Instant::parse(&known_text(&args[0]))?.plus(duration(&known_text(&args[1]))?)?;
        Ok(Value::text(moved.rfc3339()))
    },
);
pub(super) static TIMECMP: Function = Function::new(
    "timecmp",
    &[TIMESTAMP_PARAM, Param::new("other", Want::String)],
    Want::Number,
    compare,
);

fn now(_: &[Value], host: &dyn Host) -> Result<Value, EvalError> {
    let text = Instant::utc(host.as_of()).rfc3339();
    Ok(Value::text(text).marked(Marks {
        moving: true,
        ..Marks::NONE
    }))
}

fn compare(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let (a, b) = (
        Instant::parse(&known_text(&args[0]))?,
        Instant::parse(&known_text(&args[1]))?,
    );
    Ok(Value::number(Number::from_i64(a.order().cmp(&b.order()) as i64)))
}
