//! JSON values to expressions. Which strings are templates, references or literal text depends on where they stand.

use jsonc_parser::ast::{Object, Value};
use ustr::Ustr;

use super::Reader;
use crate::load::Span;
use crate::load::hcl::{normal_text, parse_expression_at, parse_template_at};
use crate::load::ir::{Expr, ExprKind, ObjectKey, UnaryOp};

/// How the strings of an argument are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Strings {
    /// Names of properties too.
    Template,
    /// Defaults of variables, settings that Terraform reads before it evaluates anything.
    Literal,
    /// `depends_on`, `provider`, `type`: the string is an expression.
    Reference,
}

impl Reader {
    pub(super) fn value(&mut self, value: &Value<'_>, strings: Strings) -> Expr {
        let span = self.span(value);
        let kind = match value {
            Value::StringLit(text) => return self.string(&text.value, span, strings),
            Value::NumberLit(number) => self.number(number.value, span),
            Value::BooleanLit(boolean) => ExprKind::Bool(boolean.value),
            Value::NullKeyword(_) => ExprKind::Null,
            Value::Array(array) => ExprKind::Tuple(
                array
                    .elements
                    .iter()
                    .map(|element| self.value(element, strings))
                    .collect(),
            ),
            Value::Object(object) => self.object(object, strings),
        };
        Expr { kind, span }
    }

    fn string(&mut self, text: &str, span: Span, strings: Strings) -> Expr {
        let parsed = match strings {
            Strings::Template => parse_template_at(text, span),
            Strings::Reference => parse_expression_at(text, span),
            Strings::Literal => Ok(Expr {
                kind: ExprKind::Text(normal_text(text)),
                span,
            }),
        };
        parsed.unwrap_or_else(|error| {
            self.file.errors.push(error);
            // The error makes the caller drop the block, so this is never seen.
            Expr {
                kind: ExprKind::Null,
                span,
            }
        })
    }

    fn object(&mut self, object: &Object<'_>, strings: Strings) -> ExprKind {
        let mut items = Vec::with_capacity(object.properties.len());
        self.depth += 1;
        for property in &object.properties {
            // In a map `"//"` is a key like any other, unless it speaks to us.
            let comments = self.file.comments.len();
            if self.take_comment(property, object) && self.file.comments.len() > comments {
                continue;
            }
            let span = self.span(&property.name);
            let name = property.name.as_str();
            let key = if strings == Strings::Template && (name.contains("${") || name.contains("%{")) {
                ObjectKey::Expr(self.string(name, span, strings))
            } else {
                ObjectKey::Name(Ustr::from(&normal_text(name)), span)
            };
            items.push((key, self.value(&property.value, strings)));
        }
        self.depth -= 1;
        ExprKind::Object(items.into())
    }

    fn number(&self, digits: &str, span: Span) -> ExprKind {
        let number = |digits: &str| ExprKind::Number(digits.into());
        match digits.strip_prefix('-') {
            Some(digits) => {
                let kind = number(digits);
                ExprKind::Unary(UnaryOp::Neg, Box::new(Expr { kind, span }))
            }
            None => number(digits),
        }
    }
}
