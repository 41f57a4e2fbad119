//! Random configurations that follow one another: each is applied, and the next plan finds nothing to do. The same ones
//! in every run.

use std::fmt::Write as _;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::atlas::Atlas;
use crate::case::cases;
use crate::programs::Program;

cases![t16_random_things_settle_from_one_configuration_to_the_next];

/// Things that change at once; Terraform handles 40 nearly as fast as one.
const THINGS: usize = 40;
const ROUNDS: u8 = 3;

const TEXTS: &[&str] = &[
    "\"a\"",
    "\"b\"",
    "\"\"",
    "\" \"",
    "\"0\"",
    "\"e\u{301}\"",
    "\"\u{e9}\"",
    "\"\u{1f600}\"",
    "\"q\\\"uo\\n\"",
    "\"$${x}\"",
    "local.made.text",
];
const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "0.1",
    "2.50",
    "1 / 3",
    "1e30",
    "1e-7",
    "1e100",
    "18446744073709551615",
    "9007199254740993",
    "-9223372036854775809",
    "local.made.number",
];
const ANYTHING: &[&str] = &[
    "null",
    "true",
    "[]",
    "{}",
    "[1, \"x\", [null]]",
    "{ a = 0.1, b = { c = null } }",
    "tolist([\"a\"])",
    "toset([\"a\", \"b\"])",
    "tomap({ a = 1 })",
    "tolist([])",
    "local.made",
    "{ later = terraform_data.made.id }",
];
const KEYS: &[&str] = &["a", "b", "c"];

type Text = BoxedStrategy<String>;

fn one_of(texts: &'static [&'static str]) -> Text {
    select(texts).prop_map(str::to_owned).boxed()
}

fn text() -> Text {
    one_of(TEXTS)
}

fn number() -> Text {
    one_of(NUMBERS)
}

/// `name = value`, null, null that is not known yet, or nothing.
fn line(name: &'static str, value: Text) -> Text {
    prop_oneof![
        3 => Just(String::new()),
        1 => Just(format!("{name} = null\n")),
        1 => Just(format!("{name} = local.made.nothing\n")),
        6 => value.prop_map(move |value| format!("{name} = {value}\n")),
    ]
    .boxed()
}

fn object(lines: Vec<Text>) -> Text {
    lines
        .prop_map(|lines| format!("{{\n{}}}", lines.concat()))
        .boxed()
}

fn required(name: &'static str, value: Text) -> Text {
    value.prop_map(move |value| format!("{name} = {value}\n")).boxed()
}

fn list(element: Text) -> Text {
    vec(element, 0..4)
        .prop_map(|elements| format!("[{}]", elements.join(", ")))
        .boxed()
}

fn map(element: Text) -> Text {
    (subsequence(KEYS, 0..4), vec(element, 3))
        .prop_map(|(keys, elements)| {
            let entries: String = keys
                .iter()
                .zip(elements)
                .map(|(key, element)| format!("{key} = {element}\n"))
                .collect();
            format!("{{\n{entries}}}")
        })
        .boxed()
}

fn or(value: Text, expression: impl Into<String>) -> Text {
    prop_oneof![4 => value, 1 => Just(expression.into())].boxed()
}

/// None to two blocks, or as many as are not known yet.
fn blocks(name: &'static str, lines: Vec<Text>) -> Text {
    let written = vec(lines, 0..3).prop_map(move |blocks| {
        let block = |lines: &Vec<String>| format!("{name} {{\n{}}}\n", lines.concat());
        blocks.iter().map(block).collect::<String>()
    });
    let generated = format!(
        "dynamic \"{name}\" {{\nfor_each = local.made.list\ncontent {{\nvalue = {name}.value\n}}\n}}\n"
    );
    or(written.boxed(), generated)
}

fn thing() -> Text {
    let stop = || object(vec![required("name", text()), line("seconds", number())]);
    let mark = || object(vec![required("name", text()), line("level", number())]);
    let room = || object(vec![required("area", number()), line("color", text())]);
    let home = object(vec![
        required("street", text()),
        line("number", number()),
        line("note", text()),
    ]);
    let shelves = subsequence(&["upper", "lower"][..], 0..3).prop_flat_map(|labels| {
        let shelf = |label: &str| format!("shelf \"{label}\" {{\nvalue = \"on {label}\"\n}}\n");
        Just(labels.into_iter().map(shelf).collect::<String>())
    });
    let single = prop_oneof![
        Just(String::new()),
        text().prop_map(|value| format!("box_one {{\nvalue = {value}\n}}\n"))
    ];
    let group = line("value", text()).prop_map(|line| format!("box_group {{\n{line}}}\n"));
    let names = "[for name in local.made.list : { name = name }]";
    vec![
        line("kind", one_of(&["\"k\"", "\"l\""])),
        line("text", text()),
        line("note", text()),
        line("number", number()),
        line(
            "count_of",
            one_of(&["0", "-5", "9223372036854775807", "local.made.number"]),
        ),
        line("flag", one_of(&["true", "false", "local.made.flag"])),
        line("anything", one_of(ANYTHING)),
        line("list", or(list(text()), "local.made.list")),
        line("tags", or(list(text()), "local.made.list")),
        line("labels", or(map(text()), "local.made.map")),
        line("size", number()),
        line("home", or(home, "local.made.home")),
        line("stops", or(list(stop()), names)),
        line("marks", or(list(mark()), names)),
        line(
            "rooms",
            or(
                map(room()),
                "{ for name in local.made.list : name => { area = 1 } }",
            ),
        ),
        single.boxed(),
        group.boxed(),
        blocks("box", vec![required("value", text()), line("weight", number())]),
        blocks("bag", vec![required("value", text())]),
        shelves.boxed(),
    ]
    .prop_map(|lines| lines.concat())
    .boxed()
}

/// What is not known before each apply, and something else each time.
fn made(round: u8) -> String {
    format!(
        r#"
resource "terraform_data" "made" {{
  input = {{
    round   = {round}
    text    = "t{round}"
    number  = {round}
    flag    = {flag}
    list    = slice(["x", "y", "z"], 0, {round})
    map     = {{ k = "v{round}" }}
    home    = {{ street = "s", number = null }}
    nothing = null
  }}
}}
locals {{
  made = terraform_data.made.output
}}
"#,
        flag = round.is_multiple_of(2)
    )
}

fn t16_random_things_settle_from_one_configuration_to_the_next(program: &Program) {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let atlas = Atlas::new(program);
    let bodies = vec(thing(), THINGS);
    for round in 0..ROUNDS {
        let mut config = made(round);
        let bodies = bodies
            .new_tree(&mut runner)
            .expect("nothing is filtered")
            .current();
        for (index, body) in bodies.iter().enumerate() {
            write!(
                config,
                "resource \"atlas_thing\" \"t{index}\" {{\nname = \"t{index}\"\n{body}}}\n"
            )
            .expect("a text");
        }
        atlas.main(&config);
        // As JSON: Terraform 1.8 crashes where it shows a list to which an unknown element comes.
        atlas
            .workspace
            .run(&["apply", "-auto-approve", "-json"])
            .expect_code(0);
        atlas
            .workspace
            .run(&["plan", "-detailed-exitcode", "-json"])
            .expect_code(0);
    }
}
