//! Resources: references to them, their instances, nested and dynamic blocks, JSON bodies.

use super::{World, addresses, eval_with, get, path, why};
use crate::instance::Elements;

const USER: &str = "resource \"aws_iam_user\" \"ci\" {\n name = \"ci\"\n path = null\n}\n";

#[test]
fn a_written_argument_is_known_through_a_reference() {
    assert_eq!(eval_with(USER, "aws_iam_user.ci.name"), "\"ci\"");
    assert_eq!(eval_with(USER, "\"${aws_iam_user.ci.name}-x\""), "\"ci-x\"");
}

#[test]
fn what_is_not_written_is_known_after_apply_and_says_of_what() {
    let world = World::main(&format!(
        "{USER}output \"a\" {{ value = aws_iam_user.ci.arn }}\noutput \"p\" {{ value = aws_iam_user.ci.path }}"
    ));
    let evaluator = world.evaluator();
    for (output, attribute) in [("a", "arn"), ("p", "path")] {
        let value = evaluator.root_output(output).unwrap();
        let hole = value.as_hole().expect("unknown");
        assert_eq!(hole.why.as_ref(), "known after apply");
        assert_eq!(hole.refs[0].target.to_string(), "aws_iam_user.ci");
        assert_eq!(hole.refs[0].path, path(attribute));
    }
}

#[test]
fn a_resource_kept_in_a_local_stays_lazy() {
    let text = "resource \"aws_iam_user\" \"u\" {\n for_each = toset([\"a\", \"b\"])\n name = each.key\n}\nlocals { users = aws_iam_user.u }\nresource \"aws_iam_access_key\" \"k\" {\n for_each = aws_iam_user.u\n user = each.value.name\n}\noutput \"it\" { value = local.users[\"b\"].name }\noutput \"all\" { value = [for u in local.users : u.name] }\n";
    let text = text.replace("toset([\"a\", \"b\"])", "{ a = 1, b = 2 }");
    let world = World::main(&text);
    assert_eq!(world.output("it"), "\"b\"");
    assert_eq!(world.output("all"), "[\"a\", \"b\"]");
    let evaluator = world.evaluator();
    let keys = evaluator.instances(&|_, name| name == "aws_iam_access_key");
    let names: Vec<String> = keys.iter().map(|key| get(key, "user")).collect();
    assert_eq!(names, ["\"a\"", "\"b\""]);
}

#[test]
fn counted_resources_are_tuples() {
    let text = "resource \"aws_iam_user\" \"u\" {\n count = 2\n name = \"n${count.index}\"\n}\n";
    assert_eq!(eval_with(text, "aws_iam_user.u[1].name"), "\"n1\"");
    assert_eq!(eval_with(text, "aws_iam_user.u[*].name"), "[\"n0\", \"n1\"]");
    assert_eq!(eval_with(text, "aws_iam_user.u.*.name"), "[\"n0\", \"n1\"]");
    assert_eq!(eval_with(text, "length(aws_iam_user.u)"), "2");
    let none = "resource \"aws_iam_user\" \"u\" {\n count = 0\n name = \"x\"\n}\n";
    assert_eq!(
        eval_with(none, "try(aws_iam_user.u[0].name, \"none\")"),
        "\"none\""
    );
    assert_eq!(eval_with(USER, "aws_iam_user.ci[*].name"), "[\"ci\"]");
}

#[test]
fn unknown_repetition_is_symbolic_never_nothing() {
    let text = "variable \"u\" {}\nresource \"aws_iam_user\" \"c\" {\n count = var.u\n name = \"x${count.index}\"\n}\nresource \"aws_iam_user\" \"p\" {\n for_each = { known = 1, (var.u) = 2 }\n name = each.key\n}\nresource \"aws_iam_user\" \"bad\" {\n for_each = [\"a\"]\n name = \"y\"\n}\n";
    let world = World::main(text);
    let evaluator = world.evaluator();
    assert_eq!(
        addresses(&evaluator, "aws_iam_user"),
        [
            "aws_iam_user.c[*]",
            "aws_iam_user.p[\"known\"]",
            "aws_iam_user.p[*]",
            "aws_iam_user.bad[*]"
        ]
    );
    let instances = evaluator.instances(&|_, _| true);
    assert_eq!(get(&instances[0], "name"), "\"x?\"");
    assert_eq!(get(&instances[1], "name"), "\"known\"");
    assert_eq!(get(&instances[2], "name"), "?");
    assert_eq!(get(&instances[3], "name"), "\"y\"");
    assert_eq!(eval_with(text, "aws_iam_user.c[0].name"), "\"x?\"");
}

#[test]
fn data_sources_are_unknown_and_ephemeral_ones_marked() {
    let text =
        "data \"aws_iam_user\" \"d\" { user_name = \"x\" }\nephemeral \"aws_secret\" \"e\" { id = \"x\" }\n";
    assert_eq!(eval_with(text, "data.aws_iam_user.d.user_name"), "?");
    assert_eq!(eval_with(text, "ephemeral.aws_secret.e.value"), "ephemeral ?");
}

