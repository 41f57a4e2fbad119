//! What people say resources are: `[[subject]]` entries, and comments in place.

use std::sync::atomic::{AtomicBool, Ordering};

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use rustc_hash::FxHashMap;

use governance::policy_file::SubjectBinding;

use super::directive::{self, Declared};
use crate::address::{Address, Key};
use crate::load::{FileId, Module, SourceMap, Span, Tree};
use crate::problem::{Problem, ProblemKind};

/// Declarations of one run, for all roots.
#[derive(Debug, Default)]
pub struct Bindings {
    entries: Vec<Entry>,
    /// The pattern of each entry, all asked at once: there may be thousands, of thousands of resources.
    patterns: GlobSet,
    /// By header of the resource block that the comment speaks of.
    comments: FxHashMap<Span, (Declared, Span)>,
}

/// One `[[subject]]`.
#[derive(Debug)]
struct Entry {
    pattern: String,
    declared: Declared,
    /// Some root has a subject of such an address.
    used: AtomicBool,
}

/// A `match` that is not a glob.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{pattern}` cannot match addresses: {reason}")]
pub struct BadPattern {
    pub pattern: String,
    pub reason: String,
}

/// What is declared of one instance, and where when a comment says so.
#[derive(Clone, Debug)]
pub(super) struct Binding<'b> {
    pub(super) declared: &'b Declared,
    pub(super) comment: Option<Span>,
}

impl Bindings {
    /// Comments that cannot be read, or that stand over no resource, come back as problems.
    pub fn new(entries: &[SubjectBinding], tree: &Tree) -> Result<(Self, Vec<Problem>), BadPattern> {
        let mut bindings = Self::default();
        let mut patterns = GlobSetBuilder::new();
        for entry in entries {
            let Some(pattern) = &entry.matches else { continue };
            let text = |written: &Option<governance::policy_file::Written<String>>| {
                written.as_ref().map(|written| written.value.clone())
            };
            let declared = Declared {
                actor: entry.actor_type.as_ref().map(|written| written.value),
                owner: text(&entry.owner),
                relationship: text(&entry.relationship),
                class: text(&entry.class),
            };
            patterns.add(glob(&pattern.value)?);
            bindings.entries.push(Entry {
                pattern: pattern.value.clone(),
                declared,
                used: AtomicBool::new(false),
            });
        }
        bindings.patterns = patterns.build().map_err(|error| BadPattern {
            pattern: error.glob().unwrap_or_default().to_owned(),
            reason: error.kind().to_string(),
        })?;
        let mut problems = Vec::new();
        for module in &tree.modules {
            bindings.read_comments(module, &tree.map, &mut problems);
        }
        Ok((bindings, problems))
    }

    fn read_comments(&mut self, module: &Module, map: &SourceMap, problems: &mut Vec<Problem>) {
        let mut headers: Option<FxHashMap<(FileId, u32), Span>> = None;
        for comment in &module.comments {
            let Some(parsed) = directive::parse(&comment.text) else {
                continue;
            };
            let headers = headers.get_or_insert_with(|| headers_by_line(module, map));
            let header = comment.target.and_then(|line| headers.get(&(comment.file, line)));
            let problem = match (parsed, header) {
                (Ok(declared), Some(header)) => {
                    self.comments.insert(*header, (declared, comment.span));
                    continue;
                }
                (Ok(_), None) => "it stands over no resource".to_owned(),
                (Err(reason), _) => reason,
            };
            problems.push(Problem {
                kind: ProblemKind::Declaration,
                file: map.file(comment.file).path.clone(),
                span: Some(comment.span),
                message: format!("a comment about a subject is ignored: {problem}"),
                help: "write `# extid: subject actor=ai_agent owner=team-x` right above the resource block"
                    .to_owned(),
            });
        }
    }

    /// Patterns of the entries that no subject has matched so far.
    pub fn unmatched(&self) -> Vec<String> {
        let unused = self
            .entries
            .iter()
            .filter(|entry| !entry.used.load(Ordering::Relaxed));
        unused.map(|entry| entry.pattern.clone()).collect()
    }

    /// An entry of the policy file wins over a comment, the first entry over later ones.
    pub(super) fn of(&self, address: &Address, header: Option<Span>) -> Vec<Binding<'_>> {
        let comment = header.and_then(|header| self.comments.get(&header));
        self.meant(address)
            .into_iter()
            .filter_map(|index| self.entries.get(index))
            .inspect(|entry| entry.used.store(true, Ordering::Relaxed))
            .map(|entry| Binding {
                declared: &entry.declared,
                comment: None,
            })
            .chain(comment.map(|(declared, span)| Binding {
                declared,
                comment: Some(*span),
            }))
            .collect()
    }

    /// The entries that match an address, with its instance keys or without, in their order.
    fn meant(&self, address: &Address) -> Vec<usize> {
        // Most runs have no entries, and need no names.
        if self.entries.is_empty() {
            return Vec::new();
        }
        let mut meant = self.patterns.matches(address.to_string());
        meant.extend(self.patterns.matches(without_keys(address).to_string()));
        meant.sort_unstable();
        meant.dedup();
        meant
    }
}

/// `[` and `]` are instance keys, not character classes.
fn glob(pattern: &str) -> Result<Glob, BadPattern> {
    let escaped = pattern.replace('[', "\\[").replace(']', "\\]");
    GlobBuilder::new(&escaped)
        .backslash_escape(true)
        .build()
        .map_err(|error| BadPattern {
            pattern: pattern.to_owned(),
            reason: error.kind().to_string(),
        })
}

fn without_keys(address: &Address) -> Address {
    Address {
        modules: address
            .modules
            .iter()
            .map(|(name, _)| (*name, Key::None))
            .collect(),
        key: Key::None,
        ..address.clone()
    }
}

fn headers_by_line(module: &Module, map: &SourceMap) -> FxHashMap<(FileId, u32), Span> {
    module
        .blocks
        .iter()
        .filter(|block| block.kind == "resource" || block.kind == "data")
        .filter_map(|block| {
            let (file, place) = map.line_of(block.header.start)?;
            Some(((file, place.line), block.header))
        })
        .collect()
}
