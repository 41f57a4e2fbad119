//! `full`: for people. Findings of one rule with one message in one directory are one report with up to five
//! places; every other format lists all.

use std::io::{self, Write};

use governance::{Confidence, Severity};
use miette::GraphicalReportHandler;
use rustc_hash::FxHashMap;

use super::diagnostic::{Report, handler};
use super::excerpt::{Excerpts, Shown};
use super::paint::{Ink, paint};
use super::plain::one_line;
use super::position::Positions;
use super::summary::{Summary, counted};
use super::wrap::wrap;
use super::{Format, Look, Outcome, Verbosity};
use crate::finding::{Finding, Undecided};
use crate::load::Span;
use crate::problem::Problem;

/// Places of one folded report.
const PLACES: usize = 5;
/// Instances named under a report.
const INSTANCES: usize = 3;

pub(super) struct Full;

impl Format for Full {
    fn name(&self) -> &'static str {
        "full"
    }

    fn summary(&self) -> &'static str {
        "for people: excerpts with the places that belong together"
    }

    fn write(&self, outcome: &Outcome<'_>, look: &Look, out: &mut dyn Write) -> io::Result<()> {
        let page = Page {
            positions: Positions::new(&outcome.map, outcome.source)
                .masking(&outcome.redaction)
                .seen_from(&look.viewpoint),
            handler: handler(look),
            look,
        };
        for group in fold(&outcome.findings, &page.positions) {
            page.group(&group, out)?;
        }
        for problem in &outcome.problems {
            page.problem(problem, out)?;
        }
        if look.lists_undecided() {
            page.undecided(outcome, out)?;
        }
        if look.lists_suppressed() {
            page.suppressed(outcome, out)?;
            for remark in &outcome.remarks {
                writeln!(out, "{}", wrap(&one_line(remark), look.width, "note: ", "      "))?;
            }
        }
        page.summary(&Summary::of(outcome), out)
    }
}

/// The findings of one report, the first decides its words.
struct Group<'a> {
    directory: &'a str,
    findings: Vec<&'a Finding>,
}

fn fold<'a>(findings: &'a [Finding], positions: &Positions<'a>) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: FxHashMap<(&str, Severity, &str, &str, &str), usize> = FxHashMap::default();
    for finding in findings.iter().filter(|finding| finding.suppressed.is_none()) {
        let path = positions.path(finding.primary.span).map_or("", |path| &**path);
        let directory = path.rsplit_once('/').map_or("", |(directory, _)| directory);
        let key = (
            finding.rule.id,
            finding.severity,
            finding.message.as_str(),
            finding.help.as_str(),
            directory,
        );
        let index = *known.entry(key).or_insert_with(|| {
            groups.push(Group {
                directory,
                findings: Vec::new(),
            });
            groups.len() - 1
        });
        groups[index].findings.push(finding);
    }
    groups
}

struct Page<'a> {
    positions: Positions<'a>,
    handler: GraphicalReportHandler,
    look: &'a Look,
}

