//! hcl-edit's tree to the IR. Text that hcl-edit changes or loses is read from the source.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use hcl_edit::expr::{
    BinaryOperator, Expression, ForExpr, FuncCall, Object, ObjectKey as KeySyntax, Traversal,
    TraversalOperator, UnaryOperator,
};
use hcl_edit::structure::{Block as BlockSyntax, Body as BodySyntax, Structure};
use hcl_edit::{Ident, Span as _};
use rustc_hash::FxHashMap;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};
use ustr::Ustr;

use super::template;
use crate::load::Span;
use crate::load::ir::{
    Access, Attr, BinaryOp, Block, Body, Call, Expr, ExprKind, For, Label, ObjectKey, Op, OpKind, UnaryOp,
};

/// Where the parsed text lies in the run's address space.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// Offset 0 of the text is this position. Wraps: a slice of an object begins one byte before its text.
    From(u32),
    /// The text was unescaped, so its offsets mean nothing outside; everything stands here.
    At(Span),
}

impl Place {
    pub(super) fn span(self, range: &Range<usize>) -> Span {
        match self {
            Self::From(base) => Span::new(shift(base, range.start), shift(base, range.end)),
            Self::At(span) => span,
        }
    }

    /// The place of the text that begins at `offset` of this one.
    pub(super) fn after(self, offset: usize) -> Self {
        match self {
            Self::From(base) => Self::From(shift(base, offset)),
            Self::At(_) => self,
        }
    }

    /// The place of this text with one more byte before it.
    pub(super) fn with_one_byte_before(self) -> Self {
        match self {
            Self::From(base) => Self::From(base.wrapping_sub(1)),
            Self::At(_) => self,
        }
    }
}

fn shift(base: u32, offset: usize) -> u32 {
    base.wrapping_add(u32::try_from(offset).unwrap_or(u32::MAX))
}

/// Items of objects that were cut out before parsing, by the offset of their `{`.
pub(super) type CutObjects = FxHashMap<usize, Vec<(ObjectKey, Expr)>>;

pub(super) struct Lowering<'a> {
    /// As written, before anything was covered up.
    pub(super) source: &'a str,
    pub(super) place: Place,
    pub(super) cut: CutObjects,
}

impl<'a> Lowering<'a> {
    pub(super) fn body(&mut self, body: &BodySyntax) -> Body {
        let count = body.iter().filter(|structure| structure.is_attribute()).count();
        let mut attrs = Vec::with_capacity(count);
        let mut blocks = Vec::with_capacity(body.len() - count);
        for structure in body.iter() {
            match structure {
                Structure::Attribute(attr) => attrs.push(Attr {
                    name: name(&attr.key),
                    name_span: self.span(attr.key.span()),
                    value: self.expr(&attr.value),
                }),
                Structure::Block(block) => blocks.push(self.block(block)),
            }
        }
        Body {
            attrs: attrs.into(),
            blocks: blocks.into(),
            json: false,
        }
    }

    fn block(&mut self, block: &BlockSyntax) -> Block {
        let span = self.span(block.span());
        let kind_span = self.span(block.ident.span());
        let labels: Box<[Label]> = block
            .labels
            .iter()
            .map(|label| Label {
                text: interned(label.as_str()),
                span: self.span(label.span()),
            })
            .collect();
        Block {
            kind: name(&block.ident),
            header: kind_span.to(labels.last().map_or(kind_span, |label| label.span)),
            labels,
            body: self.body(&block.body),
            span,
        }
    }

    pub(super) fn span(&self, range: Option<Range<usize>>) -> Span {
        self.place.span(&range.unwrap_or(0..0))
    }

