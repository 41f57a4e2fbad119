//! One log line in the form of hclog, which Terraform reads: a flat JSON object of bounded length.

use jiff::Timestamp;
use serde_json::{Map, Number, Value};
use std::error::Error;
use std::fmt::{Debug, Write};
use tracing::Level;
use tracing::field::{Field, Visit};

/// Terraform reads lines of up to 64 KiB; a longer one would lose its level.
const LONGEST_LINE: usize = 60 << 10;
/// What a field of a line that is too long keeps.
const LONGEST_FIELD: usize = 2 << 10;
/// What a message keeps; at worst each byte is escaped by six.
const LONGEST_MESSAGE: usize = 8 << 10;
const MESSAGE: &str = "message";

/// The values of an event or a span, by name.
#[derive(Debug, Default)]
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    pub(super) fn of_message(text: String) -> Self {
        Self(Map::from_iter([(MESSAGE.to_owned(), text.into())]))
    }

    pub(super) fn extend(&mut self, outer: &Fields) {
        self.0
            .extend(outer.0.iter().map(|(name, value)| (name.clone(), value.clone())));
    }

    pub(super) fn take_message(&mut self) -> String {
        match self.0.remove(MESSAGE) {
            Some(Value::String(text)) => text,
            Some(value) => value.to_string(),
            None => String::new(),
        }
    }

    fn set(&mut self, field: &Field, value: impl Into<Value>) {
        // Names with `@` are hclog's own, and Terraform insists on their types.
        let name = field.name().trim_start_matches('@');
        self.0.insert(name.to_owned(), value.into());
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let mut text = String::new();
        // A value whose own printing fails leaves what it printed.
        let _ = write!(text, "{value:?}");
        self.set(field, text);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.set(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.set(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.set(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.set(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        match Number::from_f64(value) {
            Some(number) => self.set(field, number),
            None => self.set(field, value.to_string()),
        }
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        self.set(field, value.to_string());
    }
}

/// The line for one event, with its line end.
pub(super) fn encode(level: Level, module: &str, at: Timestamp, mut fields: Fields) -> Vec<u8> {
    let mut message = fields.take_message();
    let mut values = fields.0;
    let module = if module.is_empty() { "provider" } else { module };
    let line = |values: &Map<String, Value>, message: &str| {
        let mut object = values.clone();
        object.insert("@level".to_owned(), level.as_str().to_ascii_lowercase().into());
        object.insert("@message".to_owned(), message.into());
        object.insert("@module".to_owned(), module.into());
        object.insert("@timestamp".to_owned(), format!("{at:.6}").into());
        let mut line = Value::Object(object).to_string().into_bytes();
        line.push(b'\n');
        line
    };
    let whole = line(&values, &message);
    if whole.len() <= LONGEST_LINE {
        return whole;
    }
    cut(&mut message, LONGEST_MESSAGE);
    for value in values.values_mut() {
        if let Value::String(text) = value {
            cut(text, LONGEST_FIELD);
        }
    }
    let shorter = line(&values, &message);
    if shorter.len() <= LONGEST_LINE {
        return shorter;
    }
    line(&Map::from_iter([("cut".to_owned(), Value::Bool(true))]), &message)
}

/// Shortens a text to at most `longest` bytes, and says so.
fn cut(text: &mut String, longest: usize) {
    if text.len() > longest {
        let mark = "… (cut)";
        let end = (0..=longest - mark.len())
            .rev()
            .find(|&end| text.is_char_boundary(end))
            .unwrap_or(0);
        text.truncate(end);
        text.push_str(mark);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(values: &[(&str, Value)]) -> (Vec<u8>, Value) {
        let fields = Fields(
            values
                .iter()
                .map(|(key, value)| ((*key).to_owned(), value.clone()))
                .collect(),
        );
        let at = "2026-01-02T03:04:05.678Z".parse().expect("a timestamp");
        let line = encode(Level::WARN, "demo::api", at, fields);
        let object = serde_json::from_slice(&line).expect("a JSON object");
        (line, object)
    }

    #[test]
    fn a_line_has_hclogs_keys_and_its_fields_beside_them() {
        let (line, _) = encoded(&[("message", "two\nlines".into()), ("n", 3.into())]);
        assert_eq!(
            String::from_utf8(line).expect("text"),
            "{\"@level\":\"warn\",\"@message\":\"two\\nlines\",\"@module\":\"demo::api\",\
             \"@timestamp\":\"2026-01-02T03:04:05.678000Z\",\"n\":3}\n"
        );
    }

    #[test]
    fn a_long_message_is_cut_below_what_terraform_reads_as_one_line() {
        for unit in ["\u{1}", "é", "x"] {
            let (line, object) =
                encoded(&[("message", unit.repeat(80_000).into()), ("tf_rpc", "Read".into())]);
            assert!(line.len() <= LONGEST_LINE, "{}", line.len());
            assert!(object["@message"].as_str().expect("text").ends_with("… (cut)"));
            assert_eq!(object["tf_rpc"], "Read");
        }
    }

    #[test]
    fn many_long_fields_leave_the_message() {
        let fields: Vec<_> = (0..90).map(|n| format!("field{n}")).collect();
        let mut values: Vec<_> = fields
            .iter()
            .map(|name| (name.as_str(), "y".repeat(5000).into()))
            .collect();
        values.push(("message", "kept".into()));
        let (line, object) = encoded(&values);
        assert!(line.len() <= LONGEST_LINE);
        assert_eq!(
            (&object["@message"], &object["cut"]),
            (&"kept".into(), &true.into())
        );
    }

    #[test]
    fn an_event_without_a_message_still_has_a_text() {
        assert_eq!(encoded(&[]).1["@message"], "");
    }
}
