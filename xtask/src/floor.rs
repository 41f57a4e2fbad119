//! The floor that the linter's time is compared with: walk, read and parse whole files, one thread, trees dropped.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};

const SKIPPED: [&str; 3] = [".git", ".terraform", ".terragrunt-cache"];

/// Prints what was read and how long it took, as one JSON line. Files that the parser refuses are counted.
pub fn run(dir: &Path) -> Result<()> {
    let start = Instant::now();
    let mut files = Vec::new();
    walk(dir, &mut files)?;
    let (mut bytes, mut refused) = (0, 0);
    for file in &files {
        let text =
            std::fs::read_to_string(file).with_context(|| format!("failed to read {}", file.display()))?;
        bytes += text.len();
        refused += usize::from(hcl_edit::parser::parse_body(&text).is_err());
    }
    let ms = start.elapsed().as_secs_f64() * 1e3;
    println!(
        "{}",
        serde_json::json!({"files": files.len(), "bytes": bytes, "refused": refused, "inner_ms": ms})
    );
    Ok(())
}

fn walk(dir: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = std::fs::read_dir(dir).with_context(|| format!("failed to list {}", dir.display()))?;
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        let kind = entry.file_type()?;
        if kind.is_dir() {
            if !SKIPPED.iter().any(|name| entry.file_name() == *name) {
                walk(&path, files)?;
            }
        } else if kind.is_file() && is_configuration(&path) {
            files.push(path);
        }
    }
    Ok(())
}

fn is_configuration(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "tf" || extension == "tofu" || extension == "tfvars")
}
