//! Times the linter against the floor: walk, read and parse of the same files, measured in the same minute.
//!
//! Absolute times say little on a shared machine, ratios do. A two-thread spin comes first: when it takes much
//! longer than on one thread, the machine is busy and the numbers below are too high.

pub mod estate;
mod files;
pub mod handshake;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::program::{self, Profile};
use crate::watch;

/// A real estate to measure beside the made ones.
const OWN_ESTATE: &str = "EXTID_BENCH_ESTATE";

const LIMIT: Duration = Duration::from_secs(600);

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Shape {
    /// Many directories that nothing calls
    ManyRoots,
    /// One root that calls every module
    ManyModules,
    /// Modules that only their examples call
    Library,
}

impl Shape {
    pub const ALL: [Self; 3] = [Self::ManyRoots, Self::ManyModules, Self::Library];

    pub fn name(self) -> &'static str {
        match self {
            Self::ManyRoots => "many-roots",
            Self::ManyModules => "many-modules",
            Self::Library => "library",
        }
    }
}

struct Programs {
    linter: PathBuf,
    /// This program, which holds the floor.
    floor: PathBuf,
}

pub fn run(sizes: &[usize], runs: usize, starts: usize) -> Result<()> {
    ensure!(runs > 0 && starts > 0, "at least one run is needed");
    let programs = Programs {
        linter: program::linter(Profile::Release)?,
        floor: program::build("xtask", "xtask", Profile::Release)?,
    };
    println!("{}", spin());
    if let Some(own) = std::env::var_os(OWN_ESTATE) {
        let row = compare(&programs, Path::new(&own), runs)?;
        println!("{}", row.line("own"));
    }
    for shape in Shape::ALL {
        let mut before: Option<(usize, Row)> = None;
        for &size in sizes {
            let dir = tempfile::tempdir()?;
            let files = estate::write(shape, size, dir.path())?;
            let row = compare(&programs, dir.path(), runs)?;
            ensure!(
                row.files == files,
                "the floor read {} of {files} files of {}",
                row.files,
                shape.name()
            );
            println!("{}", row.line(shape.name()));
            if let Some((fewer, smaller)) = &before {
                println!(
                    "{}",
                    json!({
                        "shape": shape.name(), "growth": {"from": fewer, "to": files},
                        "files_x": round(files as f64 / *fewer as f64),
                        "lint_ms_x": round(row.lint / smaller.lint), "peak_mib_x": round(row.peak / smaller.peak),
                    })
                );
            }
            before = Some((files, row));
        }
    }
    println!("{}", start(&programs, starts)?);
    Ok(())
}

struct Row {
    files: usize,
    /// Medians, in milliseconds and MiB.
    floor: f64,
    lint: f64,
    peak: f64,
}

impl Row {
    fn line(&self, shape: &str) -> serde_json::Value {
        json!({
            "shape": shape, "files": self.files, "floor_ms": round(self.floor), "lint_ms": round(self.lint),
            "ratio": round(self.lint / self.floor), "peak_mib": round(self.peak),
        })
    }
}

/// Floor and linter take turns, so that a change of the machine's load meets both.
fn compare(programs: &Programs, dir: &Path, runs: usize) -> Result<Row> {
    let floor = || watch::watch(Command::new(&programs.floor).arg("floor").arg(dir), LIMIT);
    let lint = || watch::watch(&mut lint_command(&programs.linter, dir), LIMIT);
    // The first turn fills the file cache and is not counted.
    let (first, _) = (floor()?, lint()?);
    ensure!(first.status.success(), "the floor failed on {}", dir.display());
    let said: serde_json::Value = serde_json::from_slice(&first.stdout)?;
    let files = said["files"]
        .as_u64()
        .context("the floor did not say how many files it read")?;
    let (mut floors, mut lints, mut peaks) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..runs {
        floors.push(millis(floor()?.wall));
        let watched = lint()?;
        ensure!(
            matches!(watched.status.code(), Some(0 | 4)) && !watched.stdout.is_empty(),
            "the linter failed on {} ({}): {}",
            dir.display(),
            watched.status,
            String::from_utf8_lossy(&watched.stderr)
        );
        lints.push(millis(watched.wall));
        peaks.push(watched.peak as f64 / f64::from(1 << 20));
    }
    Ok(Row {
        files: usize::try_from(files)?,
        floor: median(&mut floors),
        lint: median(&mut lints),
        peak: median(&mut peaks),
    })
}

fn lint_command(linter: &Path, path: &Path) -> Command {
    let mut command = Command::new(linter);
    command
        .args(["--exit-zero", "--as-of", crate::docs::AS_OF, "-f", "json"])
        .arg(path);
    command
}

/// The median start on one small file, beside that of a program that does nothing.
fn start(programs: &Programs, starts: usize) -> Result<serde_json::Value> {
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("main.tf");
    std::fs::write(&file, files::small())?;
    let (mut ours, mut nothing) = (Vec::new(), Vec::new());
    for _ in 0..starts {
        ours.push(millis(watch::time(&mut lint_command(
            &programs.linter,
            dir.path(),
        ))?));
        nothing.push(millis(watch::time(&mut Command::new("/bin/true"))?));
    }
    Ok(json!({
        "start": {"file_bytes": files::small().len(), "runs": starts},
        "lint_ms": round(median(&mut ours)), "true_ms": round(median(&mut nothing)),
    }))
}

/// The same work once on one thread and once on each of two: 1 on two idle cores, 2 on one.
fn spin() -> serde_json::Value {
    let work = || {
        let mut x = 1_u64;
        for _ in 0..200_000_000_u64 {
            x = std::hint::black_box(x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
        }
        x
    };
    let one = Instant::now();
    std::hint::black_box(work());
    let one = one.elapsed();
    let two = Instant::now();
    std::thread::scope(|scope| {
        let other = scope.spawn(work);
        std::hint::black_box(work());
        std::hint::black_box(other.join().ok());
    });
    let two = two.elapsed();
    json!({
        "spin": {"one_thread_ms": round(millis(one)), "two_threads_ms": round(millis(two))},
        "spin_ratio": round(two.as_secs_f64() / one.as_secs_f64()),
    })
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len().is_multiple_of(2) {
        f64::midpoint(values[middle - 1], values[middle])
    } else {
        values[middle]
    }
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// Two digits behind the point: what these clocks can tell.
fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_count_is_the_middle_of_two() {
        assert!((median(&mut [4.0, 1.0, 3.0, 2.0]) - 2.5).abs() < f64::EPSILON);
        assert!((median(&mut [5.0, 1.0, 3.0]) - 3.0).abs() < f64::EPSILON);
    }
}
