//! Decides which modules are roots.

use rustc_hash::FxHashSet;

use super::assemble::Assembled;
use super::ir::Body;
use super::{Callee, ModuleId};

/// Directories whose calls do not make a module a child: they show or test it.
const SHOWCASES: [&str; 5] = ["examples", "example", "tests", "test", "fixtures"];

/// Roots in the order of modules, each with its reason. `configured` are those of `[[root]]` entries.
pub(super) fn find(modules: &[Assembled], configured: &FxHashSet<ModuleId>) -> Vec<(ModuleId, &'static str)> {
    let callers = callers(modules);
    let mut roots: Vec<(ModuleId, &'static str)> = ids(modules)
        .filter_map(|id| Some((id, reason(modules, &callers[id.0 as usize], id, configured)?)))
        .collect();
    // A circle of calls that nothing else calls has no root, and must not go unseen.
    let mut reached: FxHashSet<ModuleId> = FxHashSet::default();
    roots
        .iter()
        .for_each(|(root, _)| reach(modules, *root, &mut reached));
    for id in ids(modules).filter(|id| is_candidate(&modules[id.0 as usize])) {
        if !reached.contains(&id) {
            roots.push((id, "only modules that it calls itself call it"));
            reach(modules, id, &mut reached);
        }
    }
    roots.sort_by_key(|(id, _)| *id);
    roots
}

fn ids(modules: &[Assembled]) -> impl Iterator<Item = ModuleId> {
    (0..u32::try_from(modules.len()).unwrap_or(u32::MAX)).map(ModuleId)
}

fn is_candidate(module: &Assembled) -> bool {
    module.walked && module.module.in_tree && !module.module.blocks.is_empty()
}

fn reason(
    modules: &[Assembled],
    callers: &[ModuleId],
    id: ModuleId,
    configured: &FxHashSet<ModuleId>,
) -> Option<&'static str> {
    let module = &modules[id.0 as usize];
    if configured.contains(&id) {
        return Some("a `[[root]]` entry names it");
    }
    if !is_candidate(module) {
        return None;
    }
    if callers.is_empty() {
        return Some("nothing calls it");
    }
    let settings = module
        .module
        .blocks
        .iter()
        .filter(|block| block.kind == "terraform");
    if settings.into_iter().any(|block| has_state(&block.body)) {
        return Some("it has a backend or cloud block");
    }
    if module.has_variable_files {
        return Some("it has a file of variable values");
    }
    let shows = |id: &ModuleId| is_showcase(&modules[id.0 as usize].module.dir);
    if !is_showcase(&module.module.dir) && callers.iter().all(shows) {
        return Some("only examples or tests call it");
    }
    None
}

fn has_state(body: &Body) -> bool {
    body.blocks
        .iter()
        .any(|block| block.kind == "backend" || block.kind == "cloud")
}

fn is_showcase(dir: &str) -> bool {
    dir.split('/').any(|part| SHOWCASES.contains(&part))
}

/// Who calls each module; a module that calls itself is no caller of its own.
fn callers(modules: &[Assembled]) -> Vec<Vec<ModuleId>> {
    let mut callers = vec![Vec::new(); modules.len()];
    for id in ids(modules) {
        for callee in callees(&modules[id.0 as usize]) {
            if callee != id
                && let Some(list) = callers.get_mut(callee.0 as usize)
            {
                list.push(id);
            }
        }
    }
    callers
}

fn callees(module: &Assembled) -> impl Iterator<Item = ModuleId> {
    module
        .module
        .calls
        .values()
        .filter_map(|(_, callee)| match callee {
            Callee::Module(id) => Some(*id),
            Callee::NotInstalled | Callee::Missing => None,
        })
}

fn reach(modules: &[Assembled], from: ModuleId, reached: &mut FxHashSet<ModuleId>) {
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        if reached.insert(id)
            && let Some(module) = modules.get(id.0 as usize)
        {
            open.extend(callees(module));
        }
    }
}
