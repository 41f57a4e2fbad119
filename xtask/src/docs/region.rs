//! Output of real runs: `expected.txt` of each example, and the region of README.md that shows one.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::{AS_OF, Generated, print};
use crate::workspace;

const BEGIN: &str = "<!-- begin: output of the first command, written by `cargo xtask docs` -->";
const END: &str = "<!-- end -->";

/// The arguments with which an example is linted, for its `expected.txt` and for the reader.
pub fn arguments(example: &str) -> [String; 4] {
    ["--exit-zero", "--as-of", AS_OF, example].map(str::to_owned)
}

/// The directories under `examples/`, as `examples/<name>`.
pub fn all() -> Result<Vec<String>> {
    let dir = workspace::root().join("examples");
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&dir).with_context(|| format!("failed to list {}", dir.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            names.push(format!("examples/{}", entry.file_name().to_string_lossy()));
        }
    }
    names.sort();
    ensure!(!names.is_empty(), "there is no example under {}", dir.display());
    Ok(names)
}

pub(super) fn examples(linter: &Path) -> Result<Vec<Generated>> {
    all()?
        .iter()
        .map(|example| {
            Ok(Generated {
                path: Path::new(example).join("expected.txt"),
                text: lint(linter, example)?,
            })
        })
        .collect()
}

/// What a person sees who lints the example.
pub fn lint(linter: &Path, example: &str) -> Result<String> {
    let arguments = arguments(example);
    let printed = print(linter, &arguments.each_ref().map(String::as_str))?;
    ensure!(
        printed.code == Some(0),
        "linting {example} exited with {:?}: {}",
        printed.code,
        printed.stdout
    );
    Ok(printed.stdout)
}

pub(super) fn readme(linter: &Path) -> Result<Generated> {
    let text = workspace::read("README.md")?;
    let (before, rest) = text
        .split_once(BEGIN)
        .context("README.md has lost the begin of its region")?;
    let (_, after) = rest
        .split_once(END)
        .context("README.md has lost the end of its region")?;
    let shown = screenful(&lint(linter, "examples/sprawl")?);
    Ok(Generated {
        path: "README.md".into(),
        text: format!("{before}{BEGIN}\n```text\n{shown}\n```\n{END}{after}"),
    })
}

/// The first reports that fit a screen, and the summary.
fn screenful(output: &str) -> String {
    const LINES: usize = 45;
    let lines: Vec<&str> = output.trim_end().lines().map(str::trim_end).collect();
    if lines.len() <= LINES {
        return lines.join("\n");
    }
    // A report starts after a blank line, with its severity.
    let starts = |index: &usize| {
        lines[index - 1].is_empty()
            && ["error[", "warning[", "info["]
                .iter()
                .any(|word| lines[*index].starts_with(word))
    };
    let cut = (1..LINES).rev().find(starts).map_or(LINES, |index| index - 1);
    let summary = lines
        .iter()
        .rposition(|line| line.is_empty())
        .unwrap_or(lines.len());
    let left = summary.saturating_sub(cut);
    let mut shown = lines[..cut].join("\n");
    shown.push_str(&format!("\n\n[… {left} more lines …]\n\n"));
    shown.push_str(lines.get(summary + 1..).unwrap_or_default().join("\n").as_str());
    shown
}
