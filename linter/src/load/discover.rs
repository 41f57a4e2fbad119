//! Finds the directories that hold configuration, and which of their files count.

use std::io::ErrorKind;
use std::sync::Arc;

use globset::GlobSet;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::problem::{Problem, ProblemKind};
use crate::source::{AboveFence, Entry, EntryKind, Source, parent};

/// Never walked. What `modules.json` names in them is read all the same.
const SKIPPED: [&str; 3] = [".git", ".terraform", ".terragrunt-cache"];

/// The files of one directory that Terraform would read.
#[derive(Debug, Default)]
pub(super) struct Directory {
    /// Real path, relative to the fence.
    pub(super) path: Arc<str>,
    /// By name; overrides after all others.
    pub(super) config: Vec<ConfigFile>,
    /// `terraform.tfvars`, `terraform.tfvars.json`, `*.auto.tfvars[.json]`: later ones win.
    pub(super) variables: Vec<Arc<str>>,
    /// Other `*.tfvars[.json]`, which are loaded when somebody asks for them.
    pub(super) on_request: Vec<Arc<str>>,
    /// Found by walking PATH, not because a module call names it.
    pub(super) walked: bool,
    /// Holds `.terraform`, so that modules may be installed.
    pub(super) initialised: bool,
    pub(super) remarks: Vec<String>,
    pub(super) problems: Vec<Problem>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ConfigFile {
    pub(super) path: Arc<str>,
    pub(super) is_override: bool,
}

#[derive(Debug, Default)]
pub(super) struct Walk {
    pub(super) directories: Vec<Directory>,
    pub(super) remarks: Vec<String>,
    pub(super) problems: Vec<Problem>,
}

/// All directories with configuration below `paths`, each real directory once, sorted.
///
/// `data_dir` is `TF_DATA_DIR`: walked no more than `.terraform`.
pub(super) fn walk(source: &dyn Source, paths: &[String], exclude: &GlobSet, data_dir: Option<&str>) -> Walk {
    let mut walk = Walk::default();
    let mut seen: FxHashSet<Arc<str>> = FxHashSet::default();
    let mut singles: Vec<Arc<str>> = Vec::new();
    let mut level: Vec<Arc<str>> = Vec::new();
    for path in paths {
        match source.canonical(path) {
            Ok(real) => match source.list(&real) {
                Err(error) if matches!(error.kind(), ErrorKind::NotADirectory | ErrorKind::NotFound) => {
                    singles.push(parent(&real).into());
                }
                // What cannot be listed is a problem when its turn comes.
                _ => {
                    if seen.insert(real.clone()) {
                        level.push(real);
                    }
                }
            },
            Err(error) => walk.problems.push(unreachable_path(path, &error)),
        }
    }
    while !level.is_empty() {
        let listed: Vec<_> = level.par_iter().map(|dir| (dir, source.list(dir))).collect();
        let mut next = Vec::new();
        for (dir, entries) in listed {
            let entries = match entries {
                Ok(entries) => entries,
                Err(error) => {
                    walk.problems.push(unreachable_path(dir, &error));
                    continue;
                }
            };
            for entry in &entries {
                if data_dir == Some(&*entry.name) {
                    continue;
                }
                if let Some(below) = enter(source, dir, entry, exclude, &mut walk.remarks)
                    && seen.insert(below.clone())
                {
                    next.push(below);
                }
            }
            walk.directories.push(sort_files(dir, &entries, exclude));
        }
        level = next;
    }
    for dir in singles {
        if seen.insert(dir.clone())
            && let Ok(entries) = source.list(&dir)
        {
            walk.directories.push(sort_files(&dir, &entries, exclude));
        }
    }
    for directory in &mut walk.directories {
        directory.walked = true;
    }
    walk.directories.sort_by(|a, b| a.path.cmp(&b.path));
    walk
}

/// The real path of a directory to walk, if `entry` is one.
fn enter(
    source: &dyn Source,
    dir: &str,
    entry: &Entry,
    exclude: &GlobSet,
    remarks: &mut Vec<String>,
) -> Option<Arc<str>> {
    if !matches!(entry.kind, EntryKind::Dir | EntryKind::DirLink) || SKIPPED.contains(&&*entry.name) {
        return None;
    }
    let path = join(dir, &entry.name);
    if exclude.is_match(&*path) {
        remarks.push(format!(
            "`{path}` is excluded, and read only where a module call names it"
        ));
        return None;
    }
    if entry.kind == EntryKind::Dir {
        return Some(path);
    }
    match source.canonical(&path) {
        Ok(real) if real.split('/').any(|part| SKIPPED.contains(&part)) => None,
        Ok(real) => Some(real),
        Err(error) => {
            remarks.push(format!("link `{path}` is not followed: it {error}"));
            None
        }
    }
}

/// One directory that a module call names.
pub(super) fn directory(source: &dyn Source, path: &Arc<str>) -> std::io::Result<Directory> {
    Ok(sort_files(path, &source.list(path)?, &GlobSet::empty()))
}

fn sort_files(dir: &Arc<str>, entries: &[Entry], exclude: &GlobSet) -> Directory {
    let mut directory = Directory {
        path: dir.clone(),
        initialised: entries.iter().any(|entry| &*entry.name == ".terraform"),
        ..Directory::default()
    };
    let mut names: Vec<(&Entry, Syntax<'_>)> = entries
        .iter()
        .filter(|entry| matches!(entry.kind, EntryKind::File | EntryKind::Other))
        .filter_map(|entry| Some((entry, Syntax::of(&entry.name)?)))
        .collect();
    names.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name));
    let mut variables = Vec::new();
    for (entry, syntax) in &names {
        let path = join(dir, &entry.name);
        if exclude.is_match(&*path) {
            directory.remarks.push(format!("`{path}` is excluded"));
            continue;
        }
        if entry.kind == EntryKind::Other {
            directory.problems.push(not_regular(&path));
            continue;
        }
        match *syntax {
            Syntax::Config { stem, tofu, json } => {
                let twin = |other: &Syntax<'_>| {
                    *other
                        == Syntax::Config {
                            stem,
                            tofu: true,
                            json,
                        }
                };
                if !tofu && let Some((over, _)) = names.iter().find(|(_, other)| twin(other)) {
                    let over = join(dir, &over.name);
                    directory
                        .remarks
                        .push(format!("`{over}` is read instead of `{path}`"));
                    continue;
                }
                directory.config.push(ConfigFile {
                    path,
                    is_override: stem == "override" || stem.ends_with("_override"),
                });
            }
            Syntax::Variables { rank: Some(rank) } => variables.push((rank, path)),
            Syntax::Variables { rank: None } => directory.on_request.push(path),
        }
    }
    // Stable: names stay in order within a rank.
    directory.config.sort_by_key(|file| file.is_override);
    variables.sort_by_key(|(rank, _)| *rank);
    directory.variables = variables.into_iter().map(|(_, path)| path).collect();
    directory
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax<'a> {
    Config {
        stem: &'a str,
        tofu: bool,
        json: bool,
    },
    /// With a rank: loaded without being asked for, in this order.
    Variables {
        rank: Option<u8>,
    },
}

