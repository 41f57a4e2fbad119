//! Hostile and huge configurations end, and say so.

use std::fmt::Write as _;
use std::time::Instant;

use super::{World, eval_with, why};
use crate::problem::ProblemKind;

fn in_worker<T: Send>(test: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let worker = std::thread::Builder::new()
            .stack_size(16 << 20)
            .spawn_scoped(scope, test);
        worker.expect("spawned").join().expect("no overflow, no panic")
    })
}

fn chain(length: usize, link: impl Fn(usize) -> String) -> String {
    let mut text = String::from("locals {\n  l0 = \"x\"\n");
    for index in 1..=length {
        // A top-level block may have 1 MiB.
        if index % 10_000 == 0 {
            text.push_str("}\nlocals {\n");
        }
        writeln!(text, "  l{index} = {}", link(index - 1)).unwrap();
    }
    writeln!(text, "}}\noutput \"it\" {{ value = local.l{length} }}").unwrap();
    text
}

fn messages(world: &World, output: &str) -> (String, Vec<String>) {
    let evaluator = world.evaluator();
    let value = evaluator.root_output(output).expect("declared");
    let shown = super::show(&value);
    (
        shown,
        evaluator
            .problems()
            .into_iter()
            .map(|problem| problem.message)
            .collect(),
    )
}

#[test]
fn a_chain_of_nearly_1000_locals_is_followed() {
    let text = chain(990, |before| format!("\"${{local.l{before}}}\""));
    let (value, problems) = in_worker(|| messages(&World::main(&text), "it"));
    assert_eq!((value.as_str(), problems), ("\"x\"", vec![]));
}

#[test]
fn a_chain_through_functions_and_conditions_is_followed() {
    let text = chain(990, |before| format!("true ? lower(local.l{before}) : \"no\""));
    let (value, problems) = in_worker(|| messages(&World::main(&text), "it"));
    assert_eq!((value.as_str(), problems), ("\"x\"", vec![]));
}

#[test]
fn a_chain_of_100000_locals_is_refused_with_one_message() {
    let text = chain(100_000, |before| format!("local.l{before}"));
    let (value, problems) = in_worker(|| messages(&World::main(&text), "it"));
    assert_eq!(value, "?");
    assert_eq!(problems, ["references go more than 1,000 deep"]);
}

#[test]
fn deep_links_end_at_the_stack_not_beyond_it() {
    let link = |before| {
        let mut text = format!("local.l{before}");
        for _ in 0..30 {
            text = format!("[{text}][0]");
        }
        text
    };
    let text = chain(990, link);
    let (value, problems) = in_worker(|| messages(&World::main(&text), "it"));
    assert!(value == "\"x\"" || !problems.is_empty(), "{value} {problems:?}");
}

#[test]
fn a_local_that_refers_to_itself_is_unknown_with_the_reason() {
    let world = World::main("locals {\n a = local.b\n b = local.a\n}\noutput \"it\" { value = local.a }");
    let value = world.evaluator().root_output("it").unwrap();
    assert_eq!(why(&value), "local `a` refers to itself");
}

#[test]
fn endless_loops_stop_at_the_budget() {
    let list =
        "locals { r = [for i in range(1024) : i] }\n".replace("[for i in range(1024) : i]", &numbers(1024));
    let text = format!(
        "{list}output \"it\" {{ value = [for a in local.r : [for b in local.r : [for c in local.r : [for d in local.r : d]]]] }}"
    );
    let world = World::main(&text);
    let begin = Instant::now();
    let (value, problems) = in_worker(|| messages(&world, "it"));
    assert_eq!(value, "?");
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}

fn numbers(count: usize) -> String {
    let all: Vec<String> = (0..count).map(|index| index.to_string()).collect();
    format!("[{}]", all.join(", "))
}

#[test]
fn modules_that_call_each_other_are_refused_with_a_message() {
    let twice = |other: &str| {
        format!(
            "module \"x\" {{\n source = \"../{other}\"\n}}\nmodule \"y\" {{\n source = \"../{other}\"\n}}\nresource \"app\" \"r\" {{}}\n"
        )
    };
    let world = World::of(&[
        ("main.tf", "module \"a\" { source = \"./a\" }"),
        ("a/main.tf", &twice("b")),
        ("b/main.tf", &twice("a")),
    ]);
    let evaluator = world.evaluator();
    assert_eq!(evaluator.instances(&|_, _| true).len(), 3);
    let problems = evaluator.problems();
    assert!(
        problems.iter().all(|it| it.message.contains("without end")),
        "{problems:?}"
    );
    assert!(!problems.is_empty());
}

