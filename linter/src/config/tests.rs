//! Finding, extending and refusing policy files.

use governance::Severity;

use super::*;
use crate::source::Memory;

fn read(files: &[(&str, &str)], path: &str) -> Result<Config, Refusal> {
    Config::read(&Memory::of_texts(files.iter().copied()), path)
}

/// The message, help and text at the place of each reason.
fn refused(files: &[(&str, &str)], path: &str) -> Vec<(String, String, String)> {
    let refusal = read(files, path).expect_err("it was accepted");
    let at = |reason: &Reason| refusal.text[reason.span.clone().unwrap_or(0..0)].to_owned();
    refusal
        .reasons
        .iter()
        .map(|r| (r.message.clone(), r.help.clone(), at(r)))
        .collect()
}

#[test]
fn the_nearest_file_upwards_is_found_and_nothing_above_the_fence() {
    let source = Memory::of_texts([("a/extid.toml", ""), ("a/b/c/main.tf", ""), ("d/main.tf", "")]);
    assert_eq!(find(&source, "a/b/c").as_deref(), Some("a/extid.toml"));
    assert_eq!(find(&source, "a").as_deref(), Some("a/extid.toml"));
    assert_eq!(find(&source, "d"), None);
}

#[test]
fn an_unknown_key_is_refused_where_it_stands_with_the_one_that_was_meant() {
    let reasons = refused(&[("extid.toml", "fail_onn = \"error\"\n")], "extid.toml");
    assert_eq!(reasons[0].1, "did you mean `fail-on`?");
    assert_eq!(reasons[0].2, "fail_onn");
}

#[test]
fn unknown_rules_are_refused_wherever_they_are_named() {
    let text = "select = [\"XID9\", \"waiver-expired-or-unaproved\"]\n[rules.XID999]\nseverity = \"info\"\n";
    let reasons = refused(&[("extid.toml", text)], "extid.toml");
    assert_eq!(reasons.len(), 2, "{reasons:?}");
    assert_eq!(reasons[0].1, "did you mean `waiver-expired-or-unapproved`?");
    assert_eq!(reasons[1].2, "XID999");
}

#[test]
fn paths_and_globs_are_relative_to_the_file_that_states_them() {
    let base = "exclude = [\"examples\", \"legacy/**\"]\n";
    let own = "extends = \"../org/base.toml\"\nexclude = [\"gen[0-9]/\"]\n[[root]]\npath = \"prod\"\nvar-files = [\"../p.tfvars\"]\n";
    let config = read(
        &[("org/base.toml", base), ("infra/extid.toml", own)],
        "infra/extid.toml",
    )
    .unwrap();
    let mut globs: Vec<&str> = config
        .file
        .exclude
        .iter()
        .map(|glob| glob.value.as_str())
        .collect();
    globs.sort_unstable();
    assert_eq!(globs, ["infra/**/gen[0-9]", "org/**/examples", "org/legacy/**"]);
    assert_eq!(config.roots[0].path, "infra/prod");
    assert_eq!(config.roots[0].var_files, ["p.tfvars"]);
    assert_eq!(config.files, ["infra/extid.toml".into(), "org/base.toml".into()]);
}

#[test]
fn what_a_file_extends_must_exist_below_the_fence_and_not_extend_it_in_turn() {
    let message = |files: &[(&str, &str)]| refused(files, "a/extid.toml")[0].clone();
    let (text, _, at) = message(&[("a/extid.toml", "extends = \"../../x.toml\"")]);
    assert!(text.contains("above the fence"), "{text}");
    assert_eq!(at, "\"../../x.toml\"");
    let (text, ..) = message(&[("a/extid.toml", "extends = \"no.toml\"")]);
    assert!(
        text.contains("a/no.toml cannot be read: there is no such file"),
        "{text}"
    );
    let (text, ..) = message(&[
        ("a/extid.toml", "extends = \"b.toml\""),
        ("a/b.toml", "extends = \"extid.toml\""),
    ]);
    assert!(text.contains("extends this file in turn"), "{text}");
    let (text, ..) = message(&[("a/extid.toml", "extends = \"extid.toml\"")]);
    assert!(text.contains("in turn"), "{text}");
}

