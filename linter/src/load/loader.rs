//! The stage as a whole: a request in, a tree out.

use rustc_hash::FxHashSet;

use super::assemble::Assembler;
use super::calls::Tie;
use super::inputs::{Inputs, entry_dir};
use super::request::Request;
use super::{ModuleId, SourceMap, Tree, assigned, discover, roots};
use crate::problem::{Problem, ProblemKind};
use crate::source::Source;

/// Reads everything `request` names and everything its modules call. Runs on the current rayon pool, whose threads
/// need stacks of some MiB: hcl-edit recurses up to 64 levels.
pub fn load(source: &dyn Source, request: &Request) -> Tree {
    let mut tree = Tree::default();
    let walk = discover::walk(
        source,
        &request.paths,
        &request.exclude,
        request.data_dir.as_deref(),
    );
    let mut assembler = Assembler::new(source);
    assembler.problems = walk.problems;
    assembler.remarks = walk.remarks;
    let mut directories = walk.directories;
    let on_request = assigned::on_request(&directories);
    directories.retain(|directory| {
        let is_module = !directory.config.is_empty();
        if !is_module {
            assembler.problems.extend(directory.problems.iter().cloned());
            assembler.remarks.extend(directory.remarks.iter().cloned());
        }
        is_module
    });

    let mut tie = Tie::new(source, request.data_dir.as_deref());
    tie.load(directories, &mut assembler);
    let modules = tie.finish(&mut tree);

    let mut configured: FxHashSet<ModuleId> = FxHashSet::default();
    for entry in &request.roots {
        let dir = entry_dir(&entry.path);
        match modules.iter().position(|module| *module.module.dir == *dir) {
            Some(index) => {
                configured.insert(ModuleId(u32::try_from(index).unwrap_or(u32::MAX)));
            }
            // Roots outside of PATH are not this run's affair.
            None if source.list(&dir).is_err() => assembler.problems.push(missing_root(&entry.path)),
            None => {}
        }
    }
    let mut inputs = Inputs::default();
    for (id, reason) in roots::find(&modules, &configured) {
        let module = (id, &modules[id.0 as usize]);
        tree.roots
            .extend(inputs.roots(module, reason, request, source, &mut assembler));
    }
    tree.undeclared = inputs.undeclared(request);
    tree.assigned = assigned::gather(&modules, &tree.roots, inputs, on_request, source, &mut assembler);
    tree.modules = modules.into_iter().map(|module| module.module).collect();
    tree.map = SourceMap::new(assembler.files);
    tree.problems = assembler.problems;
    tree.remarks = assembler.remarks;
    for comment in tree
        .modules
        .iter_mut()
        .flat_map(|module| module.comments.iter_mut())
    {
        if let Some(file) = tree.map.file_of(comment.span) {
            comment.file = file;
        }
    }
    tree
}

fn missing_root(path: &str) -> Problem {
    Problem {
        kind: ProblemKind::MissingFile,
        file: path.into(),
        span: None,
        message: "a `[[root]]` entry names this directory, which does not exist".into(),
        help: "correct the entry in extid.toml".into(),
    }
}
