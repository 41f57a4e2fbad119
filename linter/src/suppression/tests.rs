//! Comments against findings, over trees that the loader has read.

use governance::Severity;

use super::*;
use crate::load::{Request, Span, load};
use crate::report::sample::{ABSENT_EXPIRY, MISSING_OWNER, evidence, finding, place};
use crate::source::Memory;

const AS_OF: &str = "2026-12-01T10:00:00Z";

struct Case {
    source: Memory,
    tree: Tree,
}

impl Case {
    fn of(files: &[(&str, &str)]) -> Self {
        let source = Memory::of_texts(files.iter().copied());
        let request = Request {
            paths: vec![String::new()],
            ..Request::default()
        };
        let tree = load(&source, &request);
        assert!(tree.problems.is_empty(), "{:?}", tree.problems);
        Self { source, tree }
    }

    fn span(&self, path: &str, needle: &str) -> Span {
        let file = self
            .tree
            .map
            .files()
            .iter()
            .find(|file| &*file.path == path)
            .expect("the file was read");
        let text = crate::source::Source::read(&self.source, path, 1 << 20).expect("the file is there");
        let at = String::from_utf8(text)
            .expect("UTF-8")
            .find(needle)
            .expect("the text is in the file");
        let start = file.base + u32::try_from(at).expect("a small file");
        Span::new(start, start + u32::try_from(needle.len()).expect("a small file"))
    }

    fn finding(&self, rule: RuleId, path: &str, needle: &str) -> Finding {
        finding(rule, "it never ends", place(self.span(path, needle), ""))
    }

    fn suppress(&self, findings: Vec<Finding>) -> Suppression {
        self.suppress_with(findings, &[], &|_| false, &|_| true)
    }

    fn suppress_with(
        &self,
        findings: Vec<Finding>,
        undecided: &[Undecided],
        enforced: &dyn Fn(RuleId) -> bool,
        asked: &dyn Fn(RuleId) -> bool,
    ) -> Suppression {
        let terms = Terms {
            as_of: AS_OF.parse().expect("an instant"),
            max_days: 90,
            enforced,
            asked,
        };
        suppress(findings, undecided, &[], &self.tree, &terms)
    }
}

/// `evidence` of each violation.
fn violations(suppression: &Suppression) -> Vec<&str> {
    suppression
        .violations
        .iter()
        .map(|one| one.instances[0].evidence.as_str())
        .collect()
}

const GOOD: &str = "until=2026-12-31 replaced in ticket 4711";

#[test]
fn a_comment_accepts_at_its_line_the_line_below_and_the_header_of_every_block_around() {
    let at = |comment: &str| format!("# extid: ignore[{comment}] {GOOD}");
    let c = at("absent-expiry");
    for text in [
        format!("resource \"a\" \"b\" {{\n  nested {{\n    x = 1 {c}\n  }}\n}}\n"),
        format!("resource \"a\" \"b\" {{\n  nested {{\n    {c}\n    x = 1\n  }}\n}}\n"),
        format!("resource \"a\" \"b\" {{\n  nested {{ {c}\n    x = 1\n  }}\n}}\n"),
        format!("resource \"a\" \"b\" {{\n  {c}\n  nested {{\n    x = 1\n  }}\n}}\n"),
        format!("resource \"a\" \"b\" {{ {c}\n  nested {{\n    x = 1\n  }}\n}}\n"),
        format!("{c}\nresource \"a\" \"b\" {{\n  nested {{\n    x = 1\n  }}\n}}\n"),
        format!("{c}\n# another comment\nresource \"a\" \"b\" {{\n  nested {{\n    x = 1\n  }}\n}}\n"),
        format!(
            "/* extid: ignore[XID201] {GOOD} */\nresource \"a\" \"b\" {{\n  nested {{\n    x = 1\n  }}\n}}\n"
        ),
        format!(
            "// extid: ignore[XID101, xid201] {GOOD}\nresource \"a\" \"b\" {{\n  nested {{\n    x = 1\n  }}\n}}\n"
        ),
    ] {
        let case = Case::of(&[("main.tf", &text)]);
        let done = case.suppress(vec![case.finding(ABSENT_EXPIRY, "main.tf", "x = 1")]);
        let suppressed = done.findings[0].suppressed.as_ref();
        assert_eq!(
            suppressed.map(|s| s.reason.as_str()),
            Some("replaced in ticket 4711"),
            "{text}"
        );
        assert_eq!(suppressed.and_then(|s| s.until.as_deref()), Some("2026-12-31"));
    }
}

