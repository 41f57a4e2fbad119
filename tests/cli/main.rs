//! What a person at a terminal, and a script, may rely on.

mod secrets;

use acceptance::{Estate, Run};

const ORPHAN: &str = "resource \"aws_iam_user\" \"orphan\" {\n  name = \"orphan\"\n}\n";

#[test]
fn a_typo_in_the_configuration_is_refused_with_a_suggestion() {
    let estate = Estate::new(&format!(
        "//- /main.tf\n{ORPHAN}\n//- /extid.toml\nownr-keys = [\"squad\"]\n"
    ));
    let run = Run::in_dir(estate.path(), &[]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    for word in ["extid.toml", "ownr-keys", "owner-keys"] {
        assert!(
            run.stderr.contains(word),
            "it does not say {word:?}:\n{}",
            run.stderr
        );
    }
}

#[test]
fn an_unknown_rule_is_refused_with_a_suggestion() {
    let run = Run::bare(Estate::empty().path(), &["explain", "absent-expirey"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("absent-expiry"), "{}", run.stderr);
}

#[test]
fn explain_prints_every_heading_of_every_page() {
    let dir = Estate::empty();
    let units = xtask::units::all().expect("the policies and rules");
    for unit in units {
        for key in [&unit.name, &unit.id] {
            let run = Run::bare(dir.path(), &["explain", key]);
            assert_eq!(run.code, 0, "{key}: {}", run.stderr);
            let mut rest = run.stdout.as_str();
            for heading in xtask::header::HEADINGS {
                match rest.split_once(heading) {
                    Some((_, after)) => rest = after,
                    None => panic!(
                        "explain {key} does not print {heading} in its place:\n{}",
                        run.stdout
                    ),
                }
            }
        }
    }
}

#[test]
fn rules_lists_every_unit() {
    let run = Run::bare(Estate::empty().path(), &["rules"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for unit in xtask::units::all().expect("the policies and rules") {
        let line = run.stdout.lines().find(|line| line.contains(&unit.id));
        assert!(
            line.is_some_and(|line| line.contains(&unit.name)),
            "{}:\n{}",
            unit.id,
            run.stdout
        );
    }
}

#[test]
fn an_unknown_flag_is_wrong_use() {
    assert_eq!(Run::bare(Estate::empty().path(), &["--no-such-flag"]).code, 2);
}

#[test]
fn a_variable_that_no_root_declares_is_wrong_use() {
    let run = Estate::new(ORPHAN).lint(&["--var", "nobody=1"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("nobody"), "{}", run.stderr);
}

#[test]
fn two_runs_print_the_same_bytes() {
    let mut fixture = String::new();
    for index in 0..40 {
        fixture.push_str(&format!("//- /root{index}/main.tf\n{ORPHAN}"));
    }
    let estate = Estate::new(&fixture);
    for format in ["full", "json", "sarif"] {
        let first = Run::in_dir(estate.path(), &["-f", format]);
        assert!(first.stdout.contains("missing-owner"), "{format}");
        for _ in 0..3 {
            assert_eq!(
                Run::in_dir(estate.path(), &["-f", format]).stdout,
                first.stdout,
                "{format}"
            );
        }
    }
}

#[test]
fn a_suppression_with_reason_and_end_hides_the_finding_and_is_counted() {
    let estate = Estate::new(&format!(
        "# extid: ignore[missing-owner] until=2026-12-31 the owner moves with the team in December\n{ORPHAN}"
    ));
    let run = estate.lint(&["--select", "missing-owner"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    let report = run.report();
    assert!(report.of("missing-owner").is_empty());
    let suppressed: Vec<_> = report
        .findings
        .iter()
        .filter(|finding| finding.suppressed.is_some())
        .collect();
    assert_eq!(suppressed.len(), 1, "{:#?}", report.findings);
}

#[test]
fn a_suppression_past_its_end_hides_nothing_and_is_itself_found() {
    let estate = Estate::new(&format!(
        "# extid: ignore[missing-owner] until=2026-11-01 the owner moves with the team in October\n{ORPHAN}"
    ));
    let report = estate.lint(&[]).report();
    assert_eq!(report.of("missing-owner").len(), 1);
    assert_eq!(
        report.of("waiver-expired-or-unapproved").len(),
        1,
        "{:#?}",
        report.findings
    );
}

#[test]
fn a_file_as_path_shows_only_the_findings_of_that_file() {
    let estate = Estate::new(&format!(
        "//- /a.tf\n{ORPHAN}\n//- /b.tf\nresource \"aws_iam_user\" \"b\" {{\n  name = \"b\"\n}}\n"
    ));
    let report = estate.lint(&["--select", "missing-owner", "b.tf"]).report();
    assert_eq!(report.one("missing-owner").subject, "aws_iam_user.b");
}
