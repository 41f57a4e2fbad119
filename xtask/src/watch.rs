//! Runs a program to its end or to a limit, and says how long it took and how much memory it needed.

use std::io::{Read, Seek};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::kernel;

/// How often it is looked whether the program has ended.
const INTERVAL: Duration = Duration::from_micros(200);

#[derive(Debug)]
pub struct Watched {
    pub status: ExitStatus,
    pub wall: Duration,
    /// Highest resident memory in bytes (`VmHWM`, which the kernel keeps); 0 where there is no `/proc`.
    pub peak: u64,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    /// It was still running at the limit, and was killed.
    pub killed: bool,
}

/// Output goes to unnamed files, so that a program that prints much never waits for a reader.
pub fn watch(command: &mut Command, limit: Duration) -> Result<Watched> {
    observe(command, limit, INTERVAL, |_| {})
}

/// The same, with a look at the running process of that number once in an interval.
pub fn observe(
    command: &mut Command,
    limit: Duration,
    interval: Duration,
    mut look: impl FnMut(u32),
) -> Result<Watched> {
    let mut stdout = tempfile::tempfile().context("no place for a program's output")?;
    let mut stderr = tempfile::tempfile().context("no place for a program's output")?;
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(stdout.try_clone()?)
        .stderr(stderr.try_clone()?)
        .spawn()
        .with_context(|| format!("failed to start {}", command.get_program().display()))?;
    let (mut peak, mut killed) = (0, false);
    let status = loop {
        peak = peak.max(kernel::memory(child.id()).map_or(0, |memory| memory.peak));
        look(child.id());
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if start.elapsed() > limit && !killed {
            child.kill()?;
            killed = true;
        }
        std::thread::sleep(interval);
    };
    let wall = start.elapsed();
    let read = |file: &mut std::fs::File| -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        file.rewind()?;
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    Ok(Watched {
        status,
        wall,
        peak,
        stdout: read(&mut stdout)?,
        stderr: read(&mut stderr)?,
        killed,
    })
}

/// Wall time of one run whose output is thrown away, without any watching.
pub fn time(command: &mut Command) -> Result<Duration> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let start = Instant::now();
    command
        .status()
        .with_context(|| format!("failed to start {}", command.get_program().display()))?;
    Ok(start.elapsed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_does_not_end_is_killed_at_the_limit() {
        let watched = watch(Command::new("sleep").arg("600"), Duration::from_millis(50)).unwrap();
        assert!(watched.killed);
        assert!(!watched.status.success());
    }

    #[test]
    fn output_and_memory_of_a_program_are_kept() {
        let watched = watch(
            Command::new("sh").args(["-c", "echo out; echo err >&2; sleep 0.05"]),
            Duration::from_secs(60),
        )
        .unwrap();
        assert!(!watched.killed && watched.status.success());
        assert_eq!(
            (watched.stdout.as_slice(), watched.stderr.as_slice()),
            (&b"out\n"[..], &b"err\n"[..])
        );
        if cfg!(target_os = "linux") {
            assert!(watched.peak > 0);
        }
    }
}
