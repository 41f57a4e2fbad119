//! Made estates: the same shape and size give the same bytes on every machine.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use super::Shape;
use super::files::{self, Stack};
use crate::workspace;

/// Writes an estate of exactly `count` files to `dir`; answers how many there are.
pub fn write(shape: Shape, count: usize, dir: &Path) -> Result<usize> {
    let files = make(shape, count);
    ensure!(
        files.len() == count,
        "{} of {count} files came out as {}",
        shape.name(),
        files.len()
    );
    for (path, text) in &files {
        workspace::write(&dir.join(path), text)?;
    }
    Ok(files.len())
}

fn make(shape: Shape, count: usize) -> Vec<(PathBuf, String)> {
    let mut all = match shape {
        Shape::ManyRoots => many_roots(count),
        Shape::ManyModules => many_modules(count),
        Shape::Library => library(count),
    };
    all.truncate(count);
    all
}

/// `teams/<team>/<environment>/*.tf`: roots with a backend and provider default tags, remote modules not installed.
fn many_roots(count: usize) -> Vec<(PathBuf, String)> {
    let mut all = Vec::new();
    for index in 0.. {
        if all.len() >= count {
            break;
        }
        let stack = Stack::new(index);
        let dir = PathBuf::from(format!("teams/{}/{}-{index}", stack.team(), stack.environment()));
        all.extend(
            files::root(&stack)
                .into_iter()
                .map(|(name, text)| (dir.join(name), text)),
        );
    }
    all
}

/// A root in `main.tf` and `calls-<n>.tf`, and modules under `modules/`, every tenth called with `for_each`.
fn many_modules(count: usize) -> Vec<(PathBuf, String)> {
    const CALLS_IN_A_FILE: usize = 8;
    let mut modules: Vec<(PathBuf, String)> = Vec::new();
    let mut calls: Vec<(PathBuf, String)> =
        vec![(PathBuf::from("main.tf"), files::versions_of(&Stack::new(0)))];
    for index in 0.. {
        if modules.len() + calls.len() >= count {
            break;
        }
        let stack = Stack::new(index);
        let dir = PathBuf::from(format!("modules/m{index:04}"));
        modules.extend(
            files::module(&stack)
                .into_iter()
                .map(|(name, text)| (dir.join(name), text)),
        );
        let call = files::call(
            &stack,
            &format!("./modules/m{index:04}"),
            index.is_multiple_of(10),
        );
        if index.is_multiple_of(CALLS_IN_A_FILE) {
            calls.push((
                PathBuf::from(format!("calls-{:04}.tf", index / CALLS_IN_A_FILE)),
                call,
            ));
        } else if let Some((_, text)) = calls.last_mut() {
            text.push('\n');
            text.push_str(&call);
        }
    }
    // The root comes first, so that cutting to size takes files of the last module only.
    calls.extend(modules);
    calls
}

/// `modules/<n>/*.tf` with `modules/<n>/examples/basic/main.tf`: each module is a root too, since only its example
/// calls it.
fn library(count: usize) -> Vec<(PathBuf, String)> {
    let mut all = Vec::new();
    for index in 0.. {
        if all.len() >= count {
            break;
        }
        let stack = Stack::new(index);
        let dir = PathBuf::from(format!("modules/lib{index:04}"));
        all.extend(
            files::module(&stack)
                .into_iter()
                .map(|(name, text)| (dir.join(name), text)),
        );
        let example = format!(
            "{}\n{}",
            files::versions_of(&stack),
            files::call(&stack, "../..", false)
        );
        all.push((dir.join("examples/basic/main.tf"), example));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_has_the_asked_number_of_files_and_parses() {
        for shape in Shape::ALL {
            let files = make(shape, 100);
            assert_eq!(files.len(), 100);
            for (path, text) in &files {
                if let Err(error) = hcl_edit::parser::parse_body(text) {
                    panic!("{} {}: {error}\n{text}", shape.name(), path.display());
                }
            }
        }
    }

    #[test]
    fn files_are_about_as_long_as_real_ones() {
        for shape in Shape::ALL {
            let files = make(shape, 400);
            let mean = files.iter().map(|(_, text)| text.len()).sum::<usize>() / files.len();
            assert!(
                (1_200..=1_900).contains(&mean),
                "{}: {mean} bytes a file",
                shape.name()
            );
        }
    }

    #[test]
    fn paths_are_distinct_and_the_bytes_do_not_change_between_runs() {
        for shape in Shape::ALL {
            let files = make(shape, 300);
            assert_eq!(files, make(shape, 300));
            let paths: std::collections::BTreeSet<_> = files.iter().map(|(path, _)| path).collect();
            assert_eq!(paths.len(), files.len());
        }
    }
}
