//! `default = …`: literals as the attribute's type takes them.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Expr, ExprLit, ExprUnary, Lit, Type, UnOp};

use crate::field::at;
use crate::shape::inside;

/// Rust's integers that hold a literal as it is.
const INTEGERS: [&str; 8] = ["i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64"];

/// An expression that gives `ty`.
pub(crate) fn value(expression: &Expr, ty: &Type) -> TokenStream {
    let is_integer =
        matches!(ty, Type::Path(path) if INTEGERS.iter().any(|integer| path.path.is_ident(integer)));
    if is_bare_integer(expression) {
        return if is_integer {
            quote!(#expression)
        } else {
            quote!(::std::convert::Into::<#ty>::into({ let whole: i64 = #expression; whole }))
        };
    }
    if let Some(digits) = bare_decimal(expression) {
        let span = at(expression);
        return quote_spanned!(span=> ::std::convert::Into::<#ty>::into(::tfplugin::derived::decimal(#digits)));
    }
    if let Some(elements) = elements(expression, ty) {
        return elements;
    }
    quote!(::std::convert::Into::<#ty>::into(#expression))
}

/// `["a", "b"]` of a list or set and `[("key", 1)]` of a map, each element as its own type takes it.
fn elements(expression: &Expr, ty: &Type) -> Option<TokenStream> {
    let Expr::Array(array) = expression else {
        return None;
    };
    if let Some(inner) = inside(ty, "List").or_else(|| inside(ty, "Set")) {
        let elements = array.elems.iter().map(|element| value(element, inner));
        return Some(quote!({
            let elements: ::std::vec::Vec<#inner> = ::std::vec![#(#elements),*];
            <#ty as ::std::convert::From<::std::vec::Vec<#inner>>>::from(elements)
        }));
    }
    let inner = inside(ty, "Map")?;
    let pairs = array.elems.iter().map(|element| match element {
        Expr::Tuple(pair) if pair.elems.len() == 2 => {
            let (key, element) = (&pair.elems[0], value(&pair.elems[1], inner));
            quote!((#key, #element))
        }
        other => quote!(#other),
    });
    (!array.elems.is_empty()).then(|| quote!(<#ty as ::std::convert::From<_>>::from([#(#pairs),*])))
}

/// Whether the expression is a whole number without a suffix, and so has no type of its own yet.
fn is_bare_integer(expression: &Expr) -> bool {
    match expression {
        Expr::Lit(ExprLit {
            lit: Lit::Int(number),
            ..
        }) => number.suffix().is_empty(),
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_),
            expr,
            ..
        }) => is_bare_integer(expr),
        _ => false,
    }
}

/// The digits of a decimal literal without a suffix: as they are written, no double in between.
fn bare_decimal(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(ExprLit {
            lit: Lit::Float(number),
            ..
        }) if number.suffix().is_empty() => {
            let digits = number.base10_digits();
            Some(digits.strip_suffix('.').unwrap_or(digits).to_owned())
        }
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_),
            expr,
            ..
        }) => bare_decimal(expr).map(|digits| format!("-{digits}")),
        _ => None,
    }
}
