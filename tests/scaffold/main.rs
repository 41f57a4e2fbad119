//! `cargo xtask new` writes units that compile.

use std::path::Path;
use std::process::Command;

use xtask::scaffold::{self, Unit};
use xtask::workspace;

/// The tracked files of the checkout, without what no build needs.
fn copy() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary directory");
    for file in workspace::tracked(&["*.rs", "*.toml", "*.txt", "Cargo.lock", "linter", "governance"])
        .expect("the files")
    {
        let target = dir.path().join(&file);
        std::fs::create_dir_all(target.parent().expect("a directory")).expect("room for the copy");
        std::fs::copy(workspace::root().join(&file), target).expect("a copy");
    }
    dir
}

/// Dependencies are already built in the target directory of the checkout; only our own crates are checked again.
fn check(root: &Path) {
    let metadata = workspace::metadata().expect("cargo metadata");
    let target = metadata["target_directory"].as_str().expect("a target directory");
    let output = Command::new(workspace::cargo())
        .args(["check", "--quiet", "--locked", "--package", "extid-lint"])
        .current_dir(root)
        .env("CARGO_TARGET_DIR", target)
        .output()
        .expect("cargo starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn a_new_policy_and_a_new_rule_compile_and_are_formatted() {
    let copy = copy();
    let units = [
        Unit::Policy {
            name: "sample-policy".to_owned(),
            id: "XID998".to_owned(),
        },
        Unit::Rule {
            name: "sample-rule".to_owned(),
            id: "XID999".to_owned(),
        },
    ];
    let mut files = vec!["governance/src/policies.rs".into(), "linter/src/rules.rs".into()];
    for unit in &units {
        files.push(scaffold::write(copy.path(), unit).expect("a new unit"));
    }
    let formatted = Command::new("rustfmt")
        .args(["--check", "--edition", "2024"])
        .args(&files)
        .current_dir(copy.path())
        .output()
        .expect("rustfmt starts");
    assert!(
        formatted.status.success(),
        "{}",
        String::from_utf8_lossy(&formatted.stdout)
    );
    check(copy.path());
}

#[test]
fn a_name_or_id_that_is_taken_is_refused() {
    let copy = copy();
    let taken = |name: &str, id: &str| {
        scaffold::write(
            copy.path(),
            &Unit::Policy {
                name: name.to_owned(),
                id: id.to_owned(),
            },
        )
    };
    for (name, id, word) in [
        ("sample", "XID904", "waiver-expired-or-unapproved"),
        ("waiver-expired-or-unapproved", "XID998", "XID904"),
        ("Sample", "XID998", "lower-case"),
        ("sample", "XID98", "three digits"),
    ] {
        let error = taken(name, id).expect_err("a refusal");
        assert!(format!("{error:#}").contains(word), "{error:#}");
    }
}
