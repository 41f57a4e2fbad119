//! What the catalogue covers, from its data files.

use std::fmt::Write as _;

use anyhow::{Context, Result};

use super::{Generated, notice};
use crate::workspace;

const DIR: &str = "linter/src/catalog";

pub(super) fn page() -> Result<Generated> {
    let mut text = notice(&format!("`{DIR}/*.toml`"));
    text.push_str(
        "# What the catalogue covers\n\nA row tells the linter which attribute of a resource type is its owner, its \
         end, its scope. A field that a row does not name has no place in that type, and no rule asks for it. More \
         rows can be loaded with `catalog = [\"dir\"]` in `extid.toml`; `extid-lint catalog <type>` prints one.\n",
    );
    let mut total = 0;
    let mut tables = String::new();
    for file in workspace::tracked(&["linter/src/catalog/*.toml"])? {
        let provider = file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let rows: toml::Table = workspace::read(&file)?
            .parse()
            .with_context(|| format!("failed to parse {}", file.display()))?;
        let rows: Vec<_> = rows
            .iter()
            .filter_map(|(name, row)| Some((name, row.as_table()?)))
            .collect();
        total += rows.len();
        let _ = writeln!(
            tables,
            "\n## {provider} ({})\n\n| resource type | is | owner | end |\n|---|---|---|---|",
            rows.len()
        );
        for (name, row) in rows {
            let _ = writeln!(
                tables,
                "| `{name}` | {} | {} | {} |",
                emits(row),
                paths(row.get("owner")),
                paths(row.get("expires")),
            );
        }
    }
    let _ = write!(text, "\n{total} resource types.\n{tables}");
    Ok(Generated {
        path: "docs/catalog.md".into(),
        text,
    })
}

/// The nouns a row emits, with their kinds.
fn emits(row: &toml::Table) -> String {
    let words = |emit: &toml::Value| -> Option<String> {
        let emit = emit.as_table()?;
        let noun = emit.get("noun")?.as_str()?;
        Some(match emit.get("kind").and_then(toml::Value::as_str) {
            Some(kind) => format!("{noun} ({kind})"),
            None => noun.to_owned(),
        })
    };
    let list: Vec<_> = match row.get("emit") {
        Some(toml::Value::Array(all)) => all.iter().filter_map(words).collect(),
        Some(one) => words(one).into_iter().collect(),
        None => Vec::new(),
    };
    if list.is_empty() {
        "-".to_owned()
    } else {
        list.join(", ")
    }
}

/// The attribute paths that a field names, wherever they stand in its value.
fn paths(field: Option<&toml::Value>) -> String {
    fn collect(value: &toml::Value, found: &mut Vec<String>) {
        match value {
            toml::Value::String(path) => found.push(format!("`{path}`")),
            toml::Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
            toml::Value::Table(table) => match table.get("from").and_then(toml::Value::as_str) {
                Some(from) => found.push(format!("that of `{from}`")),
                None => ["path", "paths"]
                    .iter()
                    .filter_map(|key| table.get(*key))
                    .for_each(|value| collect(value, found)),
            },
            _ => {}
        }
    }
    let mut found = Vec::new();
    if let Some(field) = field {
        collect(field, &mut found);
    }
    if found.is_empty() {
        "-".to_owned()
    } else {
        found.join(", ")
    }
}
