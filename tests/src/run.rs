//! Runs of the built linter.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use xtask::program::{self, Profile};

use crate::{AS_OF, Report};

/// The linter as `cargo test` builds it.
pub fn linter() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| program::linter(Profile::Dev).expect("the linter builds"))
}

/// The linter as users run it, for what is about time and memory.
pub fn release_linter() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| program::linter(Profile::Release).expect("the linter builds"))
}

/// What one run said.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// Lints in `dir` at [`AS_OF`], with nothing of the caller's environment but `PATH`.
    pub fn in_dir(dir: &Path, args: &[&str]) -> Self {
        Self::bare(dir, &[&["--as-of", AS_OF], args].concat())
    }

    /// Exactly these arguments.
    pub fn bare(dir: &Path, args: &[&str]) -> Self {
        let output = Command::new(linter())
            .args(args)
            .current_dir(dir)
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .env("NO_COLOR", "1")
            .env("RUST_BACKTRACE", "1")
            .stdin(Stdio::null())
            .output()
            .expect("the linter starts");
        let run = Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).expect("output in UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("messages in UTF-8"),
        };
        assert!(
            (0..=4).contains(&run.code) && !run.stderr.contains("panicked"),
            "extid-lint {args:?} ended with {}:\n{}",
            run.code,
            run.stderr
        );
        run
    }

    /// The report of a run with `-f json`; its exit code is the process's.
    pub fn report(&self) -> Report {
        let report: Report = serde_json::from_str(&self.stdout).unwrap_or_else(|error| {
            panic!(
                "no JSON report ({error}); code {}\n{}\n{}",
                self.code, self.stdout, self.stderr
            )
        });
        assert_eq!(
            i32::from(report.exit_code),
            self.code,
            "the report names another exit code"
        );
        report
    }
}