#[test]
fn undeclared_resources_are_unknown_with_the_reason() {
    let world = World::main("output \"it\" { value = aws_iam_user.nobody.name }");
    let value = world.evaluator().root_output("it").unwrap();
    assert_eq!(
        why(&value),
        "`aws_iam_user.nobody` is not declared in this module"
    );
}

#[test]
fn paths_cross_nested_and_dynamic_blocks() {
    let text = "resource \"app\" \"a\" {\n tags = { owner = \"x\" }\n password {\n  end = \"2030\"\n }\n one {\n  inner { v = 1 }\n }\n dynamic \"role\" {\n  for_each = [\"r1\", \"r2\"]\n  iterator = it\n  content {\n   name = it.value\n   dynamic \"sub\" {\n    for_each = { k = it.key }\n    content { id = sub.value }\n   }\n  }\n }\n dynamic \"none\" {\n  for_each = []\n  content { x = 1 }\n }\n}\noutput \"r\" { value = app.a.role[1].name }\noutput \"s\" { value = app.a.role[*].name }\noutput \"p\" { value = app.a.password[0].end }";
    let world = World::main(text);
    let evaluator = world.evaluator();
    let app = &evaluator.instances(&|_, _| true)[0];
    assert_eq!(get(app, "tags.owner"), "\"x\"");
    assert_eq!(get(app, "password.end"), "\"2030\"");
    assert_eq!(get(app, "password.0.end"), "\"2030\"");
    assert_eq!(get(app, "one.inner.v"), "1");
    assert_eq!(get(app, "role.name"), "[\"r1\", \"r2\"]");
    assert_eq!(get(app, "role.1.sub.id"), "1");
    assert_eq!(get(app, "none.x"), "absent");
    assert_eq!(get(app, "nothing"), "absent");
    assert_eq!(
        app.attrs.elements(&path("role")),
        Elements {
            known: 2,
            open: false
        }
    );
    assert_eq!(
        app.attrs.elements(&path("none")),
        Elements {
            known: 0,
            open: false
        }
    );
    assert_eq!(world.output("r"), "\"r2\"");
    assert_eq!(world.output("s"), "[\"r1\", \"r2\"]");
    assert_eq!(world.output("p"), "\"2030\"");
}

#[test]
fn an_unknown_dynamic_block_may_hold_anything() {
    let text = "variable \"u\" {}\nresource \"app\" \"a\" {\n dynamic \"password\" {\n  for_each = var.u\n  content { end = \"2030\" }\n }\n}";
    let world = World::main(text);
    let evaluator = world.evaluator();
    let app = &evaluator.instances(&|_, _| true)[0];
    assert_eq!(get(app, "password.end"), "?");
    assert_eq!(
        app.attrs.elements(&path("password")),
        Elements { known: 0, open: true }
    );
}

#[test]
fn json_bodies_have_blocks_as_objects_and_arrays() {
    let text = r#"{"resource": {"app": {"a": {
        "//": "a comment",
        "password": {"end": "2030"},
        "role": [{"name": "r${1}"}, {"name": "r2"}],
        "dynamic": {"grant": {"for_each": ["x", "y"], "content": {"to": "${grant.value}"}}}
    }}}, "output": {"it": {"value": "${app.a.password.end}"}}}"#;
    let world = World::of(&[("main.tf.json", text)]);
    let evaluator = world.evaluator();
    let app = &evaluator.instances(&|_, _| true)[0];
    assert_eq!(get(app, "password.end"), "\"2030\"");
    assert_eq!(get(app, "password.0.end"), "\"2030\"");
    assert_eq!(get(app, "role.name"), "[\"r1\", \"r2\"]");
    assert_eq!(get(app, "grant.to"), "[\"x\", \"y\"]");
    assert_eq!(app.attrs.elements(&path("role")).known, 2);
    assert_eq!(app.attrs.elements(&path("password")).known, 1);
    assert_eq!(world.output("it"), "\"2030\"");
}

#[test]
fn a_resource_may_read_its_own_other_arguments_but_not_itself() {
    let text = "resource \"app\" \"a\" {\n name = \"x\"\n label = app.a.name\n loop = app.a.loop\n}";
    let world = World::main(text);
    let evaluator = world.evaluator();
    let app = &evaluator.instances(&|_, _| true)[0];
    assert_eq!(get(app, "label"), "\"x\"");
    assert_eq!(get(app, "loop"), "?");
}

#[test]
fn merging_into_an_unknown_map_proves_what_was_merged() {
    let text = "variable \"u\" {\n type = map(string)\n}\nresource \"app\" \"a\" {\n tags = merge(var.u, { owner = \"x\" })\n}";
    let world = World::main(text);
    let evaluator = world.evaluator();
    let app = &evaluator.instances(&|_, _| true)[0];
    assert_eq!(get(app, "tags.owner"), "\"x\"");
    assert_eq!(get(app, "tags.other"), "?");
}
