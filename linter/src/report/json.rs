//! `json`: everything that is known, in wire types of its own. Fields are added, never changed, within a version.

use std::io::{self, Write};
use std::sync::Arc;

use governance::{Confidence, Persona, Severity};
use serde::Serialize;

use super::escaped_json::write_json;
use super::position::Positions;
use super::summary::Summary;
use super::{Format, Look, Outcome};
use crate::finding::{self, RuleId};
use crate::load::Span;
use crate::problem::{self, ProblemKind};

/// Raised when a field changes its meaning or goes away.
const VERSION: u32 = 1;

pub(super) struct Json;

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn summary(&self) -> &'static str {
        "versioned, everything that is known"
    }

    fn write(&self, outcome: &Outcome<'_>, look: &Look, out: &mut dyn Write) -> io::Result<()> {
        let positions = Positions::new(&outcome.map, outcome.source);
        let report = Report {
            version: VERSION,
            tool: Tool {
                name: "extid-lint",
                version: env!("CARGO_PKG_VERSION"),
            },
            as_of: outcome.as_of.to_string(),
            exit_code: look.exit.code(),
            policy_files: &outcome.policy_files,
            findings: outcome
                .findings
                .iter()
                .map(|finding| Finding::of(finding, &positions))
                .collect(),
            problems: outcome
                .problems
                .iter()
                .map(|problem| Problem::of(problem, &positions))
                .collect(),
            undecided: outcome
                .undecided
                .iter()
                .map(|one| Undecided::of(one, &positions))
                .collect(),
            remarks: &outcome.remarks,
            summary: Summary::of(outcome),
        };
        write_json(&report, out)
    }
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    tool: Tool,
    /// The instant that time-based findings were judged at; `--as-of` reproduces it.
    as_of: String,
    exit_code: u8,
    /// The policy file and those it extends, the nearest first; empty when none was read.
    policy_files: &'a [Arc<str>],
    findings: Vec<Finding<'a>>,
    problems: Vec<Problem<'a>>,
    undecided: Vec<Undecided<'a>>,
    /// With `-v`.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    remarks: &'a [String],
    summary: Summary,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: Rule,
    severity: Severity,
    confidence: Confidence,
    persona: Persona,
    fingerprint: String,
    module: &'a str,
    subject: &'a str,
    field: &'a str,
    message: &'a str,
    help: &'a str,
    /// `null` when no file holds it.
    place: Option<Place<'a>>,
    related: Vec<Place<'a>>,
    instances: Vec<Instance<'a>>,
    undecided_instances: usize,
    suppressed: Option<Suppressed<'a>>,
}

#[derive(Serialize)]
struct Rule {
    id: &'static str,
    name: &'static str,
}

/// Lines and columns are 1-based; columns count Unicode scalar values; the end is exclusive.
#[derive(Serialize)]
struct Place<'a> {
    path: String,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
}

#[derive(Serialize)]
struct Instance<'a> {
    instance: &'a str,
    evidence: &'a str,
    /// Where it is not the finding's.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
}

#[derive(Serialize)]
struct Suppressed<'a> {
    reason: &'a str,
    until: Option<&'a str>,
    place: Option<Place<'a>>,
}

#[derive(Serialize)]
struct Problem<'a> {
    kind: ProblemKind,
    path: &'a str,
    place: Option<Place<'a>>,
    message: &'a str,
    help: &'a str,
}

#[derive(Serialize)]
struct Undecided<'a> {
    rule: Rule,
    persona: Persona,
    instance: &'a str,
    field: &'a str,
    why: &'a str,
    place: Option<Place<'a>>,
}

impl<'a> Place<'a> {
    fn of(span: Span, label: Option<&'a str>, positions: &Positions<'_>) -> Option<Self> {
        let at = positions.of(span)?;
        Some(Self {
            path: at.path.to_string(),
            line: at.line,
            column: at.column,
            end_line: at.end_line,
            end_column: at.end_column,
            label: label.filter(|label| !label.is_empty()),
        })
    }
}

impl<'a> Finding<'a> {
    fn of(finding: &'a finding::Finding, positions: &Positions<'_>) -> Self {
        let place = |place: &'a finding::Place| Place::of(place.span, Some(&place.label), positions);
        Self {
            rule: Rule::of(finding.rule),
            severity: finding.severity,
            confidence: finding.confidence,
            persona: finding.persona,
            fingerprint: finding.fingerprint.to_string(),
            module: &finding.module,
            subject: &finding.subject,
            field: &finding.field,
            message: &finding.message,
            help: &finding.help,
            place: place(&finding.primary),
            related: finding.related.iter().filter_map(place).collect(),
            instances: finding
                .instances
                .iter()
                .map(|one| Instance {
                    instance: &one.instance,
                    evidence: &one.evidence,
                    message: one.message.as_deref(),
                })
                .collect(),
            undecided_instances: finding.undecided,
            suppressed: finding.suppressed.as_ref().map(|suppressed| Suppressed {
                reason: &suppressed.reason,
                until: suppressed.until.as_deref(),
                place: Place::of(suppressed.span, None, positions),
            }),
        }
    }
}

impl Rule {
    fn of(rule: RuleId) -> Self {
        Self {
            id: rule.id,
            name: rule.name,
        }
    }
}

impl<'a> Problem<'a> {
    fn of(problem: &'a problem::Problem, positions: &Positions<'_>) -> Self {
        Self {
            kind: problem.kind,
            path: &problem.file,
            place: problem.span.and_then(|span| Place::of(span, None, positions)),
            message: &problem.message,
            help: &problem.help,
        }
    }
}

impl<'a> Undecided<'a> {
    fn of(one: &'a finding::Undecided, positions: &Positions<'_>) -> Self {
        Self {
            rule: Rule::of(one.rule),
            persona: one.persona,
            instance: &one.instance,
            field: &one.field,
            why: &one.why,
            place: one.span.and_then(|span| Place::of(span, None, positions)),
        }
    }
}
