//! Values of root variables, in Terraform's order of precedence: environment, files that are loaded unasked, then
//! `--var` and `--var-file` as given.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use ustr::Ustr;

use super::assemble::{Assembled, Assembler};
use super::ir::Attr;
use super::request::{Assignment, Request};
use super::{Input, ModuleId, Root};
use crate::source::{Source, parent, resolve};

/// A longer workspace name is none.
const MAX_WORKSPACE: u64 = 1024;

/// `--var-file` contents by path, read once.
#[derive(Default)]
pub(super) struct Inputs {
    files: FxHashMap<String, (Arc<[Attr]>, Vec<ModuleId>)>,
    declared: FxHashSet<Ustr>,
}

impl Inputs {
    /// One root per `[[root]]` entry of its directory, else one.
    pub(super) fn roots(
        &mut self,
        module: (ModuleId, &Assembled),
        reason: &'static str,
        request: &Request,
        source: &dyn Source,
        assembler: &mut Assembler<'_>,
    ) -> Vec<Root> {
        let (id, assembled) = module;
        let dir = &assembled.module.dir;
        let entries: Vec<_> = request
            .roots
            .iter()
            .filter(|entry| entry_dir(&entry.path) == **dir)
            .collect();
        let workspace = || {
            request
                .workspace
                .clone()
                .or_else(|| selected_workspace(source, dir, request))
        };
        if entries.is_empty() {
            return vec![Root {
                module: id,
                workspace: workspace().map(Into::into),
                values: self.values(module, &[], request, assembler),
                reason,
            }];
        }
        entries
            .into_iter()
            .map(|entry| Root {
                module: id,
                workspace: entry.workspace.clone().or_else(workspace).map(Into::into),
                values: self.values(module, &entry.var_files, request, assembler),
                reason,
            })
            .collect()
    }

    fn values(
        &mut self,
        (id, assembled): (ModuleId, &Assembled),
        var_files: &[String],
        request: &Request,
        assembler: &mut Assembler<'_>,
    ) -> FxHashMap<Ustr, Input> {
        let declared = &assembled.module.variables;
        self.declared.extend(declared.keys());
        let mut values: Vec<(Ustr, Input)> = Vec::new();
        for (name, value) in &request.env {
            let origin = format!("TF_VAR_{name}");
            values.push((
                Ustr::from(name),
                Input::Text(value.as_str().into(), origin.into()),
            ));
        }
        values.extend(expressions(&assembled.values));
        for path in var_files {
            values.extend(expressions(&self.file(path, id, assembler)));
        }
        for assignment in &request.assignments {
            match assignment {
                Assignment::VarFile(path) => {
                    values.extend(expressions(&self.file(path, id, assembler)));
                }
                Assignment::Var(name, value) => {
                    values.push((Ustr::from(name), Input::Text(value.clone(), "--var".into())));
                }
            }
        }
        values
            .into_iter()
            .filter(|(name, _)| declared.contains_key(name))
            .collect()
    }

    fn file(&mut self, path: &str, root: ModuleId, assembler: &mut Assembler<'_>) -> Arc<[Attr]> {
        let read = || (assembler.read_variables(path).into(), Vec::new());
        let (values, roots) = self.files.entry(path.to_owned()).or_insert_with(read);
        roots.push(root);
        values.clone()
    }

    /// The files that were asked for by name, by path, each with the roots that load it.
    pub(super) fn into_files(self) -> Vec<(String, Arc<[Attr]>, Vec<ModuleId>)> {
        let files = self.files.into_iter();
        let mut files: Vec<_> = files
            .map(|(path, (values, roots))| (path, values, roots))
            .collect();
        files.sort_by(|a, b| a.0.cmp(&b.0));
        files
    }

    /// Names of `--var` that no root declares.
    pub(super) fn undeclared(&self, request: &Request) -> Vec<Arc<str>> {
        let mut names: Vec<Arc<str>> = Vec::new();
        for assignment in &request.assignments {
            if let Assignment::Var(name, _) = assignment
                && !self.declared.contains(&Ustr::from(name))
                && !names.contains(name)
            {
                names.push(name.clone());
            }
        }
        names
    }
}

fn expressions(attrs: &[Attr]) -> impl Iterator<Item = (Ustr, Input)> {
    attrs
        .iter()
        .map(|attr| (attr.name, Input::Expr(attr.value.clone())))
}

/// The directory of a `[[root]]` entry, which may name a file of it.
pub(super) fn entry_dir(path: &str) -> String {
    let path = resolve("", path).unwrap_or_default();
    if path.ends_with(".tf") || path.ends_with(".tofu") {
        parent(&path).to_owned()
    } else {
        path
    }
}

/// What `terraform workspace select` left behind.
fn selected_workspace(source: &dyn Source, dir: &str, request: &Request) -> Option<String> {
    let data = resolve(dir, request.data_dir.as_deref().unwrap_or(".terraform")).ok()?;
    let bytes = source.read(&format!("{data}/environment"), MAX_WORKSPACE).ok()?;
    let name = String::from_utf8(bytes).ok()?.trim().to_owned();
    (!name.is_empty()).then_some(name)
}
