//! Write-only values: they reach the API, and nothing that Terraform keeps or shows.

use std::fs;
use std::process::Command;

use crate::atlas::Atlas;
use crate::case::cases;
use crate::programs::Program;

cases![
    t24_a_write_only_value_reaches_the_api_and_nothing_else needs WriteOnly,
    t24_a_write_only_value_may_be_unknown_in_the_plan needs WriteOnly,
    t24_a_terraform_that_would_store_it_is_refused needs NoWriteOnly,
];

const SECRET: &str = "correct-horse-battery";

fn t24_a_write_only_value_reaches_the_api_and_nothing_else(program: &Program) {
    let mut atlas = Atlas::new(program);
    let config = |version: u8| {
        format!(
            r#"
variable "secret" {{
  type      = string
  ephemeral = true
}}
resource "atlas_thing" "one" {{
  name              = "one"
  secret_wo         = var.secret
  secret_wo_version = {version}
}}
"#
        )
    };
    atlas.main(&config(1));
    atlas.workspace.env("TF_VAR_secret", SECRET);
    let plan = atlas.workspace.dir().join("plan.bin");
    let outcome = atlas.workspace.run(&["plan", "-out=plan.bin"]).expect_code(0);
    assert!(!outcome.stdout.contains(SECRET), "{outcome}");
    let shown = atlas
        .workspace
        .run(&["show", "-json", "plan.bin"])
        .expect_code(0)
        .stdout;
    assert!(
        shown.contains("secret_wo_version") && !shown.contains(SECRET),
        "{shown}"
    );
    let bytes = unpacked(&plan);
    assert!(find(&bytes, "secret_wo_version") && !find(&bytes, SECRET));
    let outcome = atlas.workspace.run(&["apply", "plan.bin"]).expect_code(0);
    assert!(!outcome.stdout.contains(SECRET), "{outcome}");
    assert_eq!(atlas.values("atlas_thing.one")["secret_length"], SECRET.len());
    assert!(atlas.values("atlas_thing.one")["secret_wo"].is_null());
    let stored = fs::read_to_string(atlas.store().join("thing/one.secret")).expect("the API's own store");
    assert_eq!(stored.trim_end(), SECRET);
    let state = fs::read_to_string(atlas.state_file()).expect("a state");
    assert!(!state.contains(SECRET), "{state}");
    // Another secret is no difference that Terraform could see; another version is.
    atlas.workspace.env("TF_VAR_secret", "short");
    atlas.unchanged();
    atlas.main(&config(2));
    atlas.apply();
    atlas.unchanged();
    assert_eq!(atlas.values("atlas_thing.one")["secret_length"], 5);
}

fn t24_a_write_only_value_may_be_unknown_in_the_plan(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(
        r#"
resource "terraform_data" "made" {
  input = "later"
}
resource "atlas_thing" "one" {
  name              = "one"
  secret_wo         = terraform_data.made.output
  secret_wo_version = 1
}
"#,
    );
    atlas.apply();
    atlas.unchanged();
    assert_eq!(atlas.values("atlas_thing.one")["secret_length"], 5);
}

fn t24_a_terraform_that_would_store_it_is_refused(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(&format!(
        "resource \"atlas_thing\" \"one\" {{\n  name      = \"one\"\n  secret_wo = \"{SECRET}\"\n}}\n"
    ));
    let outcome = atlas.workspace.run(&["validate"]).expect_code(1);
    assert!(outcome.prose().contains("1.11"), "{outcome}");
    assert!(outcome.prose().contains("main.tf line 3"), "{outcome}");
    atlas.apply_code(1);
    assert!(!atlas.file("thing", "one").exists() && !atlas.state_file().exists());
}

/// All files in a zip archive; the stand-ins need Python anyway.
fn unpacked(archive: &std::path::Path) -> Vec<u8> {
    let script = "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nfor n in z.namelist():\n    sys.stdout.buffer.write(z.read(n))\n";
    let output = Command::new("python3")
        .args(["-I", "-c", script])
        .arg(archive)
        .output()
        .expect("python3");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

fn find(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
