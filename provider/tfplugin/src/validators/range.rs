//! A range of counts, and how it reads.

use std::ops::{Bound, RangeBounds};

#[derive(Clone, Copy, Debug)]
pub(super) struct Counts {
    min: usize,
    max: Option<usize>,
}

impl Counts {
    pub(super) fn new(range: &impl RangeBounds<usize>) -> Self {
        let min = match range.start_bound() {
            Bound::Included(min) => *min,
            Bound::Excluded(below) => below.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let max = match range.end_bound() {
            Bound::Included(max) => Some(*max),
            Bound::Excluded(above) => Some(above.saturating_sub(1)),
            Bound::Unbounded => None,
        };
        Self { min, max }
    }

    pub(super) fn contains(self, count: usize) -> bool {
        count >= self.min && self.max.is_none_or(|max| count <= max)
    }

    /// `1 to 64 characters`, `at least 1 element`.
    pub(super) fn describe(self, one: &str, many: &str) -> String {
        let noun = |count: usize| if count == 1 { one } else { many };
        match (self.min, self.max) {
            (0, None) => format!("any number of {many}"),
            (min, None) => format!("at least {min} {}", noun(min)),
            (0, Some(max)) => format!("at most {max} {}", noun(max)),
            (min, Some(max)) if min == max => format!("exactly {max} {}", noun(max)),
            (min, Some(max)) => format!("{min} to {max} {many}"),
        }
    }
}
