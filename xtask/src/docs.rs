//! Writes the generated pages, or says which are stale.
//!
//! Nothing here is written by hand twice: rules come from the headers of their files, the command line and the
//! schema from the program, the catalogue from its tables, the output shown from a run.

mod catalog;
mod cli;
mod config;
pub mod region;
mod rules;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::program::{self, Profile};
use crate::{units, workspace};

/// The day on which examples and manual pages are judged, so that their output does not change by itself.
pub const AS_OF: &str = "2026-11-24";

/// A file that is generated as a whole, relative to the root.
pub(crate) struct Generated {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// Writes every generated file; with `check`, writes nothing and fails when one is not fresh.
pub fn run(check: bool) -> Result<()> {
    let linter = program::linter(Profile::Dev)?;
    let mut files = generate(&linter)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut stale = orphans(&files)?;
    if !check {
        for path in &stale {
            std::fs::remove_file(workspace::root().join(path))
                .with_context(|| format!("failed to remove {}", path.display()))?;
            println!("removed {}", path.display());
        }
        stale.clear();
    }
    for file in files {
        let path = workspace::root().join(&file.path);
        if std::fs::read_to_string(&path).is_ok_and(|text| text == file.text) {
            continue;
        }
        if check {
            stale.push(file.path);
        } else {
            workspace::write(&path, &file.text)?;
            println!("wrote {}", file.path.display());
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = stale.iter().map(|path| format!("  {}", path.display())).collect();
    bail!(
        "these generated files are stale:\n{}\nrun `cargo xtask docs` and commit what it writes",
        names.join("\n")
    )
}

fn generate(linter: &Path) -> Result<Vec<Generated>> {
    let units = units::all()?;
    let mut files = rules::pages(&units);
    files.push(rules::index(&units));
    files.extend(cli::pages(linter)?);
    files.extend(config::pages(linter)?);
    files.push(catalog::page()?);
    files.extend(region::examples(linter)?);
    files.push(region::readme(linter)?);
    Ok(files)
}

/// Pages of rules that are gone.
fn orphans(files: &[Generated]) -> Result<Vec<PathBuf>> {
    let wanted: BTreeSet<_> = files.iter().map(|file| file.path.as_path()).collect();
    Ok(workspace::tracked(&["docs/rules/*.md"])?
        .into_iter()
        .filter(|path| !wanted.contains(path.as_path()))
        .collect())
}

/// What a program printed.
pub struct Printed {
    pub stdout: String,
    pub code: Option<i32>,
}

/// Runs the linter at the root of the checkout, with nothing of the caller's environment that changes its output.
pub fn print(linter: &Path, args: &[&str]) -> Result<Printed> {
    let output = Command::new(linter)
        .args(args)
        .current_dir(workspace::root())
        .env_clear()
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("failed to start {}", linter.display()))?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    if !stderr.trim().is_empty() {
        bail!("extid-lint {} complains: {}", args.join(" "), stderr.trim());
    }
    Ok(Printed {
        stdout: String::from_utf8(output.stdout).context("the linter printed something that is not UTF-8")?,
        code: output.status.code(),
    })
}

/// First lines of every page that is generated as a whole.
pub(crate) fn notice(from: &str) -> String {
    format!("<!-- Written by `cargo xtask docs` from {from}; changes here are lost. -->\n\n")
}
