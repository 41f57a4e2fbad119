//! Ties `module` calls to directories, and loads the directories that are called until no new one appears.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::assemble::{Assembled, Assembler};
use super::discover::{self, Directory};
use super::index::Call;
use super::manifest;
use super::{Callee, ModuleId, Tree};
use crate::problem::{Problem, ProblemKind};
use crate::source::{AboveFence, Source, resolve};

/// Where a call leads.
#[derive(Clone, Debug)]
enum Target {
    Dir(Arc<str>),
    NotInstalled,
    Missing,
}

pub(super) struct Tie<'a> {
    source: &'a dyn Source,
    /// `TF_DATA_DIR`
    data_dir: Option<&'a str>,
    modules: Vec<Assembled>,
    by_dir: FxHashMap<Arc<str>, usize>,
    /// (calling directory, call) -> directory and identity; of several roots the first one.
    installed: FxHashMap<(String, String), Arc<str>>,
    identities: FxHashMap<Arc<str>, Arc<str>>,
    targets: FxHashMap<(usize, usize), Target>,
}

impl<'a> Tie<'a> {
    pub(super) fn new(source: &'a dyn Source, data_dir: Option<&'a str>) -> Self {
        Self {
            source,
            data_dir,
            modules: Vec::new(),
            by_dir: FxHashMap::default(),
            installed: FxHashMap::default(),
            identities: FxHashMap::default(),
            targets: FxHashMap::default(),
        }
    }

    /// Assembles `directories` and, round by round, whatever their calls lead to.
    pub(super) fn load(&mut self, mut directories: Vec<Directory>, assembler: &mut Assembler<'_>) {
        while !directories.is_empty() {
            let may_hold_modules = |directory: &&Directory| directory.initialised || self.data_dir.is_some();
            for directory in directories.iter().filter(may_hold_modules) {
                let data_dir = self.data_dir.unwrap_or(".terraform");
                for call in manifest::read(self.source, &directory.path, data_dir) {
                    let dir: Arc<str> = call.dir.into();
                    self.identities.entry(dir.clone()).or_insert(call.identity);
                    self.installed.entry((call.caller, call.call)).or_insert(dir);
                }
            }
            let identities = &self.identities;
            let first = self.modules.len();
            let assembled = assembler.assemble(directories, |dir| identities.get(dir).cloned());
            for module in assembled {
                self.by_dir.insert(module.module.dir.clone(), self.modules.len());
                self.modules.push(module);
            }
            directories = self.follow(first, assembler);
        }
    }

    /// Finds the targets of the calls of modules from `first` on; returns the directories not seen before.
    fn follow(&mut self, first: usize, assembler: &mut Assembler<'_>) -> Vec<Directory> {
        let mut new: FxHashMap<Arc<str>, Directory> = FxHashMap::default();
        for index in first..self.modules.len() {
            for (number, call) in self.modules[index].calls.clone().iter().enumerate() {
                let target = self.target(index, call, &mut new, assembler);
                self.targets.insert((index, number), target);
            }
        }
        let mut new: Vec<Directory> = new.into_values().collect();
        new.sort_by(|a, b| a.path.cmp(&b.path));
        new
    }

    fn target(
        &self,
        index: usize,
        call: &Call,
        new: &mut FxHashMap<Arc<str>, Directory>,
        assembler: &mut Assembler<'_>,
    ) -> Target {
        let caller = &self.modules[index].module.dir;
        let Some(source) = &call.source else {
            return Target::NotInstalled;
        };
        let is_local = source.starts_with("./") || source.starts_with("../");
        let path = if is_local {
            resolve(caller, source)
        } else if source.starts_with('/') {
            Err(AboveFence)
        } else {
            match self.installed.get(&(caller.to_string(), call.name.to_string())) {
                Some(dir) => Ok(dir.to_string()),
                None => return Target::NotInstalled,
            }
        };
        let mut refuse = |kind, message: String, help: &str| {
            assembler.problems.push(Problem {
                kind,
                file: assembler.file_at(call.span),
                span: Some(call.span),
                message,
                help: help.into(),
            });
            Target::Missing
        };
        let real = match path.map(|path| self.source.canonical(&path)) {
            Ok(Ok(real)) => real,
            Ok(Err(error)) if AboveFence::is_cause_of(&error) => {
                return refuse(ProblemKind::OutsideFence, above(call), ABOVE_HELP);
            }
            Err(_) => return refuse(ProblemKind::OutsideFence, above(call), ABOVE_HELP),
            Ok(Err(_)) if !is_local => return Target::NotInstalled,
            Ok(Err(_)) => {
                let message = format!("module `{}`: directory `{source}` does not exist", call.name);
                return refuse(
                    ProblemKind::MissingFile,
                    message,
                    "correct the source; its values are unknown",
                );
            }
        };
        if self.by_dir.contains_key(&real) || new.contains_key(&real) {
            return Target::Dir(real);
        }
        match discover::directory(self.source, &real) {
            Ok(directory) if directory.config.is_empty() && directory.problems.is_empty() => {
                let message = format!("module `{}`: `{source}` holds no configuration", call.name);
                refuse(
                    ProblemKind::MissingFile,
                    message,
                    "correct the source; its values are unknown",
                )
            }
            Ok(directory) => {
                new.insert(real.clone(), directory);
                Target::Dir(real)
            }
            Err(error) => {
                let message = format!("module `{}`: `{source}` cannot be read: {error}", call.name);
                refuse(
                    ProblemKind::UnreadableFile,
                    message,
                    "correct the source; its values are unknown",
                )
            }
        }
    }

    /// Modules by directory with their calls tied; beside each, whether walking PATH found it.
    pub(super) fn finish(self, tree: &mut Tree) -> Vec<Assembled> {
        let Self {
            mut modules, targets, ..
        } = self;
        let mut order: Vec<usize> = (0..modules.len()).collect();
        order.sort_by(|a, b| {
            let key = |index: usize| (!modules[index].module.in_tree, &modules[index].module.dir);
            key(*a).cmp(&key(*b))
        });
        let ids: FxHashMap<Arc<str>, ModuleId> = order
            .iter()
            .enumerate()
            .map(|(id, index)| {
                (
                    modules[*index].module.dir.clone(),
                    ModuleId(u32::try_from(id).unwrap_or(u32::MAX)),
                )
            })
            .collect();
        for index in &order {
            let module = &mut modules[*index];
            for (number, call) in module.calls.iter().enumerate() {
                let target = targets.get(&(*index, number)).unwrap_or(&Target::NotInstalled);
                let callee = match target {
                    Target::Dir(dir) => ids.get(dir).map_or(Callee::Missing, |id| Callee::Module(*id)),
                    Target::Missing => Callee::Missing,
                    Target::NotInstalled => {
                        let source = call.source.clone().unwrap_or_else(|| "(not a literal)".into());
                        tree.not_installed.push((call.span, source));
                        Callee::NotInstalled
                    }
                };
                if let Some(entry) = module.module.calls.get_mut(&call.name) {
                    entry.1 = callee;
                }
            }
        }
        let mut slots: Vec<Option<Assembled>> = modules.into_iter().map(Some).collect();
        order
            .into_iter()
            .filter_map(|index| slots[index].take())
            .collect()
    }
}

const ABOVE_HELP: &str =
    "lint from a directory that holds both, or vendor the module; its values are unknown";

fn above(call: &Call) -> String {
    let source = call.source.as_deref().unwrap_or("");
    format!(
        "module `{}`: `{source}` leads above the fence, where nothing is read",
        call.name
    )
}
