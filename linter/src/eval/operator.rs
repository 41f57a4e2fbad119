//! Operators and conditionals.

use std::cmp::Ordering;
use std::rc::Rc;

use super::convert;
use super::env::Env;
use super::equal::equal;
use super::error::EvalError;
use super::evaluator::Evaluator;
use super::hole;
use super::number::Number;
use super::types::Type;
use super::value::{Hole, Kind, Marks, Text, Value};
use crate::load::ir::{BinaryOp, Expr, ExprKind, UnaryOp};

/// A converted operand: its value, or that it is not known.
enum Operand<T> {
    Known(T),
    Unknown,
}

impl Evaluator<'_> {
    pub(super) fn unary(&self, op: UnaryOp, operand: &Expr, env: &Env) -> Result<Value, EvalError> {
        let value = self.eval(operand, env)?;
        let result = match op {
            UnaryOp::Neg => match as_number(&value)? {
                Operand::Known(number) => Value::new(Kind::Number(number.neg())),
                Operand::Unknown => hole::derived([&value], Type::Number),
            },
            UnaryOp::Not => match as_bool(&value)? {
                Operand::Known(truth) => Value::bool(!truth),
                Operand::Unknown => hole::derived([&value], Type::Bool),
            },
        };
        Ok(result.marked(value.marks))
    }

    pub(super) fn binary(
        &self,
        op: BinaryOp,
        left: &Expr,
        right: &Expr,
        env: &Env,
    ) -> Result<Value, EvalError> {
        match op {
            BinaryOp::And => self.logical(left, right, env, false),
            BinaryOp::Or => self.logical(left, right, env, true),
            BinaryOp::Eq | BinaryOp::NotEq => {
                let (a, b) = (self.eval(left, env)?, self.eval(right, env)?);
                let (a, b) = (self.force(a), self.force(b));
                self.watch(self.budget.walk([&a, &b]), left.span.to(right.span))?;
                let result = match decide_equal(&a, &b) {
                    Some(same) => Value::bool(same == (op == BinaryOp::Eq)),
                    None => hole::derived([&a, &b], Type::Bool),
                };
                Ok(result.marked(a.deep_marks().union(b.deep_marks())))
            }
            BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div | BinaryOp::Mod => {
                self.arithmetic(op, left, right, env)
            }
            BinaryOp::Less | BinaryOp::LessEq | BinaryOp::Greater | BinaryOp::GreaterEq => {
                self.comparison(op, left, right, env)
            }
        }
    }

    /// `&&` is decided by false, `||` by true, whichever side it stands on.
    fn logical(&self, left: &Expr, right: &Expr, env: &Env, decides: bool) -> Result<Value, EvalError> {
        let a = self.eval(left, env)?;
        let first = as_bool(&a)?;
        if let Operand::Known(truth) = first
            && truth == decides
        {
            return Ok(Value::bool(decides).marked(a.marks));
        }
        let b = self.eval(right, env)?;
        let marks = a.marks.union(b.marks);
        let result = match (first, as_bool(&b)?) {
            (_, Operand::Known(truth)) if truth == decides => Value::bool(decides),
            (Operand::Known(_), Operand::Known(truth)) => Value::bool(truth),
            _ => hole::derived([&a, &b], Type::Bool),
        };
        Ok(result.marked(marks))
    }

    fn arithmetic(&self, op: BinaryOp, left: &Expr, right: &Expr, env: &Env) -> Result<Value, EvalError> {
        let (a, b) = (self.eval(left, env)?, self.eval(right, env)?);
        let (Operand::Known(x), Operand::Known(y)) = (as_number(&a)?, as_number(&b)?) else {
            return Ok(hole::derived([&a, &b], Type::Number));
        };
        let result = match op {
            BinaryOp::Add => x.add(&y),
            BinaryOp::Sub => x.sub(&y),
            BinaryOp::Mul => x.mul(&y),
            BinaryOp::Div => x.div(&y),
            _ => x.rem(&y),
        }?;
        let at = self.trail.derived([&a, &b]);
        Ok(Value::new(Kind::Number(result))
            .at(at)
            .marked(a.marks.union(b.marks)))
    }

    fn comparison(&self, op: BinaryOp, left: &Expr, right: &Expr, env: &Env) -> Result<Value, EvalError> {
        let (a, b) = (self.eval(left, env)?, self.eval(right, env)?);
        let (Operand::Known(x), Operand::Known(y)) = (as_number(&a)?, as_number(&b)?) else {
            return Ok(hole::derived([&a, &b], Type::Bool));
        };
        let order = x.cmp(&y);
        let holds = match op {
            BinaryOp::Less => order == Ordering::Less,
            BinaryOp::LessEq => order != Ordering::Greater,
            BinaryOp::Greater => order == Ordering::Greater,
            _ => order != Ordering::Less,
        };
        Ok(Value::bool(holds).marked(a.marks.union(b.marks)))
    }

    /// `condition ? yes : no`; both where the condition is not known.
    pub(super) fn conditional(
        &self,
        (condition, yes, no): &(Expr, Expr, Expr),
        env: &Env,
    ) -> Result<Value, EvalError> {
        let condition = self.eval(condition, env)?;
        let Operand::Known(truth) = as_bool(&condition)? else {
            return self.undecided(&condition, yes, no, env);
        };
        let (taken, other) = if truth { (yes, no) } else { (no, yes) };
        let value = self.eval(taken, env)?;
        self.watch(self.budget.rework([&value]), taken.span)?;
        Ok(self.unified(value, other, env)?.marked(condition.marks))
    }

    /// The branch that is taken, in the type that both branches have in common.
    fn unified(&self, value: Value, other: &Expr, env: &Env) -> Result<Value, EvalError> {
        // Evaluating the other branch costs; do so only where its type could matter.
        let certain = match &value.kind {
            Kind::Null | Kind::Unknown(_) | Kind::Text(_) => true,
            Kind::Bool(_) => matches!(other.kind, ExprKind::Bool(_) | ExprKind::Null),
            Kind::Number(_) => matches!(other.kind, ExprKind::Number(_) | ExprKind::Null),
            _ => matches!(other.kind, ExprKind::Null),
        };
        if certain {
            return Ok(value);
        }
        let Ok(other) = self.quietly(|| self.eval(other, env)) else {
            return Ok(value);
        };
        if other.is_null() {
            return Ok(value);
        }
        let other = convert::type_of(&other);
        if other == Type::Dynamic {
            return Ok(value);
        }
        match convert::unify(&[convert::type_of(&value), other]) {
            Some(ty) if !matches!(ty, Type::Dynamic) => {
                let at = value.at;
                Ok(convert::convert(value.clone(), &ty).unwrap_or(value).at(at))
            }
            _ => Ok(value),
        }
    }

    fn undecided(
        &self,
        condition: &Value,
        yes_expr: &Expr,
        no_expr: &Expr,
        env: &Env,
    ) -> Result<Value, EvalError> {
        let why = match hole::derived([condition], Type::Bool).kind {
            Kind::Unknown(why) => why,
            _ => Rc::new(Hole::new("the condition is not known")),
        };
        let (yes, no) = self.quietly(|| (self.eval(yes_expr, env), self.eval(no_expr, env)));
        let (yes, no) = match (yes, no) {
            (Ok(yes), Ok(no)) => (yes, no),
            // One that fails is not taken, or there is no value at all; unless `try` makes one.
            (Ok(value), Err(_)) | (Err(_), Ok(value)) => {
                let value = if self.is_quiet() {
                    hole::derived([condition], Type::Dynamic)
                } else {
                    value
                };
                return Ok(value.marked(condition.marks));
            }
            (Err(error), Err(_)) => return Err(error),
        };
        let span = yes_expr.span.to(no_expr.span);
        self.watch(self.budget.rework([&yes, &no]), span)?;
        let types = [convert::type_of(&yes), convert::type_of(&no)];
        let unify = |value: Value| match (&value.kind, convert::unify(&types)) {
            (Kind::Null | Kind::Unknown(_), _) | (_, None | Some(Type::Dynamic)) => value,
            (_, Some(ty)) if ty.has_dynamic() => value,
            (_, Some(ty)) => convert::convert(value.clone(), &ty).unwrap_or(value),
        };
        let known = yes.as_hole().is_none() && no.as_hole().is_none() && !yes.is_null() && !no.is_null();
        let (yes, no) = if known { (unify(yes), unify(no)) } else { (yes, no) };
        let at = self.trail.derived([&yes, &no]);
        let value = hole::one_of(vec![yes, no], &why).at(at).marked(condition.marks);
        self.weighed(value, span)
    }
}

