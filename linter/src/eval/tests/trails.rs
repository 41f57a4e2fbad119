//! Provenance: places nearest first, and the resources a value comes from.

use super::{World, path};

#[test]
fn a_value_names_the_places_it_went_through() {
    let world = World::of(&[
        (
            "main.tf",
            "variable \"team\" { default = \"x\" }\nlocals { tags = { owner = var.team } }\nmodule \"m\" {\n source = \"./m\"\n tags = local.tags\n}",
        ),
        (
            "m/main.tf",
            "variable \"tags\" {}\nresource \"app\" \"a\" { owner = var.tags.owner }",
        ),
    ]);
    let evaluator = world.evaluator();
    let app = &evaluator.instances(&|_, _| true)[0];
    let value = app.attrs.get(&path("owner")).unwrap();
    let what: Vec<String> = app
        .attrs
        .trail(value.at)
        .iter()
        .map(|step| step.what.to_string())
        .collect();
    assert_eq!(
        what,
        [
            "the value",
            "argument `tags` of module `m`",
            "local `tags`",
            "default of variable `team`"
        ]
    );
    assert_eq!(app.definition.as_ref().unwrap().calls.len(), 1);
}

#[test]
fn known_values_still_tell_which_resource_they_were_read_from() {
    let text = "resource \"aws_iam_user\" \"ci\" { name = \"ci\" }\nresource \"aws_iam_access_key\" \"k\" {\n user = aws_iam_user.ci.name\n label = \"key of ${aws_iam_user.ci.name}\"\n list = [aws_iam_user.ci.arn]\n note = \"x-${aws_iam_user.ci.id}\"\n}";
    let world = World::main(text);
    let evaluator = world.evaluator();
    let key = &evaluator.instances(&|_, name| name == "aws_iam_access_key")[0];
    for (at, attribute) in [
        ("user", "name"),
        ("label", "name"),
        ("list", "arn"),
        ("note", "id"),
    ] {
        let value = key.attrs.get(&path(at)).unwrap();
        let refs = key.attrs.refs(&value);
        assert_eq!(refs.len(), 1, "{at}");
        assert_eq!(refs[0].target.to_string(), "aws_iam_user.ci");
        assert_eq!(refs[0].path, path(attribute));
    }
}

#[test]
fn written_finds_attributes_items_and_blocks() {
    let text = "resource \"app\" \"a\" {\n tags = {\n  owner = \"x\"\n }\n password {\n  end = 1\n }\n}";
    let world = World::main(text);
    let evaluator = world.evaluator();
    let app = &evaluator.instances(&|_, _| true)[0];
    let slice = |at: &str| {
        let span = app.attrs.written(&path(at)).expect("written");
        let base = world.tree.map.files()[0].base;
        text[(span.start - base) as usize..(span.end - base) as usize].to_owned()
    };
    assert_eq!(slice("tags.owner"), "owner = \"x\"");
    assert_eq!(slice("password.end"), "end = 1");
    assert_eq!(slice("password"), "password");
    assert!(app.attrs.written(&path("nothing")).is_none());
}
