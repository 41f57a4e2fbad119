//! Syntax errors in words for people. hcl-edit says what its grammar expected; we say what is wrong where.

use hcl_edit::parser::Error;

use super::SyntaxError;
use super::fault::Fault;
use super::lower::Place;
use crate::load::Span;
use crate::problem::ProblemKind;

pub(super) fn is_repeated_key(error: &Error) -> bool {
    error.message().contains("redefined object key")
}

pub(super) fn of_fault(fault: &Fault, text: &str, place: Place) -> SyntaxError {
    let line_of = |offset: usize| text[..offset.min(text.len())].matches('\n').count() + 1;
    SyntaxError {
        kind: fault.kind.problem(),
        span: place.span(&(fault.at..(fault.at + 1).min(text.len()))),
        message: fault.kind.message(line_of),
        help: fault.kind.help().into(),
    }
}

pub(super) fn unreadable(span: Span) -> SyntaxError {
    SyntaxError {
        kind: ProblemKind::Syntax,
        span,
        message: "this cannot be read".into(),
        help: HELP.into(),
    }
}

const HELP: &str = "`terraform fmt` shows the same place; the rest of the file is linted";

pub(super) fn of_error(error: &Error, text: &str, place: Place) -> SyntaxError {
    let offset = error.location().offset();
    let raw = error.message();
    let found = Found::at(text, offset);
    let span = place.span(&(offset..(offset + found.text.len()).min(text.len())));
    let budget = |message: &str, help: &str| SyntaxError {
        kind: ProblemKind::Budget,
        span,
        message: message.into(),
        help: help.into(),
    };
    if raw.contains("nested levels") {
        return budget("more than 64 nested levels", "move the inner parts into locals");
    }
    if raw.contains("chained binary operators") {
        return budget(
            "more than 128 operators in one chain",
            "split the expression with locals",
        );
    }
    let message = if raw.contains("redefined attribute") {
        format!("argument {found} is set twice")
    } else if is_repeated_key(error) {
        format!("key {found} stands twice in one object")
    } else if raw.starts_with("invalid expression") {
        format!("expected a value, found {found}")
    } else if raw.starts_with("invalid escape sequence") {
        let escaped = text
            .get(..offset)
            .and_then(|before| before.chars().next_back())
            .unwrap_or('\\');
        format!("unknown escape `\\{escaped}` in a string")
    } else if raw.starts_with("invalid unicode") {
        "`\\u` takes four hexadecimal digits, `\\U` eight".into()
    } else if raw.starts_with("invalid structure") {
        format!("expected `=`, `{{` or a label, found {found}")
    } else if raw.contains("newline or eof") {
        format!("expected the end of the line, found {found}")
    } else if let Some(wanted) = raw
        .strip_prefix("expected `")
        .and_then(|rest| rest.strip_suffix('`'))
        && wanted.chars().count() == 1
    {
        format!("expected `{wanted}`, found {found}")
    } else if offset == 0 && !text.contains(['{', '=']) {
        format!("expected `=` or `{{` after {found}")
    } else if offset == 0 {
        // The parser backtracked to the start and cannot say more.
        format!("the block that begins with {found} cannot be read")
    } else {
        format!("unexpected {}", found.to_string().trim_start_matches("the "))
    };
    SyntaxError {
        kind: ProblemKind::Syntax,
        span,
        message,
        help: HELP.into(),
    }
}

/// The token at an offset, roughly: a name, a number or one character.
struct Found<'a> {
    text: &'a str,
}

impl<'a> Found<'a> {
    fn at(text: &'a str, offset: usize) -> Self {
        let rest = text.get(offset..).unwrap_or("");
        let word = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'))
            .unwrap_or(rest.len());
        let len = if word > 0 {
            word
        } else {
            rest.chars().next().map_or(0, char::len_utf8)
        };
        Self { text: &rest[..len] }
    }
}

impl std::fmt::Display for Found<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.text {
            "" => f.write_str("the end"),
            "\n" | "\r" => f.write_str("the end of the line"),
            // The start says which token it is; more of it might be a key.
            text if text.chars().count() > 40 => {
                let short: String = text.chars().take(12).collect();
                write!(f, "`{short}…`")
            }
            text => write!(f, "`{text}`"),
        }
    }
}
