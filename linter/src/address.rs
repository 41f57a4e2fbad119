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

/// As in a quoted string of HCL, so that the address can be typed.
fn quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' | '\\' => write!(f, "\\{c}")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            '$' | '%' if rest.peek() == Some(&'{') => write!(f, "{c}{c}")?,
            c if c.is_control() => write!(f, "\\u{:04x}", u32::from(c))?,
            c => write!(f, "{c}")?,
        }
    }
    Ok(())
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Index(index) => write!(f, "[{index}]"),
            Self::Text(text) => {
                f.write_str("[\"")?;
                quoted(text, f)?;
                f.write_str("\"]")
            }
            Self::Unknown => f.write_str("[*]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_written_as_terraform_would_read_it() {
        let key = |text: &str| Key::Text(Arc::from(text)).to_string();
        assert_eq!(key("größe/a"), "[\"größe/a\"]");
        assert_eq!(key("a\"\\\n"), "[\"a\\\"\\\\\\n\"]");
        assert_eq!(key("\u{1b}[31m"), "[\"\\u001b[31m\"]");
        assert_eq!(key("${x} 5% $"), "[\"$${x} 5% $\"]");
    }
}
