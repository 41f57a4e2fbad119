//! What the resources of the provider `time` share: a base instant, offsets from it, and the parts of an instant.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{Span, Timestamp};

use crate::eval::access::number;
use crate::eval::evaluator::Evaluator;
use crate::eval::hole;
use crate::eval::number::Number;
use crate::eval::resource::Resource;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Text, Value};

/// An instant, or the value because of which it is not known.
pub(super) type Moment = Result<Timestamp, Value>;

/// The argument `name`, or without it the instant of the analysis: nothing is stored yet.
pub(super) fn base<'a>(evaluator: &Evaluator<'a>, resource: &Resource<'a>, name: &str) -> Moment {
    match argument(evaluator, resource, name) {
        None => Ok(whole_second(evaluator.as_of.timestamp())),
        Some(value) => instant(&value),
    }
}

/// An argument that is written and not null.
pub(super) fn argument<'a>(evaluator: &Evaluator<'a>, resource: &Resource<'a>, name: &str) -> Option<Value> {
    evaluator
        .argument(&resource.node, name)
        .filter(|value| !value.is_null())
}

pub(super) fn instant(value: &Value) -> Moment {
    match &value.kind {
        Kind::Text(Text::Known(text)) => text.parse::<Timestamp>().map_err(|_| {
            let text = if value.marks.sensitive {
                "(sensitive)"
            } else {
                &**text
            };
            unknown(value, &format!("`{text}` is no RFC 3339 instant"))
        }),
        Kind::Unknown(_) | Kind::Text(Text::Partial(_)) => Err(hole::derived([value], Type::String)),
        _ => Err(unknown(value, "an instant must be an RFC 3339 string")),
    }
}

fn unknown(value: &Value, why: &str) -> Value {
    let hole = crate::eval::value::Hole::new(why).typed(Type::String);
    Value::unknown(hole).marked(value.marks)
}

/// `base` moved by one of the arguments `<prefix>_days` to `<prefix>_years`; `None` when none of them is set.
///
/// Each counts from the base, they do not add up: the last in the provider's order wins.
pub(super) fn offset<'a>(
    evaluator: &Evaluator<'a>,
    resource: &Resource<'a>,
    base: &Moment,
    prefix: &str,
) -> Option<Moment> {
    const UNITS: [&str; 6] = ["days", "hours", "minutes", "months", "seconds", "years"];
    UNITS.iter().rev().find_map(|unit| {
        let amount = argument(evaluator, resource, &format!("{prefix}_{unit}"))?;
        let count = match whole(&amount) {
            Some(0) => return None,
            Some(count) => count,
            None => return Some(Err(hole::derived([&amount], Type::String))),
        };
        Some(base.clone().and_then(|start| {
            shift(start, unit, count).ok_or_else(|| unknown(&amount, "the instant leaves the calendar"))
        }))
    })
}

fn whole(amount: &Value) -> Option<i64> {
    match &amount.kind {
        Kind::Number(number) => number.to_i64(),
        Kind::Text(Text::Known(text)) => Number::parse(text)?.to_i64(),
        _ => None,
    }
}

/// Months and years move as in Go's `AddDate`: February 31 is March 3.
fn shift(start: Timestamp, unit: &str, count: i64) -> Option<Timestamp> {
    let civil = Offset::UTC.to_datetime(start);
    let moved = match unit {
        "years" => add_months(civil, count.checked_mul(12)?)?,
        "months" => add_months(civil, count)?,
        "days" => civil.checked_add(Span::new().try_days(count).ok()?).ok()?,
        "hours" => civil.checked_add(Span::new().try_hours(count).ok()?).ok()?,
        "minutes" => civil.checked_add(Span::new().try_minutes(count).ok()?).ok()?,
        _ => civil.checked_add(Span::new().try_seconds(count).ok()?).ok()?,
    };
    Offset::UTC.to_timestamp(moved).ok()
}

fn add_months(civil: DateTime, months: i64) -> Option<DateTime> {
    let first = civil.with().day(1).build().ok()?;
    let first = first.checked_add(Span::new().try_months(months).ok()?).ok()?;
    first
        .checked_add(Span::new().try_days(i64::from(civil.day()) - 1).ok()?)
        .ok()
}

fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// An instant that is written stays as it is written.
pub(super) fn as_written<'a>(
    evaluator: &Evaluator<'a>,
    resource: &Resource<'a>,
    name: &str,
    moment: &Moment,
) -> Option<Value> {
    argument(evaluator, resource, name).or_else(|| part(moment, "rfc3339"))
}

/// The attribute `name` of `moment`: `rfc3339`, `unix`, or one of its parts in UTC.
pub(super) fn part(moment: &Moment, name: &str) -> Option<Value> {
    let is_text = name == "rfc3339";
    if !is_text
        && !matches!(
            name,
            "unix" | "year" | "month" | "day" | "hour" | "minute" | "second"
        )
    {
        return None;
    }
    let at = match moment {
        Ok(at) => at,
        Err(value) => {
            let ty = if is_text { Type::String } else { Type::Number };
            return Some(hole::derived([value], ty));
        }
    };
    let civil = Offset::UTC.to_datetime(*at);
    let signed = |value: i64| Value::new(Kind::Number(Number::from_i64(value)));
    Some(match name {
        "rfc3339" => Value::text(at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
        "unix" => signed(at.as_second()),
        "year" => signed(i64::from(civil.year())),
        "month" => signed(i64::from(civil.month())),
        "day" => signed(i64::from(civil.day())),
        "hour" => signed(i64::from(civil.hour())),
        "minute" => signed(i64::from(civil.minute())),
        _ => number(u64::try_from(civil.second()).unwrap_or(0)),
    })
}
