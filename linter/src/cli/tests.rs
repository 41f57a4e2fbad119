//! The command line against a pipeline that says what it was asked.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use governance::{Persona, Severity};

use super::{Surroundings, run};
use crate::load::Assignment;
use crate::load::SourceMap;
use crate::load::Span;
use crate::options::{Options, UsageError};
use crate::redaction::Redaction;
use crate::report::sample::{ABSENT_EXPIRY, finding, place};
use crate::report::{Outcome, Resources};
use crate::source::Source;

thread_local! {
    /// What the pipeline of this test was last asked for.
    static ASKED: RefCell<Option<Options>> = const { RefCell::new(None) };
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of every pipeline")]
fn clean<'s>(source: &'s dyn Source, options: &Options) -> Result<Outcome<'s>, UsageError> {
    ASKED.set(Some(options.clone()));
    Ok(Outcome {
        findings: Vec::new(),
        undecided: Vec::new(),
        problems: Vec::new(),
        not_installed: 0,
        files: 1,
        roots: 1,
        hidden: 0,
        resources: Resources::default(),
        unmatched_subjects: 0,
        redaction: Redaction::default(),
        remarks: Vec::new(),
        policy_files: Vec::new(),
        not_terraform: Vec::new(),
        as_of: options.as_of,
        map: SourceMap::default(),
        source,
    })
}

fn one_finding<'s>(source: &'s dyn Source, options: &Options) -> Result<Outcome<'s>, UsageError> {
    let mut outcome = clean(source, options)?;
    outcome.findings = vec![finding(
        ABSENT_EXPIRY,
        "it never ends",
        place(Span::new(0, 0), "no expiry"),
    )];
    Ok(outcome)
}

struct Run {
    code: u8,
    out: String,
    err: String,
    asked: Option<Options>,
}

/// A repository in a temporary directory: `.git`, `infra/main.tf`, and what is given.
fn repository(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    fs::create_dir(directory.path().join(".git")).unwrap();
    for (path, text) in [("infra/main.tf", "")].iter().chain(files) {
        let path = directory.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    directory
}

fn extid_lint(directory: &Path, arguments: &[&str], env: &[(&str, &str)], lint: super::Lint) -> Run {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    ASKED.set(None);
    let mut around = Surroundings {
        env: env
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect::<BTreeMap<_, _>>(),
        directory: directory.to_owned(),
        now: "2026-12-01T00:00:00Z".parse().unwrap(),
        stdin: &mut &b"from stdin"[..],
        stdout: &mut out,
        stderr: &mut err,
        stdout_is_terminal: false,
        stderr_is_terminal: false,
        width: None,
        save: &|path, text| fs::write(path, text),
    };
    let arguments = ["extid-lint"].iter().chain(arguments).map(Into::into);
    let code = run(arguments, &mut around, lint).code();
    Run {
        code,
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
        asked: ASKED.take(),
    }
}

fn asked(directory: &Path, arguments: &[&str], env: &[(&str, &str)]) -> Options {
    let run = extid_lint(directory, arguments, env, clean);
    run.asked
        .unwrap_or_else(|| panic!("{arguments:?}: {}{}", run.out, run.err))
}

#[test]
fn without_arguments_the_working_directory_is_linted_with_the_defaults() {
    let repository = repository(&[]);
    let options = asked(&repository.path().join("infra"), &[], &[]);
    assert_eq!(options.paths, ["infra".into()]);
    assert_eq!(options.as_of.to_string(), "2026-12-01T00:00:00Z");
    assert_eq!(
        (options.min_severity, options.persona),
        (Severity::Info, Persona::Regular)
    );
    assert_eq!(options.max_days, 90);
}

#[test]
fn variables_come_in_the_order_of_the_command_line_and_from_the_environment() {
    let repository = repository(&[("a.tfvars", ""), ("infra/b.tfvars", "")]);
    let arguments = [
        "--var",
        "x=1",
        "--var-file",
        "a.tfvars",
        "--var",
        "y=a=b",
        "--var-file=infra/b.tfvars",
    ];
    let env = [
        ("TF_VAR_z", "3"),
        ("TF_WORKSPACE", "prod"),
        ("TF_DATA_DIR", ".tf"),
        ("HOME", "/"),
    ];
    let options = asked(repository.path(), &arguments, &env);
    let expected = [
        Assignment::Var("x".into(), "1".into()),
        Assignment::VarFile("a.tfvars".into()),
        Assignment::Var("y".into(), "a=b".into()),
        Assignment::VarFile("infra/b.tfvars".into()),
    ];
    assert_eq!(options.assignments, expected);
    assert_eq!(options.env_vars, [("z".into(), "3".into())]);
    assert_eq!(options.workspace.as_deref(), Some("prod"));
    assert_eq!(options.data_dir.as_deref(), Some(".tf"));
}

#[test]
fn the_instant_is_a_date_an_instant_or_the_epoch_of_the_build() {
    let repository = repository(&[]);
    let epoch = [("SOURCE_DATE_EPOCH", "0")];
    let at =
        |arguments: &[&str], env: &[(&str, &str)]| asked(repository.path(), arguments, env).as_of.to_string();
    assert_eq!(at(&["--as-of", "2027-01-01"], &epoch), "2027-01-01T00:00:00Z");
    assert_eq!(
        at(&["--as-of", "2027-01-01T01:00:00+01:00"], &[]),
        "2027-01-01T00:00:00Z"
    );
    assert_eq!(at(&[], &epoch), "1970-01-01T00:00:00Z");
    for (arguments, env) in [
        (&["--as-of", "soon"][..], &[][..]),
        (&[], &[("SOURCE_DATE_EPOCH", "x")]),
    ] {
        let run = extid_lint(repository.path(), arguments, env, clean);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.asked.is_none());
    }
}

