//! What a change must pass, in the order in which a mistake is cheapest to find.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::workspace;

pub fn run() -> Result<()> {
    format()?;
    step(
        "clippy",
        Command::new(workspace::cargo()).args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]),
    )?;
    step(
        "tests",
        Command::new(workspace::cargo()).args(["test", "--workspace", "--no-fail-fast"]),
    )
}

/// `cargo fmt` does not see modules that a macro declares (the tables of policies and rules), so every file is named.
fn format() -> Result<()> {
    let files = workspace::tracked(&["*.rs"])?;
    step(
        "rustfmt",
        Command::new("rustfmt")
            .args(["--check", "--edition", "2024"])
            .args(files),
    )
}

fn step(name: &str, command: &mut Command) -> Result<()> {
    println!("== {name}");
    let start = Instant::now();
    let status = command
        .current_dir(workspace::root())
        .status()
        .with_context(|| format!("failed to start {name}"))?;
    if !status.success() {
        bail!("{name} failed");
    }
    println!("== {name}: passed in {:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}