#[test]
fn a_comment_elsewhere_or_of_another_rule_accepts_nothing_and_is_unused() {
    for text in [
        format!("# extid: ignore[absent-expiry] {GOOD}\n\nresource \"a\" \"b\" {{\n  x = 1\n}}\n"),
        format!("resource \"a\" \"b\" {{\n  x = 1\n  y = 2 # extid: ignore[absent-expiry] {GOOD}\n}}\n"),
        format!("resource \"a\" \"b\" {{\n  x = 1\n}} # extid: ignore[absent-expiry] {GOOD}\n"),
        format!(
            "resource \"a\" \"b\" {{\n  x = 1\n}}\n# extid: ignore[absent-expiry] {GOOD}\nresource \"c\" \"d\" {{}}\n"
        ),
    ] {
        let case = Case::of(&[("main.tf", &text)]);
        let done = case.suppress(vec![case.finding(ABSENT_EXPIRY, "main.tf", "x = 1")]);
        assert!(done.findings[0].suppressed.is_none(), "{text}");
        assert_eq!(violations(&done), ["unused=XID201"], "{text}");
        assert_eq!(done.violations[0].severity, Severity::Warning);
    }
    let text = format!(
        "# extid: ignore[missing-owner, absent-expiry] {GOOD}\nresource \"a\" \"b\" {{\n  x = 1\n}}\n"
    );
    let case = Case::of(&[("main.tf", &text)]);
    let done = case.suppress(vec![case.finding(ABSENT_EXPIRY, "main.tf", "x = 1")]);
    assert!(done.findings[0].suppressed.is_some());
    assert_eq!(violations(&done), ["unused=XID101"], "each rule is judged alone");
}

#[test]
fn a_comment_on_a_module_call_accepts_the_instances_of_that_call_only() {
    let main = format!(
        "# extid: ignore[absent-expiry] {GOOD}\nmodule \"old\" {{\n  source = \"./m\"\n}}\nmodule \"new\" {{\n  source = \"./m\"\n}}\n"
    );
    let case = Case::of(&[
        ("main.tf", &main),
        ("m/main.tf", "resource \"a\" \"b\" {\n  x = 1\n}\n"),
    ]);
    let called = |name: &str| Evidence {
        calls: Arc::from([case.span("main.tf", &format!("module \"{name}\""))]),
        ..evidence(&format!(".//module.{name}.a.b"))
    };
    let of = |instances: Vec<Evidence>| Finding {
        instances,
        ..case.finding(ABSENT_EXPIRY, "m/main.tf", "x = 1")
    };
    let done = case.suppress(vec![of(vec![called("new"), called("old")])]);
    let states: Vec<(bool, &str)> = done
        .findings
        .iter()
        .map(|f| (f.suppressed.is_some(), f.instances[0].instance.as_str()))
        .collect();
    assert_eq!(
        states,
        [(true, ".//module.old.a.b"), (false, ".//module.new.a.b")]
    );
    assert_eq!(done.findings[0].fingerprint, done.findings[1].fingerprint);
    assert!(done.violations.is_empty(), "{:?}", violations(&done));

    let other = Evidence {
        message: Some("another".to_owned()),
        ..called("new")
    };
    let done = case.suppress(vec![of(vec![other, called("old")])]);
    assert_eq!(
        (
            done.findings[1].message.as_str(),
            &done.findings[1].instances[0].message
        ),
        ("another", &None),
        "the open part says what is true of it"
    );

    let done = case.suppress(vec![of(vec![called("old")])]);
    assert_eq!(done.findings.len(), 1);
    assert!(done.findings[0].suppressed.is_some());

    let done = case.suppress(vec![of(vec![called("new")])]);
    assert!(done.findings[0].suppressed.is_none());
    assert_eq!(violations(&done), ["unused=XID201"]);
}

#[test]
fn ignore_file_accepts_in_the_whole_file_from_its_header_comment_only() {
    let text = format!(
        "# ours\n# extid: ignore-file[absent-expiry] {GOOD}\n\nresource \"a\" \"b\" {{\n  x = 1\n}}\n"
    );
    let case = Case::of(&[
        ("main.tf", &text),
        ("other.tf", "resource \"c\" \"d\" {\n  y = 1\n}\n"),
    ]);
    let findings = vec![
        case.finding(ABSENT_EXPIRY, "main.tf", "x = 1"),
        case.finding(MISSING_OWNER, "main.tf", "x = 1"),
        case.finding(ABSENT_EXPIRY, "other.tf", "y = 1"),
    ];
    let done = case.suppress(findings);
    let suppressed: Vec<bool> = done
        .findings
        .iter()
        .map(|finding| finding.suppressed.is_some())
        .collect();
    assert_eq!(suppressed, [true, false, false]);
    assert!(done.violations.is_empty(), "{:?}", violations(&done));

    let text = format!("resource \"a\" \"b\" {{\n  x = 1\n}}\n# extid: ignore-file[absent-expiry] {GOOD}\n");
    let case = Case::of(&[("main.tf", &text)]);
    let done = case.suppress(vec![case.finding(ABSENT_EXPIRY, "main.tf", "x = 1")]);
    assert!(done.findings[0].suppressed.is_none());
    assert_eq!(violations(&done), ["place=below-header"]);
}

