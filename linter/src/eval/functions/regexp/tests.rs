//! `regexp`, compared with what Terraform does.

use super::*;

fn matched(pattern: &str, text: &str) -> Option<String> {
    let pattern = Pattern::new(pattern).unwrap();
    pattern.regex.find(text).map(|found| found.as_str().to_owned())
}

#[test]
fn perl_classes_are_ascii_as_in_go() {
    assert_eq!(matched(r"\w+", "é_a").unwrap(), "_a");
    assert_eq!(matched(r"\d+", "٣3").unwrap(), "3");
    assert_eq!(matched(r"\s", "\u{a0}"), None);
    assert_eq!(matched(r"\b\w", "éa").unwrap(), "a");
}

#[test]
fn set_operators_of_other_engines_are_characters() {
    assert_eq!(matched("[a&&b]+", "&a").unwrap(), "&a");
    assert_eq!(matched("[a~~b]", "~").unwrap(), "~");
    assert_eq!(matched("[[]", "[").unwrap(), "[");
    assert!(Pattern::new("[a--b]").is_err());
}

#[test]
fn what_go_refuses_is_refused() {
    for pattern in [
        "a{1001}", "(?x)a", "a**", r"\Z", r"\8", "(?=a)", "(", ")", "*", "[a", "[z-a]", r"\p{Foo}", "(?P<>a)",
    ] {
        assert!(
            matches!(Pattern::new(pattern), Err(EvalError::Invalid(_))),
            "{pattern}"
        );
    }
}

#[test]
fn replacements_expand_as_in_go() {
    let replaced =
        |pattern, text, replacement| replace_all(&Pattern::new(pattern).unwrap(), text, replacement).unwrap();
    assert_eq!(replaced("(l)(l)", "hello", "$2$1$$"), "hell$o");
    assert_eq!(replaced("(l)", "hello", "$1x"), "heo");
    assert_eq!(replaced("(l)", "hello", "${1}x"), "helxlxo");
    assert_eq!(replaced("x*", "abc", "-"), "-a-b-c-");
}
