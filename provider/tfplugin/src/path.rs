//! Where in a configuration block something is.

use std::fmt;

/// A place inside a value, from the root of its block.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(Vec<Step>);

/// One step into a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// An attribute of an object, or a nested block's name.
    Attribute(String),
    /// An element of a list or tuple.
    Index(usize),
    /// An element of a map.
    Key(String),
    /// An element of a set: Terraform cannot address it, so a path ends before it on the wire.
    Element,
}

impl Path {
    /// The block itself.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// An attribute at the root.
    pub fn new(attribute: impl Into<String>) -> Self {
        Self::root().attribute(attribute)
    }

    /// One step further: an attribute.
    #[must_use]
    pub fn attribute(&self, name: impl Into<String>) -> Self {
        self.join(Step::Attribute(name.into()))
    }

    /// One step further: an element of a list.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.join(Step::Index(index))
    }

    /// One step further: an element of a map.
    #[must_use]
    pub fn key(&self, key: impl Into<String>) -> Self {
        self.join(Step::Key(key.into()))
    }

    /// One step further: some element of a set.
    #[must_use]
    pub fn element(&self) -> Self {
        self.join(Step::Element)
    }

    /// One step further.
    #[must_use]
    pub fn join(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    /// The path `self`, then `rest`.
    #[must_use]
    pub fn concat(&self, rest: &Self) -> Self {
        Self(self.0.iter().chain(&rest.0).cloned().collect())
    }

    /// The steps from the root.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// The part that Terraform can address: up to the first set.
    #[must_use]
    pub fn addressable(&self) -> Self {
        Self(
            self.0
                .iter()
                .take_while(|step| **step != Step::Element)
                .cloned()
                .collect(),
        )
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, step) in self.0.iter().enumerate() {
            match step {
                Step::Attribute(name) if number == 0 => f.write_str(name)?,
                Step::Attribute(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) => write!(f, "[{key:?}]")?,
                Step::Element => f.write_str("[…]")?,
            }
        }
        Ok(())
    }
}
