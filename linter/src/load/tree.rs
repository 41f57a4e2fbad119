//! What loading yields: modules (one per directory), the calls between them, and the roots to evaluate.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use ustr::Ustr;

use super::ir::{Attr, Block, Expr};
use super::span::{FileId, SourceMap, Span};
use crate::problem::Problem;

/// The result of loading. Problems travel beside it.
#[derive(Debug, Default)]
pub struct Tree {
    pub map: SourceMap,
    pub modules: Vec<Module>,
    pub roots: Vec<Root>,
    /// Every file of variable values, loaded by a root or not.
    pub assigned: Vec<Assigned>,
    pub problems: Vec<Problem>,
    /// Sources of remote modules that are not installed, once per call.
    pub not_installed: Vec<(Span, Arc<str>)>,
    /// Names given with `--var` that no root declares, in the order given: a usage error for the caller.
    pub undeclared: Vec<Arc<str>>,
    /// For `-v`: "x.tofu is read instead of x.tf", one sentence each.
    pub remarks: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModuleId(pub u32);

/// One directory of configuration, overrides merged.
#[derive(Debug, Default)]
pub struct Module {
    /// Relative to the fence, with `/`; empty for the fence itself.
    pub dir: Arc<str>,
    /// What a finding in it is known by: `dir`, or the source without its version for an installed remote module.
    pub identity: Arc<str>,
    /// False for what `.terraform/modules` holds.
    pub in_tree: bool,
    /// In the order of Terraform: by file name, then as written. Bodies of `locals` blocks are empty: see `locals`.
    pub blocks: Vec<Block>,
    pub variables: FxHashMap<Ustr, usize>,
    /// Name -> the attribute, moved out of its `locals` block.
    pub locals: FxHashMap<Ustr, Attr>,
    pub outputs: FxHashMap<Ustr, usize>,
    /// (`resource` | `data` | `ephemeral`, type, name) -> index into `blocks`.
    pub resources: FxHashMap<(Mode, Ustr, Ustr), usize>,
    /// Call name -> index into `blocks`, and what it calls.
    pub calls: FxHashMap<Ustr, (usize, Callee)>,
    /// (local name, alias) -> index into `blocks`.
    pub providers: FxHashMap<(Ustr, Option<Ustr>), usize>,
    pub comments: Vec<Comment>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    Managed,
    Data,
    Ephemeral,
}

#[derive(Clone, Debug)]
pub enum Callee {
    Module(ModuleId),
    /// A registry or git source without an installed copy.
    NotInstalled,
    /// A local directory that is missing, above the fence or unreadable; already a problem.
    Missing,
}

/// A root module, and the values its variables get from files, environment and command line.
#[derive(Debug)]
pub struct Root {
    pub module: ModuleId,
    /// `terraform.workspace`; `None` when nothing says which.
    pub workspace: Option<Arc<str>>,
    /// Winning value per variable, in Terraform's order of precedence.
    pub values: FxHashMap<Ustr, Input>,
    /// Why it is a root, for `-v`: "nothing calls it", "has a backend block", …
    pub reason: &'static str,
}

/// What one or more files of a directory assign to variables, as written: declared or not, overridden or not.
#[derive(Debug)]
pub struct Assigned {
    /// As [`Module::dir`], whether it holds a module or not.
    pub dir: Arc<str>,
    /// Whose variables they are, as far as is known.
    pub modules: Vec<ModuleId>,
    pub values: Arc<[Attr]>,
}

#[derive(Clone, Debug)]
pub enum Input {
    /// From a tfvars file.
    Expr(Expr),
    /// From `--var` or `TF_VAR_*`: a string for a string variable, else HCL source. The second is its origin.
    Text(Arc<str>, Arc<str>),
}

/// A comment that holds `extid:` or nearly so.
#[derive(Clone, Debug)]
pub struct Comment {
    pub file: FileId,
    /// The comment without its markers, one line.
    pub text: Arc<str>,
    pub span: Span,
    /// 1-based line it stands on.
    pub line: u32,
    /// The line it speaks of: its own when code stands before it, else the next line when that is code or another
    /// comment line above code; `None` when a blank line or the end of file follows.
    pub target: Option<u32>,
    /// In the comment lines before the first code of the file.
    pub header: bool,
}
