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

impl Address {
    /// The block's address within its module, without keys: `aws_iam_user.ci`.
    pub fn definition(&self) -> String {
        let mode = match self.mode {
            Mode::Managed => "",
            Mode::Data => "data.",
            Mode::Ephemeral => "ephemeral.",
        };
        format!("{mode}{}.{}", self.r#type, self.name)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, key) in self.modules.iter() {
            write!(f, "module.{name}{key}.")?;
        }
        write!(f, "{}{}", self.definition(), self.key)
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
