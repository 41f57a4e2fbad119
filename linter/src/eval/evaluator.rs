//! One root's evaluator: its state, its memory of what was computed, and its problems.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use governance::Instant;
use rustc_hash::{FxHashMap, FxHashSet};
use ustr::Ustr;

use super::budget::{Budget, Reference};
use super::error::EvalError;
use super::hole;
use super::lazy::Lazies;
use super::nesting::Nesting;
use super::resource::{Resource, ResourceId};
use super::scope::{Scope, ScopeId};
use super::trail::Trail;
use super::value::Value;
use crate::load::{Module, ModuleId, Root, Span, Tree};
use crate::problem::{Problem, ProblemKind};
use crate::source::Source;

/// Evaluates one root, lazily; each local, variable, output and attribute at most once.
///
/// Answers are values, never errors: what Terraform would refuse, and what costs too much, is unknown with a reason.
pub struct Evaluator<'a> {
    pub(super) tree: &'a Tree,
    pub(super) root: &'a Root,
    pub(super) source: &'a dyn Source,
    pub(super) as_of: Instant,
    pub(super) budget: Budget,
    pub(super) nesting: Nesting,
    pub(super) trail: Trail,
    pub(super) lazies: Lazies,
    pub(super) scopes: RefCell<Vec<Rc<Scope<'a>>>>,
    pub(super) resources: RefCell<Vec<Rc<Resource<'a>>>>,
    names: RefCell<FxHashMap<Ustr, Arc<str>>>,
    problems: RefCell<Vec<Problem>>,
    reported: RefCell<FxHashSet<(ProblemKind, Option<Span>, String)>>,
    /// Inside `try`, `can` or a branch that is not taken: a missing file there is no problem.
    quiet: Cell<bool>,
    /// The call whose template is being rendered: what happens in a template's text has no place of its own.
    pub(super) rendering: Cell<Option<Span>>,
    pub(super) after_apply: Arc<str>,
}

impl<'a> Evaluator<'a> {
    /// Nothing is evaluated yet. `source` serves `file()` and its kin.
    pub fn new(tree: &'a Tree, root: &'a Root, source: &'a dyn Source, as_of: Instant) -> Self {
        let evaluator = Self {
            tree,
            root,
            source,
            as_of,
            budget: Budget::default(),
            nesting: Nesting::default(),
            trail: Trail::default(),
            lazies: Lazies::default(),
            scopes: RefCell::new(Vec::new()),
            resources: RefCell::new(Vec::new()),
            names: RefCell::new(FxHashMap::default()),
            problems: RefCell::new(Vec::new()),
            reported: RefCell::new(FxHashSet::default()),
            quiet: Cell::new(false),
            rendering: Cell::new(None),
            after_apply: Arc::from("known after apply"),
        };
        evaluator
            .scopes
            .borrow_mut()
            .push(Rc::new(Scope::root(tree, root)));
        evaluator
    }

    /// What went wrong so far, each once; evaluation that is still to be asked for may add to it.
    pub fn problems(&self) -> Vec<Problem> {
        self.problems.borrow().clone()
    }

    pub(super) fn module(&self, id: ModuleId) -> Option<&'a Module> {
        self.tree.modules.get(usize::try_from(id.0).ok()?)
    }

    pub(super) fn scope(&self, id: ScopeId) -> Rc<Scope<'a>> {
        self.scopes.borrow()[id.index()].clone()
    }

    pub(super) fn resource(&self, id: ResourceId) -> Rc<Resource<'a>> {
        self.resources.borrow()[id.index()].clone()
    }

    /// The shared text of an interned name.
    pub(super) fn name(&self, name: Ustr) -> Arc<str> {
        self.names
            .borrow_mut()
            .entry(name)
            .or_insert_with(|| Arc::from(name.as_str()))
            .clone()
    }

    pub(super) fn problem(&self, kind: ProblemKind, span: Option<Span>, message: String, help: &str) {
        if self.quiet.get() && kind != ProblemKind::Budget {
            return;
        }
        // Most say the same wherever they are met; what Terraform refuses is to be mended at each place.
        let place = span.filter(|_| kind == ProblemKind::Evaluation);
        if !self.reported.borrow_mut().insert((kind, place, message.clone())) {
            return;
        }
        let span = self.rendering.get().or(span);
        // A span that lies in no file of the map: at least the root is known.
        let file = span
            .and_then(|span| self.tree.map.file_of(span))
            .map_or_else(|| self.root_path(), |id| self.tree.map.file(id).path.clone());
        self.problems.borrow_mut().push(Problem {
            kind,
            file,
            span,
            message,
            help: help.to_owned(),
        });
    }

    fn root_path(&self) -> Arc<str> {
        match &self.tree.modules[self.root.module.0 as usize].dir {
            dir if dir.is_empty() => Arc::from("."),
            dir => dir.clone(),
        }
    }

    /// Passes `result` on; a budget that ran out becomes a problem on the way.
    pub(super) fn watch<T>(&self, result: Result<T, EvalError>, span: Span) -> Result<T, EvalError> {
        if let Err(EvalError::Budget(text)) = &result {
            self.over_budget(text, span);
        }
        result
    }

    #[cold]
    fn over_budget(&self, text: &str, span: Span) {
        self.problem(
            ProblemKind::Budget,
            Some(span),
            text.to_owned(),
            "what depends on it is taken as unknown; split the root or shorten the expression",
        );
    }

    /// Without reporting missing files.
    pub(super) fn quietly<T>(&self, evaluate: impl FnOnce() -> T) -> T {
        let before = self.quiet.replace(true);
        let result = evaluate();
        self.quiet.set(before);
        result
    }

    pub(super) fn is_quiet(&self) -> bool {
        self.quiet.get()
    }

    /// Enters something that is computed once: its problems are real whoever asked first.
    pub(super) fn enter(&self, span: Span) -> Result<Entered<'_, 'a>, EvalError> {
        let reference = self.watch(self.budget.enter(), span)?;
        Ok(Entered {
            evaluator: self,
            quiet: self.quiet.replace(false),
            nesting: self.nesting.start(),
            rendering: self.rendering.replace(None),
            _reference: reference,
        })
    }
}

/// Restores the state of `enter` when dropped.
pub(super) struct Entered<'e, 'a> {
    evaluator: &'e Evaluator<'a>,
    quiet: bool,
    nesting: (u32, u32),
    rendering: Option<Span>,
    _reference: Reference<'e>,
}

impl Drop for Entered<'_, '_> {
    fn drop(&mut self) {
        self.evaluator.quiet.set(self.quiet);
        self.evaluator.nesting.resume(self.nesting);
        self.evaluator.rendering.set(self.rendering);
    }
}

/// An error becomes an unknown where a value is stored.
pub(super) fn settled(result: Result<Value, EvalError>) -> Value {
    result.unwrap_or_else(|error| hole::failed(&error))
}
