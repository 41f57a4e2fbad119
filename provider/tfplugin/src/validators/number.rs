//! Validators of numbers. Their sentences never repeat the value: it may be secret.

use std::ops::{Bound, RangeBounds};

use crate::types::Type;
use crate::validator::Validator;
use crate::value::{Data, Number};

/// A number, whole or not, in this range.
pub fn between<R: RangeBounds<i64>>(range: R) -> impl Validator + use<R> {
    Between {
        start: range.start_bound().cloned(),
        end: range.end_bound().cloned(),
    }
}

struct Between {
    start: Bound<i64>,
    end: Bound<i64>,
}

impl Validator for Between {
    fn describe(&self) -> String {
        let start = match self.start {
            Bound::Included(min) => Some(format!("at least {min}")),
            Bound::Excluded(below) => Some(format!("more than {below}")),
            Bound::Unbounded => None,
        };
        let end = match self.end {
            Bound::Included(max) => Some(format!("at most {max}")),
            Bound::Excluded(above) => Some(format!("less than {above}")),
            Bound::Unbounded => None,
        };
        let ends: Vec<String> = start.into_iter().chain(end).collect();
        if ends.is_empty() {
            "any number".to_owned()
        } else {
            ends.join(" and ")
        }
    }

    fn check(&self, value: &Data) -> Result<(), String> {
        let Data::Number(number) = value else {
            return Ok(());
        };
        let end = |bound: Bound<i64>| bound.map(Number::from);
        if (end(self.start), end(self.end)).contains(number) {
            Ok(())
        } else {
            Err(format!("This must be {}.", self.describe()))
        }
    }

    fn applies_to(&self, ty: &Type) -> bool {
        *ty == Type::Number
    }
}
