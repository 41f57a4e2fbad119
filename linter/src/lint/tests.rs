//! What is shown of what was found, over whole trees in memory.

use governance::{Persona, Severity};

use super::run;
use crate::config::Config;
use crate::options::Options;
use crate::report::{Outcome, Resources};
use crate::source::Memory;

const USER: &str = "resource \"aws_iam_user\" \"u\" {\n  name = \"u\"\n}\n";

/// With an `extid.toml` in effect when there is one.
fn linted(files: &[(&str, &str)], change: impl Fn(&mut Options), look: impl Fn(&Outcome<'_>)) {
    let source = Memory::of_texts(files.iter().copied());
    let mut options = Options::new("2026-12-01T00:00:00Z".parse().unwrap());
    if files.iter().any(|(path, _)| *path == "extid.toml") {
        let config = Config::read(&source, "extid.toml").unwrap();
        options.rules = config.rules;
        options.selection = config.selection;
        options.exclude = config
            .file
            .exclude
            .iter()
            .map(|glob| glob.value.as_str().into())
            .collect();
        options.bindings = config.file.subjects.clone();
    }
    change(&mut options);
    look(&run(&source, &options).unwrap());
}

fn ids(outcome: &Outcome<'_>) -> Vec<&'static str> {
    outcome.findings.iter().map(|finding| finding.rule.id).collect()
}

#[test]
fn a_finding_of_an_enforced_rule_is_shown_whatever_the_threshold_and_persona() {
    let strict = |options: &mut Options| {
        options.min_severity = Severity::Error;
        options.persona = Persona::Regular;
    };
    let lenient = "[rules.missing-owner]\nseverity = \"info\"\n";
    linted(&[("main.tf", USER), ("extid.toml", lenient)], strict, |outcome| {
        assert!(
            ids(outcome).is_empty() && outcome.hidden > 0,
            "{:?}",
            ids(outcome)
        );
    });
    let enforced = format!("{lenient}enforced = true\n");
    linted(
        &[("main.tf", USER), ("extid.toml", &enforced)],
        strict,
        |outcome| {
            assert_eq!(ids(outcome), ["XID101"]);
        },
    );
}

#[test]
fn a_module_in_an_excluded_directory_is_read_when_called_and_its_findings_are_counted_as_hidden() {
    let files = [
        ("main.tf", "module \"gen\" { source = \"./gen/m\" }\n"),
        ("gen/m/main.tf", USER),
        ("extid.toml", "exclude = [\"gen/**\"]\n"),
    ];
    linted(
        &files,
        |_| (),
        |outcome| {
            assert!(ids(outcome).is_empty(), "{:?}", ids(outcome));
            assert_eq!((outcome.hidden, outcome.resources.judged), (1, 1));
            let excluded = "`gen/m` is excluded, and read only where a module call names it";
            assert!(
                outcome.remarks.iter().any(|text| text == excluded),
                "{:?}",
                outcome.remarks
            );
        },
    );
    linted(
        &files[..2],
        |_| (),
        |outcome| assert_eq!(ids(outcome), ["XID101"]),
    );
}

#[test]
fn resources_count_once_however_often_they_exist_and_not_at_all_when_they_never_do() {
    let main = format!(
        "{USER}\
         resource \"aws_iam_user\" \"many\" {{\n  count = 3\n  name = \"m\"\n}}\n\
         resource \"aws_iam_user\" \"never\" {{\n  count = 0\n  name = \"n\"\n}}\n\
         resource \"aws_s3_bucket\" \"b\" {{}}\n"
    );
    linted(
        &[("main.tf", &main)],
        |_| (),
        |outcome| {
            assert_eq!(outcome.resources, Resources { seen: 4, judged: 2 });
        },
    );
}

#[test]
fn remarks_name_each_root_with_its_reason_and_where_its_values_are_from() {
    let files = [
        (
            "live/main.tf",
            "variable \"n\" {}\nmodule \"m\" {\n  source = \"../m\"\n}\n",
        ),
        ("live/terraform.tfvars", "n = 1\n"),
        ("m/main.tf", USER),
    ];
    linted(
        &files,
        |_| (),
        |outcome| {
            assert_eq!(
                outcome.remarks,
                ["`live` is a root: nothing calls it; its variables get values from live/terraform.tfvars"]
            );
        },
    );
    let only_m = |options: &mut Options| options.paths = vec!["m".into()];
    linted(&files, only_m, |outcome| {
        assert_eq!(outcome.remarks, ["`m` is a root: nothing that was read calls it"]);
    });
}

#[test]
fn a_subject_entry_that_matches_nothing_is_counted_and_named_in_the_remarks() {
    let entry = |pattern: &str| format!("[[subject]]\nmatch = \"{pattern}\"\nowner = \"team-x\"\n");
    let hit = entry("aws_iam_user.u");
    linted(
        &[("main.tf", USER), ("extid.toml", &hit)],
        |_| (),
        |outcome| {
            assert_eq!(outcome.unmatched_subjects, 0);
        },
    );
    let miss = entry("aws_iam_user.v");
    linted(
        &[("main.tf", USER), ("extid.toml", &miss)],
        |_| (),
        |outcome| {
            assert_eq!(outcome.unmatched_subjects, 1);
            assert!(
                outcome
                    .remarks
                    .iter()
                    .any(|text| text.contains("`aws_iam_user.v`")),
                "{:?}",
                outcome.remarks
            );
        },
    );
}

#[test]
fn a_declaration_that_cannot_be_read_leaves_nothing_unread() {
    let main = format!("# extid: subject actor=robot\n{USER}");
    linted(
        &[("main.tf", &main)],
        |_| (),
        |outcome| {
            let kinds: Vec<&str> = outcome.problems.iter().map(|one| one.kind.as_str()).collect();
            assert_eq!(kinds, ["declaration"]);
            let notes = crate::report::Summary::of(outcome).notes(crate::report::Listed {
                undecided: false,
                suppressed: false,
                reasons: false,
                undecided_fails: false,
            });
            assert!(notes[0].starts_with("1 problem: all was linted"), "{notes:?}");
        },
    );
}

#[test]
fn a_budget_that_ends_inside_a_template_file_is_a_problem_of_its_root() {
    let main = "resource \"aws_iam_user\" \"u\" {\n  tags = { owner = templatefile(\"${path.module}/t.tftpl\", {}) }\n}\n";
    let line = "%{ for a in range(1000) }%{ for b in range(1000) }%{ for c in range(1000) }x%{ endfor }%{ endfor }%{ endfor }";
    linted(
        &[("envs/main.tf", main), ("envs/t.tftpl", line)],
        |_| (),
        |outcome| {
            let files: Vec<&str> = outcome.problems.iter().map(|one| &*one.file).collect();
            assert!(
                !files.is_empty() && files.iter().all(|file| file.starts_with("envs")),
                "{files:?}"
            );
        },
    );
}
