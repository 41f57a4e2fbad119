//! Every file of variable values with what it assigns, also those that no root loads: a secret is a secret in them too.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::assemble::{Assembled, Assembler};
use super::discover::Directory;
use super::inputs::Inputs;
use super::{Assigned, ModuleId, Root};
use crate::source::{Source, parent, resolve};

/// Files that no root loads unless it is asked to. Those of a directory without configuration are among them,
/// whatever their name.
pub(super) fn on_request(directories: &[Directory]) -> Vec<Arc<str>> {
    let mut paths = Vec::new();
    for directory in directories {
        if directory.config.is_empty() {
            paths.extend(directory.variables.iter().cloned());
        }
        paths.extend(directory.on_request.iter().cloned());
    }
    paths
}

/// What roots load, and what the files of `on_request` hold that none of them asked for: those are read now.
pub(super) fn gather(
    modules: &[Assembled],
    roots: &[Root],
    inputs: Inputs,
    on_request: Vec<Arc<str>>,
    source: &dyn Source,
    assembler: &mut Assembler<'_>,
) -> Vec<Assigned> {
    let mut all = Vec::new();
    let mut by_dir: FxHashMap<&str, ModuleId> = FxHashMap::default();
    for (index, assembled) in modules.iter().enumerate() {
        let id = ModuleId(u32::try_from(index).unwrap_or(u32::MAX));
        by_dir.insert(&assembled.module.dir, id);
        if !assembled.values.is_empty() {
            all.push(Assigned {
                dir: assembled.module.dir.clone(),
                modules: vec![id],
                values: assembled.values.clone(),
            });
        }
    }
    let mut asked: FxHashSet<Arc<str>> = FxHashSet::default();
    for (path, values, modules) in inputs.into_files() {
        let path = resolve("", &path).unwrap_or(path);
        all.push(Assigned {
            dir: parent(&path).into(),
            modules,
            values,
        });
        asked.insert(source.canonical(&path).unwrap_or_else(|_| path.into()));
    }
    let rest = on_request
        .into_iter()
        .filter(|path| !asked.contains(path))
        .collect();
    for (path, values) in assembler.read_values(rest) {
        let dir = parent(&path);
        let modules = match nearest(dir, &by_dir) {
            Some(id) => vec![id],
            None => roots.iter().map(|root| root.module).collect(),
        };
        all.push(Assigned {
            dir: dir.into(),
            modules,
            values: values.into(),
        });
    }
    all
}

/// The module of the directory or of one above it: `envs/prod.tfvars` is written for the module that holds `envs`.
fn nearest(mut dir: &str, by_dir: &FxHashMap<&str, ModuleId>) -> Option<ModuleId> {
    loop {
        if let Some(id) = by_dir.get(dir) {
            return Some(*id);
        }
        if dir.is_empty() {
            return None;
        }
        dir = parent(dir);
    }
}
