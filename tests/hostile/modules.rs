//! Module calls that never end.

use acceptance::Estate;

use crate::ORPHAN;
use crate::bounds::{assert_orphan, assert_problem, lint, lint_at};

#[test]
fn a_module_that_calls_itself() {
    let report = lint(&Estate::new(&format!(
        "//- /main.tf\nmodule \"start\" {{\n  source = \"./again\"\n}}\n{ORPHAN}\n//- /again/main.tf\nmodule \"again\" {{\n  source = \"../again\"\n}}\n"
    )));
    assert_problem(&report, &["budget", "syntax"], &["again"]);
    assert_orphan(&report);
}

#[test]
fn a_root_that_calls_itself() {
    let report = lint(&Estate::new(&format!(
        "module \"again\" {{\n  source = \"./.\"\n}}\n{ORPHAN}"
    )));
    assert_problem(&report, &["budget", "syntax"], &["main.tf"]);
    assert_orphan(&report);
}

#[test]
fn two_modules_that_call_each_other_twice_to_depth_thirty() {
    let calls = |other: &str| {
        format!(
            r#"
variable "depth" {{
  type = number
}}

module "left" {{
  source = "../{other}"
  count  = var.depth < 30 ? 1 : 0
  depth  = var.depth + 1
}}

module "right" {{
  source = "../{other}"
  count  = var.depth < 30 ? 1 : 0
  depth  = var.depth + 1
}}
"#
        )
    };
    let report = lint(&Estate::new(&format!(
        "//- /main.tf\nmodule \"start\" {{\n  source = \"./ping\"\n  depth  = 0\n}}\n{ORPHAN}\n//- /ping/main.tf\n{}\n//- /pong/main.tf\n{}",
        calls("pong"),
        calls("ping"),
    )));
    assert_problem(&report, &["budget"], &["pong"]);
    assert_orphan(&report);
}

#[test]
fn thirty_modules_that_each_call_the_next_twice() {
    let mut fixture = format!("//- /main.tf\nmodule \"start\" {{\n  source = \"./m0\"\n}}\n{ORPHAN}\n");
    for index in 0..30 {
        let next = index + 1;
        fixture.push_str(&format!(
            "//- /m{index}/main.tf\nmodule \"left\" {{\n  source = \"../m{next}\"\n}}\n\nmodule \"right\" {{\n  source = \"../m{next}\"\n}}\n"
        ));
    }
    fixture.push_str("//- /m30/main.tf\nresource \"aws_iam_user\" \"deep\" {\n  name = \"deep\"\n}\n");
    let report = lint(&Estate::new(&fixture));
    assert_problem(&report, &["budget"], &["module"]);
    assert_orphan(&report);
}

#[test]
fn a_source_above_the_fence_is_not_read() {
    let estate = Estate::empty();
    // The outer tree has a fence of its own; the inner one is linted.
    estate.write("inner/.git/HEAD", "");
    estate.write(
        "inner/main.tf",
        format!("module \"out\" {{\n  source = \"../outside\"\n}}\n{ORPHAN}"),
    );
    estate.write(
        "outside/main.tf",
        "resource \"aws_iam_user\" \"outside\" {\n  name = \"outside\"\n}\n",
    );
    let report = lint_at(&estate, "inner");
    assert_problem(&report, &["outside-fence"], &["main.tf", "../outside"]);
    assert_eq!(report.one("missing-owner").subject, "aws_iam_user.orphan");
}

#[test]
fn a_file_function_above_the_fence_is_not_read() {
    let estate = Estate::empty();
    estate.write("inner/.git/HEAD", "");
    estate.write(
        "inner/main.tf",
        format!("resource \"aws_iam_user\" \"asks\" {{\n  name = \"asks\"\n  tags = {{ owner = file(\"../secret\") }}\n}}\n{ORPHAN}"),
    );
    estate.write("secret", "hunter2-team");
    let report = lint_at(&estate, "inner");
    assert_problem(&report, &["outside-fence"], &["../secret"]);
    assert_eq!(report.one("missing-owner").subject, "aws_iam_user.orphan");
}