impl<'a> Syntax<'a> {
    fn of(name: &'a str) -> Option<Self> {
        match name {
            "terraform.tfvars" => return Some(Self::Variables { rank: Some(0) }),
            "terraform.tfvars.json" => return Some(Self::Variables { rank: Some(1) }),
            _ if name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json") => {
                return Some(Self::Variables { rank: Some(2) });
            }
            _ => {}
        }
        // Left behind by editors; Terraform passes over them too.
        if name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#')) {
            return None;
        }
        if name.ends_with(".tfvars") || name.ends_with(".tfvars.json") {
            return Some(Self::Variables { rank: None });
        }
        let (rest, json) = name
            .strip_suffix(".json")
            .map_or((name, false), |rest| (rest, true));
        let (stem, tofu) = match rest.strip_suffix(".tf") {
            Some(stem) => (stem, false),
            None => (rest.strip_suffix(".tofu")?, true),
        };
        Some(Self::Config { stem, tofu, json })
    }
}

pub(super) fn join(dir: &str, name: &str) -> Arc<str> {
    if dir.is_empty() {
        name.into()
    } else {
        format!("{dir}/{name}").into()
    }
}

fn not_regular(path: &Arc<str>) -> Problem {
    Problem {
        kind: ProblemKind::UnreadableFile,
        file: path.clone(),
        span: None,
        message: "a link to nothing, or not a regular file: it is not opened".into(),
        help: "remove it, or exclude it in extid.toml".into(),
    }
}

fn unreachable_path(path: &str, error: &std::io::Error) -> Problem {
    let kind = match error.kind() {
        ErrorKind::NotFound => ProblemKind::MissingFile,
        _ if AboveFence::is_cause_of(error) => ProblemKind::OutsideFence,
        _ => ProblemKind::UnreadableFile,
    };
    Problem {
        kind,
        file: path.into(),
        span: None,
        message: format!("cannot be walked: {error}"),
        help: "check the path".into(),
    }
}
