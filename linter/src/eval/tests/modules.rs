//! Module calls: inputs, outputs, keys, and what cannot be entered.

use super::{World, addresses, get, why};

const CHILD: &str = "variable \"name\" {}\nresource \"aws_iam_user\" \"u\" { name = var.name }\noutput \"name\" { value = aws_iam_user.u.name }\noutput \"arn\" { value = aws_iam_user.u.arn }\n";

#[test]
fn outputs_of_local_modules_are_evaluated() {
    let world = World::of(&[
        (
            "main.tf",
            "module \"m\" {\n source = \"./m\"\n name = \"ci\"\n}\noutput \"name\" { value = module.m.name }\noutput \"arn\" { value = module.m.arn }",
        ),
        ("m/main.tf", CHILD),
    ]);
    assert_eq!(world.output("name"), "\"ci\"");
    let value = world.evaluator().root_output("arn").unwrap();
    let hole = value.as_hole().unwrap();
    assert_eq!(hole.why.as_ref(), "known after apply");
    assert_eq!(hole.refs[0].target.to_string(), "module.m.aws_iam_user.u");
}

#[test]
fn each_key_of_a_call_is_a_scope() {
    let world = World::of(&[
        (
            "main.tf",
            "module \"m\" {\n source = \"./m\"\n for_each = { a = \"x\", b = \"y\" }\n name = \"${each.key}-${each.value}\"\n}\noutput \"one\" { value = module.m[\"b\"].name }\noutput \"all\" { value = [for k, m in module.m : m.name] }\noutput \"splat\" { value = values(module.m)[*].name }",
        ),
        ("m/main.tf", CHILD),
    ]);
    assert_eq!(world.output("one"), "\"b-y\"");
    assert_eq!(world.output("all"), "[\"a-x\", \"b-y\"]");
    let evaluator = world.evaluator();
    assert_eq!(
        addresses(&evaluator, "aws_iam_user"),
        ["module.m[\"a\"].aws_iam_user.u", "module.m[\"b\"].aws_iam_user.u"]
    );
}

#[test]
fn a_counted_call_is_a_tuple() {
    let world = World::of(&[
        (
            "main.tf",
            "module \"m\" {\n source = \"./m\"\n count = 2\n name = \"n${count.index}\"\n}\noutput \"all\" { value = module.m[*].name }\noutput \"one\" { value = module.m[1].name }",
        ),
        ("m/main.tf", CHILD),
    ]);
    assert_eq!(world.output("all"), "[\"n0\", \"n1\"]");
    assert_eq!(world.output("one"), "\"n1\"");
}

#[test]
fn an_unknown_for_each_is_one_symbolic_scope() {
    let world = World::of(&[
        (
            "main.tf",
            "variable \"u\" {}\nmodule \"m\" {\n source = \"./m\"\n for_each = var.u\n name = \"fixed\"\n}\noutput \"it\" { value = module.m[\"k\"].name }",
        ),
        ("m/main.tf", CHILD),
    ]);
    let evaluator = world.evaluator();
    let instances = evaluator.instances(&|_, _| true);
    assert_eq!(instances.len(), 1);
    assert_eq!(instances[0].address.to_string(), "module.m[*].aws_iam_user.u");
    assert_eq!(get(&instances[0], "name"), "\"fixed\"");
    assert_eq!(world.output("it"), "\"fixed\"");
}

#[test]
fn a_module_that_is_not_installed_is_unknown_with_the_reason() {
    let world = World::main("module \"m\" { source = \"org/m/aws\" }\noutput \"it\" { value = module.m.id }");
    let value = world.evaluator().root_output("it").unwrap();
    assert_eq!(why(&value), "module `m` is not installed");
}

#[test]
fn modules_may_use_each_other_where_no_value_depends_on_itself() {
    let child = "variable \"in\" { default = null }\noutput \"fixed\" { value = \"f\" }\noutput \"given\" { value = var.in }";
    let world = World::of(&[
        (
            "main.tf",
            "module \"a\" {\n source = \"./c\"\n in = module.b.fixed\n}\nmodule \"b\" {\n source = \"./c\"\n in = module.a.fixed\n}\noutput \"it\" { value = [module.a.given, module.b.given] }",
        ),
        ("c/main.tf", child),
    ]);
    assert_eq!(world.output("it"), "[\"f\", \"f\"]");
}

#[test]
fn paths_and_workspace_are_known_where_they_can_be() {
    let world = World::of(&[
        (
            "main.tf",
            "module \"m\" { source = \"./mods/m\" }\noutput \"it\" { value = [path.module, path.root, module.m.at, terraform.workspace] }",
        ),
        ("mods/m/main.tf", "output \"at\" { value = path.module }"),
    ]);
    let shown = world.output("it");
    assert!(shown.starts_with("[\".\", \".\", \"mods/m\""), "{shown}");
}

#[test]
fn resources_passed_as_objects_keep_what_is_written() {
    let world = World::of(&[
        (
            "main.tf",
            "resource \"aws_iam_user\" \"u\" {\n for_each = { a = 1 }\n name = each.key\n}\nmodule \"m\" {\n source = \"./m\"\n one = aws_iam_user.u[\"a\"]\n all = aws_iam_user.u\n}\noutput \"it\" { value = module.m.names }\noutput \"whole\" { value = module.m.user.name }",
        ),
        (
            "m/main.tf",
            "variable \"one\" {\n type = object({ name = string, arn = string })\n}\nvariable \"all\" {\n type = map(object({ name = string }))\n}\noutput \"names\" { value = [var.one.name, var.one.arn, var.all[\"a\"].name] }\noutput \"user\" { value = var.one }",
        ),
    ]);
    assert_eq!(world.output("it"), "[\"a\", ?, \"a\"]");
    assert_eq!(world.output("whole"), "\"a\"");
}

#[test]
fn unknown_elements_are_converted_with_their_collection() {
    let world = World::of(&[
        (
            "main.tf",
            "variable \"u\" {}\nmodule \"m\" {\n source = \"./m\"\n all = { for k, v in var.u : k => { owner = \"x\", days = \"5\" } }\n}\noutput \"it\" { value = module.m.any }",
        ),
        (
            "m/main.tf",
            "variable \"all\" {\n type = map(object({ owner = string, days = number, note = optional(string, \"n\") }))\n}\noutput \"any\" { value = var.all[\"k\"] }",
        ),
    ]);
    assert_eq!(world.output("it"), "{days = 5, note = \"n\", owner = \"x\"}");
}
