//! `format(spec, values...)` and `formatlist(spec, lists...)`.

mod number;
mod spec;

use std::rc::Rc;

use super::{Function, Host, Param, Want, bounded, grapheme, known_text, unknown_not_null};
use crate::eval::convert::{convert, hole_of};
use crate::eval::error::EvalError;
use crate::eval::text::TextBuilder;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Seq, Text, Value};
use spec::{Part, Verb};

const SPEC: Param = Param::new("format", Want::String);
const ARGS: Param = Param::new("args", Want::Any).nullable().partial();

pub(super) static FORMAT: Function =
    Function::new("format", &[SPEC], Want::String, format_one).variadic(ARGS);
pub(super) static FORMATLIST: Function =
    Function::new("formatlist", &[SPEC], Want::Strings, format_list).variadic(ARGS);

fn format_one(args: &[Value], host: &dyn Host) -> Result<Value, EvalError> {
    let (parts, most) = spec::parse(&known_text(&args[0]))?;
    let values = &args[1..];
    enough(most, values.len())?;
    // A null without a type makes Terraform's result unknown.
    if values.iter().any(Value::is_null) {
        return Ok(unknown_not_null(args, Type::String));
    }
    let refs: Vec<&Value> = values.iter().collect();
    fill(&parts, &refs, host)
}

fn enough(most: usize, given: usize) -> Result<(), EvalError> {
    if given < most {
        return Err(EvalError::invalid(format!(
            "the format needs {most} arguments, it is given {given}"
        )));
    }
    if given > most {
        return Err(EvalError::invalid(format!(
            "the format uses only {most} of {given} arguments"
        )));
    }
    Ok(())
}

fn format_list(args: &[Value], host: &dyn Host) -> Result<Value, EvalError> {
    let (parts, most) = spec::parse(&known_text(&args[0]))?;
    let values = &args[1..];
    let unknown = || Ok(unknown_not_null(args, Type::list(Type::String)));
    if values.iter().any(Value::is_null) {
        return unknown();
    }
    let mut rows: Option<usize> = None;
    for value in values {
        match &value.kind {
            Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => {
                let shuffled = matches!(value.kind, Kind::Set(_)) && !value.is_wholly_known();
                if seq.open.is_some() || shuffled {
                    return unknown();
                }
                if rows.is_some_and(|rows| rows != seq.items.len()) {
                    return Err(EvalError::invalid(
                        "the lists of formatlist() have different lengths",
                    ));
                }
                rows = Some(seq.items.len());
            }
            Kind::Unknown(hole) if !hole.ty.is_primitive() => return unknown(),
            _ => {}
        }
    }
    if rows != Some(0) {
        enough(most, values.len())?;
    }
    let mut items = Vec::new();
    for row in 0..rows.unwrap_or(1) {
        let cells: Vec<&Value> = values
            .iter()
            .map(|value| match &value.kind {
                Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => &seq.items[row],
                _ => value,
            })
            .collect();
        items.push(fill(&parts, &cells, host)?);
        bounded(items.len())?;
    }
    Ok(Value::new(Kind::List(Seq {
        items: Rc::new(items),
        element: Type::String,
        open: None,
    })))
}

fn fill(parts: &[Part], values: &[&Value], host: &dyn Host) -> Result<Value, EvalError> {
    let mut builder = TextBuilder::default();
    for part in parts {
        match part {
            Part::Literal(text) => builder.push(text)?,
            Part::Verb(verb) => {
                let value = values
                    .get(verb.argument)
                    .ok_or_else(|| EvalError::invalid("an argument is missing"))?;
                builder.push_value(formatted(verb, value, host)?)?;
            }
        }
    }
    Ok(builder.finish())
}

fn formatted(verb: &Verb, value: &Value, host: &dyn Host) -> Result<Value, EvalError> {
    if value.is_null() {
        return match verb.letter {
            'v' => padded(verb, Value::text("null")),
            _ => Err(EvalError::invalid("a null cannot be formatted")),
        };
    }
    match verb.letter {
        'v' if verb.sharp || !is_primitive(value) => padded(verb, json(value, host)?),
        'v' => match &value.kind {
            // No sign and no precision here.
            Kind::Number(number) => padded(verb, Value::text(number.to_general(None))),
            _ => padded(verb, convert(value.clone(), &Type::String)?),
        },
        's' => padded(verb, cut(verb, convert(value.clone(), &Type::String)?)),
        'q' => padded(
            verb,
            json(&cut(verb, convert(value.clone(), &Type::String)?), host)?,
        ),
        // Neither width nor precision.
        't' => convert(convert(value.clone(), &Type::Bool)?, &Type::String),
        _ => match convert(value.clone(), &Type::Number)?.kind {
            Kind::Number(number) => Ok(Value::text(number::formatted(verb, &number)?)),
            _ => Ok(changed(value)),
        },
    }
}

fn is_primitive(value: &Value) -> bool {
    match &value.kind {
        Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) => true,
        Kind::Unknown(hole) => hole.ty.is_primitive(),
        _ => false,
    }
}

/// An unknown that went through a verb: another text.
fn changed(value: &Value) -> Value {
    let mut hole = hole_of([value], Type::String);
    hole.not_null = true;
    Value::unknown(hole)
}

fn json(value: &Value, host: &dyn Host) -> Result<Value, EvalError> {
    match value.as_hole() {
        Some(_) => Ok(changed(value)),
        None => (super::jsonencode::JSONENCODE.body)(std::slice::from_ref(value), host),
    }
}

/// Precision is a number of characters here.
fn cut(verb: &Verb, value: Value) -> Value {
    match (&value.kind, verb.precision) {
        (_, None | Some(0)) => value,
        (Kind::Text(Text::Known(text)), Some(most)) => {
            Value::text(grapheme::slice(text, 0, most)).marked(value.marks)
        }
        _ => changed(&value).marked(value.marks),
    }
}

fn padded(verb: &Verb, value: Value) -> Result<Value, EvalError> {
    if verb.width == 0 {
        return Ok(value);
    }
    let Kind::Text(Text::Known(text)) = &value.kind else {
        return Ok(changed(&value).marked(value.marks));
    };
    let missing = verb.width.saturating_sub(grapheme::count(text));
    let fill = if verb.zero && !verb.minus { "0" } else { " " }.repeat(missing);
    let mut builder = TextBuilder::default();
    builder.mark(value.marks);
    if verb.minus {
        builder.push(text)?;
        builder.push(&fill)?;
    } else {
        builder.push(&fill)?;
        builder.push(text)?;
    }
    Ok(builder.finish())
}
