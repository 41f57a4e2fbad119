//! What the kernel says of a running process: memory, processor time, children. Nothing where there is no `/proc`.

use std::fs;
use std::time::Duration;

/// Resident memory, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// Now.
    pub resident: u64,
    /// The highest so far (`VmHWM`, which the kernel keeps, so that looking rarely misses little).
    pub peak: u64,
}

/// Of a process that still runs.
pub fn memory(process: u32) -> Option<Memory> {
    let text = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let bytes = |name: &str| -> Option<u64> {
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        let kib: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
        Some(kib * 1024)
    };
    Some(Memory {
        resident: bytes("VmRSS:")?,
        peak: bytes("VmHWM:")?,
    })
}

/// One line of `/proc/PID/stat`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stat {
    /// The program's name, cut to 15 bytes by the kernel.
    pub name: String,
    pub parent: u32,
    /// Of all its threads, to 10 ms.
    pub cpu: Duration,
}

/// Of a process that still runs, or that its parent has not asked about yet.
pub fn stat(process: u32) -> Option<Stat> {
    read(&fs::read_to_string(format!("/proc/{process}/stat")).ok()?)
}

fn read(line: &str) -> Option<Stat> {
    // The name may hold anything, parentheses too.
    let (start, rest) = line.rsplit_once(") ")?;
    let name = start.split_once('(')?.1.to_owned();
    let fields: Vec<&str> = rest.split(' ').collect();
    let number = |index: usize| fields.get(index)?.parse::<u64>().ok();
    // Linux shows hundredths of a second to programs, whatever it counts in itself.
    let cpu = Duration::from_millis((number(11)? + number(12)?) * 10);
    Some(Stat {
        name,
        parent: u32::try_from(number(1)?).ok()?,
        cpu,
    })
}

/// Every process there is.
pub fn processes() -> impl Iterator<Item = u32> {
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_parentheses_does_not_shift_the_fields() {
        let line = "42 (a) (b c) S 7 42 42 0 -1 4194304 1 2 3 4 15 6 0 0 20 0 1 0 5";
        let stat = read(line).unwrap();
        assert_eq!((stat.name.as_str(), stat.parent), ("a) (b c", 7));
        assert_eq!(stat.cpu, Duration::from_millis(210));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_process_is_among_the_processes_and_needs_memory() {
        let me = std::process::id();
        assert!(processes().any(|process| process == me));
        assert_eq!(stat(me).unwrap().parent, std::os::unix::process::parent_id());
        let memory = memory(me).unwrap();
        assert!(memory.resident > 0 && memory.peak >= memory.resident);
    }
}