/// Whether two values are equal; `None` when that is not known.
fn decide_equal(a: &Value, b: &Value) -> Option<bool> {
    match (&a.kind, &b.kind) {
        (Kind::Unknown(hole), _) if !hole.any_of.is_empty() => agreed(hole, b),
        (_, Kind::Unknown(hole)) if !hole.any_of.is_empty() => agreed(hole, a),
        (Kind::Null, Kind::Null) => Some(true),
        (Kind::Null, other) | (other, Kind::Null) => match other {
            Kind::Unknown(hole) => hole.not_null.then_some(false),
            _ => Some(false),
        },
        _ => equal(a, b),
    }
}

fn agreed(hole: &Hole, other: &Value) -> Option<bool> {
    let mut verdicts = hole.any_of.iter().map(|branch| decide_equal(branch, other));
    let first = verdicts.next()??;
    verdicts.all(|verdict| verdict == Some(first)).then_some(first)
}

fn as_number(value: &Value) -> Result<Operand<Number>, EvalError> {
    match &value.kind {
        Kind::Number(number) => Ok(Operand::Known(number.clone())),
        Kind::Null => Err(EvalError::invalid("an operand is null")),
        Kind::Text(Text::Partial(_)) => Ok(Operand::Unknown),
        _ => match convert::convert(value.clone(), &Type::Number)?.kind {
            Kind::Number(number) => Ok(Operand::Known(number)),
            _ => Ok(Operand::Unknown),
        },
    }
}

