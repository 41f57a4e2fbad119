//! The examples say what the linter says of them.

use acceptance::linter;
use xtask::docs::region;

#[test]
fn every_example_prints_what_its_folder_says() {
    for example in region::all().expect("the examples") {
        let said = xtask::workspace::read(format!("{example}/expected.txt")).expect("expected.txt");
        let printed = region::lint(linter(), &example).expect("a run");
        assert!(
            said == printed,
            "{example}: `cargo xtask docs` writes expected.txt anew; printed now:\n{printed}"
        );
    }
}

#[test]
fn every_example_is_told_in_two_paragraphs() {
    for example in region::all().expect("the examples") {
        let readme = xtask::workspace::read(format!("{example}/README.md")).expect("README.md");
        let paragraphs = readme
            .split("\n\n")
            .map(str::trim)
            .filter(|block| !block.is_empty() && !block.starts_with('#') && !block.starts_with("```"))
            .count();
        assert_eq!(paragraphs, 2, "{example}/README.md");
    }
}

#[test]
fn quickstart_is_clean_and_undecided_about_nothing() {
    let run = acceptance::Run::in_dir(
        &xtask::workspace::root(),
        &["-f", "json", "--persona", "pedantic", "examples/quickstart"],
    );
    let report = run.report();
    assert_eq!(run.code, 0, "{:#?} {:#?}", report.findings, report.problems);
    assert!(
        report.findings.is_empty() && report.undecided.is_empty(),
        "{:#?}",
        report.undecided
    );
}

#[test]
fn sprawl_fails_a_run_and_shows_many_kinds_of_finding() {
    let run = acceptance::Run::in_dir(&xtask::workspace::root(), &["-f", "json", "examples/sprawl"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    let report = run.report();
    for rule in [
        "missing-owner",
        "absent-expiry",
        "unbounded-agent-scope",
        "wildcard-scope",
        "access-outlives-relationship",
        "expiry-too-far",
        "unclassified-actor-type",
        "human-flow-on-machine",
        "static-secret-for-agent",
        "hardcoded-secret",
        "governance-drift-ignored",
    ] {
        assert!(!report.of(rule).is_empty(), "sprawl shows no {rule}");
    }
}
