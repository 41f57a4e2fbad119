//! The counts that every format shows.

use governance::Severity;
use rustc_hash::FxHashMap;

use super::plain::one_line;
use super::{Outcome, Resources};
use crate::problem::ProblemKind;

/// Reasons that are named for undecided verdicts.
const REASONS: usize = 3;

#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
    /// Findings that a comment in the sources accepts until a date.
    pub suppressed: usize,
    pub undecided: usize,
    pub problems: usize,
    pub modules_not_installed: usize,
    /// By persona, least severity or `exclude`.
    pub hidden: usize,
    pub files: usize,
    pub roots: usize,
    /// `resource` blocks.
    pub resources: usize,
    /// Those of them whose type the catalogue knows, and that exist in some root.
    pub resources_judged: usize,
    /// `[[subject]]` entries that nothing matched.
    pub unmatched_subjects: usize,
    /// Files named as PATH that Terraform would not read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_terraform: Vec<String>,
    /// Problems that left something unread.
    #[serde(skip)]
    unread: usize,
    /// Why verdicts are undecided, the most frequent first, each with its count.
    #[serde(skip)]
    reasons: Vec<(String, usize)>,
}

/// What a report lists beside open findings and problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    pub undecided: bool,
    pub suppressed: bool,
    /// Why verdicts are undecided.
    pub reasons: bool,
    /// `--fail-on-undecided`
    pub undecided_fails: bool,
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
        let Resources { seen, judged } = outcome.resources;
        let is_unread = |kind: ProblemKind| kind != ProblemKind::Declaration;
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
            resources: seen,
            resources_judged: judged,
            unmatched_subjects: outcome.unmatched_subjects,
            not_terraform: outcome
                .not_terraform
                .iter()
                .map(|path| one_line(path).into_owned())
                .collect(),
            unread: outcome.problems.iter().filter(|one| is_unread(one.kind)).count(),
            reasons: reasons(outcome),
        }
    }

    pub fn findings(&self) -> usize {
        self.errors + self.warnings + self.infos
    }

    /// `2 errors, 1 warning in 12 files, 3 roots`, or `no findings in …`.
    pub fn headline(&self) -> String {
        if self.files == 0 && self.findings() == 0 {
            return "nothing was linted: there is no Terraform configuration under the paths".to_owned();
        }
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

    /// What the findings are found among: `14 of 320 resources were judged`. `None`
    /// when there are no resources.
    pub fn coverage(&self) -> Option<String> {
        let (judged, seen) = (self.resources_judged, counted(self.resources, "resource"));
        match (self.resources, judged) {
            (0, _) => None,
            (1, 1) => Some("the only resource was judged".to_owned()),
            (_, 0) => Some(format!(
                "none of {seen} was judged: the catalogue knows no type of them that exists here"
            )),
            (_, 1) => Some(format!("1 of {seen} was judged")),
            _ => Some(format!("{judged} of {seen} were judged")),
        }
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
            match self.unread {
                0 => format!(
                    "{}: all was linted, but not all that comments declare is understood",
                    counted(self.problems, "problem")
                ),
                _ => format!("{}: not everything was linted", counted(self.problems, "problem")),
            },
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
                "{} undecided: not enough is known{}{}{}",
                self.undecided,
                match listed.undecided_fails {
                    true => ", and `fail-on-undecided` fails the run",
                    false => "",
                },
                match listed.reasons {
                    true => self.reasons(),
                    false => String::new(),
                },
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
            format!("{} hidden by persona, severity or `exclude`", self.hidden),
        );
        note(
            self.unmatched_subjects,
            format!(
                "{} here{}",
                match self.unmatched_subjects {
                    1 => "1 `[[subject]]` entry matches nothing".to_owned(),
                    count => format!("{count} `[[subject]]` entries match nothing"),
                },
                hint(listed.suppressed, "`-v`")
            ),
        );
        for path in &self.not_terraform {
            note(1, format!("{path} is not a Terraform file"));
        }
        note(
            self.modules_not_installed,
            format!(
                "{} not installed: `terraform init` shows what is in them",
                counted(self.modules_not_installed, "module")
            ),
        );
        notes
    }

    /// `: 12 × var.x has no value, 3 × …, and 4 other reasons`
    fn reasons(&self) -> String {
        let mut parts: Vec<String> = self
            .reasons
            .iter()
            .take(REASONS)
            .map(|(why, count)| format!("{count} × {why}"))
            .collect();
        match self.reasons.len().saturating_sub(REASONS) {
            0 => {}
            1 => parts.push("and 1 other reason".to_owned()),
            more => parts.push(format!("and {more} other reasons")),
        }
        match parts.is_empty() {
            true => String::new(),
            false => format!(": {}", parts.join(", ")),
        }
    }
}

/// The most frequent reasons, ties in the order of the alphabet.
fn reasons(outcome: &Outcome<'_>) -> Vec<(String, usize)> {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for one in &outcome.undecided {
        *counts.entry(&one.why).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by(|(a, many), (b, more)| more.cmp(many).then(a.cmp(b)));
    counts
        .into_iter()
        .map(|(why, count)| (one_line(why).into_owned(), count))
        .collect()
}

/// `1 file`, `2 files`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}
