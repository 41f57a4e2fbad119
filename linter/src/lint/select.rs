//! Which findings are shown, with which severity, in which order.

use globset::GlobSet;

use super::Found;
use crate::finding::{Finding, Undecided};
use crate::load::{SourceMap, Span};
use crate::options::Options;
use crate::redaction::Redaction;
use crate::report::Outcome;
use crate::source::{Source, parent};

/// What the caller asked to see of what was found; the rest is counted as hidden.
pub(super) fn outcome<'s>(found: Found, source: &'s dyn Source, options: &Options) -> Outcome<'s> {
    let Found {
        mut findings,
        mut undecided,
        mut problems,
        resources,
        unmatched_subjects,
        tree,
        redaction,
    } = found;
    let places = Places::new(&tree.map, options);
    let mut remarks = tree.remarks;
    for (span, module) in &tree.not_installed {
        let place = tree.map.line_of(span.start).map_or_else(String::new, |(id, at)| {
            format!("{}:{}: ", tree.map.file(id).path, at.line)
        });
        remarks.push(format!(
            "{place}the module `{module}` is not installed: nothing in it was linted"
        ));
    }
    for pattern in &unmatched_subjects {
        remarks.push(format!(
            "no resource that was judged has an address like `{pattern}` of `[[subject]]`"
        ));
    }
    for finding in &mut findings {
        if let Some(severity) = options.severity_of(finding.rule) {
            finding.severity = severity;
        }
    }
    // A rule that was not selected is not part of the run; what a threshold hides is counted.
    findings.retain(|finding| options.selection.selects(finding.rule) && places.asked(finding));
    let before = findings.len();
    findings.retain(|finding| {
        options.shows(finding.rule, finding.severity, finding.persona)
            && !places.is_excluded(finding.primary.span)
    });
    let hidden = before - findings.len();
    undecided.retain(|one: &Undecided| {
        options.selection.selects(one.rule)
            && (one.persona <= options.persona || options.is_enforced(one.rule))
            && !one.span.is_some_and(|span| places.is_excluded(span))
            && (places.holds(one.span) || places.shown_by_root(&one.instance))
    });
    findings.sort_by(|a, b| places.order(a).cmp(&places.order(b)));
    findings
        .iter_mut()
        .for_each(|finding| clean_finding(finding, &redaction));
    for one in &mut undecided {
        redaction.clean(&mut one.instance);
        Redaction::clean_name(&mut one.field);
        redaction.clean(&mut one.why);
    }
    for problem in &mut problems {
        redaction.clean(&mut problem.message);
        redaction.clean(&mut problem.help);
    }
    remarks.iter_mut().for_each(|remark| redaction.clean(remark));
    Outcome {
        findings,
        undecided,
        problems,
        not_installed: tree.not_installed.len(),
        files: tree.map.files().iter().filter(|file| file.in_tree).count(),
        roots: tree.roots.len(),
        hidden,
        resources,
        unmatched_subjects: unmatched_subjects.len(),
        redaction,
        remarks,
        policy_files: Vec::new(),
        not_terraform: Vec::new(),
        as_of: options.as_of,
        map: tree.map,
        source,
    }
}

/// Every text of a finding passes here: whatever a policy, a rule or the evaluator quoted, no secret gets further.
/// The fingerprint is made of names before and stays.
fn clean_finding(finding: &mut Finding, redaction: &Redaction) {
    Redaction::clean_name(&mut finding.subject);
    Redaction::clean_name(&mut finding.module);
    Redaction::clean_name(&mut finding.field);
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
    exclude: GlobSet,
}

impl<'a> Places<'a> {
    fn new(map: &'a SourceMap, options: &'a Options) -> Self {
        // Globs that are none were refused before anything was read.
        let exclude = options.excluded().unwrap_or_default();
        Self {
            map,
            options,
            exclude,
        }
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

    /// A module is read where it is called, although it lies in an excluded directory; what is wrong there was not
    /// asked for.
    fn is_excluded(&self, span: Span) -> bool {
        if self.exclude.is_empty() {
            return false;
        }
        let mut path = self.path(span);
        while !path.is_empty() {
            if self.exclude.is_match(path) {
                return true;
            }
            path = parent(path);
        }
        false
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
