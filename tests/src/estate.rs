//! A directory tree of a test, gone when the test ends.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::Run;

/// A tree with a `.git` directory, so that the fence is the tree itself.
#[derive(Debug)]
pub struct Estate {
    dir: TempDir,
}

impl Estate {
    /// Several files in one text: a line `//- /path` starts each. Without such a line all of it is `main.tf`.
    pub fn new(fixture: &str) -> Self {
        let estate = Self::empty();
        let mut path = "main.tf";
        let mut text = String::new();
        let mut wrote = false;
        for line in fixture.lines() {
            if let Some(next) = line.strip_prefix("//- /") {
                if wrote {
                    estate.write(path, &text);
                } else {
                    assert!(
                        text.trim().is_empty(),
                        "the fixture has text before its first `//- /`"
                    );
                }
                (path, wrote) = (next.trim(), true);
                text.clear();
            } else {
                text.push_str(line);
                text.push('\n');
            }
        }
        estate.write(path, &text);
        estate
    }

    pub fn empty() -> Self {
        let dir = tempfile::tempdir().expect("a temporary directory");
        std::fs::create_dir(dir.path().join(".git")).expect("room for the fence");
        Self { dir }
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Where `relative` is, its directories made.
    pub fn place(&self, relative: &str) -> PathBuf {
        let path = self.path().join(relative);
        let parent = path.parent().expect("a path inside the tree");
        std::fs::create_dir_all(parent).expect("directories of the fixture");
        path
    }

    pub fn write(&self, relative: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.place(relative), content).expect("a file of the fixture");
    }

    /// A FIFO, which blocks whoever opens it.
    pub fn fifo(&self, relative: &str) {
        let status = std::process::Command::new("mkfifo")
            .arg(self.place(relative))
            .status();
        assert!(status.expect("mkfifo").success());
    }

    #[cfg(unix)]
    pub fn symlink(&self, relative: &str, target: &str) {
        std::os::unix::fs::symlink(target, self.place(relative)).expect("a symbolic link");
    }

    /// Lints the whole tree as JSON, with undecided verdicts listed; `args` come after.
    pub fn lint(&self, args: &[&str]) -> Run {
        Run::in_dir(
            self.path(),
            &[&["-f", "json", "--persona", "pedantic"], args].concat(),
        )
    }

    /// The same for one rule, everything that any persona hears.
    pub fn lint_rule(&self, rule: &str) -> Run {
        Run::in_dir(
            self.path(),
            &["-f", "json", "--persona", "auditor", "--select", rule],
        )
    }
}