#[test]
fn a_repository_may_tighten_and_not_loosen() {
    let base = "fail-on = \"warning\"\n[rules.waiver-expired-or-unapproved]\nenforced = true\n";
    let tighter = read(
        &[
            ("b.toml", base),
            ("extid.toml", "extends = \"b.toml\"\nfail-on = \"info\"\n"),
        ],
        "extid.toml",
    );
    let config = tighter.unwrap();
    assert_eq!(config.fail_on(), Some(Severity::Info));
    assert_eq!(config.selection.enforced.len(), 1);
    for (key, at) in [
        ("fail-on = \"error\"", "\"error\""),
        (
            "ignore = [\"waiver-expired-or-unapproved\"]",
            "\"waiver-expired-or-unapproved\"",
        ),
    ] {
        let own = format!("extends = \"b.toml\"\n{key}\n");
        let reasons = refused(&[("b.toml", base), ("extid.toml", &own)], "extid.toml");
        assert_eq!(reasons[0].2, at, "{reasons:?}");
    }
}

#[test]
fn an_enforced_rule_can_be_neither_ignored_nor_softened_under_its_other_name() {
    let base = "[rules.XID201]\nseverity = \"error\"\nenforced = true\n";
    for (own, at) in [
        ("ignore = [\"absent-expiry\"]", "\"absent-expiry\""),
        ("[rules.absent-expiry]\nseverity = \"info\"", "\"info\""),
        ("[rules.absent-expiry]\nenforced = false", "false"),
    ] {
        let own = format!("extends = \"b.toml\"\n{own}\n");
        let reasons = refused(&[("b.toml", base), ("extid.toml", &own)], "extid.toml");
        assert_eq!(reasons[0].2, at, "{reasons:?}");
    }
}

#[test]
fn a_glob_that_is_none_is_refused() {
    let reasons = refused(&[("extid.toml", "exclude = [\"a[\"]\n")], "extid.toml");
    assert!(reasons[0].0.starts_with("this is not a glob"), "{reasons:?}");
}

#[test]
fn a_file_outside_of_the_fence_stands_alone() {
    assert!(Config::of_text("/org/extid.toml", "persona = \"auditor\"\n".to_owned()).is_ok());
    assert!(Config::of_text("/org/extid.toml", "extends = \"x.toml\"\n".to_owned()).is_err());
}

#[test]
fn the_schema_accepts_what_the_reader_accepts_and_refuses_what_it_refuses() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let valid = |text: &str| {
        let table: serde_json::Value = serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap();
        validator.is_valid(&table)
    };
    for text in [
        "",
        "profile = \"strict\"\nselect = [\"XID2\"]\n",
        "[suppressions]\nmax-days = 30\n",
        "[rules.XID904]\nenforced = true\n",
        "[[root]]\npath = \"prod\"\n[[subject]]\nmatch = \"a.*\"\nactor_type = \"ai_agent\"\n",
        "[provider]\nanything = 1\n",
    ] {
        assert!(
            policy_file::parse(text).1.is_empty(),
            "the reader refuses {text:?}"
        );
        assert!(valid(text), "the schema refuses {text:?}");
    }
    for text in [
        "profil = \"strict\"\n",
        "profile = \"lax\"\n",
        "[suppressions]\nmax-days = 0\n",
        "[[root]]\nworkspace = \"x\"\n",
        "[limits.robot]\n",
        "[[subject]]\nmatch = \"a\"\nactor_type = \"robot\"\n",
    ] {
        assert!(
            !policy_file::parse(text).1.is_empty(),
            "the reader accepts {text:?}"
        );
        assert!(!valid(text), "the schema accepts {text:?}");
    }
}

#[test]
fn what_is_said_twice_under_two_names_is_refused() {
    let text = "[rules.XID101]\nseverity = \"info\"\n[rules.missing-owner]\nenforced = true\n";
    let reasons = refused(&[("extid.toml", text)], "extid.toml");
    assert_eq!(reasons[0].0, "`[rules.…]` speaks of missing-owner a second time");
    let one = "[[subject]]\nmatch = \"a.b\"\nowner = \"x\"\n";
    let reasons = refused(&[("extid.toml", &format!("{one}{one}"))], "extid.toml");
    assert_eq!(reasons[0].0, "`[[subject]]` speaks of `a.b` a second time");
}
