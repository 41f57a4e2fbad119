//! `sarif`: SARIF 2.1.0 for code scanning. Only what this linter fills in of the standard's object model is in
//! `sarif/model.rs`; a test validates the output against the standard's schema.

mod model;

use std::io::{self, Write};

use governance::{Confidence, Severity};
use rustc_hash::FxHashMap;

use self::model::{
    ArtifactLocation, Configuration, Descriptor, DescriptorReference, Driver, Help, Instance, Invocation,
    Location, Log, Message, Notification, PhysicalLocation, Region, Result, ResultProperties, RuleProperties,
    Run, SuppressedInstance, Suppression, Tool,
};
use super::escaped_json::write_json;
use super::position::Positions;
use super::summary::{Listed, Summary};
use super::uri::relative_uri;
use super::{Format, Look, Outcome};
use crate::finding::{Finding, Fingerprint, Place, RuleId, Suppressed};
use crate::load::Span;
use crate::problem::Problem;
use crate::rulebook;

pub(super) struct Sarif;

impl Format for Sarif {
    fn name(&self) -> &'static str {
        "sarif"
    }

    fn summary(&self) -> &'static str {
        "SARIF 2.1.0, for code scanning"
    }

    fn write(&self, outcome: &Outcome<'_>, look: &Look, out: &mut dyn Write) -> io::Result<()> {
        let positions = Positions::new(&outcome.map, outcome.source);
        let mut rules = Rules::default();
        let results = fold(&outcome.findings)
            .iter()
            .map(|(finding, suppressed)| result(finding, suppressed, &positions, &mut rules))
            .collect();
        let run = Run {
            tool: Tool {
                driver: Driver {
                    name: "extid-lint",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: rules.descriptors,
                },
            },
            invocations: [invocation(outcome, look, &positions)],
            column_kind: "unicodeCodePoints",
            original_uri_base_ids: model::BaseIds::default(),
            results,
        };
        write_json(&Log::of(run), out)
    }
}

/// The rules that occur, in the order of their first finding.
#[derive(Default)]
struct Rules {
    descriptors: Vec<Descriptor>,
    index: FxHashMap<&'static str, usize>,
}

impl Rules {
    fn index_of(&mut self, finding: &Finding) -> usize {
        *self.index.entry(finding.rule.id).or_insert_with(|| {
            self.descriptors.push(descriptor(finding.rule, finding));
            self.descriptors.len() - 1
        })
    }
}

fn descriptor(rule: RuleId, finding: &Finding) -> Descriptor {
    let entry = rulebook::find(rule.id);
    let severity = entry.map_or(finding.severity, |entry| entry.severity);
    let (summary, full, markdown) = match &entry {
        Some(entry) => {
            let manual = entry.manual();
            let what = manual.section("What").unwrap_or(entry.summary);
            (entry.summary, first_paragraph(what), manual.markdown())
        }
        None => (rule.name, rule.name.to_owned(), finding.help.clone()),
    };
    Descriptor {
        id: rule.id,
        name: rule.name,
        short_description: Message::text(summary),
        full_description: Message::text(&full),
        help: Help {
            text: format!(
                "{summary}\n\nRead the whole page with `extid-lint explain {}`.",
                rule.id
            ),
            markdown: format!("# {} {}\n\n{markdown}", rule.id, rule.name),
        },
        default_configuration: Configuration {
            level: level(severity),
        },
        properties: RuleProperties {
            tags: ["security", "identity", "terraform"],
            security_severity: security_severity(severity),
            precision: precision(finding.confidence),
        },
    }
}

/// On one line; viewers show about a thousand characters.
fn first_paragraph(text: &str) -> String {
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    let words: Vec<&str> = paragraph.split_whitespace().collect();
    words.join(" ").chars().take(1000).collect()
}