#[test]
fn wrong_use_is_code_2_and_names_what_was_probably_meant() {
    let repository = repository(&[]);
    for (arguments, words) in [
        (
            &["--select", "waiver-expired-or-unaproved"][..],
            "did you mean `waiver-expired-or-unapproved`?",
        ),
        (&["--ignore", "nonsense"], "`extid-lint rules` lists them"),
        (&["-f", "serif"], "did you mean `sarif`?"),
        (
            &["-f", "json", "-f", "compact"],
            "cannot both go to standard output",
        ),
        (&["-f", "json="], "write `json=FILE`"),
        (&["nowhere"], "nowhere does not exist"),
        (&["explan"], "did you mean the subcommand `explain`?"),
        (&["explain", "waiver"], "no rule is called `waiver`"),
        (&["--var-file", "/"], "lies outside of"),
        (&["--var", "secret"], "not of the form NAME=VALUE"),
        (
            &["--var-file", "no.tfvars"],
            "--var-file: no.tfvars does not exist",
        ),
        (&["--config", "no.toml"], "no.toml cannot be read"),
        (&["-"], "--stdin-filename"),
        (
            &["-", "--stdin-filename", "/nowhere/x.tf"],
            "the directory of /nowhere/x.tf",
        ),
        (&["--select", "X"], "no rule is called `X`"),
        (&["--stdin-filename", "x.tf"], "write `-` as the path"),
        (&["--chdir", "nowhere"], "there is no directory nowhere"),
        (&["--fail-on", "errr"], "tip: a similar value exists: 'error'"),
        (&["--config", "x", "--no-config"], "cannot be used with"),
    ] {
        let run = extid_lint(repository.path(), arguments, &[], clean);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.err);
        assert!(run.err.contains(words), "{arguments:?}: {}", run.err);
        assert!(
            run.out.is_empty() && run.asked.is_none(),
            "{arguments:?} was linted"
        );
    }
}

