//! Templates to pieces: trim markers and heredoc indentation act on single tokens, so tokens come first and the
//! nesting of directives second.
//!
//! In heredocs and bare templates every line is a token of its own: `~}` at the end of a line eats the line break and
//! not the indentation below it. Compared with Terraform 1.11.4.

use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use hcl_edit::Span as _;
use hcl_edit::template::{Directive, Element, HeredocTemplate, StringTemplate, Strip, Template};
use unicode_segmentation::UnicodeSegmentation as _;
use ustr::Ustr;

use super::lower::{Lowering, collect, name, shared};
use crate::load::ir::{Expr, ExprKind, Piece};

enum Token {
    Literal(String),
    Interpolation(Expr),
    If(Expr),
    Else,
    EndIf,
    For {
        key: Option<Ustr>,
        value: Ustr,
        collection: Expr,
    },
    EndFor,
}

/// `"…"`
pub(super) fn quoted(lowering: &mut Lowering<'_>, template: &StringTemplate) -> ExprKind {
    finish(Tokens::of(lowering, template, true))
}

/// `<<EOT` and `<<-EOT`
pub(super) fn heredoc(
    lowering: &mut Lowering<'_>,
    heredoc: &HeredocTemplate,
    range: Option<&Range<usize>>,
) -> ExprKind {
    let mut tokens = Tokens::of(lowering, &heredoc.template, false);
    if range.is_some_and(|range| lowering.source_of(range).starts_with("<<-")) {
        remove_indentation(&mut tokens);
    }
    finish(tokens)
}

/// The text of a file for `templatefile`, or of a string in JSON syntax.
pub(super) fn bare(lowering: &mut Lowering<'_>, template: &Template) -> ExprKind {
    finish(Tokens::of(lowering, template, false))
}

struct Tokens<'l, 'a> {
    lowering: &'l mut Lowering<'a>,
    list: Vec<Token>,
    /// Escapes are resolved by hcl-edit in quoted strings; elsewhere the literal is read from the source.
    quoted: bool,
    trim_next: bool,
}

impl Tokens<'_, '_> {
    fn of(lowering: &mut Lowering<'_>, template: &Template, quoted: bool) -> Vec<Token> {
        let mut tokens = Tokens {
            lowering,
            list: Vec::new(),
            quoted,
            trim_next: false,
        };
        tokens.template(template);
        tokens.list
    }

    fn template(&mut self, template: &Template) {
        for element in template.iter() {
            match element {
                Element::Literal(literal) => {
                    if self.quoted {
                        self.literal(literal.value());
                    } else {
                        match literal.span() {
                            Some(range) => self.lines(self.lowering.source_of(&range)),
                            None => self.lines(literal.value()),
                        }
                    }
                }
                Element::Interpolation(interpolation) => {
                    let expr = self.lowering.expr(&interpolation.expr);
                    self.sequence(Token::Interpolation(expr), interpolation.strip);
                }
                Element::Directive(directive) => self.directive(directive),
            }
        }
    }

    fn directive(&mut self, directive: &Directive) {
        match directive {
            Directive::If(directive) => {
                let condition = self.lowering.expr(&directive.if_expr.cond_expr);
                self.sequence(Token::If(condition), directive.if_expr.strip);
                self.template(&directive.if_expr.template);
                if let Some(otherwise) = &directive.else_expr {
                    self.sequence(Token::Else, otherwise.strip);
                    self.template(&otherwise.template);
                }
                self.sequence(Token::EndIf, directive.endif_expr.strip);
            }
            Directive::For(directive) => {
                let token = Token::For {
                    key: directive.for_expr.key_var.as_ref().map(|ident| name(ident)),
                    value: name(&directive.for_expr.value_var),
                    collection: self.lowering.expr(&directive.for_expr.collection_expr),
                };
                self.sequence(token, directive.for_expr.strip);
                self.template(&directive.for_expr.template);
                self.sequence(Token::EndFor, directive.endfor_expr.strip);
            }
        }
    }

