//! Where reports go: `--format full --format sarif=out.sarif`.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use super::{LintArgs, Surroundings};
use crate::options::UsageError;
use crate::report::{FORMATS, Format, Look, Outcome, Summary, Verbosity, format};
use crate::rulebook::nearest;

/// The formats asked for, at most one of them for standard output.
pub(super) struct Outputs {
    printed: Option<&'static dyn Format>,
    saved: Vec<(&'static dyn Format, PathBuf)>,
}

impl Outputs {
    pub(super) fn of(args: &LintArgs, env: &BTreeMap<String, String>) -> Result<Self, UsageError> {
        let mut outputs = Self {
            printed: None,
            saved: Vec::new(),
        };
        let from_env = env.get("EXTID_LINT_FORMAT").filter(|value| !value.is_empty());
        match from_env {
            _ if !args.formats.is_empty() => args.formats.iter().try_for_each(|text| outputs.add(text))?,
            Some(list) => list.split(',').try_for_each(|text| outputs.add(text.trim()))?,
            None => outputs.printed = Some(FORMATS[0]),
        }
        Ok(outputs)
    }

    fn add(&mut self, text: &str) -> Result<(), UsageError> {
        let (name, path) = match text.split_once('=') {
            Some((name, path)) => (name, Some(path)),
            None => (text, None),
        };
        let Some(found) = format(name) else {
            let names: Vec<&str> = FORMATS.iter().map(|format| format.name()).collect();
            let help = match nearest(name, names.iter().copied()) {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!("the formats are {}", names.join(", ")),
            };
            return Err(UsageError::new(format!("there is no format `{name}`")).with_help(help));
        };
        match path {
            Some("") => {
                Err(UsageError::new(format!("`{text}` names no file"))
                    .with_help(format!("write `{name}=FILE`")))
            }
            Some("-") => self.print(found),
            Some(path) if is_source(path) => Err(UsageError::new(format!(
                "`{text}` would write over a Terraform file"
            ))
            .with_help("name another file")),
            Some(path)
                if self
                    .saved
                    .iter()
                    .any(|(_, other)| same_file(other, Path::new(path))) =>
            {
                Err(
                    UsageError::new(format!("two formats cannot both be written to {path}"))
                        .with_help("name a file for each"),
                )
            }
            Some(path) => {
                self.saved.push((found, PathBuf::from(path)));
                Ok(())
            }
            None => self.print(found),
        }
    }

    fn print(&mut self, found: &'static dyn Format) -> Result<(), UsageError> {
        let name = found.name();
        match self.printed.replace(found) {
            Some(first) if first.name() != name => Err(UsageError::new(format!(
                "{} and {name} cannot both go to standard output",
                first.name()
            ))
            .with_help(format!("write one to a file: `--format {name}=FILE`"))),
            _ => Ok(()),
        }
    }

    pub(super) fn write(
        &self,
        outcome: &Outcome<'_>,
        look: &Look,
        around: &mut Surroundings<'_>,
    ) -> Result<(), UsageError> {
        for (format, path) in &self.saved {
            let look = Look {
                color: false,
                unicode: true,
                ..look.clone()
            };
            let path = around.directory.join(path);
            let mut text = Vec::new();
            format
                .write(outcome, &look, &mut text)
                .and_then(|()| (around.save)(&path, &text))
                .map_err(|error| UsageError::new(format!("{} cannot be written: {error}", path.display())))?;
        }
        match self.printed {
            Some(format) => {
                let mut out = io::BufWriter::with_capacity(1 << 16, &mut *around.stdout);
                match format.write(outcome, look, &mut out).and_then(|()| out.flush()) {
                    // A reader that has gone away has seen enough.
                    Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(UsageError::new(format!(
                        "standard output cannot be written: {error}"
                    ))),
                    Err(_) => {
                        // What is left in the buffer would be tried again when it is dropped.
                        drop(out.into_parts());
                        Ok(())
                    }
                    Ok(()) => Ok(()),
                }
            }
            // All went to files: say at least how it ended.
            None if look.verbosity > Verbosity::Quiet => {
                let _ = writeln!(around.stderr, "{}", Summary::of(outcome).headline());
                Ok(())
            }
            None => Ok(()),
        }
    }
}

/// What is linted, or decides what is, is never a report's place.
fn is_source(path: &str) -> bool {
    let name = path.to_ascii_lowercase();
    let stem = name.strip_suffix(".json").unwrap_or(&name);
    let ends = [".tf", ".tofu", ".tfvars", ".tfstate", ".hcl", ".toml"];
    ends.iter().any(|end| stem.ends_with(end))
}

/// `./a.json` and `a.json` are one file. Links are not followed: nothing is written yet.
fn same_file(a: &Path, b: &Path) -> bool {
    let parts = |path: &'_ Path| -> Vec<std::ffi::OsString> {
        path.components()
            .filter(|part| !matches!(part, Component::CurDir))
            .map(|part| part.as_os_str().to_owned())
            .collect()
    };
    parts(a) == parts(b)
}
