//! `yamldecode(string)`: one document, in the schema Terraform reads (`yes` and `on` are bools there).

mod scalar;

use std::sync::Arc;

use rustc_hash::FxHashMap;
use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::{Function, Host, Param, Want, bounded, known_text};
use crate::eval::error::EvalError;
use crate::eval::text::nfc;
use crate::eval::value::{Kind, Value};

pub(super) static YAMLDECODE: Function = Function::new(
    "yamldecode",
    &[Param::new("src", Want::String)],
    Want::Any,
    yamldecode,
);

/// Nesting of sequences and mappings.
const DEPTH: usize = 128;
/// Values that a text may expand to through its aliases.
const NODES: usize = 100_000;

fn yamldecode(args: &[Value], host: &dyn Host) -> Result<Value, EvalError> {
    let text = known_text(&args[0]);
    // Terraform's parser takes only this version.
    if text.lines().any(|line| {
        line.strip_prefix("%YAML")
            .is_some_and(|version| version.trim() != "1.1")
    }) {
        return Err(refuse("it is of another version than 1.1"));
    }
    let mut reader = Reader {
        parser: Parser::new_from_str(&text),
        anchors: FxHashMap::default(),
        depth: 0,
        nodes: 0,
        end: text.chars().count(),
        unfinished: !text.ends_with('\n'),
    };
    reader.expect_document()?;
    let event = reader.next()?;
    let (value, _) = reader.node(event)?;
    reader.expect_end()?;
    host.charge(reader.nodes * size_of::<Value>())?;
    Ok(value)
}

struct Reader<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    /// Value and number of nodes; not there while the anchored node is being read.
    anchors: FxHashMap<usize, (Value, usize)>,
    depth: usize,
    nodes: usize,
    /// Characters of the text, and whether its last line has no end.
    end: usize,
    unfinished: bool,
}

fn refuse(what: impl std::fmt::Display) -> EvalError {
    EvalError::invalid(format!("the YAML text is malformed: {what}"))
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<Event<'a>, EvalError> {
        match self.parser.next_event() {
            Some(Ok((
                Event::Scalar(text, style @ (ScalarStyle::Literal | ScalarStyle::Folded), anchor, tag),
                span,
            ))) if self.unfinished && span.end.index() >= self.end => {
                // The parser adds the line end that the text does not have.
                let text = text.strip_suffix('\n').unwrap_or(&text).to_owned();
                Ok(Event::Scalar(text.into(), style, anchor, tag))
            }
            Some(Ok((event, _))) => Ok(event),
            Some(Err(error)) => Err(refuse(error)),
            None => Err(refuse("it ends early")),
        }
    }

    fn expect_document(&mut self) -> Result<(), EvalError> {
        loop {
            match self.next()? {
                Event::StreamStart | Event::Nothing => {}
                Event::DocumentStart(_) => return Ok(()),
                _ => return Err(refuse("it has no document")),
            }
        }
    }

    fn expect_end(&mut self) -> Result<(), EvalError> {
        loop {
            match self.next()? {
                Event::DocumentEnd | Event::Nothing => {}
                Event::StreamEnd => return Ok(()),
                _ => return Err(refuse("it has something after its value")),
            }
        }
    }

    fn count(&mut self, nodes: usize) -> Result<(), EvalError> {
        self.nodes += nodes;
        if self.nodes > NODES {
            return Err(EvalError::Budget(
                "a YAML text expands to more than 100,000 values".into(),
            ));
        }
        Ok(())
    }

    /// A node and how many it is made of.
    fn node(&mut self, event: Event<'a>) -> Result<(Value, usize), EvalError> {
        let before = self.nodes;
        self.count(1)?;
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain;
                (scalar::value(&text, plain, core_tag(tag.as_deref())?)?, anchor)
            }
            Event::SequenceStart(anchor, tag) => {
                self.container(tag.as_deref(), "seq")?;
                (self.sequence()?, anchor)
            }
            Event::MappingStart(anchor, tag) => {
                self.container(tag.as_deref(), "map")?;
                (self.mapping()?, anchor)
            }
            Event::Alias(anchor) => {
                let (value, nodes) = self
                    .anchors
                    .get(&anchor)
                    .cloned()
                    .ok_or_else(|| refuse("an alias refers to what is not complete"))?;
                self.count(nodes)?;
                return Ok((value, nodes));
            }
            _ => return Err(refuse("a value is missing")),
        };
        let nodes = self.nodes - before;
        if anchor != 0 {
            self.anchors.insert(anchor, (value.clone(), nodes));
        }
        Ok((value, nodes))
    }

    fn container(&mut self, tag: Option<&Tag>, wanted: &str) -> Result<(), EvalError> {
        match core_tag(tag)? {
            None => {}
            Some(name) if name == wanted => {}
            Some(name) => return Err(refuse(format!("unsupported tag !!{name}"))),
        }
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(EvalError::Budget(
                "a YAML text is nested more than 128 levels deep".into(),
            ));
        }
        Ok(())
    }

    fn sequence(&mut self) -> Result<Value, EvalError> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                Event::SequenceEnd => break,
                event => items.push(self.node(event)?.0),
            }
            bounded(items.len())?;
        }
        self.depth -= 1;
        Ok(Value::tuple(items))
    }

    fn mapping(&mut self) -> Result<Value, EvalError> {
        let mut entries: Vec<(Arc<str>, Value)> = Vec::new();
        loop {
            let event = self.next()?;
            if matches!(event, Event::MappingEnd) {
                break;
            }
            let merges = matches!(&event, Event::Scalar(text, ScalarStyle::Plain, _, None) if text == "<<");
            let (key, _) = self.node(event)?;
            let event = self.next()?;
            let (value, _) = self.node(event)?;
            if merges {
                merge(&mut entries, &value)?;
            } else {
                entries.push((name(&key)?, value));
            }
            bounded(entries.len())?;
        }
        self.depth -= 1;
        Ok(Value::object(entries))
    }
}

/// Strings, numbers and bools are names of attributes; nothing else is.
fn name(key: &Value) -> Result<Arc<str>, EvalError> {
    match &key.kind {
        Kind::Null => Err(refuse("a key is null")),
        Kind::Bool(value) => Ok(if *value { "true" } else { "false" }.into()),
        Kind::Number(number) => Ok(number.to_string().into()),
        _ => key
            .as_text()
            .map(|text| nfc(text))
            .ok_or_else(|| refuse("a key is no string")),
    }
}

/// `<<: *anchor`; Terraform merges one mapping, not a list of them.
fn merge(entries: &mut Vec<(Arc<str>, Value)>, value: &Value) -> Result<(), EvalError> {
    match &value.kind {
        Kind::Object(merged) => {
            entries.extend(merged.items.iter().cloned());
            Ok(())
        }
        _ => Err(refuse("what is merged is no mapping")),
    }
}

/// `str` of `!!str`.
fn core_tag(tag: Option<&Tag>) -> Result<Option<String>, EvalError> {
    const CORE: &str = "tag:yaml.org,2002:";
    let Some(tag) = tag else { return Ok(None) };
    let whole = format!("{}{}", tag.handle, tag.suffix);
    match whole.strip_prefix(CORE).or_else(|| whole.strip_prefix("!!")) {
        Some(name) => Ok(Some(name.to_owned())),
        None => Err(refuse(format!("unsupported tag {whole}"))),
    }
}
