//! Operators, conditionals, collections, templates, `for` and splats.

use super::{World, eval, eval_with, why};

#[test]
fn operators_convert_their_operands() {
    assert_eq!(eval("\"1\" + 1"), "2");
    assert_eq!(eval("7 % 4 * -2"), "-6");
    assert_eq!(eval("\"5\" > 3"), "true");
    assert_eq!(eval("!\"true\""), "false");
    assert_eq!(eval("\"1\" == 1"), "false");
    assert_eq!(eval("[] == tolist([])"), "false");
}

#[test]
fn one_known_side_can_decide_a_logical_operator() {
    assert_eq!(eval("false && var.u"), "false");
    assert_eq!(eval("var.b && false"), "false");
    assert_eq!(eval("var.b || true"), "true");
    assert_eq!(eval("var.b && true"), "?");
}

#[test]
fn null_is_compared_but_not_computed_with() {
    assert_eq!(eval("null == null"), "true");
    assert_eq!(eval("\"\" == null"), "false");
    assert_eq!(eval("\"x-${var.u}\" == null"), "false");
    assert_eq!(eval("var.u == null"), "?");
    let world = World::main("output \"it\" { value = 1 + null }");
    assert_eq!(
        why(&world.evaluator().root_output("it").unwrap()),
        "an operand is null"
    );
}

#[test]
fn a_taken_branch_has_the_type_of_both() {
    assert_eq!(eval("true ? 1 : \"a\""), "\"1\"");
    assert_eq!(eval("false ? \"a\" : true"), "\"true\"");
    assert_eq!(eval("true ? [\"a\"] : tolist([])"), "list[\"a\"]");
    assert_eq!(eval("true ? 1 : null"), "1");
}

#[test]
fn an_undecidable_condition_leaves_both_branches() {
    assert_eq!(eval("var.b ? \"a\" : \"b\""), "?(\"a\"|\"b\")");
    assert_eq!(eval("var.b ? \"a\" : \"a\""), "\"a\"");
    assert_eq!(eval("(var.b ? \"a\" : \"b\") == \"c\""), "false");
    assert_eq!(eval("(var.b ? \"a\" : \"b\") != null"), "true");
    assert_eq!(
        eval("var.b ? (var.u == 1 ? \"a\" : \"b\") : \"c\""),
        "?(\"a\"|\"b\"|\"c\")"
    );
    assert_eq!(
        eval("(var.b ? {o = \"x\", p = 1} : {o = \"x\", p = 2}).o"),
        "\"x\""
    );
    assert_eq!(eval("var.b ? \"a\" : var.u"), "?");
}

#[test]
fn objects_keep_the_last_of_equal_keys_and_open_for_unknown_ones() {
    assert_eq!(
        eval("{ a = 1, (\"b\") = 2, \"c${1}\" = 3 }"),
        "{a = 1, b = 2, c1 = 3}"
    );
    assert_eq!(eval("{ a = 1, a = 2 }"), "{a = 2}");
    assert_eq!(eval("{ a = 1, (var.u) = 2 }"), "{a = 1, …}");
}

#[test]
fn attributes_and_indices_follow_terraform() {
    assert_eq!(eval("{ a = [1, 2] }.a[1]"), "2");
    assert_eq!(eval("{ a = [1, 2] }[\"a\"].0"), "1");
    assert_eq!(eval("[\"a\", \"b\"][\"1\"]"), "\"b\"");
    assert_eq!(eval("[\"a\", \"b\"][var.u]"), "?(\"a\"|\"b\")");
    assert_eq!(eval("var.u.x[0].y"), "?");
    assert_eq!(eval("{ a = 1, (var.u) = 2 }.zzz"), "?");
    assert_eq!(eval("try([1][3], \"none\")"), "\"none\"");
    assert_eq!(eval("can({}.a)"), "false");
    assert_eq!(eval("can({ a = 1 }.a)"), "true");
    assert_eq!(eval("can(var.u.a)"), "?");
}

#[test]
fn try_takes_the_first_argument_without_an_error() {
    assert_eq!(eval("try({}.a, null.b, \"c\")"), "\"c\"");
    assert_eq!(eval("try(1 / \"x\", 2)"), "2");
    assert_eq!(eval("try((var.b ? { x = 1 } : {}).x, \"d\")"), "?");
}

