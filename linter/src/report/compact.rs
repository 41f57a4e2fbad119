//! `compact`: one line per finding, for grep, editors and problem matchers.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::plain::one_line;
use super::position::Positions;
use super::summary::{Summary, counted};
use super::{Format, Look, Outcome, Verbosity};
use crate::finding::Finding;
use crate::load::Span;

pub(super) struct Compact;

impl Format for Compact {
    fn name(&self) -> &'static str {
        "compact"
    }

    fn summary(&self) -> &'static str {
        "one line per finding, the counts on the last"
    }

    fn write(&self, outcome: &Outcome<'_>, look: &Look, out: &mut dyn Write) -> io::Result<()> {
        let positions = Positions::new(&outcome.map, outcome.source).seen_from(&look.viewpoint);
        for problem in &outcome.problems {
            let place = place(&positions, problem.span, &problem.file);
            let kind = problem.kind.as_str();
            let (message, help) = (one_line(&problem.message), one_line(&problem.help));
            writeln!(out, "{place}: problem[{kind}]: {message}; {help}")?;
        }
        for finding in &outcome.findings {
            if finding.suppressed.is_some() && !look.lists_suppressed() {
                continue;
            }
            let place = place(&positions, Some(finding.primary.span), "");
            let severity = match finding.suppressed {
                Some(_) => "suppressed",
                None => finding.severity.as_str(),
            };
            let (id, name) = (finding.rule.id, finding.rule.name);
            let (message, subject) = (one_line(&finding.message), one_line(&finding.subject));
            let mut instances = instances(finding);
            let others: BTreeSet<&str> = finding.other_messages().map(|(_, message)| message).collect();
            if !others.is_empty() {
                instances.push_str(&format!(", {}", counted(others.len(), "other message")));
            }
            let reason = match &finding.suppressed {
                Some(suppressed) => format!("; {}", one_line(&suppressed.reason)),
                None => String::new(),
            };
            writeln!(
                out,
                "{place}: {severity}[{id}] {name}: {message} ({subject}; {instances}{reason})"
            )?;
        }
        if look.lists_undecided() {
            for undecided in &outcome.undecided {
                let place = place(&positions, undecided.span, "");
                let (id, name) = (undecided.rule.id, undecided.rule.name);
                let (field, why) = (one_line(&undecided.field), one_line(&undecided.why));
                let instance = one_line(&undecided.instance);
                writeln!(
                    out,
                    "{place}: undecided[{id}] {name}: {field}: {why} ({instance})"
                )?;
            }
        }
        if look.verbosity == Verbosity::Verbose {
            for remark in &outcome.remarks {
                writeln!(out, "# {}", one_line(remark))?;
            }
        }
        let summary = Summary::of(outcome);
        let mut line = summary.headline();
        for note in summary.coverage().into_iter().chain(summary.notes(look.listed())) {
            line.push_str("; ");
            line.push_str(&note);
        }
        writeln!(out, "# {line}")
    }
}

/// The first by name, and how many others there are.
fn instances(finding: &Finding) -> String {
    match &finding.instances[..] {
        [] => "no instance".to_owned(),
        [one] => one_line(&one.instance).into_owned(),
        [first, others @ ..] => format!("{} and {} more", one_line(&first.instance), others.len()),
    }
}

/// `path:line:column`, or the path alone when no line is known.
fn place(positions: &Positions<'_>, span: Option<Span>, path: &str) -> String {
    match span.and_then(|span| positions.of(span)) {
        Some(at) => format!("{}:{}:{}", one_line(&at.path), at.line, at.column),
        None if path.is_empty() => "-".to_owned(),
        None => one_line(&positions.shown(path)).into_owned(),
    }
}
