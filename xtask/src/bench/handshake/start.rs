//! Starts a provider as Terraform does, up to its handshake line, and ends it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::super::{median, round};
use crate::kernel::{self, Memory};

/// A certificate of Terraform's kind, P-521 and self-signed, made with
/// `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:secp521r1 -subj /O=HashiCorp/CN=localhost`.
/// Nobody has its key, and nobody needs it: nothing connects here.
const CLIENT: &str = include_str!("client.pem");

/// After this a process that only waits has done what it does at its start.
const SETTLES: Duration = Duration::from_millis(300);

/// A running provider; killed when dropped.
pub(super) struct Started {
    /// From before the start of the process to its whole line.
    pub(super) line: Duration,
    child: Child,
    log: Option<BufReader<ChildStderr>>,
    /// Holds the socket, which a killed provider leaves behind.
    _folder: TempDir,
}

impl Started {
    /// As for most people: `TF_LOG` is not set.
    pub(super) fn quiet(program: &Path) -> Result<Self> {
        Self::start(program, Stdio::null(), "OFF")
    }

    /// With its debug log.
    pub(super) fn logging(program: &Path) -> Result<Self> {
        Self::start(program, Stdio::piped(), "DEBUG")
    }

    fn start(program: &Path, stderr: Stdio, level: &str) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut command = Command::new(program);
        command
            .env_clear()
            // Other programs than ours may need to find something.
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .env("TMPDIR", folder.path())
            .env("TF_LOG_PROVIDER", level)
            .env(
                "TF_PLUGIN_MAGIC_COOKIE",
                "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
            )
            .env("PLUGIN_PROTOCOL_VERSIONS", "5,6")
            .env("PLUGIN_MIN_PORT", "10000")
            .env("PLUGIN_MAX_PORT", "25000")
            .env("PLUGIN_CLIENT_CERT", CLIENT)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(stderr);
        let start = Instant::now();
        let child = command
            .spawn()
            .with_context(|| format!("failed to start {}", program.display()))?;
        let mut started = Started {
            line: Duration::ZERO,
            child,
            log: None,
            _folder: folder,
        };
        let mut text = String::new();
        let stdout = started.child.stdout.take().context("standard output is piped")?;
        BufReader::new(stdout).read_line(&mut text)?;
        started.line = start.elapsed();
        ensure!(
            text.starts_with("1|") && text.ends_with('\n') && text.split('|').count() >= 6,
            "{} wrote {text:?} where a handshake line with a certificate belongs",
            program.display()
        );
        started.log = started.child.stderr.take().map(BufReader::new);
        Ok(started)
    }

    /// What the provider says of its own start.
    pub(super) fn phases(mut self) -> Result<Phases> {
        let log = self.log.take().context("the provider does not log")?;
        for line in log.lines() {
            let Ok(event) = serde_json::from_str::<Value>(&line?) else {
                continue;
            };
            if event["@message"] == "serving" {
                return Phases::read(&event).context("the event `serving` lacks a phase");
            }
        }
        anyhow::bail!("the provider did not log its event `serving`")
    }

    /// Its memory after a while of idleness.
    pub(super) fn settled(self) -> Result<Memory> {
        std::thread::sleep(SETTLES);
        kernel::memory(self.child.id()).context("the memory of a process is read from /proc")
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The parts of a start, in milliseconds since the one before, the first since the beginning of `main`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Phases {
    runtime: f64,
    tls: f64,
    line: f64,
}

impl Phases {
    fn read(event: &Value) -> Option<Self> {
        let at = |name: &str| Some(event[name].as_u64()? as f64 / 1e3);
        let (runtime, tls, line) = (at("runtime_us")?, at("tls_us")?, at("line_us")?);
        Some(Phases {
            runtime,
            tls: tls - runtime,
            line: line - tls,
        })
    }

    /// The median of each part.
    pub(super) fn median(all: &[Self]) -> Self {
        let part = |part: fn(&Self) -> f64| median(&mut all.iter().map(part).collect::<Vec<_>>());
        Phases {
            runtime: part(|phases| phases.runtime),
            tls: part(|phases| phases.tls),
            line: part(|phases| phases.line),
        }
    }

    pub(super) fn line(self) -> Value {
        json!({"runtime": round(self.runtime), "tls": round(self.tls), "line": round(self.line)})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_are_told_apart() {
        let event = json!({"@message": "serving", "runtime_us": 300, "tls_us": 1300, "line_us": 1500});
        let phases = Phases::read(&event).unwrap();
        assert_eq!(phases.line(), json!({"runtime": 0.3, "tls": 1.0, "line": 0.2}));
    }
}