/// Each result's finding, and the suppressed findings that are part of it.
///
/// A consumer knows a result by its fingerprint: were a suppressed result to stand beside an open one of the same
/// fingerprint, it could close both. So a finding that comments accept in part is one open result without
/// suppressions, which lists what they accept as a property; one that they accept whole has all their suppressions.
fn fold(findings: &[Finding]) -> Vec<(&Finding, Vec<&Finding>)> {
    let mut results: Vec<(usize, (&Finding, Vec<&Finding>))> = Vec::new();
    let mut known: FxHashMap<(&str, Fingerprint), usize> = FxHashMap::default();
    let by_state = |suppressed: bool| {
        findings
            .iter()
            .enumerate()
            .filter(move |(_, finding)| finding.suppressed.is_some() == suppressed)
    };
    for (place, finding) in by_state(false) {
        known.insert((finding.rule.id, finding.fingerprint), results.len());
        results.push((place, (finding, Vec::new())));
    }
    for (place, finding) in by_state(true) {
        let index = *known
            .entry((finding.rule.id, finding.fingerprint))
            .or_insert_with(|| {
                results.push((place, (finding, Vec::new())));
                results.len() - 1
            });
        results[index].1.1.push(finding);
    }
    results.sort_by_key(|(place, _)| *place);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Why and until when.
fn justification(suppressed: &Suppressed) -> String {
    match &suppressed.until {
        Some(until) => format!("{} (until {until})", suppressed.reason),
        None => suppressed.reason.clone(),
    }
}

fn result(
    finding: &Finding,
    suppressed: &[&Finding],
    positions: &Positions<'_>,
    rules: &mut Rules,
) -> Result {
    let is_open = finding.suppressed.is_none();
    let accepted = || {
        suppressed
            .iter()
            .filter_map(|one| Some((*one, one.suppressed.as_ref()?)))
    };
    let related = finding.related.iter().enumerate();
    Result {
        rule_id: finding.rule.id,
        rule_index: rules.index_of(finding),
        level: level(finding.severity),
        message: Message::text(&format!("{}. {}", finding.message, sentence(&finding.help))),
        locations: location(&finding.primary, None, positions).into_iter().collect(),
        related_locations: related
            .filter_map(|(index, place)| location(place, Some(index + 1), positions))
            .collect(),
        partial_fingerprints: model::Fingerprints {
            extid: finding.fingerprint.to_string(),
        },
        suppressions: accepted()
            .filter(|_| !is_open)
            .map(|(_, suppressed)| Suppression {
                kind: "inSource",
                status: "accepted",
                justification: justification(suppressed),
                location: physical(suppressed.span, positions).map(Location::of),
            })
            .collect(),
        properties: ResultProperties {
            name: finding.rule.name,
            confidence: finding.confidence,
            persona: finding.persona,
            subject: finding.subject.to_string(),
            module: finding.module.to_string(),
            field: finding.field.to_string(),
            instances: finding
                .instances
                .iter()
                .filter(|_| is_open)
                .map(Instance::of)
                .collect(),
            suppressed_instances: accepted()
                .flat_map(|(one, suppressed)| {
                    one.instances.iter().map(|evidence| SuppressedInstance {
                        instance: Instance::of(evidence),
                        justification: justification(suppressed),
                    })
                })
                .collect(),
            undecided_instances: finding.undecided,
        },
    }
}

fn invocation(outcome: &Outcome<'_>, look: &Look, positions: &Positions<'_>) -> Invocation {
    let mut notifications: Vec<Notification> = outcome
        .problems
        .iter()
        .map(|problem| problem_notification(problem, positions))
        .collect();
    if look.lists_undecided() {
        notifications.extend(outcome.undecided.iter().map(|one| {
            Notification {
                level: "note",
                message: Message::text(&format!(
                    "{} {} is undecided for {}: {}: {}",
                    one.rule.id, one.rule.name, one.instance, one.field, one.why
                )),
                descriptor: DescriptorReference {
                    id: "undecided".to_owned(),
                },
                locations: one
                    .span
                    .and_then(|span| physical(span, positions))
                    .map(Location::of)
                    .into_iter()
                    .collect(),
            }
        }));
    }
    let summary = Summary::of(outcome);
    let listed = Listed {
        suppressed: true,
        ..look.listed()
    };
    let texts = [summary.headline()].into_iter().chain(summary.coverage());
    for text in texts.chain(summary.notes(listed)) {
        notifications.push(Notification {
            level: "note",
            message: Message::text(&text),
            descriptor: DescriptorReference {
                id: "summary".to_owned(),
            },
            locations: Vec::new(),
        });
    }
    Invocation {
        execution_successful: outcome.problems.is_empty(),
        exit_code: look.exit.code(),
        exit_code_description: look.exit.meaning(),
        tool_execution_notifications: notifications,
        properties: model::InvocationProperties {
            as_of: outcome.as_of.to_string(),
            policy_files: outcome.policy_files.iter().map(ToString::to_string).collect(),
            summary,
        },
    }
}

fn problem_notification(problem: &Problem, positions: &Positions<'_>) -> Notification {
    let place = match problem.span.and_then(|span| physical(span, positions)) {
        Some(place) => Some(place),
        None if problem.file.is_empty() => None,
        None => Some(PhysicalLocation {
            artifact_location: ArtifactLocation::of(relative_uri(&problem.file)),
            region: None,
        }),
    };
    Notification {
        level: "error",
        message: Message::text(&format!("{}. {}", problem.message, sentence(&problem.help))),
        descriptor: DescriptorReference {
            id: problem.kind.as_str().to_owned(),
        },
        locations: place.map(Location::of).into_iter().collect(),
    }
}

fn location(place: &Place, id: Option<usize>, positions: &Positions<'_>) -> Option<Location> {
    let message = (!place.label.is_empty()).then(|| Message::text(&place.label));
    physical(place.span, positions).map(|physical| Location {
        id,
        message,
        ..Location::of(physical)
    })
}

fn physical(span: Span, positions: &Positions<'_>) -> Option<PhysicalLocation> {
    let at = positions.of(span)?;
    Some(PhysicalLocation {
        artifact_location: ArtifactLocation::of(relative_uri(&at.path)),
        region: Some(Region {
            start_line: at.line,
            start_column: at.column,
            end_line: at.end_line,
            end_column: at.end_column,
        }),
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// On the scale of CVSS, which code scanning sorts by: high, medium, low.
fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "8.0",
        Severity::Warning => "5.0",
        Severity::Info => "2.0",
    }
}

fn precision(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "high",
        Confidence::Medium => "medium",
        Confidence::Low => "low",
    }
}

/// With a full stop at its end.
fn sentence(text: &str) -> String {
    match text.ends_with(['.', '!', '?']) || text.is_empty() {
        true => text.to_owned(),
        false => format!("{text}."),
    }
}
