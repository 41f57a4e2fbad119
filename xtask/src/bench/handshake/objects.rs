//! Plans and applies many objects with real Terraform, and weighs the provider's processes meanwhile.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::super::{millis, round};
use super::mib;
use crate::watch::{self, Watched};
use crate::{kernel, workspace};

/// Resident at most in any provider process of a plan of 1,000 objects.
const LIMIT_MIB: f64 = 16.0;
const LIMIT: Duration = Duration::from_secs(600);
/// A process that only tells its schema lives for some 20 ms. Rarely enough not to be measured itself.
const INTERVAL: Duration = Duration::from_millis(3);

/// Plans, applies and plans again; `say` gets each row as it comes.
pub(super) fn run(name: &str, provider: &Path, objects: usize, mut say: impl FnMut(Value)) -> Result<()> {
    let dir = tempfile::tempdir()?;
    write(name, provider, objects, dir.path())?;
    let commands: [(&str, &[&str]); 3] = [
        ("plan", &["plan"]),
        ("apply", &["apply", "-auto-approve"]),
        // 0: nothing to change.
        ("plan again", &["plan", "-detailed-exitcode"]),
    ];
    for (title, arguments) in commands {
        let mut providers = Providers::default();
        let watched = watch::observe(
            &mut terraform(dir.path(), arguments),
            LIMIT,
            INTERVAL,
            |process| providers.look(process),
        )?;
        ensure!(
            watched.status.success(),
            "terraform {title} ended with {}: {}{}",
            watched.status,
            String::from_utf8_lossy(&watched.stdout),
            String::from_utf8_lossy(&watched.stderr)
        );
        say(providers.row(title, objects, &watched));
    }
    Ok(())
}

/// One region and places in it, and the settings that lead Terraform to the provider.
fn write(name: &str, provider: &Path, objects: usize, dir: &Path) -> Result<()> {
    for folder in ["home", "store", "t", "bin"] {
        std::fs::create_dir(dir.join(folder))?;
    }
    let binary = format!("terraform-provider-{name}{}", std::env::consts::EXE_SUFFIX);
    std::fs::copy(provider, dir.join("bin").join(binary))?;
    let quoted = |folder: &str| json!(dir.join(folder)).to_string();
    let settings = format!(
        "provider_installation {{\n  dev_overrides {{\n    \"examples/{name}\" = {}\n  }}\n  direct {{}}\n}}\n",
        quoted("bin")
    );
    workspace::write(&dir.join("settings.tfrc"), &settings)?;
    let places = objects.saturating_sub(1);
    let main = format!(
        r#"terraform {{
  required_providers {{
    {name} = {{
      source = "examples/{name}"
    }}
  }}
}}

provider "{name}" {{
  path = {}
}}

resource "{name}_region" "north" {{
  name = "north"
}}

resource "{name}_place" "all" {{
  count    = {places}
  region   = {name}_region.north.id
  name     = "place-${{count.index}}"
  capacity = count.index + 1
}}
"#,
        quoted("store")
    );
    workspace::write(&dir.join("root/main.tf"), &main)
}

/// Knows nothing of this machine's user.
fn terraform(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("terraform");
    command
        .args(arguments)
        .args(["-no-color", "-input=false"])
        .current_dir(dir.join("root"))
        .env_clear()
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
        .env("HOME", dir.join("home"))
        // Short: it holds sockets.
        .env("TMPDIR", dir.join("t"))
        .env("TF_CLI_CONFIG_FILE", dir.join("settings.tfrc"))
        .env("CHECKPOINT_DISABLE", "1");
    command
}

/// The provider's processes below one Terraform.
#[derive(Default)]
struct Providers {
    /// Highest memory and processor time by process.
    seen: BTreeMap<u32, (u64, Duration)>,
    /// Processes that have another parent.
    foreign: HashSet<u32>,
    terraform: Duration,
}

impl Providers {
    fn look(&mut self, terraform: u32) {
        if let Some(stat) = kernel::stat(terraform) {
            self.terraform = stat.cpu;
        }
        let all: HashSet<u32> = kernel::processes().collect();
        // The kernel gives the numbers of the dead to others.
        self.foreign.retain(|process| all.contains(process));
        for process in all {
            if self.foreign.contains(&process) {
                continue;
            }
            let Some(stat) = kernel::stat(process) else {
                continue;
            };
            if stat.parent != terraform {
                self.foreign.insert(process);
            } else if stat.name.starts_with("terraform-provi") {
                // Before it has that name it may still be Terraform's own memory that is seen.
                let peak = kernel::memory(process).map_or(0, |memory| memory.peak);
                let (highest, cpu) = self.seen.entry(process).or_default();
                (*highest, *cpu) = ((*highest).max(peak), stat.cpu);
            }
        }
    }

    fn row(&self, title: &str, objects: usize, watched: &Watched) -> Value {
        let peak = self.seen.values().map(|(peak, _)| *peak).max().unwrap_or(0);
        let cpu: Duration = self.seen.values().map(|(_, cpu)| *cpu).sum();
        let mut row = json!({
            "objects": objects, "command": title, "wall_ms": round(millis(watched.wall)),
            "terraform_cpu_ms": round(millis(self.terraform)), "terraform_peak_mib": round(mib(watched.peak)),
            "provider_cpu_ms": round(millis(cpu)), "provider_peak_mib": round(mib(peak)),
            "provider_processes_seen": self.seen.len(),
        });
        if title != "apply" {
            row["limit_mib"] = LIMIT_MIB.into();
        }
        row
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::process::Stdio;

    use super::*;

    /// A shell that waits for its standard input.
    fn waiting(program: &Path) -> std::process::Child {
        Command::new(program)
            .args(["-c", "read line"])
            .stdin(Stdio::piped())
            .spawn()
            .expect("a shell")
    }

    #[test]
    fn the_providers_of_a_terraform_are_told_from_its_other_children() {
        let dir = tempfile::tempdir().unwrap();
        let provider = dir.path().join("terraform-provider-atlas");
        std::os::unix::fs::symlink("/bin/sh", &provider).unwrap();
        let mut children = [waiting(&provider), waiting(Path::new("/bin/sh"))];
        let mut providers = Providers::default();
        providers.look(std::process::id());
        // Another process looks like a provider, but has another parent.
        let mut elsewhere = Providers::default();
        elsewhere.look(children[1].id());
        for child in &mut children {
            drop(child.stdin.take());
            child.wait().unwrap();
        }
        assert_eq!(providers.seen.keys().collect::<Vec<_>>(), [&children[0].id()]);
        assert!(providers.seen.values().all(|(peak, _)| *peak > 0));
        assert!(elsewhere.seen.is_empty());
    }
}
