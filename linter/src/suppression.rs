//! Exceptions in the sources: comments that accept findings until a date, and the findings about the comments.
//!
//! A comment of a module that is not part of the tree (`.terraform/modules`) accepts nothing: who wrote it does not
//! decide for the tree.

mod directive;
mod nearby;
mod reach;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use governance::{Confidence, Instant, Persona};
use rustc_hash::{FxHashMap, FxHashSet};

pub use self::directive::{Bounds, Directive, DirectiveError, Reach, Until, WORDS};
use self::nearby::Nearby;
use self::reach::{Line, Lines};
use crate::finding::{Evidence, Finding, Fingerprint, Place, RuleId, Suppressed, Undecided};
use crate::load::{Comment, FileId, Tree};
use crate::options::Options;
use crate::problem::Problem;
use crate::rulebook;
use crate::rules::waiver_expired_or_unapproved::{RULE, Violation};

/// What an exception must keep to.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    pub as_of: Instant,
    /// How far ahead `until` may lie.
    pub max_days: u32,
    /// Rules that no comment may ignore.
    pub enforced: &'a dyn Fn(RuleId) -> bool,
    /// Rules that this run asks; exceptions of others are not called unused.
    pub asked: &'a dyn Fn(RuleId) -> bool,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Suppression {
    /// The findings that went in. One that comments accept for some of its instances comes out several times: once
    /// for each comment with what that accepts, and open with the rest.
    pub findings: Vec<Finding>,
    /// XID904, about the comments.
    pub violations: Vec<Finding>,
}

/// Matches comments with findings. To be asked before persona, severity or selection hide any, or comments would
/// wrongly be called unused.
pub fn suppress(
    findings: Vec<Finding>,
    undecided: &[Undecided],
    problems: &[Problem],
    tree: &Tree,
    terms: &Terms<'_>,
) -> Suppression {
    let mut register = Register::of(tree, terms);
    if register.exceptions.is_empty() && register.wrong.is_empty() {
        return Suppression {
            findings,
            violations: Vec::new(),
        };
    }
    let lines = Lines::of(tree);
    let mut out = Vec::with_capacity(findings.len());
    for finding in findings {
        register.accept(finding, &lines, &mut out);
    }
    for one in undecided {
        register.spare(one, &lines);
    }
    let violations = register.violations(&out, tree, problems, &lines, terms);
    Suppression {
        findings: out,
        violations,
    }
}

/// The same by what the caller asked for: all findings, then those about the comments.
pub fn apply(
    findings: Vec<Finding>,
    undecided: &[Undecided],
    problems: &[Problem],
    tree: &Tree,
    options: &Options,
) -> Vec<Finding> {
    let terms = Terms {
        as_of: options.as_of,
        max_days: options.max_days,
        enforced: &|rule| options.is_enforced(rule),
        asked: &|rule| options.selection.selects(rule),
    };
    let mut suppression = suppress(findings, undecided, problems, tree, &terms);
    suppression.findings.append(&mut suppression.violations);
    suppression.findings
}

/// One rule of one comment that is in order.
struct Exception<'a> {
    comment: &'a Comment,
    rule: RuleId,
    reason: String,
    until: String,
    used: bool,
}

