//! Expressions that grow: each is asked for, as the owner of a user, so that no laziness gets around it.

use std::fmt::Write as _;

use acceptance::{Estate, Report};

use crate::ORPHAN;
use crate::bounds::{assert_orphan, assert_problem, lint};

/// Lints `locals` with a user whose owner is `owner`, and another that has none.
fn lint_owner(locals: &str, owner: &str) -> Report {
    lint(&Estate::new(&format!(
        "{locals}\nresource \"aws_iam_user\" \"asks\" {{\n  name = \"asks\"\n  tags = {{ owner = {owner} }}\n}}\n{ORPHAN}"
    )))
}

/// A value that was too much is unknown: it is said, it is no finding, and the other user's is there.
fn assert_bounded(report: &Report) {
    assert_problem(report, &["budget"], &["main.tf"]);
    assert_orphan(report);
    assert_eq!(
        report.of("missing-owner").len(),
        1,
        "what is too much to know is not missing: {:#?}",
        report.findings
    );
}

#[test]
fn a_hundred_thousand_chained_locals() {
    let count = 100_000;
    let mut locals = String::from("locals {\n  l0 = \"payments-team\"\n");
    for index in 1..count {
        if index % 1_000 == 0 {
            locals.push_str("}\n\nlocals {\n");
        }
        let _ = writeln!(locals, "  l{index} = local.l{}", index - 1);
    }
    locals.push_str("}\n");
    assert_bounded(&lint_owner(&locals, &format!("local.l{}", count - 1)));
}

#[test]
fn a_local_that_refers_to_itself() {
    let report = lint_owner("locals {\n  a = local.b\n  b = local.a\n}\n", "local.a");
    assert_orphan(&report);
    assert_eq!(report.of("missing-owner").len(), 1, "{:#?}", report.findings);
}

#[test]
fn a_for_over_range_1024_four_deep() {
    let report = lint_owner(
        "",
        "join(\"\", flatten([for a in range(1024) : [for b in range(1024) : [for c in range(1024) : [for d in range(1024) : \"x\"]]]]))",
    );
    assert_bounded(&report);
}

#[test]
fn a_text_that_doubles_sixty_times() {
    let mut locals = String::from("locals {\n  s0 = \"payments-team \"\n");
    for index in 1..=60 {
        let _ = writeln!(
            locals,
            "  s{index} = \"${{local.s{before}}}${{local.s{before}}}\"",
            before = index - 1
        );
    }
    locals.push_str("}\n");
    assert_bounded(&lint_owner(&locals, "local.s60"));
}

#[test]
fn a_list_that_doubles_sixty_times() {
    let mut locals = String::from("locals {\n  l0 = [\"payments-team\"]\n");
    for index in 1..=60 {
        let _ = writeln!(
            locals,
            "  l{index} = concat(local.l{before}, local.l{before})",
            before = index - 1
        );
    }
    locals.push_str("}\n");
    assert_bounded(&lint_owner(&locals, "join(\" \", local.l60)"));
}

#[test]
fn a_tuple_that_nests_itself_twice_sixty_times() {
    let mut locals = String::from("locals {\n  t0 = [\"payments-team\"]\n");
    for index in 1..=60 {
        let _ = writeln!(
            locals,
            "  t{index} = [local.t{before}, local.t{before}]",
            before = index - 1
        );
    }
    locals.push_str("}\n");
    assert_bounded(&lint_owner(&locals, "jsonencode(local.t60)"));
}

#[test]
fn an_alias_bomb_in_yamldecode() {
    let mut yaml = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for index in 1..12 {
        let aliases = vec![format!("*a{}", index - 1); 9].join(", ");
        let _ = writeln!(yaml, "a{index}: &a{index} [{aliases}]");
    }
    let locals = format!("locals {{\n  bomb = yamldecode(<<-YAML\n{yaml}YAML\n  )\n}}\n");
    assert_bounded(&lint_owner(&locals, "jsonencode(local.bomb)"));
}

#[test]
fn a_count_of_a_thousand_million() {
    for count in ["1000000000", "1e9"] {
        let report = lint(&Estate::new(&format!(
            "resource \"aws_iam_user\" \"many\" {{\n  count = {count}\n  name  = \"u-${{count.index}}\"\n}}\n{ORPHAN}"
        )));
        assert_problem(&report, &["budget"], &["main.tf", "10,000"]);
        assert_orphan(&report);
        let instances = report.instances_of("missing-owner");
        assert!(
            instances
                .iter()
                .any(|name| name.ends_with("aws_iam_user.many[*]")),
            "{instances:?}"
        );
        assert!(instances.len() < 100, "{} instances", instances.len());
    }
}

