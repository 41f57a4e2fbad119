//! Sizes, headers and names of the sources.

use std::path::{Path, PathBuf};

use xtask::{proto, workspace};

const WARN: usize = 400;
const FAIL: usize = 800;
/// Tests are read one at a time.
const FAIL_TESTS: usize = 1_000;

/// Rooms where everything ends up that nobody found a name for.
const DRAWERS: [&str; 6] = ["util", "utils", "helper", "helpers", "common", "misc"];

#[test]
fn no_source_is_too_long_to_be_read() {
    let mut wrong = Vec::new();
    for path in handwritten() {
        let text = workspace::read(&path).expect("a source");
        let lines = text.lines().count();
        let product = text
            .split("#[cfg(test)]")
            .next()
            .unwrap_or_default()
            .lines()
            .count();
        let (counted, limit) = if is_test(&path) {
            (lines, FAIL_TESTS)
        } else {
            (product, FAIL)
        };
        if counted > limit || lines > FAIL_TESTS {
            wrong.push(format!("{}: {lines} lines", path.display()));
        } else if counted > WARN && !is_test(&path) {
            println!(
                "warning: {} has {counted} lines; think of two files",
                path.display()
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_source_starts_by_saying_what_it_is() {
    for path in handwritten() {
        let text = workspace::read(&path).expect("a source");
        let first = text.lines().next().unwrap_or_default();
        let said = first.strip_prefix("//! ").unwrap_or_default();
        assert!(said.len() >= 8, "{} starts with {first:?}", path.display());
    }
}

#[test]
fn no_room_is_a_drawer() {
    for path in workspace::tracked(&["*.rs", "*.toml", "*.md"]).expect("the files") {
        for part in path.with_extension("").components() {
            let part = part.as_os_str().to_str().unwrap_or_default();
            assert!(
                !DRAWERS.contains(&part),
                "{}: name it by what it does",
                path.display()
            );
        }
    }
}

#[test]
fn lints_are_expected_with_a_reason_never_allowed() {
    // In two words, so that this file does not hold it.
    let allow = [concat!("#[al", "low("), concat!("#![al", "low(")];
    for path in handwritten() {
        let text = workspace::read(&path).expect("a source");
        for (index, line) in text.lines().enumerate() {
            let code = line.trim_start();
            assert!(
                !allow.iter().any(|form| code.starts_with(form)),
                "{}:{}: use #[expect(.., reason = \"..\")]",
                path.display(),
                index + 1
            );
        }
    }
}

#[test]
fn tests_are_named_as_sentences() {
    for path in workspace::tracked(&["*.rs"]).expect("the sources") {
        let text = workspace::read(&path).expect("a source");
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        for pair in lines.windows(2).filter(|pair| pair[0] == "#[test]") {
            assert!(
                !pair[1].starts_with(concat!("fn te", "st_")),
                "{}: `{}`: say what is so, without the prefix",
                path.display(),
                pair[1]
            );
        }
    }
}

#[test]
fn generated_sources_say_so_and_are_the_only_ones_without_our_rules() {
    let mut generated = 0;
    for path in workspace::tracked(&["*.rs"]).expect("the sources") {
        let marked = workspace::read(&path)
            .expect("a source")
            .starts_with("// This file is @generated");
        assert_eq!(marked, proto::is_generated(&path), "{}", path.display());
        generated += usize::from(marked);
    }
    assert!(generated > 0, "no generated source was seen");
}

/// The sources without those that `cargo xtask proto` writes: their generator chooses header, length and lints.
fn handwritten() -> Vec<PathBuf> {
    let mut files = workspace::tracked(&["*.rs"]).expect("the sources");
    files.retain(|path| !proto::is_generated(path));
    assert!(!files.is_empty());
    files
}

fn is_test(path: &Path) -> bool {
    path.starts_with("tests")
        || path.components().any(|part| part.as_os_str() == "tests")
        || path
            .file_stem()
            .is_some_and(|stem| stem.to_string_lossy().ends_with("tests"))
}