    pub(super) fn source_of(&self, range: &Range<usize>) -> &'a str {
        self.source.get(range.clone()).unwrap_or("")
    }

    pub(super) fn expr(&mut self, expr: &Expression) -> Expr {
        let range = expr.span();
        let kind = match expr {
            Expression::Null(_) => ExprKind::Null,
            Expression::Bool(value) => ExprKind::Bool(*value.value()),
            Expression::Number(_) => return self.number(range.unwrap_or(0..0)),
            Expression::String(text) => ExprKind::Text(shared(text.value())),
            Expression::Array(items) => {
                ExprKind::Tuple(collect(items.len(), items.iter().map(|item| self.expr(item))))
            }
            Expression::Object(object) => ExprKind::Object(self.object(object, range.as_ref())),
            Expression::StringTemplate(text) => template::quoted(self, text),
            Expression::HeredocTemplate(heredoc) => template::heredoc(self, heredoc, range.as_ref()),
            Expression::Parenthesis(inner) => return self.expr(inner.inner()),
            Expression::Variable(variable) => ExprKind::Root(name(variable)),
            Expression::Conditional(conditional) => ExprKind::Conditional(Box::new((
                self.expr(&conditional.cond_expr),
                self.expr(&conditional.true_expr),
                self.expr(&conditional.false_expr),
            ))),
            Expression::FuncCall(call) => ExprKind::Call(Box::new(self.call(call))),
            Expression::Traversal(traversal) => self.access(traversal),
            Expression::UnaryOp(op) => {
                let operator = match op.operator.value() {
                    UnaryOperator::Neg => UnaryOp::Neg,
                    UnaryOperator::Not => UnaryOp::Not,
                };
                ExprKind::Unary(operator, Box::new(self.expr(&op.expr)))
            }
            Expression::BinaryOp(op) => {
                let operator = binary(*op.operator.value());
                let (left, right) = (self.expr(&op.lhs_expr), self.expr(&op.rhs_expr));
                let span = range.map_or_else(|| left.span.to(right.span), |range| self.place.span(&range));
                return Expr {
                    kind: ExprKind::Binary(operator, Box::new((left, right))),
                    span,
                };
            }
            Expression::ForExpr(for_expr) => ExprKind::For(Box::new(self.for_expr(for_expr))),
        };
        Expr {
            kind,
            span: self.span(range),
        }
    }

    fn number(&self, range: Range<usize>) -> Expr {
        let text = self.source_of(&range);
        let span = self.place.span(&range);
        let Some(digits) = text.strip_prefix('-') else {
            return Expr {
                kind: ExprKind::Number(text.into()),
                span,
            };
        };
        let digits = digits.trim_start();
        let digits_span = self.place.span(&(range.end - digits.len()..range.end));
        let operand = Expr {
            kind: ExprKind::Number(digits.into()),
            span: digits_span,
        };
        Expr {
            kind: ExprKind::Unary(UnaryOp::Neg, Box::new(operand)),
            span,
        }
    }

    fn object(&mut self, object: &Object, range: Option<&Range<usize>>) -> Box<[(ObjectKey, Expr)]> {
        if let Some(items) = range.and_then(|range| self.cut.remove(&range.start)) {
            return items.into();
        }
        let items = object
            .iter()
            .map(|(key, value)| (self.key(key), self.expr(value.expr())));
        collect(object.len(), items)
    }

    fn key(&mut self, key: &KeySyntax) -> ObjectKey {
        match key {
            KeySyntax::Ident(ident) => ObjectKey::Name(name(ident), self.span(ident.span())),
            // `true = 1` is the key "true"; `1.50 = 2` is the key "1.5", so only plain integers are literal text.
            KeySyntax::Expression(Expression::Bool(value)) => {
                let text = if *value.value() { "true" } else { "false" };
                ObjectKey::Name(Ustr::from(text), self.span(value.span()))
            }
            KeySyntax::Expression(expr) => {
                let expr = self.expr(expr);
                match &expr.kind {
                    ExprKind::Number(text) if is_plain_integer(text) => {
                        ObjectKey::Name(Ustr::from(text), expr.span)
                    }
                    _ => ObjectKey::Expr(expr),
                }
            }
        }
    }

    fn call(&mut self, call: &FuncCall) -> Call {
        let expand = call.args.expand_final();
        let name_span = self.span(call.name.name.span());
        let (first, namespace) = (name(&call.name.name), &call.name.namespace);
        let start = namespace.first().map_or(name_span, |part| self.span(part.span()));
        Call {
            name: first,
            name_span: start.to(name_span),
            namespace: namespace.iter().map(|part| name(part)).collect(),
            args: collect(call.args.len(), call.args.iter().map(|arg| self.expr(arg))),
            expand,
        }
    }

    fn access(&mut self, traversal: &Traversal) -> ExprKind {
        let base = self.expr(&traversal.expr);
        let ops = traversal
            .operators
            .iter()
            .map(|op| {
                let range = op.span();
                let kind = match op.value() {
                    TraversalOperator::AttrSplat(_) => OpKind::AttrSplat,
                    TraversalOperator::FullSplat(_) => OpKind::FullSplat,
                    TraversalOperator::GetAttr(attr) => OpKind::Attr(name(attr)),
                    TraversalOperator::Index(index) => OpKind::Index(Box::new(self.expr(index))),
                    TraversalOperator::LegacyIndex(index) => OpKind::Index(Box::new(Expr {
                        kind: ExprKind::Number(index.value().to_string().into()),
                        span: self.span(index.span().or_else(|| range.clone())),
                    })),
                };
                Op {
                    kind,
                    span: self.span(range),
                }
            })
            .collect();
        ExprKind::Access(Box::new(Access { base, ops }))
    }

    fn for_expr(&mut self, for_expr: &ForExpr) -> For {
        For {
            key: for_expr.intro.key_var.as_ref().map(|ident| name(ident)),
            value: name(&for_expr.intro.value_var),
            collection: self.expr(&for_expr.intro.collection_expr),
            key_expr: for_expr.key_expr.as_ref().map(|expr| self.expr(expr)),
            value_expr: self.expr(&for_expr.value_expr),
            group: for_expr.grouping,
            condition: for_expr.cond.as_ref().map(|cond| self.expr(&cond.expr)),
        }
    }
}

