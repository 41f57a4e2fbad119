//! How deeply values may be nested: an upper bound, counted while they are made.
//!
//! Dropping, comparing and printing a value recurse, and a worker's stack is bounded. A value made of other values
//! is counted from what those were counted as, whichever was evaluated first.

use std::cell::Cell;

use super::budget::spent;
use super::env::Env;
use super::error::EvalError;
use super::evaluator::Evaluator;
use super::value::Value;
use crate::load::ir::Expr;

const MAX_NESTING: u32 = 2_000;

#[derive(Debug, Default)]
pub(super) struct Nesting {
    /// Collections around the expression at hand, within the value being made.
    level: Cell<u32>,
    /// The deepest so far in the value being made.
    seen: Cell<u32>,
}

/// A value and how deeply it is nested.
pub(super) type Nested = (Value, u32);

/// One collection more around what is evaluated, until dropped.
pub(super) struct Deeper<'n>(&'n Nesting);

impl Drop for Deeper<'_> {
    fn drop(&mut self) {
        self.0.level.set(self.0.level.get() - 1);
    }
}

impl Nesting {
    pub(super) fn deeper(&self) -> Deeper<'_> {
        let level = self.level.get() + 1;
        self.level.set(level);
        self.seen.set(self.seen.get().max(level));
        Deeper(self)
    }

    /// A value that was counted before is used here.
    pub(super) fn used(&self, depth: u32) -> Result<(), EvalError> {
        let here = self.level.get() + depth;
        if here > MAX_NESTING {
            return Err(spent("values are nested more than 2,000 deep"));
        }
        self.seen.set(self.seen.get().max(here));
        Ok(())
    }

    pub(super) fn seen(&self) -> u32 {
        self.seen.get()
    }

    /// Starts a new value; give the result to `resume`.
    pub(super) fn start(&self) -> (u32, u32) {
        (self.level.replace(0), self.seen.replace(0))
    }

    pub(super) fn resume(&self, (level, seen): (u32, u32)) {
        self.level.set(level);
        self.seen.set(seen);
    }
}

impl Evaluator<'_> {
    /// A value that names will be bound to, and how deeply it is nested.
    pub(super) fn measured(&self, expr: &Expr, env: &Env) -> (Result<Value, EvalError>, u32) {
        let before = self.nesting.start();
        let result = self.eval(expr, env).map(|value| self.force(value));
        let depth = self.nesting.seen();
        self.nesting.resume(before);
        (result, depth)
    }
}
