//! Every literal text of a block, with the attribute it stands in.

use crate::load::Span;
use crate::load::ir::{Block, Body, Expr, ExprKind, ObjectKey, OpKind, Piece};

/// Calls `visit(attribute, span, text)` for every literal text of the block.
pub(super) fn each<'e>(block: &'e Block, visit: &mut dyn FnMut(&'e str, Span, &'e str)) {
    in_body(&block.body, visit);
}

fn in_body<'e>(body: &'e Body, visit: &mut dyn FnMut(&'e str, Span, &'e str)) {
    for attr in &body.attrs {
        in_expr(&attr.value, &mut |span, text| {
            visit(attr.name.as_str(), span, text)
        });
    }
    for block in &body.blocks {
        in_body(&block.body, visit);
    }
}

pub(super) fn in_expr<'e>(expr: &'e Expr, visit: &mut dyn FnMut(Span, &'e str)) {
    match &expr.kind {
        ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::Root(_) => {}
        ExprKind::Text(text) => visit(expr.span, text),
        ExprKind::Template(pieces) => in_pieces(pieces, expr.span, visit),
        ExprKind::Unwrap(inner) | ExprKind::Unary(_, inner) => in_expr(inner, visit),
        ExprKind::Access(access) => {
            in_expr(&access.base, visit);
            for op in &access.ops {
                if let OpKind::Index(index) = &op.kind {
                    in_expr(index, visit);
                }
            }
        }
        ExprKind::Call(call) => call.args.iter().for_each(|arg| in_expr(arg, visit)),
        ExprKind::Binary(_, sides) => {
            in_expr(&sides.0, visit);
            in_expr(&sides.1, visit);
        }
        ExprKind::Conditional(parts) => {
            in_expr(&parts.0, visit);
            in_expr(&parts.1, visit);
            in_expr(&parts.2, visit);
        }
        ExprKind::Tuple(items) => items.iter().for_each(|item| in_expr(item, visit)),
        ExprKind::Object(entries) => {
            for (key, value) in entries {
                if let ObjectKey::Expr(key) = key {
                    in_expr(key, visit);
                }
                in_expr(value, visit);
            }
        }
        ExprKind::For(parts) => {
            in_expr(&parts.collection, visit);
            parts.key_expr.iter().for_each(|key| in_expr(key, visit));
            in_expr(&parts.value_expr, visit);
            parts
                .condition
                .iter()
                .for_each(|condition| in_expr(condition, visit));
        }
    }
}

fn in_pieces<'e>(pieces: &'e [Piece], span: Span, visit: &mut dyn FnMut(Span, &'e str)) {
    for piece in pieces {
        match piece {
            Piece::Text(text) => visit(span, text),
            Piece::Interpolation(expr) => in_expr(expr, visit),
            Piece::If { condition, yes, no } => {
                in_expr(condition, visit);
                in_pieces(yes, span, visit);
                in_pieces(no, span, visit);
            }
            Piece::For { collection, body, .. } => {
                in_expr(collection, visit);
                in_pieces(body, span, visit);
            }
        }
    }
}
