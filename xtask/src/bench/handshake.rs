//! Times a provider's way to its handshake line beside `terraform version`, and weighs it with many objects.
//!
//! The limits are printed, never asserted: a busy machine breaks them, and then the ratios say more.

mod objects;
mod start;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::{median, millis, round, spin};
use crate::program::{self, Profile};
use crate::watch;
use start::{Phases, Started};

/// The example provider that uses every feature.
const PACKAGE: &str = "tfplugin";
const PROVIDER: &str = "atlas";

/// Between the start of the process and its line.
const LIMIT_LINE_MS: f64 = 5.0;
/// Resident when idle after the line.
const LIMIT_IDLE_MIB: f64 = 10.0;
/// Starts of which the memory is read; it hardly differs.
const WEIGHED: usize = 5;

#[derive(clap::Args)]
pub struct Options {
    /// Starts of the provider, `terraform version` and `true` in turns, of which the medians are printed
    #[arg(long, default_value_t = 25)]
    runs: usize,
    /// Objects to plan and apply with the terraform of the PATH; 0 for none
    #[arg(long, default_value_t = 1_000)]
    objects: usize,
    /// Another provider's program to start in the same turns, such as one in Go
    #[arg(long, value_name = "FILE")]
    beside: Option<PathBuf>,
}

pub fn run(options: &Options) -> Result<()> {
    ensure!(options.runs > 0, "at least one run is needed");
    let provider = program::example(PACKAGE, PROVIDER, Profile::Release)?;
    let other = options.beside.as_deref();
    let terraform = has_terraform();
    println!("{}", spin());
    println!("{}", starts(&provider, other, terraform, options.runs)?);
    println!("{}", idle(PROVIDER, &provider, Some(LIMIT_IDLE_MIB))?);
    match other {
        Some(other) => println!("{}", idle("beside", other, None)?),
        None => not_run(
            "a provider in Go in the same turns",
            "none was named; --beside FILE does",
        ),
    }
    if !terraform {
        let what = "`terraform version` in the same turns, and a plan and an apply of many objects";
        not_run(what, "there is no terraform on the PATH");
    } else if options.objects == 0 {
        not_run("a plan and an apply of many objects", "--objects is 0");
    } else {
        objects::run(PROVIDER, &provider, options.objects, |row| println!("{row}"))?;
    }
    Ok(())
}

fn not_run(what: &str, why: &str) {
    println!("{}", json!({"not_run": what, "why": why}));
}

fn has_terraform() -> bool {
    watch::time(&mut terraform_version()).is_ok()
}

/// Asks nobody for news, and reads nobody's settings.
fn terraform_version() -> Command {
    let mut command = Command::new("terraform");
    command
        .arg("version")
        .env("CHECKPOINT_DISABLE", "1")
        .env("TF_CLI_CONFIG_FILE", null())
        .stdin(Stdio::null());
    command
}

/// An empty file.
fn null() -> &'static str {
    if cfg!(windows) { "NUL" } else { "/dev/null" }
}

/// Everything takes turns, so that a change of the machine's load meets all of it.
fn starts(provider: &Path, other: Option<&Path>, terraform: bool, runs: usize) -> Result<Value> {
    let (mut lines, mut others, mut versions, mut nothing) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut phases = Vec::new();
    for turn in 0..=runs {
        let line = millis(Started::quiet(provider)?.line);
        // A log line costs time, so the phases have a start of their own.
        let phase = Started::logging(provider)?.phases()?;
        let beside = other.map(Started::quiet).transpose()?.map(|started| started.line);
        let version = terraform
            .then(|| watch::time(&mut terraform_version()))
            .transpose()?;
        let idle = watch::time(&mut Command::new("true"))?;
        // The first turn fills the file cache and is not counted.
        if turn > 0 {
            lines.push(line);
            phases.push(phase);
            others.extend(beside.map(millis));
            versions.extend(version.map(millis));
            nothing.push(millis(idle));
        }
    }
    let line = median(&mut lines);
    let mut row = json!({
        "handshake": PROVIDER, "runs": runs,
        "line_ms": round(line), "fastest_ms": round(lines[0]), "limit_ms": LIMIT_LINE_MS,
        "true_ms": round(median(&mut nothing)), "phases_ms": Phases::median(&phases).line(),
    });
    if terraform {
        let version = median(&mut versions);
        row["terraform_version_ms"] = round(version).into();
        row["ratio"] = round(line / version).into();
    }
    if other.is_some() {
        let beside = median(&mut others);
        row["beside_ms"] = round(beside).into();
        row["beside_ratio"] = round(line / beside).into();
    }
    Ok(row)
}

/// Memory of a process that wrote its line and waits.
fn idle(name: &str, program: &Path, limit: Option<f64>) -> Result<Value> {
    let (mut resident, mut peak) = (Vec::new(), Vec::new());
    for _ in 0..WEIGHED {
        let memory = Started::quiet(program)?.settled()?;
        resident.push(mib(memory.resident));
        peak.push(mib(memory.peak));
    }
    let mut row = json!({
        "idle": name, "resident_mib": round(median(&mut resident)), "peak_mib": round(median(&mut peak)),
    });
    if let Some(limit) = limit {
        row["limit_mib"] = limit.into();
    }
    Ok(row)
}

fn mib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
