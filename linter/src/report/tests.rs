//! Each format over one fixed outcome, against `report/golden/`; `BLESS=1 cargo test` rewrites those files.

use std::sync::Arc;

use governance::Persona;

use super::sample::{ABSENT_EXPIRY, Files, Sample, evidence, finding, look, place};
use super::{FORMATS, Look, Outcome, Verbosity, format};
use crate::finding::{Evidence, Finding, Suppressed, Undecided};
use crate::load::Span;

fn written(name: &str, outcome: &Outcome<'_>, look: &Look) -> String {
    let mut out = Vec::new();
    format(name).unwrap().write(outcome, look, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn assert_golden(file: &str, actual: &str) {
    let path = format!("{}/src/report/golden/{file}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    let line = actual
        .lines()
        .zip(expected.lines())
        .find(|(actual, expected)| actual != expected);
    assert!(
        actual == expected,
        "{path} differs, first at {line:#?}; BLESS=1 rewrites it"
    );
}

#[test]
fn every_format_writes_what_its_golden_file_holds() {
    let sample = Sample::default();
    let outcome = sample.outcome();
    for (name, file) in [
        ("full", "full.txt"),
        ("compact", "compact.txt"),
        ("json", "json.json"),
        ("sarif", "sarif.json"),
    ] {
        let text = written(name, &outcome, &look()).replace(env!("CARGO_PKG_VERSION"), "VERSION");
        assert_golden(file, &without_manuals(&text));
    }
}

/// The texts of the manual pages change more often than the formats.
fn without_manuals(text: &str) -> String {
    let keep = |line: &&str| !line.trim_start().starts_with("\"markdown\": \"# XID");
    let mut description = false;
    let lines = text.lines().filter(keep).map(|line| {
        let line = match line.trim_start().starts_with("\"text\": ") && description {
            true => "  TEXT OF THE MANUAL",
            false => line,
        };
        description = ["shortDescription", "fullDescription", "\"help\": {"]
            .iter()
            .any(|name| line.contains(name));
        format!("{line}\n")
    });
    lines.collect()
}

#[test]
fn sarif_carries_the_manual_of_the_rules_that_occur() {
    let sample = Sample::default();
    let log: serde_json::Value = serde_json::from_str(&written("sarif", &sample.outcome(), &look())).unwrap();
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["XID101", "XID201"]);
    for rule in rules {
        assert!(
            rule["help"]["markdown"].as_str().unwrap().contains("## Fix"),
            "{rule}"
        );
        let description = rule["fullDescription"]["text"].as_str().unwrap();
        assert!(
            !description.is_empty() && description.len() < 1024 && !description.contains('\n'),
            "{description}"
        );
    }
}

#[test]
fn pedantic_lists_undecided_and_verbose_lists_suppressed() {
    let sample = Sample::default();
    let look = Look {
        persona: Persona::Pedantic,
        verbosity: Verbosity::Verbose,
        unicode: false,
        ..look()
    };
    assert_golden(
        "full-pedantic-verbose-ascii.txt",
        &written("full", &sample.outcome(), &look),
    );
    for format in FORMATS {
        let text = written(format.name(), &sample.outcome(), &look);
        assert!(
            text.contains("var.end has no value"),
            "{} hides why",
            format.name()
        );
        assert!(
            text.contains("moved to the new tenant"),
            "{} hides the reason",
            format.name()
        );
    }
}

#[test]
fn every_format_counts_what_it_does_not_list() {
    let sample = Sample::default();
    for format in FORMATS {
        let text = written(format.name(), &sample.outcome(), &look());
        let counts: &[&str] = match format.name() {
            "json" => &[
                "\"undecided\": 1",
                "\"suppressed\": 1",
                "\"hidden\": 4",
                "\"modules_not_installed\": 2",
            ],
            _ => &[
                "1 undecided",
                "1 suppressed",
                "4 hidden",
                "2 modules not installed",
                "1 problem",
            ],
        };
        for count in counts {
            assert!(text.contains(count), "{} does not say {count:?}", format.name());
        }
    }
}

#[test]
fn nothing_from_a_source_reaches_the_terminal_unescaped() {
    let sample = Sample::default();
    let mut outcome = sample.outcome();
    let hostile = "x\u{1b}]0;owned\u{7}\u{9b}2J\r\u{202e}\n\u{8}";
    for finding in &mut outcome.findings {
        finding.message.push_str(hostile);
        finding.help.push_str(hostile);
        finding.subject = Arc::from(hostile);
        finding.primary.label.push_str(hostile);
        finding.instances[0]
            .instance
            .insert_str(0, &format!("//module.{hostile}"));
        finding
            .related
            .iter_mut()
            .for_each(|place| place.label.push_str(hostile));
        if let Some(suppressed) = &mut finding.suppressed {
            suppressed.reason.push_str(hostile);
            suppressed.until = Some(hostile.to_owned());
        }
    }
    outcome.undecided[0].why.push_str(hostile);
    outcome.undecided[0].instance.push_str(hostile);
    outcome.problems[0].message.push_str(hostile);
    outcome.problems[0].help.push_str(hostile);
    outcome.problems[0].span = None;
    outcome.problems[0].file = Arc::from(hostile);
    outcome.remarks.push(hostile.to_owned());
    let look = Look {
        persona: Persona::Auditor,
        verbosity: Verbosity::Verbose,
        ..look()
    };
    for format in FORMATS {
        let text = written(format.name(), &outcome, &look);
        let bad: Vec<char> = text
            .chars()
            .filter(|c| *c != '\n' && (c.is_control() || matches!(c, '\u{202a}'..='\u{202e}')))
            .collect();
        assert!(bad.is_empty(), "{} lets {bad:?} through", format.name());
        assert!(
            text.contains("owned"),
            "{} does not show the text at all",
            format.name()
        );
    }
}

#[test]
fn colour_is_only_ever_our_own() {
    let sample = Sample::default();
    let look = Look {
        color: true,
        verbosity: Verbosity::Verbose,
        ..look()
    };
    let text = written("full", &sample.outcome(), &look);
    assert!(text.contains("\u{1b}["), "no colour at all");
    for (at, _) in text.match_indices('\u{1b}') {
        let rest = &text[at + 1..];
        let end = rest.find('m').unwrap();
        assert!(
            rest[..end]
                .bytes()
                .all(|b| b == b'[' || b == b';' || b.is_ascii_digit()),
            "{:?}",
            &rest[..end]
        );
    }
    assert!(
        !text.contains("\u{1b}[5m"),
        "the message's own escape sequence came through"
    );
}

#[test]
fn findings_alike_in_one_directory_are_one_report_in_full_and_lines_of_their_own_elsewhere() {
    let files: Vec<(String, String)> = (0..7)
        .map(|n| (format!("envs/{n}.tf"), format!("resource \"x\" \"r{n}\" {{}}\n")))
        .collect();
    let borrowed: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let files = Files::of(&borrowed);
    let sample = Sample::default();
    let mut outcome = sample.outcome();
    outcome.problems.clear();
    outcome.map = files.map();
    outcome.source = &files;
    outcome.findings = (0..7)
        .map(|n| {
            let span = files.span(&format!("envs/{n}.tf"), "resource");
            finding(ABSENT_EXPIRY, "it never ends", place(span, "no expiry"))
        })
        .collect();
    let full = written("full", &outcome, &look());
    assert_eq!(full.matches("error[XID201]").count(), 1);
    assert_eq!(full.matches("no expiry").count(), 5);
    assert!(
        full.contains("findings: 7 alike in envs; the first 5 are shown"),
        "{full}"
    );
    assert!(full.contains("7 errors in"));
    assert_eq!(
        written("compact", &outcome, &look())
            .matches("error[XID201]")
            .count(),
        7
    );
}

#[test]
fn a_line_of_a_megabyte_is_cut_around_its_place() {
    let text = format!("{}secret = 1 {}\n", "é".repeat(500_000), "b".repeat(500_000));
    let files = Files::of(&[("long.tf", &text)]);
    let sample = Sample::default();
    let mut outcome = sample.outcome();
    outcome.problems.clear();
    outcome.map = files.map();
    outcome.source = &files;
    outcome.findings = vec![finding(
        ABSENT_EXPIRY,
        "too long",
        place(files.span("long.tf", "secret"), "here"),
    )];
    let full = written("full", &outcome, &look());
    assert!(full.len() < 3_000, "{} bytes", full.len());
    assert!(full.contains("[long.tf:1:500001]"), "{full}");
    assert!(full.contains("secret = 1 bbb"), "{full}");
    assert!(full.contains("╰── here"), "{full}");
}

#[test]
fn places_that_do_not_exist_any_more_leave_the_report_whole() {
    let sample = Sample::default();
    let gone = Files::of(&[]);
    let mut outcome = sample.outcome();
    outcome.source = &gone;
    for format in FORMATS {
        let text = written(format.name(), &outcome, &look());
        assert!(
            text.contains("this access key never ends"),
            "{}: {text}",
            format.name()
        );
    }
}

#[test]
fn a_thousand_findings_in_a_large_file_are_all_reported() {
    let text: String = (0..20_000)
        .map(|n| format!("resource \"some_type\" \"name_of_it_{n}\" {{ a = 1 }}\n"))
        .collect();
    let files = Files::of(&[("big.tf", &text)]);
    let sample = Sample::default();
    let mut outcome = sample.outcome();
    outcome.problems.clear();
    outcome.map = files.map();
    outcome.source = &files;
    outcome.findings = (0..1_000)
        .map(|n| {
            let span = files.span("big.tf", &format!("\"name_of_it_{}\"", n * 20));
            finding(
                ABSENT_EXPIRY,
                &format!("number {n} never ends"),
                place(span, "no expiry"),
            )
        })
        .collect();
    for (name, needle) in [
        ("full", "never ends"),
        ("compact", "never ends"),
        ("json", "\"fingerprint\""),
        ("sarif", "\"ruleIndex\""),
    ] {
        assert_eq!(
            written(name, &outcome, &look()).matches(needle).count(),
            1_000,
            "{name}"
        );
    }
}

#[test]
fn a_clean_run_says_what_was_read() {
    let sample = Sample::default();
    let mut outcome = sample.outcome();
    outcome.findings.clear();
    outcome.problems.clear();
    outcome.undecided.clear();
    (outcome.hidden, outcome.not_installed, outcome.unmatched_subjects) = (0, 0, 0);
    assert_eq!(
        written("full", &outcome, &look()),
        "no findings in 3 files, 1 root\n  3 of 5 resources were judged\n"
    );
    assert_eq!(
        written("compact", &outcome, &look()),
        "# no findings in 3 files, 1 root; 3 of 5 resources were judged\n"
    );
    for (judged, words) in [
        (0, "none of 5 resources was judged"),
        (1, "1 of 5 resources was judged"),
    ] {
        outcome.resources.judged = judged;
        assert!(written("full", &outcome, &look()).contains(words), "{judged}");
    }
    let quiet = Look {
        verbosity: Verbosity::Quiet,
        ..look()
    };
    assert_eq!(written("full", &outcome, &quiet), "");
}

#[test]
fn sarif_is_valid_by_the_schema_of_the_standard() {
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schema/sarif-2.1.0.json");
    // As published one pattern ends in an unopened bracket, which no regex engine in Unicode mode takes.
    let schema = std::fs::read_to_string(schema).unwrap().replace("{2}]?$", "{2}$");
    let schema = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let sample = Sample::default();
    let mut empty = sample.outcome();
    empty.findings.clear();
    let look = Look {
        persona: Persona::Auditor,
        ..look()
    };
    for outcome in [sample.outcome(), empty] {
        let log = serde_json::from_str(&written("sarif", &outcome, &look)).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&log)
            .map(|e| format!("{}: {e}", e.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
    let broken = serde_json::json!({ "version": "2.1.0", "runs": [{}] });
    assert!(!validator.is_valid(&broken), "the schema accepts anything");
}

#[test]
fn undecided_instances_that_lack_one_value_are_one_entry_in_full() {
    let sample = Sample::default();
    let mut outcome = sample.outcome();
    let second = Undecided {
        instance: "envs/prod env//auth0_client.other".to_owned(),
        ..outcome.undecided[0].clone()
    };
    outcome.undecided.push(second);
    let look = Look {
        persona: Persona::Pedantic,
        ..look()
    };
    let full = written("full", &outcome, &look);
    assert_eq!(full.matches("undecided[XID201]").count(), 1);
    assert!(
        full.contains("auth0_client.app and 1 more: var.end has no value"),
        "{full}"
    );
    assert_eq!(
        written("compact", &outcome, &look)
            .matches("undecided[XID201]")
            .count(),
        2
    );
}

/// Every kind of span over every kind of line: each report must come out whole.
#[test]
fn no_span_and_no_text_breaks_a_report() {
    let pieces = [
        "a",
        "é",
        "\t",
        "\n",
        "\r\n",
        "{",
        "日",
        "\u{1b}",
        "\u{202e}",
        " ",
        "👩‍💻",
        "\u{feff}",
        "xyz = \"q\"",
    ];
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let sample = Sample::default();
    for round in 0..400 {
        let long = if round % 20 == 0 { 3_000 } else { 40 };
        let text: String = (0..next(long) + 1).map(|_| pieces[next(pieces.len())]).collect();
        let files = Files::of(&[("a.tf", &text), ("b.tf", "other\n")]);
        let mut outcome = sample.outcome();
        outcome.problems.clear();
        outcome.map = files.map();
        outcome.source = &files;
        let mut span = || {
            let at = |offset| u32::try_from(offset).unwrap();
            let start = next(text.len() + 1);
            Span::new(at(start), at(start + next(text.len() - start + 1)))
        };
        let primary = place(span(), "primary");
        let related = (0..3).map(|n| place(span(), &format!("related {n}"))).collect();
        outcome.findings = vec![Finding {
            related,
            ..finding(ABSENT_EXPIRY, "never ends", primary)
        }];
        let full = written("full", &outcome, &look());
        assert!(
            full.contains("never ends") && full.contains("a.tf:") && full.contains("primary"),
            "{text:?}\n{full}"
        );
        for format in FORMATS {
            assert!(
                !written(format.name(), &outcome, &look()).contains('\u{1b}'),
                "{text:?}"
            );
        }
    }
}

#[test]
fn an_instance_of_which_another_message_is_true_keeps_it_in_every_report() {
    let files = Files::of(&[("a.tf", "resource \"x\" \"r\" {}\n")]);
    let sample = Sample::default();
    let mut outcome = sample.outcome();
    outcome.problems.clear();
    outcome.map = files.map();
    outcome.source = &files;
    let span = files.span("a.tf", "resource");
    let mut found = finding(ABSENT_EXPIRY, "it lives until 2051", place(span, "here"));
    found.instances.push(Evidence {
        message: Some("it lives until 2061".to_owned()),
        ..evidence("envs/test env//aws_iam_user.ci")
    });
    outcome.findings = vec![found];
    let full = written("full", &outcome, &look());
    assert!(
        full.contains("but: envs/test env//aws_iam_user.ci: it lives until 2061"),
        "{full}"
    );
    let compact = written("compact", &outcome, &look());
    assert!(compact.contains("and 1 more, 1 other message)"), "{compact}");
    for format in ["json", "sarif"] {
        let text = written(format, &outcome, &look());
        assert_eq!(text.matches("it lives until 2061").count(), 1, "{format}");
    }
}

#[test]
fn a_long_block_is_shown_by_its_first_line_and_a_short_one_whole() {
    let body = "  x = 1\n".repeat(40);
    let files = Files::of(&[(
        "a.tf",
        &format!("resource \"a\" \"b\" {{\n{body}}}\n\nlocals {{\n  y = 1\n}}\n"),
    )]);
    let sample = Sample::default();
    let mut outcome = sample.outcome();
    outcome.problems.clear();
    outcome.map = files.map();
    outcome.source = &files;
    let long = files.span("a.tf", &format!("resource \"a\" \"b\" {{\n{body}}}"));
    let short = files.span("a.tf", "locals {\n  y = 1\n}");
    outcome.findings = vec![
        finding(ABSENT_EXPIRY, "long", place(long, "all of this")),
        finding(ABSENT_EXPIRY, "short", place(short, "and this")),
    ];
    let full = written("full", &outcome, &look());
    assert!(full.matches("x = 1").count() <= 1, "{full}");
    assert!(
        full.contains("all of this") && full.contains("and this") && full.contains("y = 1"),
        "{full}"
    );
}

#[test]
fn a_finding_that_comments_accept_in_part_is_one_open_sarif_result_that_lists_what_they_accept() {
    let sample = Sample::default();
    let mut outcome = sample.outcome();
    let span = sample.files.span("modules/keys/main.tf", "resource");
    let waived = |instance: &str, reason: &str| Finding {
        instances: vec![evidence(instance)],
        suppressed: Some(Suppressed {
            span,
            reason: reason.to_owned(),
            until: Some("2026-12-31".to_owned()),
        }),
        ..finding(ABSENT_EXPIRY, "it never ends", place(span, ""))
    };
    let open = Finding {
        instances: vec![evidence(".//c")],
        ..finding(ABSENT_EXPIRY, "it never ends", place(span, ""))
    };
    let results = |outcome: &Outcome<'_>| -> Vec<serde_json::Value> {
        let log: serde_json::Value = serde_json::from_str(&written("sarif", outcome, &look())).unwrap();
        log["runs"][0]["results"].as_array().unwrap().clone()
    };
    outcome.findings = vec![waived(".//a", "one"), waived(".//b", "two"), open];
    let [partly] = &results(&outcome)[..] else {
        panic!("several results with one fingerprint")
    };
    assert_eq!(partly["suppressions"], serde_json::json!([]));
    assert_eq!(partly["properties"]["instances"][0]["instance"], ".//c");
    let accepted = &partly["properties"]["suppressedInstances"];
    assert_eq!(accepted[0]["instance"], ".//a");
    assert_eq!(accepted[1]["justification"], "two (until 2026-12-31)");

    outcome.findings.pop();
    let [wholly] = &results(&outcome)[..] else {
        panic!("several results with one fingerprint")
    };
    let reasons: Vec<&str> = wholly["suppressions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["justification"].as_str().unwrap())
        .collect();
    assert_eq!(reasons, ["one (until 2026-12-31)", "two (until 2026-12-31)"]);
}

#[test]
fn compact_names_the_instance_and_counts_the_others() {
    let sample = Sample::default();
    let text = written("compact", &sample.outcome(), &look());
    assert!(
        text.contains("envs/prod env//module.keys[\"a\"].aws_iam_access_key.ci and 1 more)"),
        "{text}"
    );
}

#[test]
fn undecided_verdicts_are_listed_when_they_fail_the_run_and_their_reasons_are_said() {
    let sample = Sample::default();
    let outcome = sample.outcome();
    let fails = Look {
        undecided_fails: true,
        ..look()
    };
    for name in ["full", "compact"] {
        let text = written(name, &outcome, &fails);
        assert!(text.contains("undecided[XID201]"), "{text}");
        assert!(
            text.contains(
                "1 undecided: not enough is known, and `fail-on-undecided` fails the run: 1 × var.end has no value"
            ),
            "{text}"
        );
    }
    let json: serde_json::Value = serde_json::from_str(&written("json", &outcome, &look())).unwrap();
    assert_eq!(
        json["undecided"].as_array().unwrap().len(),
        1,
        "JSON lists them always"
    );
}

#[test]
fn a_run_that_read_nothing_does_not_say_that_it_found_nothing() {
    let sample = Sample::default();
    let mut outcome = sample.outcome();
    outcome.findings.clear();
    outcome.files = 0;
    outcome.not_terraform = vec![Arc::from("x.txt")];
    for format in FORMATS {
        let text = written(format.name(), &outcome, &look());
        assert!(!text.contains("no findings"), "{}: {text}", format.name());
        assert!(text.contains("x.txt"), "{}: {text}", format.name());
    }
}
