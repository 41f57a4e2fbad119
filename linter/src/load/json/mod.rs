//! Terraform's JSON syntax to IR: `.tf.json` and `.tfvars.json`.

mod blocks;
mod expr;
#[cfg(test)]
mod tests;

use jsonc_parser::ast::{Object, Value};
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use self::expr::Strings;
use super::Span;
use super::comments::{RawComment, may_direct};
use super::hcl::{ParsedFile, SyntaxError};
use super::ir::Attr;
use super::lines::{line_of, line_starts};
use crate::problem::ProblemKind;

/// Reads `.tf.json` text that lies at `base` of the address space.
pub fn parse_file_json(text: &str, base: u32) -> ParsedFile {
    read(text, base, |reader, root| reader.top_level(root))
}

/// Reads `.tfvars.json` text: arguments with literal values.
pub fn parse_vars_json(text: &str, base: u32) -> ParsedFile {
    read(text, base, |reader, root| {
        for property in &root.properties {
            if !reader.take_comment(property, root) {
                let attr = Attr {
                    name: property.name.as_str().into(),
                    name_span: reader.span(&property.name),
                    value: reader.value(&property.value, Strings::Literal),
                };
                reader.file.attrs.push(attr);
            }
        }
    })
}

fn read(text: &str, base: u32, root: impl Fn(&mut Reader, &Object<'_>)) -> ParsedFile {
    let mark = if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    let mut reader = Reader {
        offset: mark,
        base,
        file: ParsedFile {
            lines: line_starts(text),
            ..ParsedFile::default()
        },
        depth: 0,
    };
    match parse_to_ast(&text[mark..], &CollectOptions::default(), &strict()) {
        Ok(parsed) => match parsed.value {
            Some(Value::Object(object)) => root(&mut reader, &object),
            Some(Value::Array(array)) if array.elements.iter().all(|value| value.as_object().is_some()) => {
                for object in array.elements.iter().filter_map(Value::as_object) {
                    root(&mut reader, object);
                }
            }
            _ => reader.error(
                0..text.len().min(1),
                "the file holds no JSON object",
                "begin it with `{`",
            ),
        },
        Err(error) => {
            let budget = matches!(error.kind(), ParseErrorKind::NestingDepthExceeded);
            let range = error.range();
            let mut message = error.kind().to_string();
            if let Some(first) = message.get_mut(..1) {
                first.make_ascii_lowercase();
            }
            if budget {
                message = "more than 512 nested levels".into();
            }
            reader.error(
                range.start..range.end,
                &message,
                "correct the JSON; the file is not linted",
            );
            if budget && let Some(error) = reader.file.errors.last_mut() {
                error.kind = ProblemKind::Budget;
            }
        }
    }
    reader.file
}

fn strict() -> ParseOptions {
    ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

struct Reader {
    /// Bytes before the JSON: a byte order mark.
    offset: usize,
    base: u32,
    file: ParsedFile,
    /// Objects that enclose the current one.
    depth: usize,
}

impl Reader {
    fn span(&self, node: &impl jsonc_parser::common::Ranged) -> Span {
        let range = node.range();
        self.span_of(range.start..range.end)
    }

    fn span_of(&self, range: std::ops::Range<usize>) -> Span {
        let at = |offset: usize| self.base + u32::try_from(self.offset + offset).unwrap_or(u32::MAX);
        Span::new(at(range.start), at(range.end))
    }

    fn error(&mut self, range: std::ops::Range<usize>, message: &str, help: &str) {
        let span = self.span_of(range);
        self.file.errors.push(SyntaxError {
            kind: ProblemKind::Syntax,
            span,
            message: message.into(),
            help: help.into(),
        });
    }

    fn line(&self, span: Span) -> u32 {
        line_of(&self.file.lines, (span.start - self.base) as usize)
    }

    /// `"//"` is a comment: dropped where Terraform drops it, and kept when it speaks to us. Returns whether
    /// `property` is one.
    fn take_comment(&mut self, property: &jsonc_parser::ast::ObjectProp<'_>, object: &Object<'_>) -> bool {
        if property.name.as_str() != "//" {
            return false;
        }
        let target = self.line(self.span(object));
        let one = std::slice::from_ref(&property.value);
        let values = property
            .value
            .as_array()
            .map_or(one, |array| array.elements.as_slice());
        for text in values.iter().filter_map(Value::as_string_lit) {
            let span = self.span(text);
            for line in text.value.lines().filter(|line| may_direct(line)) {
                self.file.comments.push(RawComment {
                    text: line.trim().into(),
                    span,
                    line: self.line(span),
                    target: Some(target),
                    header: self.depth == 0,
                });
            }
        }
        true
    }

    /// `make`, unless something in it could not be read: then its errors stand for it.
    fn whole<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let errors = self.file.errors.len();
        let made = make(self);
        (self.file.errors.len() == errors).then_some(made)
    }
}
