//! Owners are found wherever a team writes them once for many resources, and doubt is never a finding.

use acceptance::{Estate, Report};

const OWNER: &str = "missing-owner";

fn owners(fixture: &str) -> Report {
    let run = Estate::new(fixture).lint(&["--select", OWNER]);
    let report = run.report();
    assert!(report.problems.is_empty(), "{:#?}", report.problems);
    report
}

fn assert_owned(fixture: &str) {
    let report = owners(fixture);
    assert!(report.of(OWNER).is_empty(), "{:#?}", report.findings);
    assert!(report.undecided_of(OWNER).is_empty(), "{:#?}", report.undecided);
}

/// The control of the tests below: without an owner anywhere there is a finding.
#[test]
fn a_user_that_nobody_owns_is_found() {
    let report = owners("resource \"aws_iam_user\" \"ci\" {\n  name = \"ci\"\n}\n");
    let finding = report.one(OWNER);
    assert_eq!(finding.subject, "aws_iam_user.ci");
    assert_eq!(
        finding
            .place
            .as_ref()
            .map(|place| (place.path.as_str(), place.line)),
        Some(("main.tf", 1))
    );
    assert!(!finding.help.is_empty());
}

#[test]
fn an_owner_in_default_tags_is_seen_through_an_alias_and_a_providers_map() {
    assert_owned(
        r#"
//- /main.tf
provider "aws" {
  alias  = "tagged"
  region = "eu-west-2"

  default_tags {
    tags = { owner = "payments-team" }
  }
}

module "user" {
  source    = "./user"
  providers = { aws.identity = aws.tagged }
}
//- /user/main.tf
terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.identity]
    }
  }
}

resource "aws_iam_user" "ci" {
  provider = aws.identity
  name     = "ci"
}
"#,
    );
}

#[test]
fn default_tags_of_another_alias_do_not_count() {
    let report = owners(
        r#"
provider "aws" {
  region = "eu-west-2"
}

provider "aws" {
  alias = "tagged"

  default_tags {
    tags = { owner = "payments-team" }
  }
}

resource "aws_iam_user" "ci" {
  name = "ci"
}

resource "aws_iam_user" "tagged" {
  provider = aws.tagged
  name     = "tagged"
}
"#,
    );
    assert_eq!(report.one(OWNER).subject, "aws_iam_user.ci");
}

#[test]
fn merge_with_an_unknown_map_proves_the_owner_it_adds() {
    assert_owned(
        r#"
variable "unknown" {
  type = map(string)
}

resource "aws_iam_user" "ci" {
  name = "ci"
  tags = merge(var.unknown, { owner = "x" })
}
"#,
    );
}

#[test]
fn an_owner_given_as_a_module_argument_is_followed() {
    assert_owned(
        r#"
//- /main.tf
module "user" {
  source = "./user"
  tags   = { owner = "payments-team" }
}
//- /user/main.tf
variable "tags" {
  type    = map(string)
  default = {}
}

resource "aws_iam_user" "ci" {
  name = "ci"
  tags = var.tags
}
"#,
    );
}

#[test]
fn a_template_with_an_unknown_part_still_names_an_owner() {
    assert_owned(
        r#"
variable "unknown" {
  type = string
}

resource "aws_iam_user" "ci" {
  name = "ci"
  tags = { owner = "team-${var.unknown}" }
}
"#,
    );
}

#[test]
fn a_template_of_unknown_parts_alone_may_be_empty_and_is_undecided() {
    let report = owners(
        r#"
variable "unknown" {
  type = string
}

resource "aws_iam_user" "ci" {
  name = "ci"
  tags = { owner = "${var.unknown}${var.unknown}" }
}
"#,
    );
    assert!(report.of(OWNER).is_empty(), "{:#?}", report.findings);
    assert_eq!(report.undecided_of(OWNER).len(), 1);
}

