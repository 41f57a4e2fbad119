//! Addresses of resource instances, as Terraform writes them.

use std::fmt;
use std::sync::Arc;

use ustr::Ustr;

use crate::load::Mode;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// Module calls from the root, outermost first.
    pub modules: Arc<[(Ustr, Key)]>,
    pub mode: Mode,
    pub r#type: Ustr,
    pub name: Ustr,
    pub key: Key,
}

/// The instance key of a module call or resource.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    None,
    Index(u64),
    Text(Arc<str>),
    /// `count` or `for_each` is not known: one symbolic instance, written `[*]`.
    Unknown,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, key) in self.modules.iter() {
            write!(f, "module.{name}{key}.")?;
        }
        match self.mode {
            Mode::Managed => {}
            Mode::Data => f.write_str("data.")?,
            Mode::Ephemeral => f.write_str("ephemeral.")?,
        }
        write!(f, "{}.{}{}", self.r#type, self.name, self.key)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Index(index) => write!(f, "[{index}]"),
            Self::Text(text) => write!(f, "[{text:?}]"),
            Self::Unknown => f.write_str("[*]"),
        }
    }
}
