//! Which findings are shown, with which severity, in which order.

use super::Found;
use crate::finding::{Finding, Undecided};
use crate::load::{SourceMap, Span};
use crate::options::Options;
use crate::redaction::Redaction;
use crate::report::Outcome;
use crate::source::Source;

/// What the caller asked to see of what was found; the rest is counted as hidden.
pub(super) fn outcome<'s>(found: Found, source: &'s dyn Source, options: &Options) -> Outcome<'s> {
    let Found {
        mut findings,
        mut undecided,
        mut problems,
        mut tree,
        redaction,
    } = found;
    let places = Places::new(&tree.map, options);
    for finding in &mut findings {
        if let Some(severity) = options.severity_of(finding.rule) {
            finding.severity = severity;
        }
    }
    // A rule that was not selected is not part of the run; what a threshold hides is counted.
    findings.retain(|finding| options.selection.selects(finding.rule) && places.asked(finding));
    let before = findings.len();
    findings.retain(|finding| options.shows(finding.rule, finding.severity, finding.persona));
    let hidden = before - findings.len();
    undecided.retain(|one: &Undecided| {
        options.selection.selects(one.rule)
            && one.persona <= options.persona
            && (places.holds(one.span) || places.shown_by_root(&one.instance))
    });
    findings.sort_by(|a, b| places.order(a).cmp(&places.order(b)));
    findings
        .iter_mut()
        .for_each(|finding| clean_finding(finding, &redaction));
    for one in &mut undecided {
        redaction.clean(&mut one.instance);
        redaction.clean_shared(&mut one.field);
        redaction.clean(&mut one.why);
    }
    for problem in &mut problems {
        redaction.clean(&mut problem.message);
        redaction.clean(&mut problem.help);
    }
    tree.remarks.iter_mut().for_each(|remark| redaction.clean(remark));
    Outcome {
        findings,
        undecided,
        problems,
        not_installed: tree.not_installed.len(),
        files: tree.map.files().iter().filter(|file| file.in_tree).count(),
        roots: tree.roots.len(),
        hidden,
        redaction,
        remarks: tree.remarks,
        as_of: options.as_of,
        map: tree.map,
        source,
    }
}

/// Every text of a finding passes here: whatever a policy, a rule or the evaluator quoted, no secret gets further.
/// The fingerprint is made of names before and stays.
fn clean_finding(finding: &mut Finding, redaction: &Redaction) {
    redaction.clean_shared(&mut finding.subject);
    redaction.clean_shared(&mut finding.module);
    redaction.clean_shared(&mut finding.field);
    redaction.clean(&mut finding.message);
    redaction.clean(&mut finding.help);
    for place in std::iter::once(&mut finding.primary).chain(&mut finding.related) {
        redaction.clean(&mut place.label);
    }
    for evidence in &mut finding.instances {
        redaction.clean(&mut evidence.instance);
        redaction.clean(&mut evidence.evidence);
    }
    if let Some(suppressed) = &mut finding.suppressed {
        redaction.clean(&mut suppressed.reason);
    }
}

/// Where findings stand, and whether that was asked for: a file as PATH loads its directory and shows that file.
struct Places<'a> {
    map: &'a SourceMap,
    options: &'a Options,
}

impl<'a> Places<'a> {
    fn new(map: &'a SourceMap, options: &'a Options) -> Self {
        Self { map, options }
    }

    fn path(&self, span: Span) -> &'a str {
        self.map.file_of(span).map_or("", |id| &self.map.file(id).path)
    }

    /// A finding belongs to a directory when it stands there, or when a root there shows it: a module that is
    /// called from there may lie elsewhere. It belongs to a file when one of its places does.
    fn asked(&self, finding: &Finding) -> bool {
        let related = finding.related.iter().map(|place| place.span);
        std::iter::once(finding.primary.span)
            .chain(related)
            .any(|span| self.holds(Some(span)))
            || finding
                .instances
                .iter()
                .any(|one| self.shown_by_root(&one.instance))
    }

    fn holds(&self, span: Option<Span>) -> bool {
        let Some(span) = span else { return true };
        let path = self.path(span);
        self.options.paths.iter().any(|asked| is_below(path, asked))
    }

    /// `instance` is `root//address`; no root is a file.
    fn shown_by_root(&self, instance: &str) -> bool {
        let root = instance.split("//").next().unwrap_or_default();
        self.options.paths.iter().any(|asked| is_below(root, asked))
    }

    fn order<'f>(&self, finding: &'f Finding) -> (&'a str, Span, &'static str, &'f str) {
        let span = finding.primary.span;
        (self.path(span), span, finding.rule.id, &finding.field)
    }
}

fn is_below(path: &str, asked: &str) -> bool {
    asked.is_empty()
        || path
            .strip_prefix(asked)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
