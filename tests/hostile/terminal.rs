//! Characters of a source never reach a terminal as they are, and a long line is never printed whole.

use acceptance::Estate;
use xtask::watch::Watched;

use crate::bounds::run;

const TERMINAL_FORMATS: [&str; 4] = ["full", "compact", "json", "sarif"];

/// ESC, the C1 form of CSI, BEL, NUL, carriage return, and characters that turn or hide text.
const HOSTILE: [char; 11] = [
    '\u{1b}', '\u{9b}', '\u{7}', '\0', '\r', '\u{202e}', '\u{2066}', '\u{2069}', '\u{200f}', '\u{61c}',
    '\u{7f}',
];

fn all_text(watched: Watched) -> String {
    let text = String::from_utf8([watched.stdout, watched.stderr].concat());
    text.expect("output in UTF-8")
}

fn assert_clean(estate: &Estate, expect: &str) {
    for format in TERMINAL_FORMATS {
        let watched = run(estate, ".", &["-f", format]);
        let text = all_text(watched);
        assert!(text.contains(expect), "{format} does not say {expect}:\n{text:?}");
        for c in HOSTILE {
            assert!(!text.contains(c), "{format} prints {c:?}:\n{text:?}");
        }
    }
}

#[test]
fn control_and_bidi_characters_in_a_flagged_line() {
    for c in HOSTILE.into_iter().filter(|c| *c != '\r') {
        let estate = Estate::new("");
        estate.write(
            "main.tf",
            format!("resource \"aws_iam_user\" \"u\" {{ # {c}[31m{c}\n  name = \"a{c}b\" # {c}\n}}\n"),
        );
        for format in TERMINAL_FORMATS {
            let watched = run(&estate, ".", &["-f", format]);
            let text =
                String::from_utf8(watched.stdout).unwrap() + &String::from_utf8(watched.stderr).unwrap();
            // It is linted or refused; either is said, and neither with the character.
            assert!(text.contains("main.tf"), "{format}, {c:?}: {text:?}");
            assert!(!text.contains(c), "{format} prints {c:?}: {text:?}");
        }
    }
}

#[test]
fn control_characters_in_a_comment_on_the_line_of_a_finding() {
    let estate = Estate::new("");
    estate.write(
        "main.tf",
        "resource \"aws_iam_user\" \"u\" { # \u{1b}[2J\u{202e}reversed\u{2066}\n  name = \"u\"\n}\n",
    );
    assert_clean(&estate, "missing-owner");
}

#[test]
#[cfg(unix)]
fn control_characters_in_the_name_of_a_file() {
    let estate = Estate::empty();
    estate.write(
        "evil\u{1b}[31m\u{202e}.tf",
        "resource \"aws_iam_user\" \"u\" {\n  name = \"u\"\n}\n",
    );
    assert_clean(&estate, "missing-owner");
}

#[test]
fn control_characters_in_a_key_of_for_each() {
    let estate = Estate::new(
        "resource \"aws_iam_user\" \"u\" {\n  for_each = toset([\"\\u001b[31m\\u202e\"])\n  name     = each.key\n}\n",
    );
    assert_clean(&estate, "missing-owner");
}

#[test]
fn a_finding_in_a_line_of_a_megabyte() {
    let estate = Estate::empty();
    estate.write(
        "main.tf",
        format!(
            "/* {} */ resource \"aws_iam_user\" \"u\" {{ name = \"u\" }} /* {} */\n",
            "x".repeat(500_000),
            "y".repeat(500_000)
        ),
    );
    for format in TERMINAL_FORMATS {
        let watched = run(&estate, ".", &["-f", format]);
        assert_eq!(watched.status.code(), Some(1), "{format}");
        let text = String::from_utf8(watched.stdout).unwrap();
        assert!(text.contains("missing-owner"), "{format}: {} bytes", text.len());
        assert!(text.len() < 100_000, "{format} prints {} bytes", text.len());
    }
}

#[test]
fn nul_bytes_are_said_and_do_not_hide_the_other_files() {
    let estate = Estate::new(crate::ORPHAN);
    estate.write("nul.tf", b"locals {\n  a = 1\n}\n\0\0\0\n");
    assert_clean(&estate, "nul.tf");
    assert_clean(&estate, "missing-owner");
    let watched = run(&estate, ".", &["-f", "json"]);
    assert_eq!(watched.status.code(), Some(4));
}
