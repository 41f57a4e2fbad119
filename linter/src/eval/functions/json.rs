//! Reads JSON texts, also those with holes in them.

use std::rc::Rc;
use std::sync::Arc;

use crate::eval::convert::untyped;
use crate::eval::error::EvalError;
use crate::eval::number::Number;
use crate::eval::text::{ITEMS_LIMIT, TextBuilder};
use crate::eval::types::Type;
use crate::eval::value::{Entries, Hole, Kind, Seq, Text, TextPiece, Value};

/// Nesting of arrays and objects.
const DEPTH: usize = 128;

/// The value of a JSON text. A hole inside quotes is an unknown part of that string (it is taken not to end it); a
/// hole where a value stands is an unknown value; one among elements or entries leaves the array or object open.
///
/// # Errors
/// No JSON, or more than one value.
pub fn read(text: &Text) -> Result<Value, EvalError> {
    let mut literal = String::new();
    let mut holes = Vec::new();
    match text {
        Text::Known(text) => literal.push_str(text),
        Text::Partial(pieces) => {
            for piece in pieces.iter() {
                match piece {
                    TextPiece::Known(text) => literal.push_str(text),
                    TextPiece::Hole(hole) => holes.push((literal.len(), hole.clone())),
                }
            }
        }
    }
    let mut reader = Reader {
        text: &literal,
        position: 0,
        holes,
        hole: 0,
        depth: 0,
    };
    let value = reader.value()?;
    reader.space();
    match reader.peek() {
        None => Ok(value),
        Some(_) => Err(reader.refuse("something after the value")),
    }
}

struct Reader<'a> {
    text: &'a str,
    position: usize,
    /// Before which byte they stand.
    holes: Vec<(usize, Rc<Hole>)>,
    hole: usize,
    depth: usize,
}

enum Next {
    Byte(u8),
    Hole,
}

