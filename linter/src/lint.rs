//! The pipeline: load, evaluate each root, build its graph, judge, fold, suppress, select.

mod analyse;
mod reading;
mod select;
#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::catalog::Bindings;
use crate::finding::{Finding, Undecided};
use crate::load::{self, Module, Root, Span, Tree};
use crate::observation::{Doubt, Observation, fold};
use crate::options::{Options, UsageError};
use crate::problem::{Problem, ProblemKind};
use crate::redaction::Redaction;
use crate::report::{Outcome, Resources};
use crate::rules;
use crate::source::Source;
use crate::suppression;

/// Deep enough for 1,000 references and for the parser in a debug build.
const STACK: usize = 16 * 1024 * 1024;

/// What one root yields once its evaluator is gone.
#[derive(Default)]
pub(crate) struct RootResult {
    pub(crate) observations: Vec<Observation>,
    pub(crate) doubts: Vec<Doubt>,
    pub(crate) problems: Vec<Problem>,
    /// Headers of the blocks that hold subjects.
    pub(crate) judged: Vec<Span>,
}

/// Lints `options.paths` through `source`.
///
/// # Errors
/// Only what the caller asked for wrongly: a `--var` that no root declares, a path that is not there.
pub fn run<'s>(source: &'s dyn Source, options: &Options) -> Result<Outcome<'s>, UsageError> {
    start(source, options, drop)
}

/// The same for a process that ends soon after: freeing the syntax, which no report needs, is left to the system.
///
/// # Errors
/// As [`run`].
pub fn run_once<'s>(source: &'s dyn Source, options: &Options) -> Result<Outcome<'s>, UsageError> {
    start(source, options, std::mem::forget)
}

/// What becomes of the syntax at the end.
type Release = fn(Vec<Module>);

fn start<'s>(source: &'s dyn Source, options: &Options, release: Release) -> Result<Outcome<'s>, UsageError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .stack_size(STACK)
        .build()
        .map_err(|error| UsageError::new(format!("worker threads cannot be started: {error}")))?;
    pool.install(|| within_pool(source, options, release))
}

fn within_pool<'s>(
    source: &'s dyn Source,
    options: &Options,
    release: Release,
) -> Result<Outcome<'s>, UsageError> {
    let mut tree = load::load(source, &options.request()?);
    if let Some(name) = tree.undeclared.first() {
        let error = UsageError::new(format!(
            "no root module declares the variable `{name}` that --var gives a value"
        ));
        return Err(error.with_help("check the name, or lint the directory that declares it"));
    }
    let (bindings, misread) = Bindings::new(&options.bindings, &tree)
        .map_err(|error| UsageError::new(format!("extid.toml: [[subject]] {error}")))?;
    let run = Run {
        tree: &tree,
        source,
        options,
        bindings: &bindings,
    };
    // Beside each other: a single root leaves the other threads idle.
    let (results, mut observations) = rayon::join(
        || -> Vec<RootResult> { tree.roots.par_iter().map(|root| run.guarded(root)).collect() },
        || rules::of_tree(&tree),
    );

    let mut problems = std::mem::take(&mut tree.problems);
    problems.extend(misread);
    let mut doubts = Vec::new();
    let mut judged: FxHashSet<Span> = FxHashSet::default();
    for result in results {
        judged.extend(result.judged);
        observations.extend(result.observations);
        doubts.extend(result.doubts);
        problems.extend(result.problems);
    }
    let redaction = Redaction::of(&tree, &observations, &problems);
    let findings = fold(observations, &doubts);
    let mut undecided: Vec<Undecided> = doubts.into_iter().map(|doubt| doubt.undecided).collect();
    undecided.sort_by(|a, b| (&a.instance, a.rule, &a.field).cmp(&(&b.instance, b.rule, &b.field)));
    undecided.dedup();
    problems.sort_by(|a, b| (&a.file, a.span, &a.message).cmp(&(&b.file, b.span, &b.message)));
    problems.dedup();

    let findings = suppression::apply(findings, &undecided, &problems, &tree, options);
    let resources = resources(&tree, &judged);
    let remarks = reading::remarks(&tree, options);
    tree.remarks.splice(..0, remarks);
    release(std::mem::take(&mut tree.modules));
    Ok(select::outcome(
        Found {
            findings,
            undecided,
            problems,
            resources,
            unmatched_subjects: bindings.unmatched(),
            tree,
            redaction,
        },
        source,
        options,
    ))
}

/// Everything that a run found, before it is decided what is shown.
pub(crate) struct Found {
    pub(crate) findings: Vec<Finding>,
    pub(crate) undecided: Vec<Undecided>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) resources: Resources,
    /// Patterns of `[[subject]]` entries.
    pub(crate) unmatched_subjects: Vec<String>,
    pub(crate) tree: Tree,
    pub(crate) redaction: Redaction,
}

/// By definition: a `resource` block counts once, however many instances it has.
fn resources(tree: &Tree, judged: &FxHashSet<Span>) -> Resources {
    let mut resources = Resources::default();
    let blocks = tree.modules.iter().flat_map(|module| &module.blocks);
    for block in blocks.filter(|block| block.kind == "resource") {
        resources.seen += 1;
        resources.judged += usize::from(judged.contains(&block.header));
    }
    resources
}

/// What the analysis of every root shares.
struct Run<'a> {
    tree: &'a Tree,
    source: &'a dyn Source,
    options: &'a Options,
    bindings: &'a Bindings,
}

impl Run<'_> {
    /// A panic in one root is a problem of that root, not the end of the run.
    fn guarded(&self, root: &Root) -> RootResult {
        catch_unwind(AssertUnwindSafe(|| self.analyse(root))).unwrap_or_else(|panic| {
            let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
            let text = text
                .or_else(|| panic.downcast_ref::<String>().cloned())
                .unwrap_or_default();
            RootResult {
                problems: vec![Problem {
                    kind: ProblemKind::Internal,
                    file: self.tree.modules[root.module.0 as usize].dir.clone(),
                    span: None,
                    message: format!("this root could not be analysed: {text}"),
                    help: "this is a defect of extid-lint: please report it with what causes it".into(),
                }],
                ..RootResult::default()
            }
        })
    }
}
