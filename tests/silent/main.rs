//! Nothing is silent: what could not be read is named in every format, makes exit code 4, and hides nothing else.

use acceptance::{Estate, Run};

/// An identity without an owner: a finding that must not be lost.
const ORPHAN: &str = "resource \"aws_iam_user\" \"orphan\" {\n  name = \"orphan\"\n}\n";

/// Runs the linter once per format that people and machines read, and asks each for `words`.
fn assert_named(estate: &Estate, words: &[&str]) {
    for format in ["full", "json", "sarif"] {
        let run = Run::in_dir(estate.path(), &["-f", format]);
        assert_eq!(run.code, 4, "{format}: {}\n{}", run.stdout, run.stderr);
        for word in words {
            assert!(
                run.stdout.contains(word),
                "{format} does not say {word:?}:\n{}",
                run.stdout
            );
        }
    }
}

/// The findings of the rest of the tree stay.
fn assert_orphans(estate: &Estate, subjects: &[&str]) {
    let report = estate.lint(&["--select", "missing-owner"]).report();
    let mut found: Vec<_> = report
        .of("missing-owner")
        .iter()
        .map(|finding| finding.subject.clone())
        .collect();
    found.sort();
    assert_eq!(found, subjects);
}

/// Tests run as root too, for whom no mode makes a file unreadable; text that is not UTF-8 is unreadable to all.
#[test]
fn a_file_that_is_not_utf_8_is_named() {
    let estate = Estate::new(ORPHAN);
    estate.write("latin1.tf", b"# caf\xe9\nlocals {\n  a = 1\n}\n");
    assert_named(&estate, &["latin1.tf", "UTF-8"]);
    assert_orphans(&estate, &["aws_iam_user.orphan"]);
}

#[test]
#[cfg(unix)]
fn a_link_that_leads_nowhere_is_named() {
    let estate = Estate::new(ORPHAN);
    estate.symlink("gone.tf", "no-such-file.tf");
    assert_named(&estate, &["gone.tf"]);
    assert_orphans(&estate, &["aws_iam_user.orphan"]);
}

#[test]
fn a_file_over_the_cap_is_named_with_its_cap() {
    let estate = Estate::new(ORPHAN);
    estate.write("big.tf", format!("# {}\n", "x".repeat(9 << 20)));
    assert_named(&estate, &["big.tf", "8388608"]);
    assert_orphans(&estate, &["aws_iam_user.orphan"]);
}

#[test]
fn a_broken_block_between_good_ones_does_not_hide_them() {
    let estate = Estate::new(
        r#"
resource "aws_iam_user" "before" {
  name = "before"
}

resource "aws_iam_user" "broken" {
  name = = "broken"
}

resource "aws_iam_user" "after" {
  name = "after"
}
"#,
    );
    assert_named(&estate, &["main.tf"]);
    assert_orphans(&estate, &["aws_iam_user.after", "aws_iam_user.before"]);
    let report = estate.lint(&[]).report();
    let problems = report.problems_of("main.tf");
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert_eq!(problems[0].kind, "syntax");
    assert_eq!(problems[0].place.as_ref().map(|place| place.line), Some(7));
}

#[test]
fn blocks_after_an_unclosed_bracket_are_still_linted() {
    let estate = Estate::new(
        r#"
resource "aws_iam_user" "before" {
  name = "before"
}

resource "aws_iam_user" "unclosed" {
  name = join("-", ["a", "b"
}

resource "aws_iam_user" "after" {
  name = "after"
}

resource "aws_iam_user" "last" {
  name = "last"
}
"#,
    );
    assert_named(&estate, &["main.tf"]);
    assert_orphans(
        &estate,
        &["aws_iam_user.after", "aws_iam_user.before", "aws_iam_user.last"],
    );
}

#[test]
fn a_module_of_tofu_files_alone_is_linted() {
    let estate = Estate::new(&format!("//- /main.tofu\n{ORPHAN}"));
    let run = estate.lint(&["--select", "missing-owner"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    let report = run.report();
    let place = report
        .one("missing-owner")
        .place
        .as_ref()
        .map(|place| place.path.clone());
    assert_eq!(place.as_deref(), Some("main.tofu"));
}

#[test]
fn a_tofu_file_is_read_instead_of_the_tf_file_of_the_same_name() {
    let estate = Estate::new(&format!(
        "//- /main.tofu\n{ORPHAN}\n//- /main.tf\nresource \"aws_iam_user\" \"shadowed\" {{\n  name = \"shadowed\"\n}}\n"
    ));
    assert_orphans(&estate, &["aws_iam_user.orphan"]);
    let run = Run::in_dir(estate.path(), &["-v", "-f", "json"]);
    assert!(
        run.stdout.contains("`main.tofu` is read instead of `main.tf`"),
        "{}",
        run.stdout
    );
}

#[test]
fn an_unknown_for_each_is_shown_in_every_format() {
    let estate = Estate::new(
        "variable \"names\" {\n  type = set(string)\n}\n\nresource \"aws_iam_user\" \"u\" {\n  for_each = var.names\n  name     = each.key\n}\n",
    );
    for (format, word) in [
        ("full", "resource \"aws_iam_user\" \"u\""),
        ("json", "aws_iam_user.u[*]"),
        ("sarif", "aws_iam_user.u[*]"),
    ] {
        let run = Run::in_dir(estate.path(), &["-f", format]);
        assert_eq!(run.code, 1, "{format}: {}", run.stdout);
        assert!(run.stdout.contains(word), "{format}: {}", run.stdout);
    }
}

#[test]
fn undecided_verdicts_are_counted_in_every_format() {
    let estate = Estate::new(
        "variable \"tags\" {\n  type = map(string)\n}\n\nresource \"aws_iam_user\" \"u\" {\n  name = \"u\"\n  tags = var.tags\n}\n",
    );
    for format in ["full", "compact", "json", "sarif"] {
        let run = Run::in_dir(estate.path(), &["-f", format]);
        assert_eq!(run.code, 0, "{format}: {}", run.stdout);
        assert!(run.stdout.contains("undecided"), "{format}: {}", run.stdout);
    }
}

#[test]
fn a_local_module_that_is_missing_is_named() {
    let estate = Estate::new("module \"gone\" {\n  source = \"./nowhere\"\n}\n");
    assert_named(&estate, &["main.tf", "nowhere"]);
}

#[test]
fn an_empty_tree_is_nothing_to_lint() {
    let estate = Estate::empty();
    assert_eq!(estate.lint(&[]).code, 3);
}

#[test]
fn the_exit_code_does_not_depend_on_the_format() {
    let estate = Estate::new(ORPHAN);
    for format in ["full", "compact", "json", "sarif"] {
        assert_eq!(Run::in_dir(estate.path(), &["-f", format]).code, 1, "{format}");
        assert_eq!(
            Run::in_dir(estate.path(), &["-f", format, "--exit-zero"]).code,
            0,
            "{format}"
        );
    }
}