#[test]
fn the_policy_file_speaks_unless_the_command_line_does() {
    let toml =
        "persona = \"auditor\"\nmin-severity = \"warning\"\nfail-on = \"error\"\nexclude = [\"vendor\"]\n";
    let repository = repository(&[("extid.toml", toml)]);
    let options = asked(&repository.path().join("infra"), &[], &[]);
    assert_eq!(
        (options.persona, options.min_severity),
        (Persona::Auditor, Severity::Warning)
    );
    assert_eq!(options.exclude, ["**/vendor".into()]);
    let options = asked(repository.path(), &["-p", "--min-severity=info"], &[]);
    assert_eq!(
        (options.persona, options.min_severity),
        (Persona::Pedantic, Severity::Info)
    );
    let options = asked(repository.path(), &["--no-config"], &[]);
    assert!(options.exclude.is_empty());
    assert_eq!(options.persona, Persona::Regular);
}

#[test]
fn standard_input_lies_over_the_file_it_stands_for() {
    fn reads<'s>(source: &'s dyn Source, options: &Options) -> Result<Outcome<'s>, UsageError> {
        assert_eq!(source.read(&options.paths[0], 100).unwrap(), b"from stdin");
        clean(source, options)
    }
    let repository = repository(&[]);
    let arguments = ["-", "--stdin-filename", "infra/main.tf"];
    let run = extid_lint(repository.path(), &arguments, &[], reads);
    assert_eq!(
        (run.code, run.asked.unwrap().paths),
        (0, vec!["infra/main.tf".into()])
    );
}

#[test]
fn findings_decide_the_code_and_formats_do_not() {
    let repository = repository(&[]);
    let code = |arguments: &[&str]| extid_lint(repository.path(), arguments, &[], one_finding).code;
    for format in ["full", "compact", "json", "sarif"] {
        assert_eq!(code(&["-f", format]), 1, "{format}");
    }
    assert_eq!(code(&["--exit-zero"]), 0);
    assert_eq!(extid_lint(repository.path(), &[], &[], clean).code, 0);
}

#[test]
fn the_inventory_profile_fails_nothing() {
    let repository = repository(&[("extid.toml", "profile = \"inventory\"\n")]);
    let run = extid_lint(repository.path(), &[], &[], one_finding);
    assert_eq!(run.code, 0);
    assert!(run.out.contains("it never ends"), "{}", run.out);
    let verbose = extid_lint(repository.path(), &["-v"], &[], one_finding);
    assert!(verbose.out.contains("`inventory` is in force"), "{}", verbose.out);
    assert_eq!(
        extid_lint(repository.path(), &["--fail-on", "warning"], &[], one_finding).code,
        1
    );
}

#[test]
fn reports_go_to_files_beside_the_one_that_is_printed() {
    let repository = repository(&[]);
    let run = extid_lint(
        repository.path(),
        &["-f", "compact", "-f", "sarif=out.sarif"],
        &[],
        one_finding,
    );
    assert!(
        run.out.starts_with("-: error[XID201]") || run.out.contains("error[XID201]"),
        "{}",
        run.out
    );
    let sarif = fs::read_to_string(repository.path().join("out.sarif")).unwrap();
    assert!(sarif.contains("\"2.1.0\""));
    let env = [("EXTID_LINT_FORMAT", "json")];
    assert!(
        extid_lint(repository.path(), &[], &env, clean)
            .out
            .starts_with('{')
    );
    assert!(
        !extid_lint(repository.path(), &["-f", "full"], &env, clean)
            .out
            .starts_with('{')
    );
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    struct Gone;
    impl io::Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }
    let repository = repository(&[]);
    for (arguments, expected) in [(&[][..], 1), (&["rules"], 0), (&["schema"], 0), (&["--help"], 0)] {
        let mut err = Vec::new();
        let mut around = Surroundings {
            env: BTreeMap::new(),
            directory: repository.path().to_owned(),
            now: "2026-12-01T00:00:00Z".parse().unwrap(),
            stdin: &mut io::empty(),
            stdout: &mut Gone,
            stderr: &mut err,
            stdout_is_terminal: false,
            stderr_is_terminal: false,
            width: None,
            save: &|_, _| Ok(()),
        };
        let arguments = ["extid-lint"].iter().chain(arguments).map(Into::into);
        assert_eq!(run(arguments, &mut around, one_finding).code(), expected);
        assert!(err.is_empty(), "{}", String::from_utf8_lossy(&err));
    }
}

