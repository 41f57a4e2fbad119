//! Reads and parses files in parallel, and gives each its place in the address space. Texts are dropped at once.

use std::io::ErrorKind;
use std::sync::Arc;

use rayon::prelude::*;

use super::hcl::ParsedFile;
use super::{FileEntry, parse_file_hcl, parse_file_json, parse_vars_json};
use crate::problem::{Problem, ProblemKind};
use crate::source::{AboveFence, Source};

/// A larger file is refused before it is read.
const MAX_FILE: u64 = 8 << 20;
/// Texts of so many files are held at a time: places are given in the order of the request, whichever thread reads
/// first, so that spans are the same in every run.
const BATCH: usize = 128;

/// Positions given so far.
#[derive(Debug, Default)]
pub(super) struct AddressSpace {
    next: u32,
}

impl AddressSpace {
    /// One position more than there are bytes, so that the end of a file is not the start of the next.
    fn reserve(&mut self, len: usize) -> Option<u32> {
        let base = self.next;
        self.next = base.checked_add(u32::try_from(len).ok()?)?.checked_add(1)?;
        Some(base)
    }
}

/// A file that was read, with what it holds.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) entry: FileEntry,
    pub(super) parsed: ParsedFile,
}

/// In the order of `paths`.
pub(super) fn read_all(
    source: &dyn Source,
    space: &mut AddressSpace,
    paths: &[(Arc<str>, bool)],
) -> Vec<Result<Loaded, Problem>> {
    let mut all = Vec::with_capacity(paths.len());
    for batch in paths.chunks(BATCH) {
        let texts: Vec<_> = batch
            .par_iter()
            .map(|(path, _)| read_text(source, path))
            .collect();
        let placed: Vec<_> = texts
            .into_iter()
            .zip(batch)
            .map(|(text, (path, in_tree))| {
                let text = text?;
                let base = space.reserve(text.len()).ok_or_else(|| too_much(path))?;
                Ok((text, base, path, *in_tree))
            })
            .collect();
        all.par_extend(placed.into_par_iter().map(|file| {
            let (text, base, path, in_tree) = file?;
            Ok(parse(path, &text, base, in_tree))
        }));
    }
    all
}

fn parse(path: &Arc<str>, text: &str, base: u32, in_tree: bool) -> Loaded {
    let mut parsed = if path.ends_with(".tfvars.json") {
        parse_vars_json(text, base)
    } else if path.ends_with(".json") {
        parse_file_json(text, base)
    } else {
        parse_file_hcl(text, base)
    };
    Loaded {
        entry: FileEntry {
            path: path.clone(),
            base,
            len: u32::try_from(text.len()).unwrap_or(u32::MAX),
            lines: std::mem::take(&mut parsed.lines),
            in_tree,
        },
        parsed,
    }
}

fn read_text(source: &dyn Source, path: &Arc<str>) -> Result<String, Problem> {
    let problem = |kind, message: String, help: &str| Problem {
        kind,
        file: path.clone(),
        span: None,
        message,
        help: help.into(),
    };
    let bytes = source.read(path, MAX_FILE).map_err(|error| match error.kind() {
        _ if AboveFence::is_cause_of(&error) => problem(
            ProblemKind::OutsideFence,
            "its link leads above the fence".into(),
            "link to a file of the repository",
        ),
        ErrorKind::FileTooLarge => problem(
            ProblemKind::Budget,
            error.to_string(),
            "split the file, or exclude it",
        ),
        // Listed under a name that cannot be written here, so it is not found again.
        ErrorKind::NotFound if path.contains('\u{fffd}') => problem(
            ProblemKind::UnreadableFile,
            "cannot be read: its name is not UTF-8".into(),
            "rename it, or exclude it in extid.toml",
        ),
        ErrorKind::NotFound => problem(
            ProblemKind::MissingFile,
            "does not exist".into(),
            "check the path",
        ),
        _ => problem(
            ProblemKind::UnreadableFile,
            format!("cannot be read: {error}"),
            "check its permissions",
        ),
    })?;
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        let message = format!("holds a NUL byte at offset {at}");
        return Err(problem(
            ProblemKind::UnreadableFile,
            message,
            "save the file as UTF-8",
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let message = format!("is not UTF-8 at offset {}", error.utf8_error().valid_up_to());
        problem(ProblemKind::UnreadableFile, message, "save the file as UTF-8")
    })
}

fn too_much(path: &Arc<str>) -> Problem {
    Problem {
        kind: ProblemKind::Budget,
        file: path.clone(),
        span: None,
        message: "more than 4 GiB of configuration in one run".into(),
        help: "lint parts of the tree separately".into(),
    }
}
