//! Expressions, one a line, here and in `terraform console`.

use std::fs;
use std::path::{Path, PathBuf};

use extid_lint::eval::{Evaluator, Kind};
use extid_lint::load::{Request, load};
use extid_lint::source::Memory;
use rayon::prelude::*;
use real_terraform::{Terraform, Workspace};

use super::progress::Progress;
use super::{Compared, Difference, cases, console};

const UNKNOWN: &str = "(known after apply)";

/// Expressions that share a copy of the fixture.
const BATCH: usize = 32;

#[derive(Debug, PartialEq)]
enum Answer {
    Refused,
    Printed(String),
}

pub(super) fn compare(terraform: &Terraform) -> Compared {
    let text = fs::read_to_string(cases().join("expressions.txt")).unwrap();
    let expressions: Vec<&str> = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    assert!(
        expressions.len() >= 1000,
        "only {} expressions",
        expressions.len()
    );
    let fixture = cases().join("expressions_fixture");
    let theirs = console_answers(terraform, &fixture, &expressions);
    let ours = our_answers(&fixture, &expressions);
    assert_eq!((theirs.len(), ours.len()), (expressions.len(), expressions.len()));
    let differences = expressions
        .iter()
        .zip(theirs.iter().zip(&ours))
        .filter(|(_, (theirs, ours))| !agree(theirs, ours))
        .map(|(expression, (theirs, ours))| Difference {
            at: (*expression).to_owned(),
            what: format!("  Terraform: {theirs:?}\n  here:      {ours:?}"),
        })
        .collect();
    Compared {
        compared: expressions.len(),
        differences,
    }
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

fn console_answers(terraform: &Terraform, fixture: &Path, expressions: &[&str]) -> Vec<Answer> {
    let progress = Progress::of(expressions.len(), "expressions");
    expressions
        .par_chunks(BATCH)
        .flat_map_iter(|batch| {
            // The console locks the state beside the configuration.
            let workspace = Workspace::new(terraform);
            workspace.copy(fixture);
            let progress = &progress;
            batch
                .iter()
                .map(move |expression| {
                    progress.add(1);
                    console_answer(&workspace, expression)
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// One console for one expression: a console prints the last of what it is given only.
fn console_answer(workspace: &Workspace, expression: &str) -> Answer {
    let outcome = workspace.run_with_input(&["console"], expression);
    if outcome.code == 0 {
        let printed = outcome.stdout.trim_end_matches('\n');
        Answer::Printed(console::without_types_of_nulls(printed))
    } else {
        assert!(
            outcome.stderr.contains("<console-input>"),
            "the console fails for another reason than `{expression}`: {outcome}"
        );
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
