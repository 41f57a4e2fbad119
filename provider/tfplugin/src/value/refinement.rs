//! What is known of an unknown value (extension type 12 of the wire format).

use super::Number;

/// What is already certain of a value that is not known yet; usually nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refinement(Option<Box<Known>>);

#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Known {
    not_null: bool,
    prefix: Option<String>,
    lower: Option<Bound>,
    upper: Option<Bound>,
    min_length: Option<u64>,
    max_length: Option<u64>,
}

/// One end of a number's range.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bound {
    /// The end itself.
    pub value: Number,
    /// Whether the number may equal it.
    pub inclusive: bool,
}

impl Refinement {
    /// Nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The value will not be null.
    pub fn not_null(&self) -> bool {
        self.0.as_ref().is_some_and(|known| known.not_null)
    }

    /// How the text will begin.
    pub fn prefix(&self) -> Option<&str> {
        self.0.as_ref()?.prefix.as_deref()
    }

    /// The least the number can be.
    pub fn lower(&self) -> Option<&Bound> {
        self.0.as_ref()?.lower.as_ref()
    }

    /// The most the number can be.
    pub fn upper(&self) -> Option<&Bound> {
        self.0.as_ref()?.upper.as_ref()
    }

    /// The fewest elements of the collection.
    pub fn min_length(&self) -> Option<u64> {
        self.0.as_ref()?.min_length
    }

    /// The most elements of the collection.
    pub fn max_length(&self) -> Option<u64> {
        self.0.as_ref()?.max_length
    }

    /// Promises that the value will not be null.
    #[must_use]
    pub fn with_not_null(mut self) -> Self {
        self.known().not_null = true;
        self
    }

    /// Promises how the text will begin.
    #[must_use]
    pub fn with_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.known().prefix = Some(prefix.into());
        self
    }

    /// Promises a least number.
    #[must_use]
    pub fn with_lower(mut self, bound: Bound) -> Self {
        self.known().lower = Some(bound);
        self
    }

    /// Promises a greatest number.
    #[must_use]
    pub fn with_upper(mut self, bound: Bound) -> Self {
        self.known().upper = Some(bound);
        self
    }

    /// Promises at least so many elements.
    #[must_use]
    pub fn with_min_length(mut self, length: u64) -> Self {
        self.known().min_length = Some(length);
        self
    }

    /// Promises at most so many elements.
    #[must_use]
    pub fn with_max_length(mut self, length: u64) -> Self {
        self.known().max_length = Some(length);
        self
    }

    fn known(&mut self) -> &mut Known {
        self.0.get_or_insert_default()
    }
}