/// All comments of the tree, judged.
#[derive(Default)]
struct Register<'a> {
    exceptions: Vec<Exception<'a>>,
    by_line: FxHashMap<(Line, &'static str), Vec<usize>>,
    by_file: FxHashMap<(FileId, &'static str), Vec<usize>>,
    /// With the identity of the module that the comment stands in.
    wrong: Vec<(&'a Comment, Violation)>,
    modules: FxHashMap<FileId, Arc<str>>,
}

impl<'a> Register<'a> {
    fn of(tree: &'a Tree, terms: &Terms<'_>) -> Self {
        let mut register = Self::default();
        for module in tree.modules.iter().filter(|module| module.in_tree) {
            for comment in &module.comments {
                register.modules.insert(comment.file, module.identity.clone());
                match Directive::parse(&comment.text) {
                    None => {}
                    Some(Err(error)) => register.wrong.push((comment, Violation::Malformed(error))),
                    Some(Ok(directive)) => register.judge(comment, &directive, terms),
                }
            }
        }
        register
    }

    fn judge(&mut self, comment: &'a Comment, directive: &Directive, terms: &Terms<'_>) {
        let wrong = Violation::of(directive, comment.header, terms.as_of, terms.max_days);
        let in_order = wrong.is_empty();
        self.wrong.extend(wrong.into_iter().map(|wrong| (comment, wrong)));
        let mut named = FxHashSet::default();
        for text in &directive.rules {
            let rule = match Violation::of_rule(text, terms.enforced) {
                Ok(rule) => rule,
                Err(wrong) => {
                    self.wrong.push((comment, wrong));
                    continue;
                }
            };
            if !in_order || !named.insert(rule.id) {
                continue;
            }
            let index = self.exceptions.len();
            match (directive.reach, comment.target) {
                (Reach::File, _) => self
                    .by_file
                    .entry((comment.file, rule.id))
                    .or_default()
                    .push(index),
                (Reach::Place, Some(line)) => {
                    self.by_line
                        .entry(((comment.file, line), rule.id))
                        .or_default()
                        .push(index);
                }
                (Reach::Place, None) => {}
            }
            self.exceptions.push(Exception {
                comment,
                rule,
                reason: directive.reason.clone(),
                until: directive
                    .until
                    .as_ref()
                    .map(|until| until.text.clone())
                    .unwrap_or_default(),
                used: false,
            });
        }
    }

    fn accept(&mut self, mut finding: Finding, lines: &Lines<'_>, out: &mut Vec<Finding>) {
        let rule = finding.rule;
        let mut places = lines.speaking_for(finding.primary.span);
        let file = places.first().map(|(file, _)| *file);
        let related = finding.related.iter().map(|place| place.span);
        places.extend(lines.labelled_within(finding.primary.span, related));
        let mut whole = self.use_at(&places, rule.id);
        whole = whole.or_else(|| self.use_in_file(file?, rule.id));
        let mut accepted: Vec<(usize, Evidence)> = Vec::new();
        let mut open = Vec::new();
        for evidence in std::mem::take(&mut finding.instances) {
            places.clear();
            // The call next to the instance first.
            places.extend(evidence.calls.iter().rev().filter_map(|call| lines.line(*call)));
            match self.use_at(&places, rule.id) {
                Some(by) if whole.is_none() => accepted.push((by, evidence)),
                _ => open.push(evidence),
            }
        }
        let is_partial = !accepted.is_empty();
        // One for each comment, in the order of the comments; instances stay in their order.
        accepted.sort_by_key(|(by, _)| *by);
        for group in accepted.chunk_by(|(a, _), (b, _)| a == b) {
            let part = Finding {
                suppressed: Some(self.exceptions[group[0].0].suppressed()),
                undecided: 0,
                ..finding.clone()
            };
            out.push(part.of_instances(group.iter().map(|(_, evidence)| evidence.clone()).collect()));
        }
        if is_partial && open.is_empty() {
            return;
        }
        finding = finding.of_instances(open);
        finding.suppressed = whole.map(|by| self.exceptions[by].suppressed());
        out.push(finding);
    }

    /// A comment is of use where its rule could not be decided.
    fn spare(&mut self, undecided: &Undecided, lines: &Lines<'_>) {
        let id = undecided.rule.id;
        if let Some(span) = undecided.span {
            let places = lines.speaking_for(span);
            self.use_at(&places, id);
            if let Some((file, _)) = places.first() {
                self.use_in_file(*file, id);
            }
        }
        // Which calls lead to it is not known here.
        if undecided.instance.contains("module.") {
            for exception in &mut self.exceptions {
                let line = exception
                    .comment
                    .target
                    .map(|line| (exception.comment.file, line));
                exception.used |= exception.rule.id == id && line.is_some_and(|line| lines.is_call(line));
            }
        }
    }

    /// The exception of the nearest line; all on these lines count as used.
    fn use_at(&mut self, places: &[Line], id: &'static str) -> Option<usize> {
        let mut nearest = None;
        for place in places {
            for index in self.by_line.get(&(*place, id)).into_iter().flatten() {
                self.exceptions[*index].used = true;
                nearest = nearest.or(Some(*index));
            }
        }
        nearest
    }

    fn use_in_file(&mut self, file: FileId, id: &'static str) -> Option<usize> {
        let indices = self.by_file.get(&(file, id))?;
        for index in indices {
            self.exceptions[*index].used = true;
        }
        indices.first().copied()
    }

    fn violations(
        self,
        findings: &[Finding],
        tree: &Tree,
        problems: &[Problem],
        lines: &Lines<'_>,
        terms: &Terms<'_>,
    ) -> Vec<Finding> {
        // Where something could not be read, the finding may be in what is missing.
        let unread: FxHashSet<&str> = problems.iter().map(|problem| &*problem.file).collect();
        let read = |file: FileId| !unread.contains(&*tree.map.file(file).path);
        let unused: Vec<&Exception<'_>> = self
            .exceptions
            .iter()
            .filter(|one| !one.used && (terms.asked)(one.rule) && read(one.comment.file))
            .collect();
        let nearby = Nearby::of(&unused, findings, lines);
        let unused = unused.iter().map(|one| {
            let stands = nearby
                .stands(one, lines)
                .map(|line| place_name(line, one.comment.file, tree));
            (one.comment, Violation::Unused(one.rule, stands))
        });
        let mut wrong: Vec<_> = self.wrong.iter().cloned().chain(unused).collect();
        wrong.sort_by_key(|(comment, _)| comment.span);
        let mut seen: FxHashMap<String, usize> = FxHashMap::default();
        wrong
            .iter()
            .map(|(comment, violation)| {
                let path = &tree.map.file(comment.file).path;
                let line = (comment.file, comment.target.unwrap_or(comment.line));
                let subject = lines.address(line).unwrap_or_else(|| path.to_string());
                let module = self.modules.get(&comment.file).cloned().unwrap_or_default();
                let evidence = violation.evidence();
                let key = [RULE.id, &*module, &*subject, &*evidence].join("\0");
                let count = seen.entry(key.clone()).or_default();
                *count += 1;
                Finding {
                    rule: RULE.rule_id(),
                    severity: violation.severity(),
                    confidence: Confidence::High,
                    persona: Persona::Regular,
                    fingerprint: Fingerprint::of(&[&key, &count.to_string()]),
                    subject: Arc::from(subject.as_str()),
                    module,
                    field: Arc::from("waiver"),
                    message: violation.message(),
                    help: violation.help(terms.as_of, terms.max_days),
                    primary: Place {
                        span: comment.span,
                        label: violation.label().to_owned(),
                    },
                    related: Vec::new(),
                    instances: vec![Evidence {
                        instance: subject,
                        evidence,
                        message: None,
                        calls: Arc::from([]),
                    }],
                    undecided: 0,
                    suppressed: None,
                    masked: false,
                }
            })
            .collect()
    }
}

impl Exception<'_> {
    fn suppressed(&self) -> Suppressed {
        Suppressed {
            span: self.comment.span,
            reason: self.reason.clone(),
            until: Some(self.until.clone()),
        }
    }
}

/// `line 6`, or `main.tf:6` when that is another file.
fn place_name((file, line): Line, from: FileId, tree: &Tree) -> String {
    match file == from {
        true => format!("line {line}"),
        false => format!("{}:{line}", tree.map.file(file).path),
    }
}

/// Whether the text would name several rules at once: `*`, `all`, `XID2`, `XID2*`.
pub fn is_wildcard(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    let is_prefix =
        upper.starts_with("XID") && rulebook::all().any(|entry| entry.rule.id.starts_with(&upper));
    text.contains('*') || upper == "ALL" || (is_prefix && rulebook::find(text).is_none())
}
