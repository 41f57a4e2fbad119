//! The program `extid-lint`: hands the process's surroundings to the library's command line.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs, process};

use extid_lint::cli::{self, Surroundings};
use extid_lint::lint;
use governance::Instant;
use mimalloc::MiMalloc;

/// With the system's, a quarter of a run on Linux is making and dropping small nodes.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let stdout = io::stdout();
    let mut surroundings = Surroundings {
        env: env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect(),
        directory: env::current_dir().unwrap_or_default(),
        now: now(),
        stdout_is_terminal: stdout.is_terminal(),
        stderr_is_terminal: io::stderr().is_terminal(),
        width: terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)),
        stdin: &mut io::stdin().lock(),
        stdout: &mut stdout.lock(),
        stderr: &mut io::stderr(),
        save: &save,
    };
    cli::run(env::args_os(), &mut surroundings, lint::run_once).into()
}

/// The system's clock; its epoch when it is set before that.
fn now() -> Instant {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    i64::try_from(seconds)
        .ok()
        .and_then(Instant::from_unix_seconds)
        .unwrap_or(Instant::EPOCH)
}

/// Writes beside the file and renames, so that a reader never sees half a report. What is not a regular file
/// (`/dev/stderr`, a pipe) is written to directly.
fn save(path: &Path, text: &[u8]) -> io::Result<()> {
    let existing = fs::metadata(path).ok();
    if existing.is_some_and(|existing| !existing.is_file()) {
        return fs::OpenOptions::new().write(true).open(path)?.write_all(text);
    }
    // A link keeps pointing where it did.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", process::id()));
    let beside = path.with_file_name(name);
    let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        // Nothing more can be done about a leftover.
        let _ = fs::remove_file(&beside);
    }
    written
}
