//! What a run found, and the table of formats that show it: one file per format under `report/`.
//!
//! No format changes what was found or the exit code; no text of a source reaches a terminal unescaped.

mod compact;
mod diagnostic;
mod escaped_json;
mod excerpt;
mod full;
mod json;
pub(crate) mod paint;
mod plain;
mod position;
mod refusal;
#[cfg(test)]
pub(crate) mod sample;
mod sarif;
mod summary;
#[cfg(test)]
mod tests;
mod uri;
mod viewpoint;
pub(crate) mod wrap;

use std::io;
use std::sync::Arc;

use governance::{Instant, Persona};

use crate::exit_code::ExitCode;
use crate::finding::{Finding, Undecided};
use crate::load::SourceMap;
use crate::problem::Problem;
use crate::redaction::Redaction;
use crate::source::Source;

pub use plain::{one_line, plain_text};
pub use position::{Position, Positions};
pub use refusal::{Complaint, Refused};
pub use summary::{Listed, Summary};
pub use viewpoint::Viewpoint;

/// Everything a format may show. Nothing is silent: what is not listed is counted.
pub struct Outcome<'a> {
    /// Sorted by primary place, then rule. Suppressed ones are among them.
    pub findings: Vec<Finding>,
    pub undecided: Vec<Undecided>,
    pub problems: Vec<Problem>,
    pub not_installed: usize,
    pub files: usize,
    pub roots: usize,
    /// Findings that `--persona`, `--min-severity` or `exclude` hid.
    pub hidden: usize,
    pub resources: Resources,
    /// `[[subject]]` entries that nothing matched.
    pub unmatched_subjects: usize,
    /// What no report shows of the sources. The texts here are clean already.
    pub redaction: Redaction,
    /// For `-v`: one sentence each.
    pub remarks: Vec<String>,
    /// The policy file of the run and those it extends, the nearest first.
    pub policy_files: Vec<Arc<str>>,
    /// Files named as PATH that Terraform would not read.
    pub not_terraform: Vec<Arc<str>>,
    /// The instant that time-based findings were judged at.
    pub as_of: Instant,
    pub map: SourceMap,
    /// For reading the lines that are shown.
    pub source: &'a dyn Source,
}

/// `resource` blocks, whatever the number of their instances.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Resources {
    pub seen: usize,
    /// Those whose type the catalogue knows, and that exist in some root.
    pub judged: usize,
}

/// How a report is to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    pub color: bool,
    /// Draw with box characters rather than ASCII.
    pub unicode: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Undecided verdicts are listed from `Pedantic` on.
    pub persona: Persona,
    /// Undecided verdicts fail the run, so they are listed.
    pub undecided_fails: bool,
    pub verbosity: Verbosity,
    /// Where the reader stands; formats for machines do not care.
    pub viewpoint: Viewpoint,
    /// What the process will end with.
    pub exit: ExitCode,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Findings and problems, no summary unless there is something to sum up.
    Quiet,
    #[default]
    Normal,
    /// Also suppressed findings with their reasons, and remarks on how the tree was read.
    Verbose,
}

/// One output format.
pub trait Format: Sync {
    /// As given to `--format`.
    fn name(&self) -> &'static str;

    /// One line for the help text.
    fn summary(&self) -> &'static str;

    fn write(&self, outcome: &Outcome<'_>, look: &Look, out: &mut dyn io::Write) -> io::Result<()>;
}

/// The formats, the default first.
pub const FORMATS: &[&dyn Format] = &[&full::Full, &compact::Compact, &json::Json, &sarif::Sarif];

pub fn format(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.name() == name)
}

impl Look {
    fn lists_undecided(&self) -> bool {
        self.persona >= Persona::Pedantic || self.undecided_fails
    }

    fn lists_suppressed(&self) -> bool {
        self.verbosity == Verbosity::Verbose
    }

    fn listed(&self) -> Listed {
        Listed {
            undecided: self.lists_undecided(),
            suppressed: self.lists_suppressed(),
            reasons: self.lists_undecided() || self.verbosity == Verbosity::Verbose,
            undecided_fails: self.undecided_fails,
        }
    }
}
