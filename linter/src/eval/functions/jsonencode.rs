//! `jsonencode(value)`: what is not known stays a hole in the text, the rest is kept.

use std::rc::Rc;

use super::{Function, Host, Param, Want};
use crate::eval::convert::hole_of;
use crate::eval::error::EvalError;
use crate::eval::text::TextBuilder;
use crate::eval::types::Type;
use crate::eval::value::{Entries, Hole, Kind, Seq, Text, TextPiece, Value};

pub(super) static JSONENCODE: Function = Function::new(
    "jsonencode",
    &[Param::new("val", Want::Any).nullable().partial()],
    Want::String,
    jsonencode,
);

fn jsonencode(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let mut writer = Writer(TextBuilder::default());
    writer.value(&args[0])?;
    Ok(writer.0.finish())
}

struct Writer(TextBuilder);

impl Writer {
    fn value(&mut self, value: &Value) -> Result<(), EvalError> {
        match &value.kind {
            Kind::Null => self.0.push("null"),
            Kind::Bool(value) => self.0.push(if *value { "true" } else { "false" }),
            Kind::Number(number) if number.is_infinite() => {
                Err(EvalError::invalid("jsonencode() cannot write an infinity"))
            }
            Kind::Number(number) => self.0.push(&number.to_string()),
            Kind::Text(Text::Known(text)) => self.0.push(&quoted(text)),
            Kind::Text(Text::Partial(pieces)) => {
                self.0.push("\"")?;
                for piece in pieces.iter() {
                    match piece {
                        TextPiece::Known(text) => self.0.push(&escaped(text))?,
                        TextPiece::Hole(hole) => self.hole(hole)?,
                    }
                }
                self.0.push("\"")
            }
            Kind::Unknown(hole) if hole.ty == Type::String && hole.not_null => {
                self.0.push("\"")?;
                self.hole(hole)?;
                self.0.push("\"")
            }
            Kind::Unknown(hole) => self.hole(hole),
            Kind::List(seq) | Kind::Tuple(seq) => self.sequence(seq, seq.open.clone()),
            Kind::Set(seq) => {
                // Neither order nor number is known while an element is not.
                let certain = seq.open.is_none() && seq.items.iter().all(Value::is_wholly_known);
                self.sequence(seq, (!certain).then(|| Rc::new(hole_of([value], Type::String))))
            }
            Kind::Map(entries) | Kind::Object(entries) => self.entries(entries),
        }
    }

    /// The text of an unknown value is not the value.
    fn hole(&mut self, hole: &Rc<Hole>) -> Result<(), EvalError> {
        self.0.push_hole(super::pieces::changed(hole))
    }

    /// Where more may stand, a hole stands for it, commas included.
    fn separate(&mut self, first: bool, open: Option<&Rc<Hole>>) -> Result<(), EvalError> {
        match open {
            Some(hole) => self.hole(hole),
            None if first => Ok(()),
            None => self.0.push(","),
        }
    }

    fn sequence(&mut self, seq: &Seq, open: Option<Rc<Hole>>) -> Result<(), EvalError> {
        self.0.push("[")?;
        for (index, item) in seq.items.iter().enumerate() {
            self.separate(index == 0, open.as_ref())?;
            self.value(item)?;
        }
        if let Some(hole) = &open {
            self.hole(hole)?;
        }
        self.0.push("]")
    }

    fn entries(&mut self, entries: &Entries) -> Result<(), EvalError> {
        self.0.push("{")?;
        for (index, (key, value)) in entries.items.iter().enumerate() {
            self.separate(index == 0, entries.open.as_ref())?;
            self.0.push(&quoted(key))?;
            self.0.push(":")?;
            self.value(value)?;
        }
        if let Some(hole) = &entries.open {
            self.hole(hole)?;
        }
        self.0.push("}")
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// As Go's encoder, with HTML's special characters escaped.
fn escaped(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(character));
            }
            other => out.push(other),
        }
    }
    out
}