#[test]
fn an_exception_that_breaks_the_rules_accepts_nothing_and_is_a_finding() {
    for (directive, expected) in [
        ("ignore[absent-expiry] until=2026-12-31", "reason=absent"),
        ("ignore[absent-expiry] until=2026-12-31 --", "reason=absent"),
        ("ignore[absent-expiry] because", "until=absent"),
        ("ignore[absent-expiry]", "until=absent reason=absent"),
        ("ignore[absent-expiry] until=soon because", "until=malformed"),
        ("ignore[absent-expiry] until=2026-11-30 because", "until=past"),
        ("ignore[absent-expiry] until=2027-03-02 because", "until=too-far"),
        (
            "ignore[absent-expiri] until=2026-12-31 because",
            "rule=absent-expiri",
        ),
        ("ignore[*] until=2026-12-31 because", "wildcard=*"),
        ("ignore[XID2] until=2026-12-31 because", "wildcard=XID2"),
        ("ignore[all] until=2026-12-31 because", "wildcard=all"),
        ("ignore[XID904] until=2026-12-31 because", "enforced=XID904"),
        ("ignore until=2026-12-31 because", "malformed"),
        ("ignoer[absent-expiry] until=2026-12-31 because", "malformed"),
        (
            "ignore[absent-expiry] until=2026-12-31 until=2026-12-30 because",
            "malformed",
        ),
    ] {
        let text = format!("# extid: {directive}\nresource \"a\" \"b\" {{\n  x = 1\n}}\n");
        let case = Case::of(&[("main.tf", &text)]);
        let done = case.suppress(vec![case.finding(ABSENT_EXPIRY, "main.tf", "x = 1")]);
        assert!(done.findings[0].suppressed.is_none(), "{directive} was accepted");
        assert_eq!(violations(&done), [expected], "{directive}");
        let violation = &done.violations[0];
        assert_eq!(
            (violation.rule.id, violation.severity),
            ("XID904", Severity::Error),
            "{directive}"
        );
        assert_eq!(&*violation.subject, "a.b");
        assert!(!violation.help.is_empty() && !violation.message.is_empty());
    }
}

#[test]
fn the_last_day_and_the_farthest_day_are_still_good() {
    for until in ["2026-12-01", "2027-03-01"] {
        let text = format!(
            "# extid: ignore[absent-expiry] until={until} because\nresource \"a\" \"b\" {{\n  x = 1\n}}\n"
        );
        let case = Case::of(&[("main.tf", &text)]);
        let done = case.suppress(vec![case.finding(ABSENT_EXPIRY, "main.tf", "x = 1")]);
        assert!(
            done.findings[0].suppressed.is_some(),
            "{until}: {:?}",
            violations(&done)
        );
    }
}

#[test]
fn enforced_rules_cannot_be_ignored() {
    let text = format!("# extid: ignore[absent-expiry] {GOOD}\nresource \"a\" \"b\" {{\n  x = 1\n}}\n");
    let case = Case::of(&[("main.tf", &text)]);
    let findings = vec![case.finding(ABSENT_EXPIRY, "main.tf", "x = 1")];
    let done = case.suppress_with(findings, &[], &|rule| rule == ABSENT_EXPIRY, &|_| true);
    assert!(done.findings[0].suppressed.is_none());
    assert_eq!(violations(&done), ["enforced=XID201"]);
}

#[test]
fn a_comment_is_not_unused_where_its_rule_is_undecided_or_was_not_asked() {
    let text = format!("# extid: ignore[absent-expiry] {GOOD}\nresource \"a\" \"b\" {{\n  x = 1\n}}\n");
    let case = Case::of(&[("main.tf", &text)]);
    let undecided = Undecided {
        rule: ABSENT_EXPIRY,
        instance: ".//a.b".to_owned(),
        field: Arc::from("expires_at"),
        why: "var.x has no value".to_owned(),
        span: Some(case.span("main.tf", "x = 1")),
        persona: Persona::Regular,
    };
    assert_eq!(violations(&case.suppress(Vec::new())), ["unused=XID201"]);
    let spared = case.suppress_with(Vec::new(), &[undecided], &|_| false, &|_| true);
    assert!(spared.violations.is_empty());
    let not_asked = case.suppress_with(Vec::new(), &[], &|_| false, &|rule| rule != ABSENT_EXPIRY);
    assert!(not_asked.violations.is_empty());
}