#[test]
fn a_key_is_owned_by_the_owner_of_its_user() {
    assert_owned(
        r#"
resource "aws_iam_user" "ci" {
  name = "ci"
  tags = { owner = "payments-team" }
}

resource "aws_iam_access_key" "ci" {
  user = aws_iam_user.ci.name
}
"#,
    );
}

#[test]
fn a_key_and_its_user_without_an_owner_are_one_finding_at_the_user() {
    let report = owners(
        r#"
resource "aws_iam_user" "ci" {
  name = "ci"
}

resource "aws_iam_access_key" "ci" {
  user = aws_iam_user.ci.name
}
"#,
    );
    assert_eq!(report.one(OWNER).subject, "aws_iam_user.ci");
}

#[test]
fn a_module_of_variables_without_defaults_is_only_undecided() {
    let run = Estate::new(
        r#"
variable "name" {
  type = string
}

variable "tags" {
  type = map(string)
}

variable "end" {
  type = string
}

variable "scopes" {
  type = list(string)
}

variable "users" {
  type = map(object({ name = string, tags = map(string) }))
}

resource "aws_iam_user" "one" {
  name = var.name
  tags = var.tags
}

resource "aws_iam_user" "many" {
  for_each = var.users

  name = each.value.name
  tags = each.value.tags
}

resource "azuread_application" "app" {
  display_name = var.name
  owners       = var.scopes
}

resource "azuread_application_password" "app" {
  application_id = azuread_application.app.id
  end_date       = var.end
}

resource "aws_iam_user_policy" "one" {
  user   = aws_iam_user.one.name
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = var.scopes, Resource = "*" }] })
}
"#,
    )
    .lint(&[]);
    let report = run.report();
    assert!(report.findings.is_empty(), "{:#?}", report.findings);
    assert!(
        report.undecided_of(OWNER).len() >= 3,
        "the users and the application: {:#?}",
        report.undecided
    );
    assert_eq!(run.code, 0, "doubt does not fail a run");
}

#[test]
fn undecided_fails_a_run_when_asked_to() {
    let estate = Estate::new(
        "variable \"tags\" {\n  type = map(string)\n}\n\nresource \"aws_iam_user\" \"ci\" {\n  name = \"ci\"\n  tags = var.tags\n}\n",
    );
    assert_eq!(estate.lint(&["--select", OWNER]).code, 0);
    assert_eq!(estate.lint(&["--select", OWNER, "--fail-on-undecided"]).code, 1);
}

#[test]
fn one_bad_entry_of_a_for_each_is_named_and_the_others_are_not() {
    let report = owners(
        r#"
locals {
  users = {
    good   = { owner = "payments-team" }
    better = { owner = "claims-team" }
    orphan = {}
  }
}

resource "aws_iam_user" "u" {
  for_each = local.users

  name = each.key
  tags = each.value
}
"#,
    );
    let names: Vec<_> = report
        .one(OWNER)
        .instances
        .iter()
        .map(|one| one.instance.as_str())
        .collect();
    assert_eq!(names.len(), 1, "{names:?}");
    assert!(names[0].ends_with("aws_iam_user.u[\"orphan\"]"), "{names:?}");
}

#[test]
fn a_heredoc_policy_with_a_wildcard_action_is_found_though_its_resource_is_unknown() {
    let run = Estate::new(
        r#"
variable "unknown_bucket" {
  type = string
}

resource "aws_iam_user" "ci" {
  name = "ci"
  tags = { owner = "payments-team" }
}

resource "aws_iam_user_policy" "ci" {
  user = aws_iam_user.ci.name

  policy = <<-POLICY
    {
      "Version": "2012-10-17",
      "Statement": [
        { "Effect": "Allow", "Action": "*", "Resource": "${var.unknown_bucket}" }
      ]
    }
  POLICY
}
"#,
    )
    .lint(&["--select", "wildcard-scope"]);
    let report = run.report();
    let finding = report.one("wildcard-scope");
    assert_eq!(finding.subject, "aws_iam_user_policy.ci");
    assert_eq!(
        finding.place.as_ref().map(|place| place.line),
        Some(14),
        "at the policy argument"
    );
}