#[test]
fn a_fan_of_modules_stops_at_10000_scopes() {
    let mut files = vec![(
        "main.tf".to_owned(),
        "module \"m\" {\n source = \"./m0\"\n}".to_owned(),
    )];
    for level in 0..6 {
        let mut text = String::from("resource \"app\" \"r\" {}\n");
        if level < 5 {
            for call in 0..10 {
                writeln!(text, "module \"c{call}\" {{\n source = \"../m{}\"\n}}", level + 1).unwrap();
            }
        }
        files.push((format!("m{level}/main.tf"), text));
    }
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let world = World::of(&files);
    let evaluator = world.evaluator();
    let found = evaluator.instances(&|_, _| true).len();
    assert!((9_000..=10_000).contains(&found), "{found}");
    assert_eq!(
        evaluator.problems()[0].message,
        "the root has more than 10,000 module scopes"
    );
}

#[test]
fn a_block_of_many_instances_becomes_one_symbolic() {
    let world = World::main("resource \"app\" \"a\" {\n count = 10001\n n = count.index\n}");
    let evaluator = world.evaluator();
    assert_eq!(super::addresses(&evaluator, "app"), ["app.a[*]"]);
    assert_eq!(evaluator.problems().len(), 1);
    assert_eq!(
        eval_with("resource \"app\" \"a\" { count = 10000 }", "app.a[9999].x"),
        "?"
    );
}

#[test]
fn values_nested_without_end_are_refused_in_whatever_order_they_are_asked_for() {
    let mut text = String::from("locals {\n  l0 = \"x\"\n");
    let mut outputs = String::new();
    for index in 1..=900 {
        let before = index - 1;
        writeln!(
            text,
            "  l{index} = {}local.l{before}{}",
            "[".repeat(50),
            "]".repeat(50)
        )
        .unwrap();
        writeln!(outputs, "output \"o{index}\" {{ value = local.l{index} }}").unwrap();
    }
    writeln!(text, "}}\n{outputs}").unwrap();
    let problems = in_worker(|| {
        let world = World::main(&text);
        let evaluator = world.evaluator();
        for index in 1..=900 {
            evaluator.root_output(&format!("o{index}")).expect("declared");
        }
        evaluator.problems()
    });
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].message, "values are nested more than 2,000 deep");
}

fn refused(block: &str) -> Vec<(ProblemKind, String)> {
    let world = World::main(&format!(
        "variable \"unknown\" {{}}\nvariable \"none\" {{ default = null }}\nvariable \"names\" {{\n type = list(string)\n default = [\"a\"]\n}}\nresource \"a\" \"b\" {{\n {block}\n}}\n"
    ));
    let evaluator = world.evaluator();
    assert_eq!(evaluator.instances(&|_, _| true).len(), 1, "{block}");
    let problems = evaluator.problems().into_iter();
    problems.map(|problem| (problem.kind, problem.message)).collect()
}

#[test]
fn a_count_or_for_each_that_terraform_refuses_is_a_problem() {
    for block in [
        "count = -1",
        "count = 1.5",
        "count = null",
        "count = true",
        "count = []",
        "for_each = [\"a\"]",
        "for_each = null",
        "for_each = 1",
        "for_each = var.names",
        "for_each = tolist([\"a\"])",
    ] {
        let problems = refused(block);
        assert_eq!(problems.len(), 1, "{block}: {problems:?}");
        assert_eq!(problems[0].0, ProblemKind::Evaluation, "{block}");
    }
}

#[test]
fn a_count_or_for_each_that_is_not_known_is_no_problem() {
    for block in [
        "count = var.unknown",
        "count = var.none",
        "for_each = var.none",
        "count = var.unknown ? 1 : -1",
        "for_each = var.unknown",
        "for_each = toset(var.names)",
        "for_each = var.unknown ? toset([\"a\"]) : toset([])",
    ] {
        assert_eq!(refused(block), [], "{block}");
    }
}

#[test]
fn a_bound_met_in_a_template_is_said_where_the_template_is_asked_for() {
    let world = World::of(&[
        (
            "main.tf",
            "output \"it\" { value = templatefile(\"t.tpl\", {}) }\n",
        ),
        (
            "t.tpl",
            "%{ for a in range(1024) }%{ for b in range(1024) }%{ for c in range(1024) }x%{ endfor }%{ endfor }%{ endfor }",
        ),
    ]);
    let evaluator = world.evaluator();
    evaluator.root_output("it").expect("declared");
    let problems = evaluator.problems();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(&*problems[0].file, "main.tf");
}
