//! Variables: sources, types, defaults, marks.

use std::sync::Arc;

use super::{World, eval_with, show, why};
use crate::load::{Assignment, Request};

#[test]
fn a_default_is_the_value_of_a_root_variable() {
    assert_eq!(eval_with("variable \"x\" { default = 1 }", "var.x"), "1");
    assert_eq!(
        eval_with("variable \"x\" {\n type = string\n default = 1\n}", "var.x"),
        "\"1\""
    );
    assert_eq!(
        eval_with("variable \"x\" {\n type = \"string\"\n default = 1\n}", "var.x"),
        "\"1\""
    );
    assert_eq!(
        eval_with("variable \"x\" {\n type = list\n default = [\"a\"]\n}", "var.x"),
        "list[\"a\"]"
    );
}

#[test]
fn a_variable_without_value_is_unknown_and_typed() {
    let text = "variable \"x\" {\n type = object({ a = string })\n}\noutput \"it\" { value = var.x.a }\noutput \"no\" { value = can(var.x.b) }\n";
    let world = World::main(text);
    let value = world.evaluator().root_output("it").unwrap();
    assert_eq!(why(&value), "variable `x` has no value");
    assert!(matches!(value.as_hole().unwrap().ty, crate::eval::Type::String));
    assert_eq!(world.output("no"), "false");
}

#[test]
fn optional_attributes_get_their_defaults() {
    let declared = "variable \"x\" {\n type = map(object({ a = optional(string, \"d\"), b = optional(number), c = bool }))\n default = { k = { c = \"true\", z = 1 } }\n}";
    assert_eq!(
        eval_with(declared, "var.x"),
        "map{k = {a = \"d\", b = null, c = true}}"
    );
}

#[test]
fn files_and_command_line_override_defaults() {
    let files = [
        (
            "main.tf",
            "variable \"a\" { default = \"d\" }\nvariable \"b\" {\n type = list(string)\n}\nvariable \"n\" {\n type = number\n}\noutput \"it\" { value = [var.a, var.b, var.n] }",
        ),
        ("terraform.tfvars", "a = \"file\"\nb = [\"x\"]\n"),
    ];
    let request = Request {
        assignments: vec![
            Assignment::Var(Arc::from("b"), Arc::from("[\"cli\"]")),
            Assignment::Var(Arc::from("n"), Arc::from("5")),
        ],
        ..Request::default()
    };
    assert_eq!(
        World::with(&files, request).output("it"),
        "[\"file\", list[\"cli\"], 5]"
    );
}

#[test]
fn null_takes_the_default_where_null_is_not_allowed() {
    let files = [
        (
            "main.tf",
            "module \"m\" {\n source = \"./m\"\n a = null\n b = null\n}\noutput \"it\" { value = [module.m.a, module.m.b] }",
        ),
        (
            "m/main.tf",
            "variable \"a\" { default = \"d\" }\nvariable \"b\" {\n default = \"d\"\n nullable = false\n}\noutput \"a\" { value = var.a }\noutput \"b\" { value = var.b }",
        ),
    ];
    assert_eq!(World::of(&files).output("it"), "[null, \"d\"]");
}

#[test]
fn declared_marks_are_marks_of_the_value() {
    let text = "variable \"s\" {\n default = \"x\"\n sensitive = true\n}\nvariable \"e\" {\n default = \"x\"\n ephemeral = true\n}\nlocals { all = { s = var.s, e = var.e } }\noutput \"s\" { value = local.all.s }\noutput \"e\" { value = local.all.e }";
    let world = World::main(text);
    assert_eq!(world.output("s"), "sensitive \"x\"");
    assert_eq!(world.output("e"), "ephemeral \"x\"");
}

#[test]
fn a_value_of_the_wrong_type_is_unknown_with_the_reason() {
    let world =
        World::main("variable \"n\" {\n type = number\n default = \"x\"\n}\noutput \"it\" { value = var.n }");
    let value = world.evaluator().root_output("it").unwrap();
    assert_eq!(show(&value), "?");
    assert!(why(&value).contains("number"), "{}", why(&value));
}
