//! The bounds, and how they are measured: wall time and `VmHWM` of one process at a time.

use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use acceptance::{AS_OF, Estate, Report, release_linter};
use xtask::watch::{Watched, watch};

const SECONDS: Duration = Duration::from_secs(2);
const MEMORY: u64 = 300 << 20;
/// A run that is still going then will not end.
const LIMIT: Duration = Duration::from_secs(30);
/// A busy machine may delay a run, not three.
const ATTEMPTS: usize = 3;

/// Runs would share the machine's memory and cores otherwise.
static ALONE: Mutex<()> = Mutex::new(());

/// Lints within the bounds as JSON. The report lists undecided verdicts.
pub(crate) fn lint(estate: &Estate) -> Report {
    lint_at(estate, ".")
}

/// The same with `path` as the working directory inside the estate.
pub(crate) fn lint_at(estate: &Estate, path: &str) -> Report {
    let watched = run(estate, path, &["-f", "json", "--persona", "pedantic"]);
    let report: Report = serde_json::from_slice(&watched.stdout).unwrap_or_else(|error| {
        panic!(
            "no report ({error}), {}: {}",
            watched.status,
            String::from_utf8_lossy(&watched.stderr)
        )
    });
    assert_eq!(watched.status.code(), Some(i32::from(report.exit_code)));
    report
}

/// Runs the release build within the bounds.
pub(crate) fn run(estate: &Estate, path: &str, args: &[&str]) -> Watched {
    let linter = release_linter();
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut slowest = Duration::ZERO;
    for _ in 0..ATTEMPTS {
        let mut command = Command::new(linter);
        command
            .args(["--as-of", AS_OF])
            .args(args)
            .current_dir(estate.path().join(path))
            .env_clear()
            .env("NO_COLOR", "1");
        let watched = watch(&mut command, LIMIT).expect("the linter starts");
        assert!(!watched.killed, "it does not end");
        assert!(
            watched.status.code().is_some(),
            "it was ended by a signal: {}: {}",
            watched.status,
            String::from_utf8_lossy(&watched.stderr)
        );
        assert!(
            watched.peak <= MEMORY,
            "it needs {} MiB of memory",
            watched.peak >> 20
        );
        if watched.wall <= SECONDS {
            return watched;
        }
        slowest = slowest.max(watched.wall);
    }
    panic!("it takes {slowest:?} every time");
}

/// Something was too much: exit code 4, a problem of one of these kinds that names the file, and what to do.
pub(crate) fn assert_problem(report: &Report, kinds: &[&str], words: &[&str]) {
    assert_eq!(report.exit_code, 4, "{:#?}", report.problems);
    let found = report.problems.iter().find(|problem| {
        let text = format!("{} {} {}", problem.path, problem.message, problem.help);
        kinds.contains(&problem.kind.as_str()) && words.iter().all(|word| text.contains(word))
    });
    match found {
        Some(problem) => assert!(!problem.help.is_empty(), "{problem:#?} does not say what to do"),
        None => panic!("no problem of {kinds:?} says {words:?}: {:#?}", report.problems),
    }
}

/// The identity of [`crate::ORPHAN`] was found all the same.
pub(crate) fn assert_orphan(report: &Report) {
    let subjects: Vec<_> = report
        .of("missing-owner")
        .iter()
        .map(|finding| finding.subject.as_str())
        .collect();
    assert!(subjects.contains(&"aws_iam_user.orphan"), "{subjects:?}");
}
