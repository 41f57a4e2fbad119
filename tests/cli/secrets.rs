//! That secrets are found wherever they are written, and that none is in any output.

use acceptance::{Estate, Report, Run};

/// The alphabet of tokens, in two parts so that this file holds none.
const BODY: &str = "A1b2C3d4E5f6G7h8A1b2C3d4E5f6G7h8A1b2";

fn token() -> String {
    format!("{}{BODY}", concat!("gh", "p_"))
}

/// `fixture` with `TOKEN` replaced.
fn estate(fixture: &str) -> Estate {
    Estate::new(&fixture.replace("TOKEN", &token()))
}

fn report(estate: &Estate) -> Report {
    estate.lint_rule("hardcoded-secret").report()
}

/// Subject and field of every secret that is found.
fn found(estate: &Estate) -> Vec<(String, String)> {
    let report = report(estate);
    let mut found: Vec<_> = report
        .of("XID601")
        .into_iter()
        .map(|finding| (finding.subject.clone(), finding.field.clone()))
        .collect();
    found.sort();
    found
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected
        .iter()
        .map(|(subject, field)| ((*subject).to_owned(), (*field).to_owned()))
        .collect()
}

/// Runs every format as talkative as it gets. `said` must be in the output of one, so that the place was shown at all.
fn never_shown(estate: &Estate, secret: &str, said: &str) {
    let mut heard = false;
    for format in ["full", "compact", "json", "sarif"] {
        let run = Run::in_dir(estate.path(), &["-v", "--persona", "auditor", "-f", format]);
        let output = format!("{}{}", run.stdout, run.stderr);
        assert!(!output.contains(secret), "{format} shows the secret:\n{output}");
        heard |= output.contains(said);
    }
    assert!(heard, "no format says {said:?}");
}

#[test]
fn a_key_in_a_local_is_found() {
    let estate = estate("locals {\n  a = \"TOKEN\"\n  b = { deep = [\"TOKEN\"] }\n}\n");
    assert_eq!(found(&estate), pairs(&[("local.a", "a"), ("local.b", "b")]));
}

#[test]
fn values_that_no_root_loads_or_declares_are_looked_at_too() {
    let estate = estate(
        "//- /main.tf\nvariable \"pw\" {\n  sensitive = true\n}\n\
         //- /terraform.tfvars\nundeclared = \"TOKEN\"\n\
         //- /prod.tfvars\npw = \"correct horse\"\n\
         //- /envs/stage.tfvars\npw = \"battery staple\"\n\
         //- /vars/x.tfvars.json\n{\"other\": \"TOKEN\"}\n",
    );
    assert_eq!(
        found(&estate),
        pairs(&[
            ("prod.tfvars:pw", "pw"),
            ("stage.tfvars:pw", "pw"),
            ("terraform.tfvars:undeclared", "undeclared"),
            ("x.tfvars.json:other", "other"),
        ])
    );
    assert_eq!(report(&estate).summary.files, 5);
    never_shown(&estate, "battery staple", "stage.tfvars");
}

#[test]
fn a_value_file_that_is_asked_for_is_read_once() {
    let estate = estate(
        "//- /main.tf\nvariable \"pw\" {\n  sensitive = true\n}\n\
         //- /vars/prod.tfvars\npw = \"correct horse\"\n",
    );
    let run = estate.lint(&["--var-file", "vars/prod.tfvars"]);
    let report = run.report();
    assert_eq!(report.of("XID601").len(), 1, "{:#?}", report.findings);
    assert_eq!(report.summary.files, 2);
}

#[test]
fn collections_and_heredocs_of_sensitive_variables_are_found() {
    let estate = estate(
        "//- /main.tf\nvariable \"a\" {\n  sensitive = true\n  default = { x = \"correct horse\", y = [\"battery\"] }\n}\n\
         variable \"b\" {\n  sensitive = true\n}\nvariable \"c\" {\n  sensitive = true\n}\n\
         module \"m\" {\n  source = \"./m\"\n  k = \"staple staple\"\n}\n\
         //- /m/main.tf\nvariable \"k\" {\n  sensitive = true\n}\n\
         //- /terraform.tfvars\nb = <<EOT\nmany words\nEOT\nc = [\"one word\", { k = \"other words\" }]\n",
    );
    assert_eq!(
        found(&estate),
        pairs(&[
            ("module.m", "k"),
            ("terraform.tfvars:b", "b"),
            ("terraform.tfvars:c", "c[0]"),
            ("terraform.tfvars:c", "c[1].k"),
            ("var.a", "default.x"),
            ("var.a", "default.y[0]"),
        ])
    );
    for secret in [
        "correct horse",
        "many words",
        "one word",
        "other words",
        "staple staple",
    ] {
        never_shown(&estate, secret, "sensitive variable");
    }
}