#[test]
fn a_regular_expression_that_backtracks_elsewhere() {
    let report = lint_owner(
        &format!("locals {{\n  text = \"{}\"\n}}\n", "a".repeat(50_000)),
        "length(regexall(\"(a*)*b\", local.text)) == 0 ? \"payments-team\" : \"other-team\"",
    );
    assert_orphan(&report);
    assert_eq!(report.of("missing-owner").len(), 1, "{:#?}", report.findings);
}

/// `a0` to `a60`, each made of the one before as `next` writes it: `{}` is the reference to it.
fn doubled(first: &str, next: &str) -> String {
    let mut locals = format!("variable \"x\" {{}}\n\nlocals {{\n  a0 = {first}\n");
    for index in 1..=60 {
        let next = next.replace("{}", &format!("local.a{}", index - 1));
        let _ = writeln!(locals, "  a{index} = {next}");
    }
    locals.push_str("}\n");
    locals
}

#[test]
fn whatever_takes_a_value_that_shares_its_parts_sixty_times() {
    let locals = doubled("[\"aaaaaaaaaa\"]", "[{}, {}]");
    for owner in [
        "local.a60",
        "length(local.a60)",
        "contains(local.a60, \"x\")",
        "tostring(local.a60 == local.a59)",
        "jsonencode(local.a60)",
        "local.a60[*]",
        "toset(local.a60)",
        "distinct(local.a60)",
        "merge({ a = local.a60 }, { b = local.a60 })",
        "tostring(local.a60)",
        "tomap({ a = local.a60 })",
        "\"${local.a60}\"",
        "var.x ? local.a60 : local.a59",
    ] {
        assert_problem(&lint_owner(&locals, owner), &["budget"], &["main.tf"]);
    }
}

#[test]
fn a_value_below_the_bound_that_is_taken_again_and_again() {
    let locals = doubled("[\"aaaaaaaaaa\"]", "[{}, {}]");
    for each in [
        "tolist(local.a17)",
        "local.a17 == local.a16",
        "var.x ? local.a17 : local.a16",
        "distinct(local.a17)",
    ] {
        let owner = format!("jsonencode([for i in range(1000) : {each}])");
        assert_bounded(&lint_owner(&locals, &owner));
    }
}

#[test]
fn other_ways_to_double_a_value_sixty_times() {
    for (first, next) in [
        ("[\"a\"]", "[for x in [1, 2] : {}]"),
        ("[\"a\"]", "var.x ? [{}, {}] : [{}]"),
        ("\"a\"", "var.x ? { k = {} } : { j = {}, l = {} }"),
        ("\"a${var.x}b\"", "\"${{}}${{}}\""),
        ("[\"a\", \"b\"]", "[{}, {}][*]"),
    ] {
        assert_problem(
            &lint_owner(&doubled(first, next), "local.a60"),
            &["budget"],
            &["main.tf"],
        );
    }
}

#[test]
fn a_module_argument_with_a_type_for_a_value_that_shares_its_parts() {
    for ty in ["any", "list(any)"] {
        let estate = Estate::new(&format!(
            "{}\nmodule \"m\" {{\n  source = \"./m\"\n  count  = 1000\n  v      = local.a17\n}}\n{ORPHAN}",
            doubled("[\"aaaaaaaaaa\"]", "[{}, {}]")
        ));
        estate.write(
            "m/main.tf",
            format!("variable \"v\" {{\n  type = {ty}\n}}\n\nresource \"aws_iam_user\" \"u\" {{\n  name = \"u\"\n  tags = {{ owner = var.v }}\n}}\n"),
        );
        let report = lint(&estate);
        assert_problem(&report, &["budget"], &["main.tf"]);
        assert_orphan(&report);
    }
}

#[test]
fn nine_thousand_merges_of_nine_thousand_keys() {
    let mut locals = String::from("locals {\n  all = {\n");
    for index in 0..9_000 {
        let _ = writeln!(locals, "    k{index} = \"v{index}\"");
    }
    locals.push_str("  }\n}\n");
    let report = lint(&Estate::new(&format!(
        "{locals}\nresource \"aws_iam_user\" \"u\" {{\n  for_each = local.all\n  name     = each.key\n  tags     = merge(local.all, {{ x = each.key }})\n}}\n{ORPHAN}"
    )));
    assert_problem(&report, &["budget"], &["main.tf"]);
    assert_orphan(&report);
}
