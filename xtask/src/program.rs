//! Builds a program of the workspace and says where it is.
//!
//! Tests and benchmarks see only their own package's binaries, so they ask cargo, which answers at once when there
//! is nothing to build.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::workspace;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    Dev,
    Release,
}

/// Builds the binary `name` of `package`.
pub fn build(package: &str, name: &str, profile: Profile) -> Result<PathBuf> {
    make(package, "bin", name, profile)
}

/// Builds the example program `name` of `package`.
pub fn example(package: &str, name: &str, profile: Profile) -> Result<PathBuf> {
    make(package, "example", name, profile)
}

fn make(package: &str, kind: &str, name: &str, profile: Profile) -> Result<PathBuf> {
    let mut command = Command::new(workspace::cargo());
    command
        .args(["build", "--package", package, &format!("--{kind}"), name])
        .arg("--message-format=json-render-diagnostics")
        .current_dir(workspace::root())
        .stdin(Stdio::null())
        .stderr(Stdio::inherit());
    if profile == Profile::Release {
        command.arg("--release");
    }
    let output = command.output().context("failed to start cargo build")?;
    if !output.status.success() {
        bail!("{package} does not build; cargo's messages stand above");
    }
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == name && message["target"]["kind"][0] == kind)
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .with_context(|| format!("cargo built {package} but named no executable {name}"))
}

/// The linter.
pub fn linter(profile: Profile) -> Result<PathBuf> {
    build("extid-lint", "extid-lint", profile)
}
