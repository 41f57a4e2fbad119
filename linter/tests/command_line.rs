//! The real process: exit codes, pipes, files that appear whole.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn extid_lint(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_extid-lint"));
    command.current_dir(directory).env_clear();
    command
}

fn run(directory: &Path, arguments: &[&str]) -> Output {
    extid_lint(directory)
        .args(arguments)
        .output()
        .expect("the program starts")
}

/// A directory of its own with `main.tf`.
fn tree(text: &str) -> tempfile::TempDir {
    let directory = tempfile::tempdir().expect("a temporary directory");
    fs::create_dir(directory.path().join(".git")).expect("writable");
    fs::write(directory.path().join("main.tf"), text).expect("writable");
    directory
}

const CLEAN: &str = "terraform {\n  required_version = \"1.11\"\n}\n";
const FLAGGED: &str = "# extid: ignore[absent-expiry]\nterraform {}\n";
const BROKEN: &str = "resource \"a\" \"b\" {\n  x = [\n";

#[test]
fn exit_codes_are_what_the_manual_says() {
    let empty = tempfile::tempdir().expect("a temporary directory");
    let code =
        |directory: &tempfile::TempDir, arguments: &[&str]| run(directory.path(), arguments).status.code();
    assert_eq!(code(&tree(CLEAN), &[]), Some(0));
    assert_eq!(code(&tree(FLAGGED), &[]), Some(1));
    assert_eq!(code(&tree(FLAGGED), &["--exit-zero"]), Some(0));
    assert_eq!(code(&tree(FLAGGED), &["-f", "sarif"]), Some(1));
    assert_eq!(code(&tree(CLEAN), &["--no-such-flag"]), Some(2));
    assert_eq!(code(&empty, &[]), Some(3));
    assert_eq!(code(&tree(BROKEN), &["--exit-zero"]), Some(4));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let directory = tree(FLAGGED);
    for arguments in [&["rules"][..], &["--help"], &["-f", "json"]] {
        let mut child = extid_lint(directory.path())
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert!(
            output.status.code().is_some_and(|code| code <= 1),
            "{arguments:?}: {:?}",
            output.status
        );
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
    }
}

#[test]
fn a_report_replaces_the_old_one_whole_and_leaves_nothing_beside() {
    let directory = tree(FLAGGED);
    let report = directory.path().join("out.json");
    fs::write(&report, "old").expect("writable");
    let output = run(directory.path(), &["-f", "json=out.json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let text = fs::read_to_string(&report).expect("the report is there");
    assert!(
        text.starts_with('{') && text.contains("XID904") && text.ends_with("}\n"),
        "{text}"
    );
    let beside = fs::read_dir(directory.path()).expect("readable").count();
    assert_eq!(beside, 3, ".git, main.tf and the report");
    let output = run(directory.path(), &["-f", "json=no/such/directory/out.json"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn standard_input_is_linted_under_the_name_it_is_given() {
    let directory = tree(CLEAN);
    let mut child = extid_lint(directory.path())
        .args(["-", "--stdin-filename", "main.tf", "-f", "compact"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(FLAGGED.as_bytes())
        .expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.starts_with("main.tf:1:1: error[XID904]"), "{text}");
    assert_eq!(output.status.code(), Some(1));
}
