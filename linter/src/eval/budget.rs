//! What evaluating one root may cost.
//!
//! Exceeding a limit is an error of the expression at hand, which becomes an unknown, and a problem of the run.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use super::error::EvalError;
use super::value::{Kind, Value};

pub(super) const MAX_STEPS: u64 = 5_000_000;
pub(super) const MAX_BYTES: usize = 100 << 20;
pub(super) const MAX_SCOPES: usize = 10_000;
pub(super) const MAX_CALL_DEPTH: u32 = 32;
pub(super) const MAX_REFERENCE_DEPTH: u32 = 1_000;
pub(super) const MAX_INSTANCES: usize = 10_000;
pub(super) const MAX_ELEMENTS: usize = 100_000;
/// Parts of one value, shared ones counted each time.
const MAX_WEIGHT: u32 = 1_000_000;
/// Parts from which on a value is worth counting whenever it is walked through; its type is not spelled out.
pub(super) const HEAVY: u32 = 20_000;
/// Of the 16 MiB that a worker has; what is left is for the last function called and for the caller.
const MAX_STACK: usize = 13 << 20;

/// Counters of one root.
#[derive(Debug, Default)]
pub(super) struct Budget {
    steps: Cell<u64>,
    bytes: Cell<usize>,
    references: Cell<u32>,
    /// Stack address at which the outermost evaluation began.
    stack: Cell<usize>,
}

impl Budget {
    /// One expression more.
    pub(super) fn step(&self) -> Result<(), EvalError> {
        let steps = self.steps.get() + 1;
        self.steps.set(steps);
        if steps > MAX_STEPS {
            return Err(spent("the root takes more than 5 million evaluation steps"));
        }
        let here = stack_address();
        let base = self.stack.get();
        if base < here {
            // A shallower caller than any before (or the first).
            self.stack.set(here);
        } else if base - here > MAX_STACK {
            return Err(spent("expressions refer to one another too deeply for the stack"));
        }
        Ok(())
    }

    /// `bytes` of values more.
    pub(super) fn charge(&self, bytes: usize) -> Result<(), EvalError> {
        let total = self.bytes.get().saturating_add(bytes);
        self.bytes.set(total);
        if total > MAX_BYTES {
            return Err(spent("the root's values take more than 100 MiB"));
        }
        Ok(())
    }

    /// A value that is small because its parts are shared, but endless to walk.
    pub(super) fn weigh(&self, value: &Value) -> Result<(), EvalError> {
        if value.weight > MAX_WEIGHT {
            return Err(spent("a value has more than 1 million parts"));
        }
        Ok(())
    }

    /// A walk through values, which comparisons and readers take: as many steps as it meets parts.
    pub(super) fn walk<'v>(&self, values: impl IntoIterator<Item = &'v Value>) -> Result<(), EvalError> {
        let steps: u64 = values.into_iter().map(|value| u64::from(value.weight / 8)).sum();
        self.steps.set(self.steps.get() + steps);
        self.step()
    }

    /// A walk of functions and conversions: of heavy values they may make a copy, in which nothing is shared.
    pub(super) fn rework<'v>(&self, values: impl IntoIterator<Item = &'v Value>) -> Result<(), EvalError> {
        let mut copied = 0usize;
        let values = values.into_iter().inspect(|value| {
            if value.weight > HEAVY {
                copied = copied.saturating_add(value.weight as usize * size_of::<Value>());
            }
        });
        self.walk(values)?;
        self.charge(copied)
    }

    /// A collection that a function made; one that it only passes on is counted already.
    pub(super) fn made(&self, value: &Value) -> Result<(), EvalError> {
        self.charge(match &value.kind {
            Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) if Rc::strong_count(&seq.items) == 1 => {
                size_of_val(seq.items.as_slice())
            }
            Kind::Map(entries) | Kind::Object(entries) if Rc::strong_count(&entries.items) == 1 => {
                size_of_val(entries.items.as_slice())
            }
            _ => 0,
        })
    }

    /// `count` elements of one collection.
    pub(super) fn elements(&self, count: usize) -> Result<(), EvalError> {
        if count > MAX_ELEMENTS {
            return Err(spent("a collection has more than 100,000 elements"));
        }
        self.charge(count * size_of::<Value>())
    }

    /// Enters a local, variable, output, argument or attribute that another one refers to.
    pub(super) fn enter(&self) -> Result<Reference<'_>, EvalError> {
        let depth = self.references.get();
        if depth >= MAX_REFERENCE_DEPTH {
            return Err(spent("references go more than 1,000 deep"));
        }
        self.references.set(depth + 1);
        Ok(Reference(self))
    }
}

/// Leaves the reference when dropped.
pub(super) struct Reference<'b>(&'b Budget);

impl Drop for Reference<'_> {
    fn drop(&mut self) {
        self.0.references.set(self.0.references.get() - 1);
    }
}

pub(super) fn spent(text: &'static str) -> EvalError {
    EvalError::Budget(Arc::from(text))
}

/// Roughly the stack pointer.
#[inline(always)]
fn stack_address() -> usize {
    let marker = 0_u8;
    std::hint::black_box(&raw const marker) as usize
}