pub(super) fn as_truth(value: &Value) -> Result<Option<bool>, EvalError> {
    Ok(match as_bool(value)? {
        Operand::Known(truth) => Some(truth),
        Operand::Unknown => None,
    })
}

fn as_bool(value: &Value) -> Result<Operand<bool>, EvalError> {
    match &value.kind {
        Kind::Bool(truth) => Ok(Operand::Known(*truth)),
        Kind::Null => Err(EvalError::invalid("a condition or operand is null")),
        Kind::Text(Text::Partial(_)) => Ok(Operand::Unknown),
        Kind::Unknown(hole) if !hole.any_of.is_empty() => {
            let mut truths = hole.any_of.iter().map(|branch| match branch.kind {
                Kind::Bool(truth) => Some(truth),
                _ => None,
            });
            let first = truths.next().flatten();
            match first {
                Some(truth) if truths.all(|other| other == first) => Ok(Operand::Known(truth)),
                _ => Ok(Operand::Unknown),
            }
        }
        _ => match convert::convert(value.clone(), &Type::Bool)?.kind {
            Kind::Bool(truth) => Ok(Operand::Known(truth)),
            _ => Ok(Operand::Unknown),
        },
    }
}

/// Marks of all `values` together.
pub(super) fn marks_of<'v>(values: impl IntoIterator<Item = &'v Value>) -> Marks {
    values
        .into_iter()
        .fold(Marks::NONE, |marks, value| marks.union(value.marks))
}
