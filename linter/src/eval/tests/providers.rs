//! Which provider configuration an instance uses.

use super::{World, path, show};
use crate::instance::Instance;

fn owner(instance: &Instance<'_>) -> String {
    let value = instance.attrs.provider(&path("default_tags.tags.owner"));
    value.map_or_else(|| "absent".to_owned(), |value| show(&value))
}

const PROVIDERS: &str = "locals { team = \"root\" }\nprovider \"aws\" {\n default_tags {\n  tags = { owner = local.team }\n }\n}\nprovider \"aws\" {\n alias = \"other\"\n default_tags {\n  tags = { owner = \"other\" }\n }\n}\n";
const USER: &str = "resource \"aws_iam_user\" \"u\" { name = \"x\" }\n";

fn owners(files: &[(&str, &str)]) -> Vec<String> {
    let world = World::of(files);
    let evaluator = world.evaluator();
    evaluator.instances(&|_, _| true).iter().map(owner).collect()
}

#[test]
fn the_type_prefix_names_the_default_provider() {
    let text = format!("{PROVIDERS}{USER}resource \"other_thing\" \"t\" {{}}\n");
    assert_eq!(owners(&[("main.tf", &text)]), ["\"root\"", "absent"]);
}

#[test]
fn the_meta_argument_names_an_alias() {
    let text = format!("{PROVIDERS}resource \"aws_iam_user\" \"u\" {{\n provider = aws.other\n}}\n");
    assert_eq!(owners(&[("main.tf", &text)]), ["\"other\""]);
}

#[test]
fn calls_pass_and_inherit_configurations() {
    let text = format!(
        "{PROVIDERS}module \"inherits\" {{\n source = \"./m\"\n}}\nmodule \"passed\" {{\n source = \"./m\"\n providers = {{ aws = aws.other }}\n}}\nmodule \"renamed\" {{\n source = \"./n\"\n providers = {{\n  aws.mine = aws.other\n }}\n}}\n"
    );
    let renamed = "resource \"aws_iam_user\" \"u\" { provider = aws.mine }\n";
    let files = [
        ("main.tf", text.as_str()),
        ("m/main.tf", USER),
        ("n/main.tf", renamed),
    ];
    assert_eq!(owners(&files), ["\"root\"", "\"other\"", "\"other\""]);
}

const EACH: &str = "provider \"aws\" {\n for_each = toset([\"eu\", \"us\"])\n alias = \"by\"\n default_tags {\n  tags = { owner = \"team-${each.key}\" }\n }\n}\n";

#[test]
fn a_key_names_one_of_several_configurations() {
    let text = format!("{EACH}resource \"aws_iam_user\" \"u\" {{\n provider = aws.by[\"us\"]\n}}\n");
    assert_eq!(owners(&[("main.tf", &text)]), ["\"team-us\""]);
}

#[test]
fn the_key_may_be_that_of_the_instance_or_of_the_call() {
    let text = format!(
        "{EACH}resource \"aws_iam_user\" \"u\" {{\n for_each = toset([\"eu\"])\n provider = aws.by[each.key]\n}}\nmodule \"m\" {{\n for_each = toset([\"us\"])\n source = \"./m\"\n providers = {{ aws = aws.by[each.value] }}\n}}\n"
    );
    assert_eq!(
        owners(&[("main.tf", &text), ("m/main.tf", USER)]),
        ["\"team-eu\"", "\"team-us\""]
    );
}

#[test]
fn a_configuration_that_is_not_there_leaves_its_tags_unknown() {
    for provider in ["aws.by[var.x]", "aws.by[\"asia\"]", "aws.by", "aws.nosuch"] {
        let text = format!(
            "{EACH}variable \"x\" {{}}\nresource \"aws_iam_user\" \"u\" {{\n provider = {provider}\n}}\n"
        );
        let world = World::of(&[("main.tf", &text)]);
        let evaluator = world.evaluator();
        let instances = evaluator.instances(&|_, _| true);
        let tags = instances[0].attrs.provider(&path("default_tags.tags"));
        assert!(tags.is_some_and(|tags| tags.as_hole().is_some()), "{provider}");
    }
}
