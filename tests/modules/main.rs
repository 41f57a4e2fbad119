//! One defect in one module is one finding, however often and from wherever it is called.

use acceptance::{Estate, Report};

const OWNER: &str = "missing-owner";

/// A module called once from `live/a`, and with `for_each` from `live/b`.
fn two_roots() -> Estate {
    Estate::new(
        r#"
//- /live/a/main.tf
module "one" {
  source = "../../modules/user"
  name   = "one"
}
//- /live/b/main.tf
module "many" {
  source   = "../../modules/user"
  for_each = toset(["x", "y"])
  name     = each.key
}
//- /modules/user/main.tf
variable "name" {
  type = string
}

resource "aws_iam_user" "this" {
  name = var.name
}
"#,
    )
}

fn lint(estate: &Estate, path: &str) -> Report {
    estate.lint(&["--select", OWNER, path]).report()
}

#[test]
fn a_module_called_from_two_roots_and_by_for_each_is_one_finding_with_every_instance() {
    let report = lint(&two_roots(), ".");
    let finding = report.one(OWNER);
    assert_eq!(finding.module, "modules/user");
    assert_eq!(
        report.instances_of(OWNER),
        [
            "live/a//module.one.aws_iam_user.this",
            "live/b//module.many[\"x\"].aws_iam_user.this",
            "live/b//module.many[\"y\"].aws_iam_user.this",
        ]
    );
    let place = finding.place.as_ref();
    assert_eq!(
        place.map(|place| (place.path.as_str(), place.line)),
        Some(("modules/user/main.tf", 5)),
        "it stands at the definition"
    );
}

#[test]
fn the_fingerprint_is_the_same_when_one_root_is_linted_alone() {
    let estate = two_roots();
    let whole = lint(&estate, ".");
    let alone = lint(&estate, "live/b");
    assert_eq!(alone.one(OWNER).fingerprint, whole.one(OWNER).fingerprint);
    assert_eq!(
        alone.instances_of(OWNER),
        [
            "live/b//module.many[\"x\"].aws_iam_user.this",
            "live/b//module.many[\"y\"].aws_iam_user.this",
        ]
    );
}

#[test]
fn the_fingerprint_does_not_follow_lines_values_or_keys() {
    let before = Estate::new("resource \"aws_iam_user\" \"u\" {\n  name = \"a\"\n}\n");
    let after = Estate::new(
        "# moved down\n\nresource \"aws_iam_user\" \"u\" {\n  count = 2\n  name  = \"b-${count.index}\"\n}\n",
    );
    assert_eq!(
        lint(&before, ".").one(OWNER).fingerprint,
        lint(&after, ".").one(OWNER).fingerprint
    );
}

#[test]
fn only_the_call_that_lacks_the_owner_is_named() {
    let report = lint(
        &Estate::new(
            r#"
//- /main.tf
module "good" {
  source = "./user"
  owner  = "payments-team"
}

module "bad" {
  source = "./user"
}
//- /user/main.tf
variable "owner" {
  type    = string
  default = null
}

resource "aws_iam_user" "this" {
  name = "u"
  tags = { owner = var.owner }
}
"#,
        ),
        ".",
    );
    let instances = report.instances_of(OWNER);
    assert_eq!(instances.len(), 1, "{instances:?}");
    assert!(
        instances[0].ends_with("module.bad.aws_iam_user.this"),
        "{instances:?}"
    );
}

#[test]
fn an_unknown_for_each_is_one_symbolic_instance_not_none() {
    let report = lint(
        &Estate::new(
            r#"
variable "names" {
  type = set(string)
}

resource "aws_iam_user" "u" {
  for_each = var.names
  name     = each.key
}
"#,
        ),
        ".",
    );
    let instances = report.instances_of(OWNER);
    assert_eq!(instances.len(), 1, "{instances:?}");
    assert!(instances[0].ends_with("aws_iam_user.u[*]"), "{instances:?}");
}

#[test]
fn a_remote_module_that_is_not_installed_is_counted_and_no_problem() {
    let run = Estate::new(
        "module \"vpc\" {\n  source  = \"terraform-aws-modules/vpc/aws\"\n  version = \"5.0.0\"\n}\n",
    )
    .lint(&[]);
    let report = run.report();
    assert_eq!(run.code, 0);
    assert!(report.problems.is_empty(), "{:#?}", report.problems);
    assert_eq!(report.summary.modules_not_installed, 1);
}
