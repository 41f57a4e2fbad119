//! Prints values as `terraform console` does.

use std::fmt::Write as _;

use extid_lint::eval::{Entries, Kind, Seq, Text, Value};

pub(super) fn printed(value: &Value) -> String {
    let mut out = String::new();
    print(value, 0, &mut out);
    out
}

/// Nulls carry no type here: `tostring(null)` is `null`.
pub(super) fn without_types_of_nulls(text: &str) -> String {
    let mut text = ["tostring", "tonumber", "tobool", "tolist", "toset", "tomap"]
        .iter()
        .fold(text.to_owned(), |text, name| {
            text.replace(&format!("{name}(null)"), "null")
        });
    while let Some(start) = text.find("null /* ") {
        let end = text[start..]
            .find(" */")
            .map_or(text.len(), |end| start + end + 3);
        text.replace_range(start + 4..end, "");
    }
    text
}

fn print(value: &Value, indent: usize, out: &mut String) {
    if matches!(value.kind, Kind::Unknown(_) | Kind::Text(Text::Partial(_))) {
        out.push_str("(known after apply)");
        return;
    }
    if value.marks.sensitive {
        out.push_str("(sensitive value)");
        return;
    }
    match &value.kind {
        Kind::Null => out.push_str("null"),
        Kind::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Kind::Number(number) => out.push_str(&number.to_string()),
        Kind::Text(Text::Known(text)) => string(text, indent, out),
        Kind::Unknown(_) | Kind::Text(Text::Partial(_)) => {}
        Kind::Tuple(seq) => sequence(seq, indent, out),
        Kind::List(seq) => wrapped("tolist", out, |out| sequence(seq, indent, out)),
        Kind::Set(seq) => wrapped("toset", out, |out| sequence(seq, indent, out)),
        Kind::Object(entries) => mapping(entries, indent, out),
        Kind::Map(entries) => wrapped("tomap", out, |out| mapping(entries, indent, out)),
    }
}

fn wrapped(name: &str, out: &mut String, inner: impl FnOnce(&mut String)) {
    out.push_str(name);
    out.push('(');
    inner(out);
    out.push(')');
}

fn sequence(seq: &Seq, indent: usize, out: &mut String) {
    if seq.open.is_some() {
        out.push_str("(known after apply)");
        return;
    }
    if seq.items.is_empty() {
        out.push_str("[]");
        return;
    }
    out.push_str("[\n");
    for item in seq.items.iter() {
        let _ = write!(out, "{:1$}", "", indent + 2);
        print(item, indent + 2, out);
        out.push_str(",\n");
    }
    let _ = write!(out, "{:1$}]", "", indent);
}

fn mapping(entries: &Entries, indent: usize, out: &mut String) {
    if entries.open.is_some() {
        out.push_str("(known after apply)");
        return;
    }
    if entries.items.is_empty() {
        out.push_str("{}");
        return;
    }
    out.push_str("{\n");
    for (key, value) in entries.items.iter() {
        let _ = write!(out, "{:1$}{2} = ", "", indent + 2, quoted(key));
        print(value, indent + 2, out);
        out.push('\n');
    }
    let _ = write!(out, "{:1$}}}", "", indent);
}

fn string(text: &str, indent: usize, out: &mut String) {
    if !text.contains('\n') {
        out.push_str(&quoted(text));
        return;
    }
    let mut delimiter = "EOT".to_owned();
    while text.split('\n').any(|line| line.trim() == delimiter) {
        delimiter.push('_');
    }
    out.push_str(if indent > 0 { "<<-" } else { "<<" });
    out.push_str(&delimiter);
    for line in text.split('\n') {
        let _ = write!(out, "\n{:1$}{line}", "", indent);
    }
    let _ = write!(out, "\n{:1$}{delimiter}", "", indent);
}

/// Go's `strconv.Quote`.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\x07' => out.push_str("\\a"),
            '\x08' => out.push_str("\\b"),
            '\x0c' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\x0b' => out.push_str("\\v"),
            '\0'..='\x1f' | '\x7f' => {
                let _ = write!(out, "\\x{:02x}", u32::from(character));
            }
            '\u{80}'..='\u{a0}'
            | '\u{ad}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200f}'
            | '\u{2028}'..='\u{202f}'
            | '\u{205f}'..='\u{206f}'
            | '\u{3000}'
            | '\u{feff}'
            | '\u{e000}'..='\u{f8ff}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(character));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
