//! What functions read: inside the fence, relative to the root, and never silently missing.

use super::{World, show};
use crate::problem::ProblemKind;

fn read(expression: &str) -> (String, Vec<ProblemKind>) {
    let text = format!(
        "variable \"u\" {{}}\nmodule \"m\" {{\n source = \"../../mods/m\"\n}}\noutput \"it\" {{ value = {expression} }}"
    );
    let world = World::of(&[
        ("envs/prod/main.tf", text.as_str()),
        ("envs/prod/here.txt", "here"),
        (
            "envs/prod/greet.tftpl",
            "hello ${who}%{ for n in more } ${n}%{ endfor }",
        ),
        (
            "mods/m/main.tf",
            "output \"text\" { value = file(\"${path.module}/in.txt\") }",
        ),
        ("mods/m/in.txt", "inside"),
    ]);
    let evaluator = world.evaluator();
    let value = evaluator.root_output("it").expect("declared");
    let kinds = evaluator.problems().iter().map(|problem| problem.kind).collect();
    (show(&value), kinds)
}

#[test]
fn paths_start_at_the_root_and_may_go_to_modules() {
    assert_eq!(read("file(\"here.txt\")"), ("\"here\"".to_owned(), vec![]));
    assert_eq!(read("module.m.text"), ("\"inside\"".to_owned(), vec![]));
    assert_eq!(read("fileexists(\"${path.module}/here.txt\")").0, "true");
}

#[test]
fn templates_see_their_variables_only() {
    assert_eq!(
        read("templatefile(\"greet.tftpl\", { who = \"x\", more = [1, 2] })").0,
        "\"hello x 1 2\""
    );
    assert_eq!(
        read("templatefile(\"greet.tftpl\", { who = var.u, more = [] })").0,
        "\"hello ?\""
    );
    assert_eq!(read("templatefile(\"greet.tftpl\", { who = 1 })").0, "?");
}

#[test]
fn a_missing_file_is_a_problem_only_where_it_is_needed() {
    assert_eq!(
        read("file(\"gone.txt\")"),
        ("?".to_owned(), vec![ProblemKind::MissingFile])
    );
    assert_eq!(
        read("try(file(\"gone.txt\"), \"d\")"),
        ("\"d\"".to_owned(), vec![])
    );
    assert_eq!(read("true ? 1 : file(\"gone.txt\")"), ("1".to_owned(), vec![]));
    assert_eq!(read("true ? [] : file(\"gone.txt\")"), ("[]".to_owned(), vec![]));
}

#[test]
fn nothing_above_the_fence_is_read() {
    assert_eq!(
        read("file(\"../../../secret\")"),
        ("?".to_owned(), vec![ProblemKind::OutsideFence])
    );
    assert_eq!(
        read("file(\"/etc/passwd\")"),
        ("?".to_owned(), vec![ProblemKind::OutsideFence])
    );
}