impl Reader<'_> {
    fn refuse(&self, what: &str) -> EvalError {
        EvalError::invalid(format!("the JSON text has {what} at byte {}", self.position))
    }

    fn peek(&self) -> Option<Next> {
        match self.holes.get(self.hole) {
            Some((position, _)) if *position == self.position => Some(Next::Hole),
            _ => self
                .text
                .as_bytes()
                .get(self.position)
                .map(|byte| Next::Byte(*byte)),
        }
    }

    fn take_hole(&mut self) -> Option<Rc<Hole>> {
        let (position, hole) = self.holes.get(self.hole)?;
        if *position != self.position {
            return None;
        }
        self.hole += 1;
        Some(hole.clone())
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = matches!(self.peek(), Some(Next::Byte(next)) if next == byte);
        self.position += usize::from(found);
        found
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(Next::Byte(b' ' | b'\t' | b'\n' | b'\r'))) {
            self.position += 1;
        }
    }

    /// A whole value that is not known, with what touches it up to the next delimiter.
    fn unknown_value(&mut self, hole: &Hole) -> Value {
        while !matches!(
            self.peek(),
            None | Some(Next::Byte(b',' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r'))
        ) {
            if self.take_hole().is_none() {
                self.position += 1;
            }
        }
        Value::unknown(untyped(hole))
    }

    fn value(&mut self) -> Result<Value, EvalError> {
        self.space();
        match self.peek() {
            None => Err(self.refuse("an early end")),
            Some(Next::Hole) => match self.take_hole() {
                Some(hole) => Ok(self.unknown_value(&hole)),
                None => Err(self.refuse("an early end")),
            },
            Some(Next::Byte(b'"')) => self.string(),
            Some(Next::Byte(b'{')) => self.nested(Self::object),
            Some(Next::Byte(b'[')) => self.nested(Self::array),
            Some(Next::Byte(b'-' | b'0'..=b'9')) => self.number(),
            Some(Next::Byte(_)) => self.word(),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Value, EvalError>) -> Result<Value, EvalError> {
        self.position += 1;
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(EvalError::Budget(
                "a JSON text is nested more than 128 levels deep".into(),
            ));
        }
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn word(&mut self) -> Result<Value, EvalError> {
        for (word, value) in [
            ("null", Value::null()),
            ("true", Value::bool(true)),
            ("false", Value::bool(false)),
        ] {
            if self.text[self.position..].starts_with(word) {
                self.position += word.len();
                return Ok(value);
            }
        }
        Err(self.refuse("no value"))
    }

    fn number(&mut self) -> Result<Value, EvalError> {
        let start = self.position;
        self.take(b'-');
        let digits = |reader: &mut Self| {
            let from = reader.position;
            while matches!(reader.peek(), Some(Next::Byte(b'0'..=b'9'))) {
                reader.position += 1;
            }
            reader.position > from
        };
        if !self.take(b'0') && !digits(self) {
            return Err(self.refuse("no number"));
        }
        if self.take(b'.') && !digits(self) {
            return Err(self.refuse("no digits after the point"));
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            if !digits(self) {
                return Err(self.refuse("no digits in the exponent"));
            }
        }
        if let Some(hole) = self.take_hole() {
            return Ok(self.unknown_value(&hole));
        }
        Number::parse(&self.text[start..self.position])
            .map(Value::number)
            .ok_or_else(|| EvalError::Budget("a number has more than 100,000 digits".into()))
    }

    fn string(&mut self) -> Result<Value, EvalError> {
        self.position += 1;
        let mut builder = TextBuilder::default();
        loop {
            if let Some(hole) = self.take_hole() {
                builder.push_hole(hole)?;
                continue;
            }
            let end = self
                .holes
                .get(self.hole)
                .map_or(self.text.len(), |(position, _)| *position);
            let rest = &self.text[self.position..end];
            let plain = rest
                .find(|c: char| c == '"' || c == '\\' || c < ' ')
                .unwrap_or(rest.len());
            builder.push(&rest[..plain])?;
            self.position += plain;
            match rest.as_bytes().get(plain) {
                Some(b'"') => {
                    self.position += 1;
                    return Ok(builder.finish());
                }
                Some(b'\\') => {
                    let character = self.escape()?;
                    builder.push(character.encode_utf8(&mut [0; 4]))?;
                }
                Some(_) => return Err(self.refuse("a control character in a string")),
                None if end == self.text.len() && self.hole >= self.holes.len() => {
                    return Err(self.refuse("an unclosed string"));
                }
                None => {}
            }
        }
    }

    fn escape(&mut self) -> Result<char, EvalError> {
        let letter = self.text.as_bytes().get(self.position + 1).copied();
        self.position += 2;
        Ok(match letter {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let high = self.unit()?;
                if (0xd800..0xdc00).contains(&high) && self.text[self.position..].starts_with("\\u") {
                    let before = self.position;
                    self.position += 2;
                    let low = self.unit()?;
                    if (0xdc00..0xe000).contains(&low) {
                        let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                        return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                    }
                    self.position = before;
                }
                char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return Err(self.refuse("an unknown escape")),
        })
    }

    fn unit(&mut self) -> Result<u32, EvalError> {
        let digits = self.text.get(self.position..self.position + 4);
        let unit = digits
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .ok_or_else(|| self.refuse("a bad \\u escape"))?;
        self.position += 4;
        Ok(unit)
    }

    fn array(&mut self) -> Result<Value, EvalError> {
        let mut items = Vec::new();
        let mut open = None;
        let mut comma = false;
        loop {
            self.space();
            if let Some(hole) = self.take_hole() {
                // What it stands for may be any number of elements.
                self.unknown_value(&hole);
                open = Some(hole);
                self.space();
                comma = self.take(b',');
                continue;
            }
            if !comma && self.take(b']') {
                break;
            }
            items.push(self.value()?);
            super::bounded(items.len())?;
            self.space();
            comma = self.take(b',');
            if !comma && !matches!(self.peek(), Some(Next::Hole | Next::Byte(b']'))) {
                return Err(self.refuse("no comma after an element"));
            }
        }
        Ok(Value::new(Kind::Tuple(Seq {
            items: Rc::new(items),
            element: Type::Dynamic,
            open,
        })))
    }

    fn object(&mut self) -> Result<Value, EvalError> {
        let mut entries: Vec<(Arc<str>, Value)> = Vec::new();
        let mut open = None;
        let mut comma = false;
        loop {
            self.space();
            if let Some(hole) = self.take_hole() {
                open = Some(hole);
                self.space();
                comma = self.take(b',');
                continue;
            }
            if !comma && self.take(b'}') {
                break;
            }
            if !matches!(self.peek(), Some(Next::Byte(b'"'))) {
                return Err(self.refuse("no key"));
            }
            let key = self.string()?;
            self.space();
            if !self.take(b':') {
                return Err(self.refuse("no colon after a key"));
            }
            let value = self.value()?;
            match (key.as_text(), key.as_hole()) {
                (Some(key), _) => entries.push((key.clone(), value)),
                (None, Some(hole)) => open = Some(hole.clone()),
                (None, None) => open = Some(Rc::new(crate::eval::convert::hole_of([&key], Type::Dynamic))),
            }
            if entries.len() > ITEMS_LIMIT {
                return super::bounded(entries.len()).map(|()| Value::null());
            }
            self.space();
            comma = self.take(b',');
            if !comma && !matches!(self.peek(), Some(Next::Hole | Next::Byte(b'}'))) {
                return Err(self.refuse("no comma after an entry"));
            }
        }
        let mut entries = Entries::sorted(entries, Type::Dynamic);
        entries.open = open;
        Ok(Value::new(Kind::Object(entries)))
    }
}

#[cfg(test)]
mod tests;