impl Page<'_> {
    fn group(&self, group: &Group<'_>, out: &mut dyn Write) -> io::Result<()> {
        let [finding, others @ ..] = &group.findings[..] else {
            return Ok(());
        };
        let mut shown: Vec<Shown<'_>> = group
            .findings
            .iter()
            .take(PLACES)
            .map(|one| Shown::of(&one.primary))
            .collect();
        if others.is_empty() {
            shown.extend(finding.related.iter().map(Shown::of));
        }
        let report = Report {
            code: format!("{}[{}] {}", finding.severity, finding.rule.id, finding.rule.name),
            message: one_line(&finding.message).into_owned(),
            help: one_line(&finding.help).into_owned(),
            severity: severity(finding.severity),
            excerpts: Excerpts::of(&shown, &self.positions),
        };
        report.write(&self.handler, out)?;
        let count = group.findings.len();
        if count > 1 {
            let shown = self.positions.shown(group.directory);
            let directory = match &*shown {
                "" | "." => "this directory".into(),
                directory => one_line(directory).into_owned(),
            };
            let shown = match count > PLACES {
                true => format!("; the first {PLACES} are shown, `--format compact` lists all"),
                false => String::new(),
            };
            self.note("findings", &format!("{count} alike in {directory}{shown}"), out)?;
        }
        if others.is_empty() {
            self.instances(finding, out)?;
        }
        for finding in &group.findings {
            self.other_messages(finding, out)?;
        }
        if finding.confidence < Confidence::High {
            self.note("confidence", finding.confidence.as_str(), out)?;
        }
        writeln!(out)
    }

    fn instances(&self, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        let count = finding.instances.len();
        let mut names: Vec<String> = finding
            .instances
            .iter()
            .take(INSTANCES)
            .map(|one| one_line(&one.instance).into_owned())
            .collect();
        if count > INSTANCES {
            names.push(format!(
                "and {} more, which `--format json` lists",
                count - INSTANCES
            ));
        }
        // One instance of a root module says nothing that the excerpt does not.
        if count > 1 || names.iter().any(|name| name.contains("//module.")) {
            self.note("instances", &names.join(", "), out)?;
        }
        if finding.undecided > 0 {
            let text = format!(
                "{} more could not be decided",
                counted(finding.undecided, "instance")
            );
            self.note("undecided", &text, out)?;
        }
        Ok(())
    }

    /// What is wrong where the message of the report is not true as it stands.
    fn other_messages(&self, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
        let mut others: Vec<(&str, Vec<&str>)> = Vec::new();
        for (one, message) in finding.other_messages() {
            match others.iter_mut().find(|(other, _)| *other == message) {
                Some((_, instances)) => instances.push(&one.instance),
                None => others.push((message, vec![&one.instance])),
            }
        }
        for (message, instances) in others {
            let more = match instances.len() - 1 {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let text = format!("{}{more}: {}", one_line(instances[0]), one_line(message));
            self.note("but", &text, out)?;
        }
        Ok(())
    }

    fn note(&self, title: &str, text: &str, out: &mut dyn Write) -> io::Result<()> {
        let lead = format!("  {title}: ");
        let text = wrap(text, self.look.width, &lead, "        ");
        let text = text.strip_prefix(&lead).unwrap_or(&text);
        writeln!(
            out,
            "  {} {text}",
            paint(&format!("{title}:"), Ink::Dim, self.look.color)
        )
    }

    fn problem(&self, problem: &Problem, out: &mut dyn Write) -> io::Result<()> {
        let shown: Vec<Shown<'_>> = problem
            .span
            .map(|span| Shown { span, label: "" })
            .into_iter()
            .collect();
        let excerpts = Excerpts::of(&shown, &self.positions);
        let message = match excerpts.labels.is_empty() && !problem.file.is_empty() {
            true => format!(
                "{}: {}",
                self.place(problem.span, &problem.file),
                one_line(&problem.message)
            ),
            false => one_line(&problem.message).into_owned(),
        };
        let report = Report {
            code: format!("problem[{}]", problem.kind.as_str()),
            message,
            help: one_line(&problem.help).into_owned(),
            severity: miette::Severity::Error,
            excerpts,
        };
        report.write(&self.handler, out)?;
        writeln!(out)
    }

    /// One entry for all instances of a place that lack the same value.
    fn undecided(&self, outcome: &Outcome<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut entries: Vec<(&Undecided, usize)> = Vec::new();
        let mut known: FxHashMap<(&str, &str, &str, Option<Span>), usize> = FxHashMap::default();
        for one in &outcome.undecided {
            let index = *known
                .entry((one.rule.id, &one.field, &one.why, one.span))
                .or_insert_with(|| {
                    entries.push((one, 0));
                    entries.len() - 1
                });
            entries[index].1 += 1;
        }
        for (one, count) in entries {
            let title = format!("undecided[{}] {}", one.rule.id, one.rule.name);
            let place = self.place(one.span, "");
            writeln!(out, "{}: {place}", paint(&title, Ink::Cyan, self.look.color))?;
            let (instance, field, why) = (one_line(&one.instance), one_line(&one.field), one_line(&one.why));
            let others = match count {
                1 => String::new(),
                count => format!(" and {} more", count - 1),
            };
            let text = format!("{field} of {instance}{others}: {why}");
            writeln!(out, "{}", wrap(&text, self.look.width, "  ", "    "))?;
        }
        if !outcome.undecided.is_empty() {
            writeln!(out)?;
        }
        Ok(())
    }

    fn suppressed(&self, outcome: &Outcome<'_>, out: &mut dyn Write) -> io::Result<()> {
        for finding in &outcome.findings {
            let Some(suppressed) = &finding.suppressed else {
                continue;
            };
            let title = format!("suppressed[{}] {}", finding.rule.id, finding.rule.name);
            let place = self.place(Some(finding.primary.span), "");
            let until = suppressed
                .until
                .as_deref()
                .map_or(String::new(), |until| format!(" until {}", one_line(until)));
            writeln!(
                out,
                "{}: {place}{until}",
                paint(&title, Ink::Dim, self.look.color)
            )?;
            let names: Vec<_> = finding
                .instances
                .iter()
                .take(INSTANCES)
                .map(|one| one_line(&one.instance))
                .collect();
            let more = match finding.instances.len().saturating_sub(INSTANCES) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let of = format!("{}{more}: {}", names.join(", "), one_line(&suppressed.reason));
            writeln!(out, "{}", wrap(&of, self.look.width, "  ", "    "))?;
        }
        Ok(())
    }

    /// `path:line:column`, the path alone, or `-` when no file is to blame.
    fn place(&self, span: Option<Span>, path: &str) -> String {
        match span.and_then(|span| self.positions.of(span)) {
            Some(at) => format!("{}:{}:{}", one_line(&at.path), at.line, at.column),
            None if path.is_empty() => "-".to_owned(),
            None => one_line(&self.positions.shown(path)).into_owned(),
        }
    }

    fn summary(&self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let notes = summary.notes(self.look.listed());
        if self.look.verbosity == Verbosity::Quiet && summary.findings() == 0 && notes.is_empty() {
            return Ok(());
        }
        let ink = match summary {
            Summary { errors: 1.., .. } | Summary { problems: 1.., .. } => Ink::Red,
            Summary { warnings: 1.., .. } => Ink::Yellow,
            Summary { infos: 1.., .. } => Ink::Cyan,
            _ => Ink::Green,
        };
        writeln!(out, "{}", paint(&summary.headline(), ink, self.look.color))?;
        for note in summary.coverage().into_iter().chain(notes) {
            writeln!(out, "{}", wrap(&note, self.look.width, "  ", "    "))?;
        }
        Ok(())
    }
}

impl<'a> Shown<'a> {
    fn of(place: &'a crate::finding::Place) -> Self {
        Self {
            span: place.span,
            label: &place.label,
        }
    }
}

fn severity(severity: Severity) -> miette::Severity {
    match severity {
        Severity::Error => miette::Severity::Error,
        Severity::Warning => miette::Severity::Warning,
        Severity::Info => miette::Severity::Advice,
    }
}
