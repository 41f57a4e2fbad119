//! JSON whose strings may hold holes: written with them, and read back out of texts that have them.

use std::rc::Rc;
use std::sync::Arc;

use crate::eval::value::{Hole, Kind, Text, TextPiece, Value};

/// Stand in a text for hole number n, between the two.
const HOLE: char = '\u{F0000}';
const END: char = '\u{F0001}';

#[derive(Clone, Debug)]
pub(super) enum Json {
    /// A number, `true`, `false` or `null`, as printed.
    Plain(String),
    /// A known, partly known or unknown string.
    Text(Value),
    /// A value of unknown shape.
    Any(Value),
    List(Vec<Json>),
    Object(Vec<(Arc<str>, Json)>),
}

impl Json {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(Value::text(text))
    }

    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => entries
                .iter()
                .find(|(name, _)| name.as_ref() == key)
                .map(|(_, it)| it),
            _ => None,
        }
    }

    pub(super) fn as_text(&self) -> Option<&Arc<str>> {
        match self {
            Self::Text(value) => value.as_text(),
            _ => None,
        }
    }

    /// Pieces of the printed text, for `text::concat`; two spaces of indentation, or none at all.
    pub(super) fn print(&self, pretty: bool) -> Vec<Value> {
        let mut printer = Printer {
            pieces: Vec::new(),
            text: String::new(),
            pretty,
            depth: 0,
        };
        printer.value(self);
        printer.flush();
        printer.pieces
    }
}

struct Printer {
    pieces: Vec<Value>,
    text: String,
    pretty: bool,
    depth: usize,
}

impl Printer {
    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.pieces.push(Value::text(std::mem::take(&mut self.text)));
        }
    }

    fn hole(&mut self, value: Value) {
        self.flush();
        self.pieces.push(value);
    }

    fn newline(&mut self) {
        if self.pretty {
            self.text.push('\n');
            self.text.extend(std::iter::repeat_n("  ", self.depth));
        }
    }

    fn value(&mut self, json: &Json) {
        match json {
            Json::Plain(text) => self.text.push_str(text),
            Json::Any(value) => self.hole(value.clone()),
            Json::Text(value) => self.string(value),
            Json::List(items) => {
                self.text.push('[');
                self.depth += 1;
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.text.push(',');
                    }
                    self.newline();
                    self.value(item);
                }
                self.depth -= 1;
                if !items.is_empty() {
                    self.newline();
                }
                self.text.push(']');
            }
            Json::Object(entries) => {
                self.text.push('{');
                self.depth += 1;
                for (index, (key, item)) in entries.iter().enumerate() {
                    if index > 0 {
                        self.text.push(',');
                    }
                    self.newline();
                    self.text.push('"');
                    self.escaped(key);
                    self.text.push_str(if self.pretty { "\": " } else { "\":" });
                    self.value(item);
                }
                self.depth -= 1;
                if !entries.is_empty() {
                    self.newline();
                }
                self.text.push('}');
            }
        }
    }

    fn string(&mut self, value: &Value) {
        self.text.push('"');
        match &value.kind {
            Kind::Text(Text::Known(text)) => self.escaped(text),
            Kind::Text(Text::Partial(pieces)) => {
                for piece in pieces.iter() {
                    match piece {
                        TextPiece::Known(text) => self.escaped(text),
                        TextPiece::Hole(hole) => {
                            let hole = Value::new(Kind::Unknown(hole.clone())).marked(value.marks);
                            self.hole(hole);
                        }
                    }
                }
            }
            _ => self.hole(value.clone()),
        }
        self.text.push('"');
    }

    /// As Go prints strings in JSON: `<`, `>` and `&` are escaped too.
    fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                '\t' => self.text.push_str("\\t"),
                '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                    self.text.push_str(&format!("\\u{:04x}", u32::from(c)));
                }
                _ => self.text.push(c),
            }
        }
    }
}

/// Reads a JSON text; a hole may be a part of a string or stand for a whole value. `None` where it is no JSON.
pub(super) fn parse(value: &Value) -> Option<Json> {
    let Kind::Text(text) = &value.kind else {
        return None;
    };
    let (source, holes) = match text {
        Text::Known(text) => (text.to_string(), Vec::new()),
        Text::Partial(pieces) => with_sentinels(pieces),
    };
    let parsed: serde_json::Value = serde_json::from_str(&source).ok()?;
    Some(from_serde(&parsed, &holes))
}

fn with_sentinels(pieces: &[TextPiece]) -> (String, Vec<Rc<Hole>>) {
    let mut source = String::new();
    let mut holes = Vec::new();
    let (mut quoted, mut escaped) = (false, false);
    for piece in pieces {
        match piece {
            TextPiece::Known(text) => {
                for c in text.chars() {
                    match c {
                        _ if escaped => escaped = false,
                        '\\' => escaped = quoted,
                        '"' => quoted = !quoted,
                        _ => {}
                    }
                }
                source.push_str(text);
            }
            TextPiece::Hole(hole) => {
                let sentinel = format!("{HOLE}{}{END}", holes.len());
                if quoted {
                    source.push_str(&sentinel);
                } else {
                    source.push_str(&format!("\"{HOLE}{sentinel}\""));
                }
                holes.push(hole.clone());
            }
        }
    }
    (source, holes)
}

fn from_serde(value: &serde_json::Value, holes: &[Rc<Hole>]) -> Json {
    match value {
        serde_json::Value::Null => Json::Plain("null".to_owned()),
        serde_json::Value::Bool(value) => Json::Plain(value.to_string()),
        serde_json::Value::Number(number) => Json::Plain(number.to_string()),
        serde_json::Value::String(text) => string_from(text, holes),
        serde_json::Value::Array(items) => Json::List(items.iter().map(|it| from_serde(it, holes)).collect()),
        serde_json::Value::Object(entries) => Json::Object(
            entries
                .iter()
                .map(|(key, item)| (Arc::from(key.as_str()), from_serde(item, holes)))
                .collect(),
        ),
    }
}

fn string_from(text: &str, holes: &[Rc<Hole>]) -> Json {
    let whole = text.starts_with([HOLE]) && text[HOLE.len_utf8()..].starts_with(HOLE);
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(HOLE) {
        if !before.is_empty() {
            pieces.push(TextPiece::Known(Arc::from(before)));
        }
        rest = after;
        let Some((number, after)) = after.split_once(END) else {
            continue;
        };
        let Some(hole) = number.parse::<usize>().ok().and_then(|index| holes.get(index)) else {
            continue;
        };
        pieces.push(TextPiece::Hole(hole.clone()));
        rest = after;
    }
    if pieces.is_empty() {
        return Json::text(text);
    }
    if whole && let [TextPiece::Hole(hole)] = pieces.as_slice() {
        return Json::Any(Value::new(Kind::Unknown(hole.clone())));
    }
    if !rest.is_empty() {
        pieces.push(TextPiece::Known(Arc::from(rest)));
    }
    Json::Text(Value::new(Kind::Text(Text::Partial(pieces.into()))))
}
