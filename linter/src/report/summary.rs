//! The counts that every format shows.

use governance::Severity;

use super::Outcome;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
    /// Findings that a comment in the sources accepts until a date.
    pub suppressed: usize,
    pub undecided: usize,
    pub problems: usize,
    pub modules_not_installed: usize,
    /// By persona, least severity or selection.
    pub hidden: usize,
    pub files: usize,
    pub roots: usize,
}

/// What a report lists beside open findings and problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    pub undecided: bool,
    pub suppressed: bool,
}

impl Summary {
    pub fn of(outcome: &Outcome<'_>) -> Self {
        let count = |severity| {
            let open = outcome
                .findings
                .iter()
                .filter(|finding| finding.suppressed.is_none());
            open.filter(|finding| finding.severity == severity).count()
        };
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            infos: count(Severity::Info),
            suppressed: outcome
                .findings
                .iter()
                .filter(|finding| finding.suppressed.is_some())
                .count(),
            undecided: outcome.undecided.len(),
            problems: outcome.problems.len(),
            modules_not_installed: outcome.not_installed,
            hidden: outcome.hidden,
            files: outcome.files,
            roots: outcome.roots,
        }
    }

    pub fn findings(&self) -> usize {
        self.errors + self.warnings + self.infos
    }

    /// `2 errors, 1 warning in 12 files, 3 roots`, or `no findings in …`.
    pub fn headline(&self) -> String {
        let found: Vec<String> = [
            (self.errors, "error"),
            (self.warnings, "warning"),
            (self.infos, "info"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| counted(count, noun))
        .collect();
        let found = if found.is_empty() {
            "no findings".to_owned()
        } else {
            found.join(", ")
        };
        format!(
            "{found} in {}, {}",
            counted(self.files, "file"),
            counted(self.roots, "root")
        )
    }

    /// What is not listed or needs attention, one short sentence each, without the zeroes. `listed` says of
    /// undecided verdicts and suppressed findings whether this report lists them, else the note says how to.
    pub fn notes(&self, listed: Listed) -> Vec<String> {
        let mut notes = Vec::new();
        let mut note = |count: usize, text: String| {
            if count > 0 {
                notes.push(text);
            }
        };
        note(
            self.problems,
            format!("{}: not everything was linted", counted(self.problems, "problem")),
        );
        let hint = |listed: bool, hint: &str| {
            if listed {
                String::new()
            } else {
                format!(" ({hint} lists them)")
            }
        };
        note(
            self.undecided,
            format!(
                "{} undecided: a value is not known before the apply{}",
                self.undecided,
                hint(listed.undecided, "`--pedantic`")
            ),
        );
        note(
            self.suppressed,
            format!(
                "{} suppressed in the sources{}",
                self.suppressed,
                hint(listed.suppressed, "`-v`")
            ),
        );
        note(
            self.hidden,
            format!("{} hidden by persona, severity or selection", self.hidden),
        );
        note(
            self.modules_not_installed,
            format!(
                "{} not installed: `terraform init` shows what is in them",
                counted(self.modules_not_installed, "module")
            ),
        );
        notes
    }
}

/// `1 file`, `2 files`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}
