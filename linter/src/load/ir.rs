//! The intermediate representation: what HCL and JSON syntax both lower to.
//!
//! Small nodes, `u32` spans, interned names; the parser's tree is dropped as soon as a block is lowered.

use std::sync::Arc;

use ustr::Ustr;

use super::span::Span;

#[derive(Clone, Debug)]
pub struct Block {
    /// `resource`, `dynamic`, `lifecycle`, …
    pub kind: Ustr,
    pub labels: Box<[Label]>,
    pub body: Body,
    /// The keyword and labels, up to and without the brace.
    pub header: Span,
    pub span: Span,
}

#[derive(Clone, Copy, Debug)]
pub struct Label {
    pub text: Ustr,
    pub span: Span,
}

#[derive(Clone, Debug, Default)]
pub struct Body {
    /// In source order; names are unique.
    pub attrs: Box<[Attr]>,
    pub blocks: Box<[Block]>,
    /// From JSON syntax: nested blocks may stand as attributes with object or array values.
    pub json: bool,
}

#[derive(Clone, Debug)]
pub struct Attr {
    pub name: Ustr,
    pub name_span: Span,
    pub value: Expr,
}

#[derive(Clone, Debug)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum ExprKind {
    Null,
    Bool(bool),
    /// As written, so that no digit is lost.
    Number(Arc<str>),
    /// A string or heredoc without interpolation: escapes resolved, indentation removed, NFC.
    Text(Arc<str>),
    /// A template with at least one interpolation or directive that is not a whole `"${x}"`.
    Template(Box<[Piece]>),
    /// `"${x}"`: Terraform yields the value itself, of any type.
    Unwrap(Box<Expr>),
    /// `var`, `local`, `each`, a resource type, an iterator: the first name of a reference.
    Root(Ustr),
    Access(Box<Access>),
    Call(Box<Call>),
    Unary(UnaryOp, Box<Expr>),
    Binary(BinaryOp, Box<(Expr, Expr)>),
    Conditional(Box<(Expr, Expr, Expr)>),
    Tuple(Box<[Expr]>),
    Object(Box<[(ObjectKey, Expr)]>),
    For(Box<For>),
}

/// A run holds hundreds of thousands of them.
const _: () = assert!(size_of::<Expr>() <= 32 && size_of::<Op>() <= 24);

#[derive(Clone, Debug)]
pub enum ObjectKey {
    /// A bare identifier or number: literal text.
    Name(Ustr, Span),
    /// `(expression)` or a quoted template.
    Expr(Expr),
}

/// Operators applied from left to right to `base`.
#[derive(Clone, Debug)]
pub struct Access {
    pub base: Expr,
    pub ops: Box<[Op]>,
}

#[derive(Clone, Debug)]
pub struct Op {
    pub kind: OpKind,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum OpKind {
    Attr(Ustr),
    /// `[expr]`, and the legacy `.0`.
    Index(Box<Expr>),
    /// `.*`: later `Attr` operators apply to each element, the first other operator to the whole list.
    AttrSplat,
    /// `[*]`: all later operators apply to each element.
    FullSplat,
}

#[derive(Clone, Debug)]
pub struct Call {
    pub name: Ustr,
    pub name_span: Span,
    /// `provider::aws::arn_parse`, `core::length`.
    pub namespace: Box<[Ustr]>,
    pub args: Box<[Expr]>,
    /// The last argument ends in `...`.
    pub expand: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    Neg,
    Not,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    Mod,
    Eq,
    NotEq,
    Less,
    LessEq,
    Greater,
    GreaterEq,
    And,
    Or,
}

#[derive(Clone, Debug)]
pub struct For {
    pub key: Option<Ustr>,
    pub value: Ustr,
    pub collection: Expr,
    /// Present for `{ for … : key => value }`.
    pub key_expr: Option<Expr>,
    pub value_expr: Expr,
    /// `value...`
    pub group: bool,
    pub condition: Option<Expr>,
}

#[derive(Clone, Debug)]
pub enum Piece {
    Text(Arc<str>),
    Interpolation(Expr),
    /// `%{ if c }…%{ else }…%{ endif }`
    If {
        condition: Expr,
        yes: Box<[Piece]>,
        no: Box<[Piece]>,
    },
    /// `%{ for k, v in c }…%{ endfor }`
    For {
        key: Option<Ustr>,
        value: Ustr,
        collection: Expr,
        body: Box<[Piece]>,
    },
}

impl Block {
    pub fn label(&self, index: usize) -> Option<Ustr> {
        self.labels.get(index).map(|label| label.text)
    }
}

impl Body {
    pub fn attr(&self, name: &str) -> Option<&Attr> {
        self.attrs.iter().find(|attr| attr.name == name)
    }

    pub fn blocks_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Block> {
        self.blocks.iter().filter(move |block| block.kind == kind)
    }
}
