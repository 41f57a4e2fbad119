//! Texts that break parsers.

use std::fmt::Write as _;

use acceptance::Estate;

use crate::ORPHAN;
use crate::bounds::{assert_orphan, assert_problem, lint};

/// A text may be broken as well as too much.
const REFUSED: &[&str] = &["syntax", "budget"];

#[test]
fn a_hundred_thousand_nested_brackets() {
    let depth = 100_000;
    let closed = format!(
        "locals {{\n  deep = {}{}\n}}\n{ORPHAN}",
        "[".repeat(depth),
        "]".repeat(depth)
    );
    let report = lint(&Estate::new(&closed));
    assert_problem(&report, REFUSED, &["main.tf"]);
    assert_orphan(&report);
}

#[test]
fn a_hundred_thousand_brackets_that_nobody_closes() {
    for bracket in ["[", "{", "(", "\"${"] {
        let open = format!("locals {{\n  deep = {}\n}}\n{ORPHAN}", bracket.repeat(100_000));
        let report = lint(&Estate::new(&open));
        assert_problem(&report, REFUSED, &["main.tf"]);
        // An open string template swallows what follows it, brackets end where a block starts at column 0.
        if bracket != "\"${" {
            assert_orphan(&report);
        }
    }
}

#[test]
fn a_hundred_thousand_nested_brackets_in_json() {
    let estate = Estate::new(ORPHAN);
    let depth = 100_000;
    estate.write(
        "deep.tf.json",
        format!(
            "{{\"locals\":{{\"deep\":{}{}}}}}",
            "[".repeat(depth),
            "]".repeat(depth)
        ),
    );
    let report = lint(&estate);
    assert_problem(&report, REFUSED, &["deep.tf.json"]);
    assert_orphan(&report);
}

#[test]
fn a_chain_of_a_hundred_thousand_operators() {
    let report = lint(&Estate::new(&format!(
        "locals {{\n  sum = 1{}\n}}\n{ORPHAN}",
        " + 1".repeat(100_000)
    )));
    assert_problem(&report, REFUSED, &["main.tf"]);
    assert_orphan(&report);
}

#[test]
fn an_object_of_twenty_thousand_keys_is_read_not_refused() {
    let mut tags = String::new();
    for index in 0..20_000 {
        let _ = writeln!(tags, "    key-{index} = \"{index}\"");
    }
    let owned = format!(
        "resource \"aws_iam_user\" \"tagged\" {{\n  name = \"u\"\n  tags = {{\n{tags}    owner = \"payments-team\"\n  }}\n}}\n"
    );
    let report = lint(&Estate::new(&format!("{owned}{ORPHAN}")));
    assert!(report.problems.is_empty(), "{:#?}", report.problems);
    // The last of its keys names the owner: it was read to the end.
    assert_eq!(report.one("missing-owner").subject, "aws_iam_user.orphan");
    assert!(report.undecided_of("missing-owner").is_empty());
}