#[test]
fn help_has_the_exit_codes_the_formats_and_examples() {
    let repository = repository(&[]);
    let run = extid_lint(repository.path(), &["--help"], &[], clean);
    assert_eq!(run.code, 0);
    for words in [
        "Exit codes:",
        "  4  something could not be read",
        "sarif    SARIF 2.1.0",
        "Examples:",
        "Configuration:",
    ] {
        assert!(run.out.contains(words), "{words:?} is missing from {}", run.out);
    }
    assert_eq!(
        extid_lint(repository.path(), &["-V"], &[], clean).out,
        format!("extid-lint {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn a_directory_named_like_a_subcommand_can_be_linted() {
    let repository = repository(&[("rules/main.tf", "")]);
    assert!(
        extid_lint(repository.path(), &["rules"], &[], clean)
            .out
            .contains("XID904")
    );
    assert_eq!(
        asked(repository.path(), &["./rules"], &[]).paths,
        ["rules".into()]
    );
}

#[test]
fn settings_are_shown_without_linting_and_without_values_of_variables() {
    let repository = repository(&[("extid.toml", "ignore = [\"XID9\"]\n")]);
    let run = extid_lint(
        repository.path(),
        &["--show-settings", "--var", "token=hunter2"],
        &[],
        clean,
    );
    assert_eq!(run.code, 0);
    assert!(run.asked.is_none(), "it was linted");
    assert!(run.out.contains("policy file        extid.toml"), "{}", run.out);
    assert!(
        run.out.contains("not XID904") || run.out.contains("XID904"),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("token") && !run.out.contains("hunter2"),
        "{}",
        run.out
    );
}

#[test]
fn a_refused_policy_file_shows_its_line_and_a_suggestion() {
    let repository = repository(&[("infra/extid.toml", "# ours\npersonna = \"auditor\"\n")]);
    let run = extid_lint(&repository.path().join("infra"), &[], &[], clean);
    assert_eq!(run.code, 2);
    for words in [
        "infra/extid.toml:2:1",
        "personna = \"auditor\"",
        "did you mean `persona`?",
    ] {
        assert!(run.err.contains(words), "{words:?} is missing from {}", run.err);
    }
    assert!(run.asked.is_none() && run.out.is_empty());
}

#[test]
fn people_see_paths_from_where_they_stand_and_machines_from_the_fence() {
    fn broken<'s>(source: &'s dyn Source, options: &Options) -> Result<Outcome<'s>, UsageError> {
        let mut outcome = clean(source, options)?;
        outcome.problems = vec![crate::problem::Problem {
            kind: crate::problem::ProblemKind::Syntax,
            file: "infra/main.tf".into(),
            span: None,
            message: "unclosed".to_owned(),
            help: "close it".to_owned(),
        }];
        Ok(outcome)
    }
    let repository = repository(&[("org/a.tf", "")]);
    let shown = |directory: &str, format: &str| {
        extid_lint(
            &repository.path().join(directory),
            &["..", "-f", format],
            &[],
            broken,
        )
        .out
    };
    assert!(
        shown("infra", "compact").starts_with("main.tf: problem"),
        "{}",
        shown("infra", "compact")
    );
    assert!(
        shown("org", "full").contains("../infra/main.tf: unclosed"),
        "{}",
        shown("org", "full")
    );
    assert!(shown("org", "json").contains("\"path\": \"infra/main.tf\""));
}

#[test]
fn completions_know_the_flags() {
    let repository = repository(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = extid_lint(repository.path(), &["completions", shell], &[], clean);
        assert!(run.out.contains("fail-on-undecided"), "{shell}");
    }
}

