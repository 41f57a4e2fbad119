//! String templates: known text is kept around what is not known.

use super::env::Env;
use super::error::EvalError;
use super::evaluator::Evaluator;
use super::hole;
use super::operator::{as_truth, marks_of};
use super::text;
use super::types::Type;
use super::value::{Kind, Text, TextPiece, Value};
use crate::load::Span;
use crate::load::ir::Piece;

impl Evaluator<'_> {
    pub(super) fn template(&self, pieces: &[Piece], env: &Env, span: Span) -> Result<Value, EvalError> {
        let mut parts = Vec::with_capacity(pieces.len());
        self.pieces(pieces, env, &mut parts)?;
        let marks = marks_of(&parts);
        let at = self.trail.derived(&parts);
        let value = self.watch(text::concat(parts), span)?;
        let length = match &value.kind {
            Kind::Text(Text::Known(text)) => text.len(),
            Kind::Text(Text::Partial(pieces)) => pieces.iter().map(size_of_piece).sum(),
            _ => 0,
        };
        self.watch(self.budget.charge(length), span)?;
        Ok(value.at(at).marked(marks))
    }

    fn pieces(&self, pieces: &[Piece], env: &Env, parts: &mut Vec<Value>) -> Result<(), EvalError> {
        for piece in pieces {
            match piece {
                Piece::Text(text) => parts.push(Value::text(text.clone())),
                Piece::Interpolation(expr) => parts.push(self.eval(expr, env)?),
                Piece::If { condition, yes, no } => {
                    let condition = self.eval(condition, env)?;
                    match as_truth(&condition)? {
                        Some(true) => self.pieces(yes, env, parts)?,
                        Some(false) => self.pieces(no, env, parts)?,
                        None => parts.push(hole::derived([&condition], Type::String)),
                    }
                }
                Piece::For {
                    key,
                    value,
                    collection,
                    body,
                } => {
                    let walk = self.walk_over(self.eval(collection, env)?)?;
                    self.watch(self.budget.elements(walk.items.len()), collection.span)?;
                    for (index, item) in walk.items {
                        let env = match key {
                            Some(name) => env.bind(*name, index, 0),
                            None => env.clone(),
                        };
                        self.pieces(body, &env.bind(*value, item, self.nesting.seen()), parts)?;
                    }
                    parts.extend(walk.more.map(|more| hole::another(&more.why, &Type::String)));
                }
            }
        }
        Ok(())
    }
}

fn size_of_piece(piece: &TextPiece) -> usize {
    match piece {
        TextPiece::Known(text) => text.len() + size_of::<TextPiece>(),
        TextPiece::Hole(_) => size_of::<TextPiece>(),
    }
}
