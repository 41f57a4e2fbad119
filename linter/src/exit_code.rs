//! What the process says to its caller. Help and manual are derived from this table.

use governance::Severity;

use crate::report::Outcome;

/// Never changed by the output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExitCode {
    Clean = 0,
    Findings = 1,
    Usage = 2,
    NothingToLint = 3,
    Incomplete = 4,
}

/// What decides between the codes, beside the outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// Findings at or above it fail the run.
    pub fail_on: Severity,
    pub fail_on_undecided: bool,
    /// `--exit-zero`: findings do not fail the run.
    pub exit_zero: bool,
}

impl Default for Threshold {
    fn default() -> Self {
        Self {
            fail_on: Severity::Warning,
            fail_on_undecided: false,
            exit_zero: false,
        }
    }
}

impl ExitCode {
    pub const ALL: [Self; 5] = [
        Self::Clean,
        Self::Findings,
        Self::Usage,
        Self::NothingToLint,
        Self::Incomplete,
    ];

    /// The first that applies of: problems 4, findings 1, nothing read 3, else 0. Usage errors never get here.
    pub fn of(outcome: &Outcome<'_>, threshold: Threshold) -> Self {
        let fails = outcome
            .findings
            .iter()
            .any(|finding| finding.suppressed.is_none() && finding.severity >= threshold.fail_on)
            || (threshold.fail_on_undecided && !outcome.undecided.is_empty());
        if !outcome.problems.is_empty() {
            Self::Incomplete
        } else if fails && !threshold.exit_zero {
            Self::Findings
        } else if outcome.files == 0 {
            Self::NothingToLint
        } else {
            Self::Clean
        }
    }

    pub fn code(self) -> u8 {
        self as u8
    }

    pub fn meaning(self) -> &'static str {
        match self {
            Self::Clean => "nothing found at or above --fail-on",
            Self::Findings => {
                "findings at or above --fail-on, or undecided ones with --fail-on-undecided (0 with --exit-zero)"
            }
            Self::Usage => "wrong use of the command line or extid.toml",
            Self::NothingToLint => "no Terraform files under the paths",
            Self::Incomplete => "something could not be read, parsed or evaluated; the rest was linted",
        }
    }
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> Self {
        Self::from(code.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::Sample;

    fn code(change: impl Fn(&mut Outcome<'_>), threshold: Threshold) -> u8 {
        let sample = Sample::default();
        let mut outcome = sample.outcome();
        outcome.problems.clear();
        outcome.undecided.clear();
        change(&mut outcome);
        ExitCode::of(&outcome, threshold).code()
    }

    #[test]
    fn problems_outrank_findings_and_findings_outrank_an_empty_run() {
        let sample = Sample::default();
        let default = Threshold::default();
        let with_problem = sample.outcome();
        assert_eq!(ExitCode::of(&with_problem, default), ExitCode::Incomplete);
        assert_eq!(code(|_| (), default), 1);
        assert_eq!(code(|o| o.files = 0, default), 1);
        assert_eq!(
            code(
                |o| {
                    o.findings.clear();
                    o.files = 0
                },
                default
            ),
            3
        );
        assert_eq!(code(|o| o.findings.clear(), default), 0);
    }

    #[test]
    fn suppressed_findings_and_lesser_severities_do_not_fail_a_run() {
        let default = Threshold::default();
        assert_eq!(
            code(|o| o.findings.retain(|f| f.suppressed.is_some()), default),
            0
        );
        let info_only = |o: &mut Outcome<'_>| o.findings.iter_mut().for_each(|f| f.severity = Severity::Info);
        assert_eq!(code(info_only, default), 0);
        let fail_on_info = Threshold {
            fail_on: Severity::Info,
            ..default
        };
        assert_eq!(code(info_only, fail_on_info), 1);
    }

    #[test]
    fn exit_zero_forgives_findings_and_nothing_else() {
        let zero = Threshold {
            exit_zero: true,
            ..Threshold::default()
        };
        assert_eq!(code(|_| (), zero), 0);
        assert_eq!(
            code(
                |o| {
                    o.findings.clear();
                    o.files = 0
                },
                zero
            ),
            3
        );
        let sample = Sample::default();
        assert_eq!(ExitCode::of(&sample.outcome(), zero).code(), 4);
    }

    #[test]
    fn undecided_fails_a_run_only_on_request() {
        let sample = Sample::default();
        let mut outcome = sample.outcome();
        outcome.problems.clear();
        outcome.findings.clear();
        assert!(!outcome.undecided.is_empty());
        assert_eq!(ExitCode::of(&outcome, Threshold::default()).code(), 0);
        let strict = Threshold {
            fail_on_undecided: true,
            ..Threshold::default()
        };
        assert_eq!(ExitCode::of(&outcome, strict).code(), 1);
    }
}
