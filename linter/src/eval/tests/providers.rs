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
