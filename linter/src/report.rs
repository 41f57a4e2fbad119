//! What a run found, for the formats: one file per format under `report/`.

use crate::finding::{Finding, Undecided};
use crate::load::SourceMap;
use crate::problem::Problem;
use crate::source::Source;

/// Everything a format may show. Nothing is silent: what is not listed is counted.
pub struct Outcome<'a> {
    /// Sorted by primary place, then rule. Suppressed ones are among them.
    pub findings: Vec<Finding>,
    pub undecided: Vec<Undecided>,
    pub problems: Vec<Problem>,
    pub not_installed: usize,
    pub files: usize,
    pub roots: usize,
    /// Findings that `--persona`, `--min-severity` or selection hid.
    pub hidden: usize,
    pub map: &'a SourceMap,
    /// For reading the lines that are shown.
    pub source: &'a dyn Source,
}
