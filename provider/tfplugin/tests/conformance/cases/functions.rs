//! Functions of the provider: null, unknown, variadic parameters, and whose fault an error is.

use serde_json::Value;

use crate::atlas::Atlas;
use crate::case::cases;
use crate::programs::Program;

cases![
    t27_functions_take_null_unknown_and_any_number_of_arguments needs Functions,
    t27_an_error_of_a_function_points_at_the_argument needs Functions,
];

fn t27_functions_take_null_unknown_and_any_number_of_arguments(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(
        r#"
resource "terraform_data" "made" {
  input = "late"
}
output "known" {
  value = alltrue([
    provider::atlas::join("-") == "",
    provider::atlas::join("-", "a", "b", "c") == "a-b-c",
    provider::atlas::label("x", null) != "",
    provider::atlas::label("x", "y") != provider::atlas::label("x", null),
    provider::atlas::echo(null) == null,
    provider::atlas::echo({ a = [1, null] }).a[1] == null,
    provider::atlas::echo(tolist(["a"])) == tolist(["a"]),
    provider::atlas::double(0.1) == 0.2,
    provider::atlas::double(9223372036854775807) == 18446744073709551614,
    issensitive(provider::atlas::join("-", sensitive("s"))),
  ])
}
output "unknown" {
  value = [
    provider::atlas::echo(terraform_data.made.output),
    provider::atlas::join("-", "a", terraform_data.made.output),
  ]
}
"#
        .replace(
            "    issensitive(",
            if program.version() >= (1, 8) {
                "    issensitive("
            } else {
                "    # ("
            },
        )
        .as_str(),
    );
    let outcome = atlas.apply();
    assert!(outcome.stdout.contains("known = true"), "{outcome}");
    assert!(outcome.stdout.contains("\"a-late\""), "{outcome}");
    atlas.unchanged();
}

/// What a plan says about an output with this value: the summary, and the text that it points at.
fn fault(atlas: &Atlas, value: &str) -> (String, String) {
    atlas.main(&format!("locals {{\n  empty = \"\"\n  good = \"a\"\n  bad = \"c-d\"\n}}\noutput \"x\" {{\n  value = {value}\n}}\n"));
    let lines = atlas
        .workspace
        .run(&["plan", "-json"])
        .expect_code(1)
        .json_lines();
    let found = lines
        .iter()
        .find(|line| line["diagnostic"]["severity"] == "error");
    let diagnostic = &found.expect("an error")["diagnostic"];
    let snippet = &diagnostic["snippet"];
    let place = |name: &str| usize::try_from(snippet[name].as_u64().expect("a place")).expect("small");
    let code = snippet["code"].as_str().expect("the line");
    let pointed = &code[place("highlight_start_offset")..place("highlight_end_offset")];
    let text =
        [&diagnostic["summary"], &diagnostic["detail"]].map(|text: &Value| text.as_str().unwrap_or_default());
    (text.join(": "), pointed.to_owned())
}

fn t27_an_error_of_a_function_points_at_the_argument(program: &Program) {
    let atlas = Atlas::new(program);
    let (text, pointed) = fault(&atlas, "provider::atlas::join(local.empty, local.good)");
    assert!(
        text.contains("Invalid value for \"separator\" parameter"),
        "{text}"
    );
    assert_eq!(pointed, "local.empty");
    let (text, pointed) = fault(
        &atlas,
        "provider::atlas::join(\"-\", local.good, local.good, local.bad)",
    );
    assert!(text.contains("Invalid value for \"parts\" parameter"), "{text}");
    assert_eq!(pointed, "local.bad");
    // Where null is not allowed the provider is not asked.
    let (text, pointed) = fault(&atlas, r#"provider::atlas::label(null, "x")"#);
    assert!(text.contains("must not be null"), "{text}");
    assert_eq!(pointed, "null");
}
