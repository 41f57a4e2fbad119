//! The header of every policy and rule is its page, its specification and its test: the examples in it are linted.

use acceptance::{Estate, Report};
use xtask::header::{Example, HEADINGS};
use xtask::units::{self, Unit};

/// Lints one example for one rule; the page names line and file when it cannot be read.
fn lint(unit: &Unit, example: &Example) -> Report {
    let estate = Estate::new(&example.hcl);
    if let Some(config) = &example.config {
        estate.write("extid.toml", config);
    }
    let run = estate.lint_rule(&unit.name);
    assert_ne!(run.code, 2, "{}: {}", place(unit, example), run.stderr);
    let report = run.report();
    assert!(
        report.problems.is_empty(),
        "{}: the example cannot be read: {:#?}",
        place(unit, example),
        report.problems
    );
    report
}

fn place(unit: &Unit, example: &Example) -> String {
    format!("{}:{}", unit.path.display(), example.line)
}

/// Asks `wrong` of every example under `heading`, and fails with all that it says.
fn check(heading: &str, required: bool, wrong: impl Fn(&Unit, &Report) -> Option<String>) {
    let mut complaints = Vec::new();
    let mut checked = 0;
    for unit in units::all().expect("the policies and rules") {
        let examples = unit.page.examples(heading);
        if required && examples.is_empty() {
            complaints.push(format!("{}: no hcl block under `{heading}`", unit.path.display()));
        }
        for example in &examples {
            checked += 1;
            if let Some(complaint) = wrong(&unit, &lint(&unit, example)) {
                complaints.push(format!("{}: {complaint}", place(&unit, example)));
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert!(checked > 0, "no page has an example under `{heading}`");
}

#[test]
fn every_flagged_example_is_found() {
    check("Flagged", true, |unit, report| {
        let own = report.of(&unit.id);
        own.is_empty().then(|| {
            format!(
                "`{}` finds nothing (undecided: {:#?})",
                unit.name,
                report.undecided_of(&unit.id)
            )
        })
    });
}

#[test]
fn no_accepted_example_is_found_or_left_undecided() {
    check("Accepted", true, |unit, report| {
        let (found, undecided) = (report.of(&unit.id), report.undecided_of(&unit.id));
        (!found.is_empty() || !undecided.is_empty())
            .then(|| format!("`{}` says {found:#?} {undecided:#?}", unit.name))
    });
}

#[test]
fn every_undecided_example_is_undecided_and_not_found() {
    check("Undecided", false, |unit, report| {
        let (found, undecided) = (report.of(&unit.id), report.undecided_of(&unit.id));
        if !found.is_empty() {
            Some(format!("`{}` finds {found:#?}", unit.name))
        } else if undecided.is_empty() {
            Some(format!("`{}` is silent, rather than undecided", unit.name))
        } else {
            None
        }
    });
}

#[test]
fn every_page_has_its_headings_in_order() {
    for unit in units::all().expect("the policies and rules") {
        let found: Vec<&str> = unit
            .page
            .sections
            .iter()
            .map(|section| section.heading.as_str())
            .filter(|heading| *heading != "Undecided")
            .collect();
        assert_eq!(found, HEADINGS, "{}", unit.path.display());
        for section in &unit.page.sections {
            assert!(
                !section.body.trim().is_empty(),
                "{}: nothing under `{}`",
                unit.path.display(),
                section.heading
            );
        }
        let title = format!("{} {}: ", unit.id, unit.name);
        assert!(
            unit.page.title.starts_with(&title),
            "{}: the first line does not start with `{title}`",
            unit.path.display()
        );
    }
}

#[test]
fn ids_and_names_are_what_the_file_is_called() {
    for unit in units::all().expect("the policies and rules") {
        let number = unit
            .id
            .strip_prefix("XID")
            .and_then(|digits| digits.parse::<u16>().ok());
        assert!(
            number.is_some_and(|number| (101..=999).contains(&number)),
            "{}: id {}",
            unit.path.display(),
            unit.id
        );
        let stem = unit.path.file_stem().and_then(|stem| stem.to_str());
        assert_eq!(stem, Some(unit.name.replace('-', "_").as_str()), "{}", unit.id);
    }
}

#[test]
fn the_twelve_rules_of_the_first_release_exist() {
    let units = units::all().expect("the policies and rules");
    for (id, name) in [
        ("XID101", "missing-owner"),
        ("XID104", "unclassified-actor-type"),
        ("XID201", "absent-expiry"),
        ("XID202", "expiry-too-far"),
        ("XID301", "unbounded-agent-scope"),
        ("XID302", "wildcard-scope"),
        ("XID406", "access-outlives-relationship"),
        ("XID502", "human-flow-on-machine"),
        ("XID601", "hardcoded-secret"),
        ("XID603", "static-secret-for-agent"),
        ("XID903", "governance-drift-ignored"),
        ("XID904", "waiver-expired-or-unapproved"),
    ] {
        match units.iter().find(|unit| unit.id == id) {
            Some(unit) => assert_eq!(unit.name, name),
            None => panic!("{id} {name} is missing"),
        }
    }
}
