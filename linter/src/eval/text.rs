//! Texts whose known parts are kept: joining, and what is certain of their ends.

use std::rc::Rc;
use std::sync::Arc;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::convert::convert;
use super::error::EvalError;
use super::types::Type;
use super::value::{Hole, Kind, Marks, Text, TextPiece, Value};

/// Bytes of one text.
pub const TEXT_LIMIT: usize = 1 << 20;
/// Elements of one collection, pieces of one text.
pub const ITEMS_LIMIT: usize = 100_000;

/// Joins the parts of a template. Numbers and bools become text, unknown parts stay holes, literals merge.
///
/// # Errors
/// A part that is null or no string can be made of; more than 1 MiB.
pub fn concat(parts: Vec<Value>) -> Result<Value, EvalError> {
    let mut builder = TextBuilder::default();
    for part in parts {
        builder.push_value(part)?;
    }
    Ok(builder.finish())
}

/// Collects pieces of a text.
#[derive(Default)]
pub struct TextBuilder {
    pieces: Vec<TextPiece>,
    literal: String,
    bytes: usize,
    marks: Marks,
}

impl TextBuilder {
    /// # Errors
    /// More than 1 MiB.
    pub fn push(&mut self, literal: &str) -> Result<(), EvalError> {
        self.bytes += literal.len();
        if self.bytes > TEXT_LIMIT {
            return Err(too_long());
        }
        self.literal.push_str(literal);
        Ok(())
    }

    /// # Errors
    /// More than 100,000 pieces.
    pub fn push_hole(&mut self, hole: Rc<Hole>) -> Result<(), EvalError> {
        if self.pieces.len() >= ITEMS_LIMIT {
            return Err(too_long());
        }
        self.flush();
        self.pieces.push(TextPiece::Hole(hole));
        Ok(())
    }

    /// # Errors
    /// A null, or a value that is no string and cannot become one.
    pub fn push_value(&mut self, value: Value) -> Result<(), EvalError> {
        let value = convert(value, &Type::String).map_err(|_| {
            EvalError::invalid("cannot include this value in a string template: string required")
        })?;
        self.marks = self.marks.union(value.marks);
        match value.kind {
            Kind::Text(Text::Known(text)) => self.push(&text),
            Kind::Text(Text::Partial(pieces)) => pieces.iter().try_for_each(|piece| match piece {
                TextPiece::Known(text) => self.push(text),
                TextPiece::Hole(hole) => self.push_hole(hole.clone()),
            }),
            Kind::Unknown(hole) => self.push_hole(hole),
            _ => Err(EvalError::invalid(
                "cannot include a null value in a string template",
            )),
        }
    }

    pub fn mark(&mut self, marks: Marks) {
        self.marks = self.marks.union(marks);
    }

    fn flush(&mut self) {
        if !self.literal.is_empty() {
            self.pieces.push(TextPiece::Known(nfc(&self.literal)));
            self.literal.clear();
        }
    }

    pub fn finish(mut self) -> Value {
        if self.pieces.is_empty() {
            return Value::text(nfc(&self.literal)).marked(self.marks);
        }
        self.flush();
        let kind = match self.pieces.as_slice() {
            [TextPiece::Hole(hole)] => Kind::Unknown(Rc::new(Hole {
                not_null: true,
                ty: Type::String,
                ..hole.as_ref().clone()
            })),
            _ => Kind::Text(Text::Partial(self.pieces.into())),
        };
        Value::new(kind).marked(self.marks)
    }
}

/// Unicode normalization form C, as all of Terraform's strings are.
pub fn nfc(text: &str) -> Arc<str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text.into();
    }
    text.nfc().collect::<String>().into()
}

/// What the text certainly starts with: the first literal, without a last character that could merge with a
/// combining one behind it.
pub fn settled_prefix(pieces: &[TextPiece]) -> &str {
    match pieces.first() {
        Some(TextPiece::Known(text)) if pieces.len() == 1 => text,
        Some(TextPiece::Known(text)) => match text.char_indices().next_back() {
            Some((index, last)) if may_compose(last) => &text[..index],
            _ => text,
        },
        _ => "",
    }
}

/// What the text certainly ends with.
pub fn settled_suffix(pieces: &[TextPiece]) -> &str {
    match pieces.last() {
        Some(TextPiece::Known(text)) if pieces.len() == 1 => text,
        Some(TextPiece::Known(text)) => match text.chars().next() {
            Some(first) if !first.is_ascii() => &text[first.len_utf8()..],
            _ => text,
        },
        _ => "",
    }
}

/// ASCII that no combining character composes with: everything but letters, digits aside, and `<`, `=`, `>`.
fn may_compose(character: char) -> bool {
    !character.is_ascii() || character.is_ascii_alphabetic() || matches!(character, '<' | '=' | '>')
}

pub fn too_long() -> EvalError {
    EvalError::Budget("a text is longer than 1 MiB".into())
}

#[cfg(test)]
mod tests;
