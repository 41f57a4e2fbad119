//! The list of policies and rules, read from their sources.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::header::{self, Page};
use crate::workspace;

/// A policy or a rule: one file.
#[derive(Clone, Debug)]
pub struct Unit {
    /// `XID101`
    pub id: String,
    /// `missing-owner`
    pub name: String,
    /// One line for lists.
    pub summary: String,
    pub severity: String,
    pub persona: String,
    pub kind: Kind,
    /// Relative to the root of the checkout.
    pub path: PathBuf,
    pub page: Page,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Decided by the graph, in the linter and in the provider.
    Policy,
    /// Needs Terraform's text.
    Rule,
}

impl Kind {
    pub fn dir(self) -> &'static str {
        match self {
            Self::Policy => "governance/src/policies",
            Self::Rule => "linter/src/rules",
        }
    }
}

/// All units, by id.
pub fn all() -> Result<Vec<Unit>> {
    let mut units = of(&workspace::root(), Kind::Policy)?;
    units.extend(of(&workspace::root(), Kind::Rule)?);
    units.sort_by(|a, b| a.id.cmp(&b.id));
    ensure!(
        !units.is_empty(),
        "found neither a policy nor a rule: did a directory move?"
    );
    for pair in units.windows(2) {
        ensure!(
            pair[0].id != pair[1].id,
            "{} and {} have the same id",
            pair[0].path.display(),
            pair[1].path.display()
        );
    }
    Ok(units)
}

/// The units of one kind in the checkout at `root`. A file without an id (what units of a directory share) is
/// none.
pub fn of(root: &Path, kind: Kind) -> Result<Vec<Unit>> {
    let dir = root.join(kind.dir());
    let mut units = Vec::new();
    let entries = std::fs::read_dir(&dir).with_context(|| format!("failed to list {}", dir.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let source =
            std::fs::read_to_string(&path).with_context(|| format!("failed to read {}", path.display()))?;
        if let Some(id) = field(&source, "id") {
            let relative = path.strip_prefix(root).unwrap_or(&path).to_path_buf();
            units.push(read(&source, id, kind, relative).with_context(|| format!("in {}", path.display()))?);
        }
    }
    Ok(units)
}

fn read(source: &str, id: String, kind: Kind, path: PathBuf) -> Result<Unit> {
    let need = |name: &str| field(source, name).with_context(|| format!("no field `{name}` beside the id"));
    Ok(Unit {
        id,
        name: need("name")?,
        summary: need("summary")?,
        severity: need("severity")?,
        persona: need("persona")?,
        kind,
        path,
        page: header::parse(source)?,
    })
}

/// The value of the first `name: "text"` or `name: Enum::Value` that stands on a line of its own.
fn field(source: &str, name: &str) -> Option<String> {
    let mut lines = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    let value = lines.find_map(|line| line.trim_start().strip_prefix(name)?.strip_prefix(':'))?;
    // rustfmt puts a long text on the next line.
    let value = match value.trim() {
        "" => lines.next()?,
        value => value,
    };
    let value = value.trim().trim_end_matches(',');
    Some(
        match value.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            Some(text) => text.replace("\\\"", "\""),
            None => value.rsplit("::").next()?.to_lowercase(),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_from_one_line_or_the_next() {
        let source = "pub const P: Policy = Policy {\n    id: \"XID101\",\n    summary:\n        \"an owner\",\n    severity: Severity::Error,\n};\n";
        assert_eq!(field(source, "id").as_deref(), Some("XID101"));
        assert_eq!(field(source, "summary").as_deref(), Some("an owner"));
        assert_eq!(field(source, "severity").as_deref(), Some("error"));
        assert_eq!(field(source, "persona"), None);
    }
}