pub(super) fn name(ident: &Ident) -> Ustr {
    interned(ident.as_str())
}

fn interned(text: &str) -> Ustr {
    Ustr::from(&nfc(text))
}

/// Terraform holds every string in Unicode normal form C.
fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

pub(super) fn shared(text: &str) -> Arc<str> {
    nfc(text).into()
}

/// In one allocation without room to spare: the iterators of hcl-edit do not know their length, and an allocator may
/// keep what a vector gives up.
pub(super) fn collect<T>(len: usize, items: impl Iterator<Item = T>) -> Box<[T]> {
    let mut all = Vec::with_capacity(len);
    all.extend(items);
    all.into()
}

fn is_plain_integer(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && (text.len() == 1 || !text.starts_with('0'))
}

fn binary(operator: BinaryOperator) -> BinaryOp {
    match operator {
        BinaryOperator::Eq => BinaryOp::Eq,
        BinaryOperator::NotEq => BinaryOp::NotEq,
        BinaryOperator::LessEq => BinaryOp::LessEq,
        BinaryOperator::GreaterEq => BinaryOp::GreaterEq,
        BinaryOperator::Less => BinaryOp::Less,
        BinaryOperator::Greater => BinaryOp::Greater,
        BinaryOperator::Plus => BinaryOp::Add,
        BinaryOperator::Minus => BinaryOp::Sub,
        BinaryOperator::Mul => BinaryOp::Mul,
        BinaryOperator::Div => BinaryOp::Div,
        BinaryOperator::Mod => BinaryOp::Mod,
        BinaryOperator::And => BinaryOp::And,
        BinaryOperator::Or => BinaryOp::Or,
    }
}