    /// Text outside of quotes: one token per line, the markers of sequences unescaped.
    fn lines(&mut self, text: &str) {
        for line in text.split_inclusive('\n') {
            if line.contains("$${") || line.contains("%%{") {
                self.literal(&line.replace("$${", "${").replace("%%{", "%{"));
            } else {
                self.literal(line);
            }
        }
    }

    fn literal(&mut self, text: &str) {
        let trim = std::mem::take(&mut self.trim_next);
        let text = if trim { text.trim_start() } else { text };
        self.list.push(Token::Literal(text.to_owned()));
    }

    fn sequence(&mut self, token: Token, strip: Strip) {
        if strip.strip_start()
            && let Some(Token::Literal(before)) = self.list.last_mut()
        {
            before.truncate(before.trim_end().len());
        }
        self.list.push(token);
        self.trim_next = strip.strip_end();
    }
}

/// `<<-`: the smallest indentation of the lines that are not blank goes from all of them, unless a line begins with a
/// sequence.
fn remove_indentation(tokens: &mut [Token]) {
    let mut smallest = usize::MAX;
    let mut indented = Vec::new();
    let mut at_line_start = true;
    for (index, token) in tokens.iter().enumerate() {
        let literal = match token {
            Token::Literal(text) => Some(text.as_str()),
            _ => None,
        };
        if at_line_start {
            at_line_start = false;
            match literal {
                Some(text) => {
                    let content = text.trim_start();
                    if !(content.is_empty() && text.ends_with('\n')) {
                        let spaces = text[..text.len() - content.len()].graphemes(true).count();
                        smallest = smallest.min(spaces);
                        indented.push(index);
                    }
                }
                None => smallest = 0,
            }
        }
        at_line_start |= literal.is_some_and(|text| text.ends_with('\n'));
    }
    for index in indented {
        if let Token::Literal(text) = &mut tokens[index] {
            let cut = text
                .grapheme_indices(true)
                .nth(smallest)
                .map_or(text.len(), |(at, _)| at);
            text.drain(..cut);
        }
    }
}

fn finish(mut tokens: Vec<Token>) -> ExprKind {
    if tokens.len() == 1
        && let Some(Token::Interpolation(_)) = tokens.last()
        && let Some(Token::Interpolation(expr)) = tokens.pop()
    {
        return ExprKind::Unwrap(Box::new(expr));
    }
    let mut pieces = pieces(&mut tokens.into_iter().peekable());
    match pieces.as_mut_slice() {
        [] => ExprKind::Text("".into()),
        [Piece::Text(text)] => ExprKind::Text(text.clone()),
        _ => ExprKind::Template(collect(pieces.len(), pieces.into_iter())),
    }
}

/// Up to the token that ends the enclosing directive, which is left. Its nesting was checked by hcl-edit.
fn pieces(tokens: &mut Peekable<IntoIter<Token>>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    while let Some(token) =
        tokens.next_if(|token| !matches!(token, Token::Else | Token::EndIf | Token::EndFor))
    {
        let piece = match token {
            Token::Literal(more) => {
                text.push_str(&more);
                continue;
            }
            Token::Interpolation(expr) => Piece::Interpolation(expr),
            Token::If(condition) => {
                let yes = self::pieces(tokens).into();
                let no = match tokens.next_if(|token| matches!(token, Token::Else)) {
                    Some(_) => self::pieces(tokens).into(),
                    None => Box::default(),
                };
                tokens.next_if(|token| matches!(token, Token::EndIf));
                Piece::If { condition, yes, no }
            }
            Token::For {
                key,
                value,
                collection,
            } => {
                let body = self::pieces(tokens).into();
                tokens.next_if(|token| matches!(token, Token::EndFor));
                Piece::For {
                    key,
                    value,
                    collection,
                    body,
                }
            }
            Token::Else | Token::EndIf | Token::EndFor => continue,
        };
        flush(&mut text, &mut pieces);
        pieces.push(piece);
    }
    flush(&mut text, &mut pieces);
    pieces
}

fn flush(text: &mut String, pieces: &mut Vec<Piece>) {
    if !text.is_empty() {
        pieces.push(Piece::Text(shared(text)));
        text.clear();
    }
}
