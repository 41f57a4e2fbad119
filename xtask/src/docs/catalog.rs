//! What the catalogue covers, from its data files.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context, Result, ensure};
use toml::{Table, Value};

use super::{Generated, notice};
use crate::workspace;

const DIR: &str = "linter/src/catalog";

/// What all rows of one resource type say together.
#[derive(Default)]
struct Coverage {
    nouns: Vec<String>,
    owners: Vec<String>,
    ends: Vec<String>,
    absent: Vec<String>,
    scopes: bool,
}

pub(super) fn page() -> Result<Generated> {
    let mut total = 0;
    let mut tables = String::new();
    for file in workspace::tracked(&["linter/src/catalog/*.toml"])? {
        let provider = file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let data: Table = workspace::read(&file)?
            .parse()
            .with_context(|| format!("failed to parse {}", file.display()))?;
        let types = coverage(&data);
        total += types.len();
        if types.is_empty() {
            continue;
        }
        let _ = writeln!(
            tables,
            "\n## {provider} ({})\n\n| resource type | is | owner | end | without it | scope |\n|---|---|---|---|---|---|",
            types.len()
        );
        for (name, row) in types {
            let _ = writeln!(
                tables,
                "| `{name}` | {} | {} | {} | {} | {} |",
                words(&row.nouns),
                words(&row.owners),
                words(&row.ends),
                words(&row.absent),
                if row.scopes { "read" } else { "-" },
            );
        }
    }
    ensure!(
        total > 0,
        "found no row under {DIR}: did the files change their shape?"
    );
    let mut text = notice(&format!("`{DIR}/*.toml`"));
    let _ = write!(
        text,
        "# What the catalogue covers\n\nA row tells the linter which attribute of a resource type is its owner, its end, \
         its scope. What a row does not name has no place in that type, and no rule asks for it. \"Without it\" is what \
         the vendor does when the end is not written.\n\n{total} resource types.\n{tables}"
    );
    Ok(Generated {
        path: "docs/catalog.md".into(),
        text,
    })
}

/// By resource type; a type has a row for each subject that it emits.
fn coverage(data: &Table) -> BTreeMap<&str, Coverage> {
    let mut types: BTreeMap<&str, Coverage> = BTreeMap::new();
    for (name, rows) in data
        .get("resource")
        .and_then(Value::as_table)
        .into_iter()
        .flatten()
    {
        let entry = types.entry(name).or_default();
        for row in rows.as_array().into_iter().flatten().filter_map(Value::as_table) {
            if let Some(noun) = row.get("noun").and_then(Value::as_str) {
                let noun = noun.replace('_', " ");
                add(
                    &mut entry.nouns,
                    match row.get("kind").and_then(Value::as_str) {
                        Some(kind) => format!("{noun} ({kind})"),
                        None => noun,
                    },
                );
            }
            collect(
                row.get("owner"),
                &["attributes", "tags", "text", "defaults", "reference", "path"],
                &mut entry.owners,
            );
            collect(row.get("expires"), &["path"], &mut entry.ends);
            if let Some(absent) = row.get("absent").and_then(Value::as_str) {
                add(&mut entry.absent, absent.to_owned());
            }
            entry.scopes |= row.contains_key("scopes");
        }
    }
    types
}

/// The attribute paths under `keys`, wherever they stand in the value.
fn collect(value: Option<&Value>, keys: &[&str], found: &mut Vec<String>) {
    match value {
        Some(Value::String(path)) => add(found, format!("`{path}`")),
        Some(Value::Array(items)) => items.iter().for_each(|item| collect(Some(item), keys, found)),
        Some(Value::Table(table)) => keys.iter().for_each(|key| collect(table.get(*key), keys, found)),
        _ => {}
    }
}

fn add(list: &mut Vec<String>, word: String) {
    if !list.contains(&word) {
        list.push(word);
    }
}

fn words(list: &[String]) -> String {
    if list.is_empty() {
        "-".to_owned()
    } else {
        list.join(", ")
    }
}