#[test]
fn a_for_expression_walks_in_key_order() {
    assert_eq!(
        eval("[for k, v in { b = 2, a = 1 } : \"${k}${v}\"]"),
        "[\"a1\", \"b2\"]"
    );
    assert_eq!(eval("[for i, v in [\"a\", \"b\"] : i if v != \"a\"]"), "[1]");
    assert_eq!(eval("{ for v in [\"a\", \"b\"] : v => 1 }"), "{a = 1, b = 1}");
    assert_eq!(
        eval("{ for v in [\"a\", \"bb\", \"a\"] : v => 1... }"),
        "{a = [1, 1], bb = [1]}"
    );
    assert_eq!(eval("[for v in var.u : v]"), "[…]");
    assert_eq!(
        eval("{ for k, v in var.u : k => { owner = \"x\", v = v } }[\"a\"]"),
        "{owner = \"x\", v = ?}"
    );
    assert_eq!(eval("[for v in [1, 2] : v if var.u == v]"), "[…]");
    assert_eq!(eval("{ for v in [\"a\", var.u] : v => 1 }"), "{a = 1, …}");
    assert_eq!(eval("[for k, v in { a = 1, (var.u) = 2 } : v]"), "[1, …]");
}

#[test]
fn two_elements_with_one_key_are_an_error_without_grouping() {
    let world = World::main("output \"it\" { value = { for v in [1, 1] : v => v } }");
    let value = world.evaluator().root_output("it").unwrap();
    assert_eq!(why(&value), "two elements have the key `1`");
}

#[test]
fn splats_apply_to_every_element() {
    let list = "locals { l = [{ a = { b = 1 } }, { a = { b = 2 } }] }";
    assert_eq!(eval_with(list, "local.l[*].a.b"), "[1, 2]");
    assert_eq!(eval_with(list, "local.l.*.a.b"), "[1, 2]");
    assert_eq!(eval_with(list, "local.l[*].a[\"b\"]"), "[1, 2]");
    assert_eq!(eval_with(list, "local.l.*.a[1].b"), "2");
    assert_eq!(eval("null[*]"), "[]");
    assert_eq!(eval("\"x\"[*]"), "[\"x\"]");
    assert_eq!(eval("var.u[*]"), "?");
}

#[test]
fn templates_keep_what_is_known() {
    assert_eq!(eval("\"team-${var.u}\""), "\"team-?\"");
    assert_eq!(eval("\"a${1}b${true}\""), "\"a1btrue\"");
    assert_eq!(eval("\"${[1]}\""), "[1]");
    assert_eq!(eval("\"%{if true}x%{else}y%{endif}!\""), "\"x!\"");
    assert_eq!(eval("\"%{for v in [1, 2]}<${v}>%{endfor}\""), "\"<1><2>\"");
    assert_eq!(eval("\"a%{if var.b}x%{endif}!\""), "\"a?!\"");
}

#[test]
fn a_heredoc_with_holes_keeps_its_action() {
    let text = "variable \"u\" {}\noutput \"it\" {\n  value = <<EOT\n{\"Action\": \"*\", \"Resource\": \"${var.u}\"}\nEOT\n}\n";
    assert_eq!(
        World::main(text).output("it"),
        "\"{\\\"Action\\\": \\\"*\\\", \\\"Resource\\\": \\\"?\\\"}\\n\""
    );
}

#[test]
fn an_unknown_function_is_unknown_with_a_reason() {
    let world = World::main("output \"it\" { value = provider::aws::arn_parse(\"x\") }");
    let value = world.evaluator().root_output("it").unwrap();
    assert_eq!(why(&value), "provider function `arn_parse` is not evaluated");
}

#[test]
fn marks_travel_with_values() {
    let secret = "variable \"s\" {\n  default = \"x\"\n  sensitive = true\n}\n";
    assert_eq!(eval_with(secret, "\"a-${var.s}\""), "sensitive \"a-x\"");
    assert_eq!(eval_with(secret, "var.s == \"x\""), "sensitive true");
    assert_eq!(
        eval_with(secret, "[for v in [1] : v if var.s == \"x\"]"),
        "sensitive [1]"
    );
    assert_eq!(eval_with(secret, "{ a = var.s }.a"), "sensitive \"x\"");
}