#[test]
fn what_could_not_be_read_may_hold_what_a_comment_is_for() {
    let text = format!("# extid: ignore[absent-expiry] {GOOD}\nresource \"a\" \"b\" {{\n  x = 1\n}}\n");
    let case = Case::of(&[("main.tf", &text)]);
    let problem = Problem {
        kind: crate::problem::ProblemKind::Syntax,
        file: Arc::from("main.tf"),
        span: None,
        message: String::new(),
        help: String::new(),
    };
    let terms = Terms {
        as_of: AS_OF.parse().unwrap(),
        max_days: 90,
        enforced: &|_| false,
        asked: &|_| true,
    };
    assert!(
        suppress(Vec::new(), &[], &[problem], &case.tree, &terms)
            .violations
            .is_empty()
    );
}

#[test]
fn equal_mistakes_in_one_block_are_two_findings_with_fingerprints_that_stay() {
    let text = "resource \"a\" \"b\" {\n  x = 1 # extid: ignore[absent-expiry]\n  y = 2 # extid: ignore[absent-expiry]\n}\n";
    let prints = |text: &str| -> Vec<String> {
        let done = Case::of(&[("main.tf", text)]).suppress(Vec::new());
        done.violations
            .iter()
            .map(|one| one.fingerprint.to_string())
            .collect()
    };
    let before = prints(text);
    assert_eq!(before.len(), 2);
    assert_eq!(before.iter().collect::<std::collections::BTreeSet<_>>().len(), 2);
    assert_eq!(prints(&format!("\n\n{text}")), before, "lines moved");
}

#[test]
fn a_comment_in_json_syntax_speaks_for_its_object() {
    let text = format!(
        "{{\"resource\": {{\"a\": {{\"b\": {{\n  \"//\": \"extid: ignore[absent-expiry] {GOOD}\",\n  \"x\": 1\n}}}}}}}}\n"
    );
    let case = Case::of(&[("main.tf.json", &text)]);
    let header = case.tree.modules[0].blocks[0].header;
    let done = case.suppress(vec![finding(ABSENT_EXPIRY, "it never ends", place(header, ""))]);
    assert!(done.findings[0].suppressed.is_some(), "{:?}", violations(&done));
}

