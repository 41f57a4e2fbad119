//! Which Terraform runs: the one on the PATH, a version of one's choice, or OpenTofu.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::{env, fmt};

use crate::stand_in;
use crate::{Version, Workspace};

/// For summaries, where [`Terraform::opentofu`] finds none.
pub const NO_OPENTOFU: &str = "not run: no OpenTofu (put `tofu` on the PATH or its path into EXTID_TOFU)";

/// A program that answered `version -json`. Clones share everything.
#[derive(Clone, Debug)]
pub struct Terraform {
    program: Arc<Program>,
}

#[derive(Debug)]
struct Program {
    name: &'static str,
    path: PathBuf,
    /// What comes before Terraform's own arguments.
    args: &'static [&'static str],
    version: String,
}

impl Terraform {
    /// The one on the PATH, else the stand-in for 1.11: found once per process.
    pub fn default_version() -> Self {
        on_path().clone().unwrap_or_else(|why| {
            println!("no `terraform` on the PATH that answers: {why}");
            Self::pinned(Version::V1_11)
        })
    }

    /// That release: the one on the PATH where it is the same, else a stand-in from PyPI, installed when it is asked
    /// for first. Python starts before a stand-in (some 0.1 s): not for timing.
    pub fn pinned(version: Version) -> Self {
        static FOUND: Mutex<BTreeMap<Version, Terraform>> = Mutex::new(BTreeMap::new());
        if let Ok(same) = on_path()
            && same.version() == version.terraform()
        {
            return same.clone();
        }
        // Held while installing: another test that wants the same one waits for it.
        let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = found.get(&version) {
            return known.clone();
        }
        let terraform = stand_in::installed(version, |python| {
            let terraform = Self::asked("Terraform", python.to_owned(), stand_in::DRIVER)?;
            if terraform.version() == version.terraform() {
                Ok(terraform)
            } else {
                Err(format!("{terraform} instead of {}", version.terraform()))
            }
        });
        found.insert(version, terraform.clone());
        terraform
    }

    /// `EXTID_TOFU`, else `tofu` on the PATH. Say [`NO_OPENTOFU`] where there is none.
    pub fn opentofu() -> Option<Self> {
        static FOUND: OnceLock<Option<Terraform>> = OnceLock::new();
        FOUND
            .get_or_init(|| match env::var_os("EXTID_TOFU") {
                Some(path) => match Self::asked("OpenTofu", path.into(), &[]) {
                    Ok(tofu) => Some(tofu),
                    Err(why) => panic!("EXTID_TOFU names no OpenTofu that answers: {why}"),
                },
                None => Self::asked("OpenTofu", "tofu".into(), &[]).ok(),
            })
            .clone()
    }

    /// `1.11.4`.
    pub fn version(&self) -> &str {
        &self.program.version
    }

    /// The program, to be given Terraform's arguments; it still has the environment of this process.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.program.path);
        command.args(self.program.args);
        command
    }

    /// `Err` says what ran and what it said instead of a version.
    fn asked(name: &'static str, path: PathBuf, args: &'static [&'static str]) -> Result<Self, String> {
        let mut terraform = Self {
            program: Arc::new(Program {
                name,
                path: absolute(path),
                args,
                version: String::new(),
            }),
        };
        let shown = terraform.program.path.display().to_string();
        let outcome = Workspace::new(&terraform)
            .try_run(&["version", "-json"])
            .map_err(|error| format!("{shown}: {error}"))?;
        let answer: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap_or_default();
        match answer["terraform_version"].as_str() {
            Some(version) if outcome.code == 0 => {
                let program = Arc::get_mut(&mut terraform.program).ok_or("its workspace is still there")?;
                version.clone_into(&mut program.version);
                Ok(terraform)
            }
            _ => Err(format!("{shown} version -json: {outcome}")),
        }
    }
}

impl fmt::Display for Terraform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Program {
            name, version, path, ..
        } = &*self.program;
        write!(f, "{name} {version}, run by {}", path.display())
    }
}

fn on_path() -> &'static Result<Terraform, String> {
    static FOUND: OnceLock<Result<Terraform, String>> = OnceLock::new();
    FOUND.get_or_init(|| Terraform::asked("Terraform", "terraform".into(), &[]))
}

/// A relative path with directories would be looked up in each workspace.
fn absolute(path: PathBuf) -> PathBuf {
    let named = path.parent() == Some(Path::new(""));
    if named || path.is_absolute() {
        path
    } else {
        env::current_dir().map(|here| here.join(&path)).unwrap_or(path)
    }
}

/// Variables of the person at the terminal that would steer a Terraform, its providers' loading or its logs.
pub(crate) fn steering() -> impl Iterator<Item = OsString> {
    env::vars_os().map(|(name, _)| name).filter(|name| {
        name.to_str().is_some_and(|name| {
            name.starts_with("TF_") || name.starts_with("CHECKPOINT_") || name == "TERRAFORM_CONFIG"
        })
    })
}