#[test]
fn a_report_never_takes_the_place_of_a_source_or_of_another_report() {
    let repository = repository(&[]);
    for (arguments, said) in [
        (&["-f", "json=infra/main.tf"][..], "write over a Terraform file"),
        (&["-f", "json=x.tfvars.json"], "write over a Terraform file"),
        (&["-f", "json=extid.toml"], "write over"),
        (
            &["-f", "compact=o1", "-f", "json=./o1"],
            "cannot both be written to ./o1",
        ),
        (
            &["-f", "compact=-", "-f", "json"],
            "cannot both go to standard output",
        ),
    ] {
        let run = extid_lint(repository.path(), arguments, &[], clean);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.err.contains(said), "{arguments:?}: {}", run.err);
        assert!(run.asked.is_none(), "{arguments:?} was linted");
    }
    assert_eq!(
        fs::read_to_string(repository.path().join("infra/main.tf")).unwrap(),
        ""
    );
    let run = extid_lint(repository.path(), &["-f", "json=-"], &[], clean);
    assert!(run.out.starts_with('{'), "{}", run.out);
    assert!(!repository.path().join("-").exists());
}

#[test]
fn a_file_that_is_not_terraform_is_named_and_its_directory_is_not_linted_for_it() {
    let repository = repository(&[("infra/x.txt", "")]);
    let options = asked(repository.path(), &["infra/x.txt", "infra/main.tf"], &[]);
    assert_eq!(options.paths, ["infra/main.tf".into()]);
    let run = extid_lint(repository.path(), &["infra/x.txt"], &[], clean);
    assert_eq!(run.asked.map(|options| options.paths.len()), Some(0));
    assert!(
        run.out.contains("infra/x.txt is not a Terraform file"),
        "{}",
        run.out
    );
}

#[test]
fn a_run_without_rules_is_wrong_use() {
    let repository = repository(&[]);
    let arguments = ["--select", "XID101", "--ignore", "XID101"];
    let run = extid_lint(repository.path(), &arguments, &[], clean);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("no rule is left to run"), "{}", run.err);
}

#[test]
fn verbose_names_the_policy_file_and_a_link_out_of_the_fence_is_refused() {
    let repository = repository(&[("infra/extid.toml", "")]);
    let run = extid_lint(repository.path(), &["-v", "infra"], &[], clean);
    assert!(
        run.out.contains("the policy file is infra/extid.toml"),
        "{}",
        run.out
    );
    let json = extid_lint(repository.path(), &["-f", "json", "infra"], &[], clean).out;
    assert!(json.contains("\"infra/extid.toml\""), "{json}");
    let run = extid_lint(repository.path(), &["-v"], &[], clean);
    assert!(run.out.contains("there is no policy file"), "{}", run.out);
    #[cfg(unix)]
    {
        let elsewhere = tempfile::tempdir().unwrap();
        fs::write(elsewhere.path().join("extid.toml"), "").unwrap();
        for target in [elsewhere.path().join("extid.toml"), elsewhere.path().join("gone")] {
            let link = repository.path().join("extid.toml");
            std::os::unix::fs::symlink(&target, &link).unwrap();
            let run = extid_lint(repository.path(), &[], &[], clean);
            assert_eq!(run.code, 2, "{target:?}: {}", run.out);
            assert!(run.err.contains("extid.toml cannot be read"), "{}", run.err);
            fs::remove_file(&link).unwrap();
        }
    }
}

#[test]
fn the_workspace_is_unknown_unless_something_says_it() {
    let repository = repository(&[]);
    let shown = |env: &[(&str, &str)]| extid_lint(repository.path(), &["--show-settings"], env, clean).out;
    assert!(
        shown(&[]).contains("workspace          unknown"),
        "{}",
        shown(&[])
    );
    assert!(shown(&[("TF_WORKSPACE", "prod")]).contains("workspace          prod"));
}
