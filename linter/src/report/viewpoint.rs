//! Paths as the reader's working directory sees them. Formats for machines keep them relative to the fence.

use std::borrow::Cow;
use std::path::Path;

/// Where the reader stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Viewpoint {
    /// The working directory relative to the fence, when it lies below.
    inside: String,
    /// How to reach the fence from elsewhere, with `/` at the end; empty when inside.
    outside: String,
}

impl Viewpoint {
    /// At `directory` (relative to the fence).
    pub fn inside(directory: &str) -> Self {
        Self {
            inside: directory.to_owned(),
            outside: String::new(),
        }
    }

    /// At `directory`, which does not lie below `fence`; both absolute.
    pub fn outside(directory: &Path, fence: &Path) -> Self {
        let way = fence.strip_prefix(directory).unwrap_or(fence);
        Self {
            inside: String::new(),
            outside: format!("{}/", way.display()),
        }
    }

    /// A file or directory of the tree as it would be typed here.
    pub fn path<'p>(&self, path: &'p str) -> Cow<'p, str> {
        if !self.outside.is_empty() {
            return Cow::Owned(format!("{}{path}", self.outside));
        }
        let mut here = self.inside.as_str();
        let mut there = path;
        while !here.is_empty() {
            let (first, rest) = here.split_once('/').unwrap_or((here, ""));
            let (name, below) = there.split_once('/').unwrap_or((there, ""));
            if name != first {
                let up = "../".repeat(here.split('/').count());
                return Cow::Owned(format!("{up}{there}"));
            }
            if rest.is_empty() && below.is_empty() {
                return Cow::Borrowed(".");
            }
            (here, there) = (rest, below);
        }
        Cow::Borrowed(there)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_that_would_be_typed() {
        let at = |directory: &str, path: &str| Viewpoint::inside(directory).path(path).into_owned();
        assert_eq!(at("", "a/b.tf"), "a/b.tf");
        assert_eq!(at("a", "a/b.tf"), "b.tf");
        assert_eq!(at("a/b", "a/c/d.tf"), "../c/d.tf");
        assert_eq!(at("a/b", "x.tf"), "../../x.tf");
        assert_eq!(at("a", "ab/x.tf"), "../ab/x.tf");
        assert_eq!(at("a/b", "a/b"), ".");
        assert_eq!(at("a/b", "a"), "../");
        let above = Viewpoint::outside(Path::new("/w"), Path::new("/w/repo"));
        assert_eq!(above.path("a.tf"), "repo/a.tf");
        let elsewhere = Viewpoint::outside(Path::new("/home"), Path::new("/w/repo"));
        assert_eq!(elsewhere.path("a.tf"), "/w/repo/a.tf");
    }
}
