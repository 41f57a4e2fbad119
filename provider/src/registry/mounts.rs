//! Which file system a path is on: locks of databases do not hold on those of other machines.

use std::path::{Path, PathBuf};

/// File systems whose server is another machine.
const REMOTE: [&str; 10] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb2",
    "smb3",
    "smbfs",
    "ncpfs",
    "afs",
    "fuse.sshfs",
    "fuse.davfs",
];

/// The mounted file systems, in the order in which they were mounted. Empty where the system does not tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MountTable {
    mounts: Vec<Mount>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Mount {
    point: PathBuf,
    file_system: String,
}

impl MountTable {
    /// Those that this process sees.
    pub fn of_this_process() -> Self {
        std::fs::read_to_string("/proc/self/mountinfo")
            .map(|text| Self::parse(&text))
            .unwrap_or_default()
    }

    /// In the format of Linux's `/proc/self/mountinfo`; lines that are not in it are passed over.
    pub fn parse(text: &str) -> Self {
        let mount = |line: &str| {
            let (before, after) = line.split_once(" - ")?;
            Some(Mount {
                point: unescape(before.split(' ').nth(4)?).into(),
                file_system: after.split(' ').next()?.to_owned(),
            })
        };
        Self {
            mounts: text.lines().filter_map(mount).collect(),
        }
    }

    /// The kind of file system of another machine that the absolute `path` is on, if it is.
    pub fn remote_file_system(&self, path: &Path) -> Option<&str> {
        let mount = self
            .mounts
            .iter()
            .filter(|mount| path.starts_with(&mount.point))
            // Of several at one place the last one covers the others; `max_by_key` keeps the last of equals.
            .max_by_key(|mount| mount.point.components().count())?;
        REMOTE
            .contains(&mount.file_system.as_str())
            .then_some(mount.file_system.as_str())
    }
}

/// Space, tab, newline and backslash are written `\040`, `\011`, `\012` and `\134`.
fn unescape(text: &str) -> String {
    let mut plain = text.to_owned();
    for (escaped, c) in [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")] {
        plain = plain.replace(escaped, c);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:50 / /srv/team\\040share rw - nfs4 files:/team rw
41 40 8:2 / /srv/team\\040share/local rw - xfs /dev/sdb1 rw
42 22 0:51 / /mnt/win rw - cifs //files/win rw
43 22 8:3 / /mnt/win rw - ext4 /dev/sdc1 rw
not a mount
";

    #[test]
    fn the_nearest_and_last_mount_decides() {
        let table = MountTable::parse(TABLE);
        let remote = |path: &str| table.remote_file_system(Path::new(path)).map(str::to_owned);
        assert_eq!(remote("/srv/team share/extid"), Some("nfs4".to_owned()));
        assert_eq!(remote("/srv/team share/local/extid"), None);
        assert_eq!(remote("/srv/team shares"), None);
        assert_eq!(remote("/mnt/win/registry.db"), None, "a later mount covers it");
        assert_eq!(remote("/var/lib"), None);
    }

    #[test]
    fn a_system_that_does_not_tell_refuses_nothing() {
        assert_eq!(MountTable::default().remote_file_system(Path::new("/srv")), None);
    }
}