#[test]
fn what_two_comments_accept_are_two_findings_each_with_its_own_reason_and_instances() {
    let main = "\
# extid: ignore[absent-expiry] until=2026-12-31 reason one
module \"a\" { source = \"./m\" }
# extid: ignore[absent-expiry] until=2026-12-30 reason two
module \"b\" { source = \"./m\" }
module \"c\" { source = \"./m\" }
";
    let case = Case::of(&[
        ("main.tf", main),
        ("m/main.tf", "resource \"a\" \"b\" {\n  x = 1\n}\n"),
    ]);
    let called = |name: &str| Evidence {
        calls: Arc::from([case.span("main.tf", &format!("module \"{name}\""))]),
        ..evidence(&format!(".//module.{name}.a.b"))
    };
    let done = case.suppress(vec![Finding {
        instances: vec![called("a"), called("b"), called("c")],
        ..case.finding(ABSENT_EXPIRY, "m/main.tf", "x = 1")
    }]);
    let seen: Vec<(Option<&str>, Option<&str>, Vec<&str>)> = done
        .findings
        .iter()
        .map(|finding| {
            let by = finding.suppressed.as_ref();
            let names = finding.instances.iter().map(|one| one.instance.as_str());
            (
                by.map(|by| by.reason.as_str()),
                by.and_then(|by| by.until.as_deref()),
                names.collect(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            (Some("reason one"), Some("2026-12-31"), vec![".//module.a.a.b"]),
            (Some("reason two"), Some("2026-12-30"), vec![".//module.b.a.b"]),
            (None, None, vec![".//module.c.a.b"]),
        ]
    );
    assert!(done.violations.is_empty(), "{:?}", violations(&done));
}

#[test]
fn a_comment_on_a_line_that_the_report_labels_in_the_same_block_accepts_it() {
    for text in [
        format!(
            "resource \"a\" \"b\" {{\n  x = 1\n  tags = {{}} # extid: ignore[missing-owner] {GOOD}\n}}\n"
        ),
        format!(
            "resource \"a\" \"b\" {{\n  x = 1\n  # extid: ignore[missing-owner] {GOOD}\n  tags = {{}}\n}}\n"
        ),
    ] {
        let case = Case::of(&[("main.tf", &text)]);
        let labelled = Finding {
            related: vec![place(case.span("main.tf", "tags = {}"), "`tags` names nobody")],
            ..case.finding(MISSING_OWNER, "main.tf", "resource \"a\" \"b\"")
        };
        let done = case.suppress(vec![labelled]);
        assert!(done.findings[0].suppressed.is_some(), "{text}");
        assert!(done.violations.is_empty(), "{:?}", violations(&done));
    }
    let over =
        format!("resource \"a\" \"b\" {{\n  # extid: ignore[missing-owner] {GOOD}\n  tags = {{}}\n}}\n");
    let base = "resource \"a\" \"b\" {\n  x = 1\n}\n";
    let case = Case::of(&[("main.tf", base), ("main_override.tf", &over)]);
    let labelled = Finding {
        related: vec![place(case.span("main_override.tf", "tags = {}"), "")],
        ..case.finding(MISSING_OWNER, "main.tf", "resource \"a\" \"b\"")
    };
    let done = case.suppress(vec![labelled]);
    assert!(
        done.findings[0].suppressed.is_some(),
        "an override speaks for its block"
    );
}

#[test]
fn an_unused_comment_says_where_the_finding_stands_that_it_was_meant_for() {
    let help = |files: &[(&str, &str)], primary: (&str, &str), related: Option<(&str, &str)>| {
        let case = Case::of(files);
        let finding = Finding {
            related: related
                .map(|(path, text)| place(case.span(path, text), ""))
                .into_iter()
                .collect(),
            ..case.finding(ABSENT_EXPIRY, primary.0, primary.1)
        };
        let done = case.suppress(vec![finding]);
        assert_eq!(violations(&done), ["unused=XID201"]);
        done.violations[0].help.clone()
    };
    let c = format!("# extid: ignore[absent-expiry] {GOOD}");
    let attr = format!("resource \"a\" \"b\" {{\n  x = 1\n  y = 2 {c}\n}}\n");
    let said = help(&[("main.tf", &attr)], ("main.tf", "x = 1"), None);
    assert!(said.contains("stands at line 2:"), "{said}");
    let local = format!("locals {{\n  {c}\n  far = 1\n}}\n");
    let files = [
        ("a.tf", local.as_str()),
        ("main.tf", "resource \"a\" \"b\" {\n  x = 1\n}\n"),
    ];
    let said = help(&files, ("main.tf", "x = 1"), Some(("a.tf", "far = 1")));
    assert!(said.contains("stands at main.tf:2:"), "{said}");
    let over = format!("{c}\nresource \"a\" \"b\" {{\n  y = 2\n}}\n");
    let files = [
        ("main.tf", "resource \"a\" \"b\" {\n  x = 1\n}\n"),
        ("z_override.tf", over.as_str()),
    ];
    let said = help(&files, ("main.tf", "x = 1"), Some(("z_override.tf", "y = 2")));
    assert!(said.contains("stands at main.tf:2:"), "{said}");
    let other = format!("{c}\nresource \"c\" \"d\" {{}}\nresource \"a\" \"b\" {{\n  x = 1\n}}\n");
    let said = help(&[("main.tf", &other)], ("main.tf", "x = 1"), None);
    assert!(said.starts_with("delete the comment"), "{said}");
}

#[test]
fn what_is_nearly_a_directive_is_a_finding_that_says_what_was_meant() {
    for nearly in [
        "extid ignore",
        "extid-lint: ignore",
        "Extid: Ignore",
        "EXTID:ignore",
    ] {
        let text = format!("# {nearly}[absent-expiry] {GOOD}\nresource \"a\" \"b\" {{\n  x = 1\n}}\n");
        let case = Case::of(&[("main.tf", &text)]);
        let done = case.suppress(vec![case.finding(ABSENT_EXPIRY, "main.tf", "x = 1")]);
        assert!(done.findings[0].suppressed.is_none());
        assert_eq!(violations(&done), ["malformed"], "{nearly}");
        assert_eq!(
            done.violations[0].help, "did you mean `extid: ignore[`?",
            "{nearly}"
        );
    }
    let prose = "# extid would ignore[this] and extid_agent ignores nothing\nresource \"a\" \"b\" {}\n";
    assert!(violations(&Case::of(&[("main.tf", prose)]).suppress(Vec::new())).is_empty());
}
