//! Expressions, one a line, evaluated here and by `terraform console`: what it prints must be printed here, what it
//! refuses must be refused here, and what it does not know may be known here.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up fails the test")]

#[path = "differential/console.rs"]
mod console;
mod terraform;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use extid_lint::eval::functions::FUNCTIONS;
use extid_lint::eval::{Evaluator, Kind};
use extid_lint::load::{Request, load};
use extid_lint::source::Memory;
use rayon::prelude::*;
use serde::Deserialize;

const UNKNOWN: &str = "(known after apply)";

#[derive(Debug, PartialEq)]
enum Answer {
    Refused,
    Printed(String),
}

/// Differences that are known, each with its reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exceptions {
    exception: Vec<Exception>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    expression: String,
    reason: String,
}

/// The console does not offer it; unit tests do.
const NOT_IN_THE_CONSOLE: &str = "plantimestamp";

#[test]
fn every_function_is_compared() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential");
    let text = fs::read_to_string(dir.join("expressions.txt")).unwrap();
    let missing: Vec<&str> = FUNCTIONS
        .iter()
        .map(|function| function.name)
        .filter(|name| *name != NOT_IN_THE_CONSOLE && !text.contains(&format!("{name}(")))
        .collect();
    assert!(missing.is_empty(), "no expression calls {missing:?}");
}

#[test]
fn expressions_mean_what_the_console_says() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential");
    let text = fs::read_to_string(dir.join("expressions.txt")).unwrap();
    let expressions: Vec<&str> = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    assert!(expressions.len() >= 220, "only {} expressions", expressions.len());
    let exceptions: Exceptions =
        toml::from_str(&fs::read_to_string(dir.join("exceptions.toml")).unwrap()).unwrap();
    let mut exceptions: BTreeMap<String, String> = exceptions
        .exception
        .into_iter()
        .map(|entry| (entry.expression, entry.reason))
        .collect();
    let excepted = exceptions.len();

    let fixture = dir.join("expressions_fixture");
    let theirs = console_answers(&fixture, &expressions);
    let ours = our_answers(&fixture, &expressions);
    let mut differences = Vec::new();
    for ((expression, theirs), ours) in expressions.iter().zip(&theirs).zip(&ours) {
        if agree(theirs, ours) {
            continue;
        }
        if exceptions.remove(*expression).is_none() {
            differences.push(format!(
                "{expression}\n  Terraform: {theirs:?}\n  here:      {ours:?}"
            ));
        }
    }
    println!("{} expressions, {excepted} exceptions", expressions.len());
    assert!(
        differences.is_empty(),
        "{} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
    assert!(
        exceptions.is_empty(),
        "exceptions that are none: {:?}",
        exceptions.keys()
    );
}

/// Where Terraform prints an unknown, any value may stand here.
fn agree(theirs: &Answer, ours: &Answer) -> bool {
    match (theirs, ours) {
        (Answer::Printed(theirs), _) if theirs == UNKNOWN => *ours != Answer::Refused,
        (Answer::Printed(theirs), Answer::Printed(ours)) => {
            let mut ours = ours.as_str();
            let mut pieces = theirs.split(UNKNOWN);
            let Some(rest) = pieces.next().and_then(|first| ours.strip_prefix(first)) else {
                return false;
            };
            ours = rest;
            for piece in pieces {
                let Some(found) = ours.find(piece) else {
                    return false;
                };
                ours = &ours[found + piece.len()..];
            }
            ours.is_empty() || theirs.ends_with(UNKNOWN)
        }
        (theirs, ours) => theirs == ours,
    }
}

/// One console process per expression.
fn console_answers(fixture: &Path, expressions: &[&str]) -> Vec<Answer> {
    expressions
        .par_chunks(16)
        .flat_map_iter(|chunk| {
            // The console locks the state beside the configuration.
            let work = tempfile::tempdir().unwrap();
            for (path, bytes) in files(fixture) {
                let target = work.path().join(path);
                fs::create_dir_all(target.parent().unwrap()).unwrap();
                fs::write(target, bytes).unwrap();
            }
            chunk
                .iter()
                .map(move |expression| console_answer(work.path(), expression))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn console_answer(dir: &Path, expression: &str) -> Answer {
    let mut child = terraform::terraform(dir)
        .args(["console", "-no-color"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{expression}").unwrap();
    let output = child.wait_with_output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    if output.status.success() {
        Answer::Printed(console::without_types_of_nulls(printed.trim_end_matches('\n')))
    } else {
        Answer::Refused
    }
}

/// All in one root: an output for the value, and one for whether there is any.
fn our_answers(fixture: &Path, expressions: &[&str]) -> Vec<Answer> {
    let mut outputs = String::new();
    for (index, expression) in expressions.iter().enumerate() {
        outputs.push_str(&format!(
            "output \"value{index}\" {{\n  value = {expression}\n}}\n"
        ));
        outputs.push_str(&format!(
            "output \"can{index}\" {{\n  value = can({expression})\n}}\n"
        ));
    }
    let mut source = Memory::new(files(fixture));
    source.insert("outputs.tf", outputs.into_bytes());
    let request = Request {
        paths: vec![String::new()],
        workspace: Some("default".to_owned()),
        ..Request::default()
    };
    let tree = load(&source, &request);
    let as_of = "2026-06-01T00:00:00Z".parse().unwrap();
    let evaluator = Evaluator::new(&tree, &tree.roots[0], &source, as_of);
    (0..expressions.len())
        .map(|index| {
            let can = evaluator.root_output(&format!("can{index}"));
            let value = evaluator.root_output(&format!("value{index}"));
            match (can.map(|can| can.kind), value) {
                (Some(Kind::Bool(false)), _) | (None, _) | (_, None) => Answer::Refused,
                (_, Some(value)) => Answer::Printed(console::printed(&value)),
            }
        })
        .collect()
}

/// Every file below `dir`: relative path and bytes.
fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut pending: Vec<PathBuf> = vec![dir.to_owned()];
    while let Some(next) = pending.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                pending.push(entry.path());
            } else {
                let path = entry
                    .path()
                    .strip_prefix(dir)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .replace('\\', "/");
                found.push((path, fs::read(entry.path()).unwrap()));
            }
        }
    }
    found
}