#[test]
fn credentials_of_backends_providers_and_resources_are_found_through_names() {
    let estate = estate(
        "terraform {\n  backend \"s3\" {\n    bucket = \"state\"\n    secret_key = \"correcthorse\"\n  }\n}\n\
         variable \"cs\" {\n  default = \"batterystaple\"\n}\n\
         provider \"azuread\" {\n  client_secret = var.cs\n}\n\
         provider \"azuread\" {\n  alias = \"b\"\n  client_secret = var.cs\n}\n\
         locals {\n  pw = \"Hunter2Hunter2!\"\n}\n\
         resource \"azuread_user\" \"u\" {\n  password = local.pw\n}\n\
         resource \"aws_ssm_parameter\" \"open\" {\n  type = \"String\"\n  value = \"eu-central-1\"\n}\n",
    );
    assert_eq!(
        found(&estate),
        pairs(&[
            ("azuread_user.u", "password"),
            ("provider.azuread", "client_secret"),
            ("provider.azuread.b", "client_secret"),
            ("terraform", "secret_key"),
        ])
    );
}

#[test]
fn the_lines_beside_a_finding_show_no_key() {
    let estate = estate(
        "# key TOKEN\nresource \"aws_iam_user\" \"u\" {\n  name = \"u\"\n}\nlocals { t = \"TOKEN\" }\n",
    );
    never_shown(&estate, BODY, "# key ****");
}

#[test]
fn the_lines_of_a_syntax_error_show_no_secret() {
    let broken = estate("locals {\n  owner = upper(\"TOKEN\" }\n");
    never_shown(&broken, BODY, "owner = upper(\"****");
    let broken = estate(
        "//- /main.tf\nvariable \"k\" {\n  sensitive = true\n}\n//- /terraform.tfvars\nk = \"anothersecret\n",
    );
    never_shown(&broken, "anothersecret", "k =****");
    let broken = estate("provider \"x\" {\n  api_token = \"anothersecret\n}\n");
    never_shown(&broken, "anothersecret", "api_token =****");
}

/// A sensitive variable that is used where a message would quote it.
const SENSITIVE: &str = "variable \"k\" {\n  sensitive = true\n  default = \"supersecretkey\"\n}\n";

#[test]
fn a_file_named_by_a_secret_is_missing_without_its_name() {
    let fixture = "resource \"aws_iam_user_policy_attachment\" \"a\" {\n  user = \"u\"\n  policy_arn = file(var.k)\n}\n";
    never_shown(
        &estate(&format!("{SENSITIVE}{fixture}")),
        "supersecretkey",
        "there is no file `(sensitive)`",
    );
    let computed = fixture.replace("var.k", "sensitive(\"x.pem\")");
    let report = report(&estate(&computed));
    assert_eq!(report.problems[0].message, "there is no file `(sensitive)`");
}

#[test]
fn instances_named_by_a_secret_are_shown_without_their_keys() {
    let user = "resource \"aws_iam_user\" \"u\" {\n  for_each = toset([KEY])\n  name = \"x\"\n}\n";
    let marked = estate(&format!("{SENSITIVE}{}", user.replace("KEY", "var.k")));
    never_shown(&marked, "supersecretkey", "aws_iam_user.u[*]");
    let laundered = estate(&format!(
        "{SENSITIVE}{}",
        user.replace("KEY", "nonsensitive(var.k)")
    ));
    never_shown(&laundered, "supersecretkey", "aws_iam_user.u[\\\"(secret)\\\"]");
    let literal = estate(&user.replace("KEY", "\"TOKEN\""));
    never_shown(&literal, BODY, "aws_iam_user.u[\\\"(secret)\\\"]");
}

#[test]
fn a_secret_that_is_no_date_is_refused_without_quoting_it() {
    let password =
        "resource \"azuread_application_password\" \"p\" {\n  application_id = \"x\"\n  end_date = END\n}\n";
    never_shown(
        &estate(&password.replace("END", "\"TOKEN\"")),
        BODY,
        "`(secret)` is not an RFC 3339 instant",
    );
    let laundered = password.replace("END", "nonsensitive(var.k)");
    never_shown(
        &estate(&format!("{SENSITIVE}{laundered}")),
        "supersecretkey",
        "`(secret)` is not an RFC 3339 instant",
    );
}

#[test]
fn a_module_directory_named_like_a_key_is_missing_without_its_name() {
    never_shown(
        &estate("module \"m\" {\n  source = \"./TOKEN\"\n}\n"),
        BODY,
        "directory `./(secret)` does not exist",
    );
}

#[test]
fn a_value_given_on_the_command_line_is_not_shown() {
    let estate = Estate::new(
        "variable \"k\" {\n  sensitive = true\n}\n\
         resource \"azuread_application_password\" \"p\" {\n  end_date = nonsensitive(var.k)\n}\n",
    );
    let run = estate.lint(&["--var", "k=supersecretkey"]);
    assert!(
        run.stdout.contains("is not an RFC 3339 instant"),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains("supersecretkey"), "{}", run.stdout);
}

#[test]
fn a_placeholder_key_is_reported_as_info_beside_a_real_one() {
    let key = concat!("AK", "IA");
    let estate = Estate::new(&format!(
        "provider \"aws\" {{\n  access_key = \"{key}IOSFODNN7EXAMPLE\"\n}}\n\
         provider \"aws\" {{\n  alias = \"b\"\n  access_key = \"{key}Z5Q3T7KMPLQ2WXYB\"\n}}\n"
    ));
    let report = report(&estate);
    let severities: Vec<_> = report
        .of("XID601")
        .iter()
        .map(|one| one.severity.as_str())
        .collect();
    assert_eq!(severities, ["info", "error"]);
}
