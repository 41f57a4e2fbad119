//! Providers reach Terraform in each of the ways, and programs are built where that is said.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use real_terraform::{Install, Layout, Terraform, Version, Workspace, cargo_example, platform};

const ADDRESS: &str = "localhost/tests/mini";

const USES_IT: &str = "\
terraform {
  required_providers {
    mini = {
      source  = \"localhost/tests/mini\"
      version = \">= 0.1.0\"
    }
  }
}

resource \"mini_thing\" \"one\" {}
";

fn no_provider() -> PathBuf {
    cargo_example("real-terraform", "no_provider")
}

fn using(terraform: &Terraform, install: &Install) -> Workspace {
    let mut workspace = Workspace::new(terraform);
    workspace.write("main.tf", USES_IT);
    workspace.install(install);
    workspace
}

#[test]
fn an_example_is_built_and_runs() {
    let said = Command::new(no_provider()).output().expect("the example");
    assert_eq!(
        String::from_utf8_lossy(&said.stdout),
        "real-terraform is no provider\n"
    );
}

#[test]
#[should_panic(expected = "no_such_example")]
fn an_example_that_does_not_exist_is_named() {
    cargo_example("real-terraform", "no_such_example");
}

#[test]
fn an_override_is_run_without_init() {
    for terraform in [Terraform::default_version(), Terraform::pinned(Version::V1_15)] {
        let outcome = using(&terraform, &Install::dev_override(ADDRESS, &no_provider()))
            .run(&["plan"])
            .expect_code(1);
        let said = outcome.prose();
        assert!(said.contains("development overrides are in effect"), "{outcome}");
        assert!(said.contains("real-terraform is no provider"), "{outcome}");
    }
}

#[test]
fn init_takes_a_provider_from_a_mirror_of_either_layout() {
    let mut hashes = Vec::new();
    for layout in [Layout::Unpacked, Layout::Packed] {
        for terraform in [Terraform::pinned(Version::V1_8), Terraform::default_version()] {
            let workspace = using(
                &terraform,
                &Install::mirror(ADDRESS, "0.1.0", layout, &no_provider()),
            );
            let outcome = workspace.run(&["init"]).expect_code(0);
            assert!(
                outcome.prose().contains("Installed localhost/tests/mini v0.1.0"),
                "{outcome}"
            );
            let outcome = workspace.run(&["plan"]).expect_code(1);
            assert!(
                outcome.prose().contains("real-terraform is no provider"),
                "{outcome}"
            );
            let lock =
                fs::read_to_string(workspace.dir().join(".terraform.lock.hcl")).expect("the lock file");
            let hash = lock.lines().find(|line| line.contains("h1:")).expect("a hash");
            hashes.push(hash.to_owned());
        }
    }
    hashes.dedup();
    assert_eq!(hashes.len(), 1, "the layouts hold different files");
}

#[test]
fn init_takes_the_newest_release_of_a_mirror_and_keeps_what_is_locked() {
    let mut workspace = using(
        &Terraform::default_version(),
        &Install::mirror(ADDRESS, "0.1.0", Layout::Unpacked, &no_provider()),
    );
    workspace.run(&["init"]).expect_code(0);
    workspace.install(&Install::mirror(ADDRESS, "0.2.0", Layout::Packed, &no_provider()));
    let outcome = workspace.run(&["init"]).expect_code(0);
    assert!(
        outcome
            .prose()
            .contains("previously-installed localhost/tests/mini v0.1.0"),
        "{outcome}"
    );
    let outcome = workspace.run(&["init", "-upgrade"]).expect_code(0);
    assert!(
        outcome.prose().contains("Installed localhost/tests/mini v0.2.0"),
        "{outcome}"
    );
}

#[test]
fn what_no_mirror_has_is_not_looked_for_elsewhere() {
    let workspace = Workspace::new(&Terraform::default_version());
    workspace.write(
        "main.tf",
        "terraform {\n  required_providers {\n    random = {\n      source = \"hashicorp/random\"\n    }\n  }\n}\n",
    );
    let outcome = workspace.run(&["init"]).expect_code(1);
    assert!(
        outcome
            .prose()
            .contains("was not found in any of the search locations"),
        "{outcome}"
    );
}

#[test]
#[should_panic(expected = "is not HOST/NAMESPACE/TYPE")]
fn an_address_without_a_host_is_refused() {
    let _ = Install::dev_override("tests/mini", &no_provider());
}

#[test]
fn the_platform_is_the_one_that_terraform_names() {
    let answer = Workspace::new(&Terraform::default_version())
        .run(&["version", "-json"])
        .json();
    assert_eq!(answer["platform"], platform());
}
