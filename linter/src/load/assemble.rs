//! Directories to modules: read their files, merge overrides, index names.

use std::sync::Arc;

use super::discover::Directory;
use super::hcl::{ParsedFile, SyntaxError};
use super::index::{Call, index};
use super::ir::{Attr, Block};
use super::overrides;
use super::read::{AddressSpace, Loaded, read_all};
use super::{Comment, FileEntry, FileId, Module, RawComment, Span};
use crate::problem::{Problem, ProblemKind};
use crate::source::Source;

/// A module, and what only loading needs to know of it.
#[derive(Debug)]
pub(super) struct Assembled {
    pub(super) module: Module,
    pub(super) calls: Vec<Call>,
    /// Values of the files that Terraform loads unasked; later ones win.
    pub(super) values: Arc<[Attr]>,
    pub(super) has_variable_files: bool,
    pub(super) walked: bool,
}

/// Reads files one round after the other and collects what belongs to the run as a whole.
pub(super) struct Assembler<'a> {
    source: &'a dyn Source,
    space: AddressSpace,
    pub(super) files: Vec<FileEntry>,
    pub(super) problems: Vec<Problem>,
    pub(super) remarks: Vec<String>,
}

impl<'a> Assembler<'a> {
    pub(super) fn new(source: &'a dyn Source) -> Self {
        Self {
            source,
            space: AddressSpace::default(),
            files: Vec::new(),
            problems: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// `identity` knows the installed modules.
    pub(super) fn assemble(
        &mut self,
        directories: Vec<Directory>,
        identity: impl Fn(&str) -> Option<Arc<str>>,
    ) -> Vec<Assembled> {
        let mut paths: Vec<(Arc<str>, bool)> = Vec::new();
        for directory in &directories {
            let in_tree = identity(&directory.path).is_none();
            paths.extend(directory.config.iter().map(|file| (file.path.clone(), in_tree)));
            if directory.walked {
                paths.extend(directory.variables.iter().map(|path| (path.clone(), in_tree)));
            }
        }
        let mut loaded = read_all(self.source, &mut self.space, &paths).into_iter();
        directories
            .into_iter()
            .map(|directory| {
                let identity = identity(&directory.path);
                self.module(directory, identity, &mut loaded)
            })
            .collect()
    }

    fn module(
        &mut self,
        directory: Directory,
        identity: Option<Arc<str>>,
        loaded: &mut impl Iterator<Item = Result<Loaded, Problem>>,
    ) -> Assembled {
        self.remarks.extend(directory.remarks);
        self.problems.extend(directory.problems);
        let mut module = Module {
            in_tree: identity.is_none(),
            identity: identity.unwrap_or_else(|| directory.path.clone()),
            dir: directory.path,
            ..Module::default()
        };
        let results: Vec<_> = directory.config.iter().zip(loaded.by_ref()).collect();
        let count = |(_, result): &(_, Result<Loaded, _>)| match result {
            Ok(loaded) => loaded.parsed.blocks.len(),
            Err(_) => 0,
        };
        // Modules live as long as the run, so without room to spare.
        let mut blocks = Vec::with_capacity(results.iter().map(count).sum());
        let mut over = Vec::new();
        for (file, result) in results {
            let into = if file.is_override { &mut over } else { &mut blocks };
            self.config_file(result, into, &mut module.comments);
        }
        let errors = overrides::merge(&mut blocks, over);
        self.report(errors);
        let mut values = Vec::new();
        let mut has_variable_files = false;
        if directory.walked {
            for (_, result) in directory.variables.iter().zip(loaded) {
                has_variable_files = true;
                values.extend(self.variable_file(result));
            }
        }
        let (calls, errors) = index(&mut module, blocks);
        self.report(errors);
        Assembled {
            module,
            calls,
            values: values.into(),
            has_variable_files,
            walked: directory.walked,
        }
    }

    fn config_file(
        &mut self,
        result: Result<Loaded, Problem>,
        blocks: &mut Vec<Block>,
        comments: &mut Vec<Comment>,
    ) {
        let Some(file) = self.accept(result) else { return };
        comments.extend(file.comments.into_iter().map(comment));
        blocks.extend(file.blocks);
        if let Some(attr) = file.attrs.first() {
            let error = SyntaxError {
                kind: ProblemKind::Syntax,
                span: attr.name_span,
                message: format!("argument `{}` stands outside of any block", attr.name),
                help: "move it into a block; the blocks of the file are linted".into(),
            };
            self.report(vec![error]);
        }
    }

    /// The values of a tfvars file.
    pub(super) fn variable_file(&mut self, result: Result<Loaded, Problem>) -> Vec<Attr> {
        let Some(file) = self.accept(result) else {
            return Vec::new();
        };
        if let Some(block) = file.blocks.first() {
            let error = SyntaxError {
                kind: ProblemKind::Syntax,
                span: block.header,
                message: format!("block `{}` in a file of variable values", block.kind),
                help: "write values only, as `name = value`".into(),
            };
            self.report(vec![error]);
        }
        file.attrs
    }

    /// A tfvars file that was asked for by name.
    pub(super) fn read_variables(&mut self, path: &str) -> Vec<Attr> {
        let paths = [(path.into(), true)];
        let loaded = read_all(self.source, &mut self.space, &paths);
        loaded
            .into_iter()
            .flat_map(|result| self.variable_file(result))
            .collect()
    }

    /// Those files, in their order, that can be read.
    pub(super) fn read_values(&mut self, paths: Vec<Arc<str>>) -> Vec<(Arc<str>, Vec<Attr>)> {
        let paths: Vec<_> = paths.into_iter().map(|path| (path, true)).collect();
        let loaded = read_all(self.source, &mut self.space, &paths);
        let paths = paths.into_iter().map(|(path, _)| path);
        paths
            .zip(loaded)
            .map(|(path, result)| (path, self.variable_file(result)))
            .collect()
    }

    fn accept(&mut self, result: Result<Loaded, Problem>) -> Option<ParsedFile> {
        match result {
            Ok(mut loaded) => {
                let path = &loaded.entry.path;
                let errors = std::mem::take(&mut loaded.parsed.errors).into_iter();
                self.problems.extend(errors.map(|error| error.into_problem(path)));
                self.files.push(loaded.entry);
                Some(loaded.parsed)
            }
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }

    fn report(&mut self, errors: Vec<SyntaxError>) {
        for error in errors {
            let file = self.file_at(error.span);
            self.problems.push(error.into_problem(&file));
        }
    }

    /// The path of the file that holds `span`. Files are kept in the order of their places.
    pub(super) fn file_at(&self, span: Span) -> Arc<str> {
        let index = self.files.partition_point(|file| file.base <= span.start);
        index
            .checked_sub(1)
            .and_then(|index| self.files.get(index))
            .map_or_else(|| "".into(), |file| file.path.clone())
    }
}

/// Its file has a number only when all files are known.
fn comment(raw: RawComment) -> Comment {
    Comment {
        file: FileId(u32::MAX),
        text: raw.text,
        span: raw.span,
        line: raw.line,
        target: raw.target,
        header: raw.header,
    }
}
