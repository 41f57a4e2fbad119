//! Path arithmetic inside the fence. Touches no file.

use std::io;

/// The path leads above the fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("leads above the fence")]
pub struct AboveFence;

impl AboveFence {
    /// Whether this is why a source refused; the file system has other reasons for `PermissionDenied`.
    pub fn is_cause_of(error: &io::Error) -> bool {
        error.get_ref().is_some_and(|cause| cause.is::<Self>())
    }
}

impl From<AboveFence> for io::Error {
    fn from(cause: AboveFence) -> Self {
        Self::new(io::ErrorKind::PermissionDenied, cause)
    }
}

/// `path` as seen from `dir` (relative to the fence), with `.` and `..` removed. An absolute path is above the fence.
pub fn resolve(dir: &str, path: &str) -> Result<String, AboveFence> {
    if path.starts_with('/') {
        return Err(AboveFence);
    }
    let mut parts: Vec<&str> = dir.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or(AboveFence)?;
            }
            name => parts.push(name),
        }
    }
    Ok(parts.join("/"))
}

/// The directory that holds `path`; the fence (empty) for a name without `/`.
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(dir, _)| dir)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_removed() {
        assert_eq!(resolve("a/b", "./../c//d/."), Ok("a/c/d".into()));
        assert_eq!(resolve("", "x"), Ok("x".into()));
        assert_eq!(resolve("a", ".."), Ok(String::new()));
    }

    #[test]
    fn what_lies_above_the_fence_cannot_be_named() {
        assert_eq!(resolve("a", "../.."), Err(AboveFence));
        assert_eq!(resolve("a", "../../a"), Err(AboveFence));
        assert_eq!(resolve("a", "/etc"), Err(AboveFence));
    }
}
