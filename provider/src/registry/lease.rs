//! Who is at work on an object, and whether it still is.
//!
//! Leases run on the system's clock, never on a test clock: they are about processes, not about identities.

use serde::{Deserialize, Serialize};

use crate::{Instant, RunId};

/// The right of one run to finish one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    pub run: RunId,
    pub process: Process,
    /// When others may settle, whatever became of the process.
    pub until: Instant,
}

/// One process of one machine, so that it is not mistaken for a later one of the same number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    /// The name of the machine, to be shown.
    pub host: String,
    /// Which start of which system, and which namespace: numbers of processes mean something only within. Empty
    /// where the system does not tell.
    pub space: String,
    pub pid: u32,
    /// When the process started, in the system's own units. Empty where the system does not tell.
    pub started: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaseState {
    /// This run's own.
    Own,
    /// Another run is at work.
    Live,
    /// Its process is gone: the operation can be settled.
    Gone,
    /// Its time is over: the operation can be settled.
    RanOut,
}

impl LeaseState {
    pub fn can_be_settled(self) -> bool {
        matches!(self, Self::Gone | Self::RanOut)
    }
}

impl Process {
    pub fn this() -> Self {
        let read = |path: &str| {
            std::fs::read_to_string(path)
                .map(|text| text.trim().to_owned())
                .unwrap_or_default()
        };
        let boot = read("/proc/sys/kernel/random/boot_id");
        let namespace = std::fs::read_link("/proc/self/ns/pid").unwrap_or_default();
        let space = if boot.is_empty() {
            String::new()
        } else {
            format!("{boot} {}", namespace.display())
        };
        let pid = std::process::id();
        Self {
            host: read("/proc/sys/kernel/hostname"),
            space,
            pid,
            started: running_since(pid).unwrap_or_default(),
        }
    }

    /// Known to be gone. A process of another machine never is, nor is any where the system does not tell.
    fn is_gone(&self, here: &Self) -> bool {
        if self.space.is_empty() || (&self.host, &self.space) != (&here.host, &here.space) {
            return false;
        }
        running_since(self.pid).is_none_or(|started| started != self.started)
    }
}

/// `None` when there is no such process, or only what its parent has not collected yet.
fn running_since(pid: u32) -> Option<String> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field is the program's name in parentheses, and may hold anything.
    let mut fields = stat.rsplit_once(") ")?.1.split(' ');
    let state = fields.next()?;
    (!["Z", "X"].contains(&state))
        .then(|| fields.nth(18).map(str::to_owned))
        .flatten()
}

impl Lease {
    /// As seen by `run` in the process `here` at the system's time `now`.
    pub fn state(&self, run: RunId, here: &Process, now: Instant) -> LeaseState {
        if self.run == run {
            LeaseState::Own
        } else if self.process.is_gone(here) {
            LeaseState::Gone
        } else if self.until <= now {
            LeaseState::RanOut
        } else {
            LeaseState::Live
        }
    }
}

impl std::fmt::Display for Lease {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            run, process, until, ..
        } = self;
        write!(
            f,
            "run {run} (process {} on {}), until {until}",
            process.pid, process.host
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Duration;

    fn lease(process: Process) -> Lease {
        Lease {
            run: RunId::generate(),
            process,
            until: Instant::EPOCH.checked_add(Duration::from_days(1)).expect("a day"),
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_that_is_gone_leaves_its_lease() {
        let here = Process::this();
        let now = Instant::EPOCH;
        let state = |lease: &Lease| lease.state(RunId::generate(), &here, now);
        assert_eq!(state(&lease(here.clone())), LeaseState::Live);

        let mut child = std::process::Command::new("true").spawn().expect("true starts");
        child.wait().expect("true ends");
        let gone = Process {
            pid: child.id(),
            ..here.clone()
        };
        assert_eq!(state(&lease(gone.clone())), LeaseState::Gone);
        let reused = Process {
            started: "1".to_owned(),
            ..here.clone()
        };
        assert_eq!(
            state(&lease(reused)),
            LeaseState::Gone,
            "another process has its number"
        );
        let elsewhere = Process {
            host: "other".to_owned(),
            ..gone.clone()
        };
        assert_eq!(state(&lease(elsewhere)), LeaseState::Live, "nobody can tell");
        let container = Process {
            space: "another".to_owned(),
            ..gone
        };
        assert_eq!(state(&lease(container)), LeaseState::Live, "nobody can tell");
    }

    #[test]
    fn a_lease_runs_out_and_is_its_own_runs() {
        let here = Process::this();
        let lease = lease(here.clone());
        assert_eq!(lease.state(lease.run, &here, lease.until), LeaseState::Own);
        assert_eq!(
            lease.state(RunId::generate(), &here, lease.until),
            LeaseState::RanOut
        );
    }
}
