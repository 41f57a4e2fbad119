//! `extid.toml`: the JSON Schema that the program prints, and the same as a page.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{Generated, notice, print};

pub(super) fn pages(linter: &Path) -> Result<Vec<Generated>> {
    let printed = print(linter, &["schema"])?;
    ensure!(
        printed.code == Some(0),
        "extid-lint schema exited with {:?}",
        printed.code
    );
    let schema: Value = serde_json::from_str(&printed.stdout)
        .context("extid-lint schema printed something that is not JSON")?;
    let mut text = notice("`extid-lint schema`");
    text.push_str(
        "# extid.toml\n\nThe nearest `extid.toml` upwards from the linted path, up to the directory with `.git`, is \
         read. Unknown keys are errors, with a suggestion. Editors check the file against \
         [extid.schema.json](extid.schema.json).\n",
    );
    table(&schema, &schema, "", &mut text);
    Ok(vec![
        Generated {
            path: "docs/config.md".into(),
            text,
        },
        Generated {
            path: "docs/extid.schema.json".into(),
            text: printed.stdout.trim_end().to_owned() + "\n",
        },
    ])
}

/// One table per object of the schema, the nested ones below. Keys that say the same share a row, and nested
/// objects that say the same a table.
fn table(schema: &Value, object: &Value, path: &str, text: &mut String) {
    let Some(properties) = object["properties"].as_object() else {
        return;
    };
    let title = if path.is_empty() {
        "Top level".to_owned()
    } else {
        format!("`{path}`")
    };
    let _ = writeln!(text, "\n## {title}\n\n| key | value | meaning |\n|---|---|---|");
    let mut groups: Vec<(&Value, Vec<&str>)> = Vec::new();
    for (key, value) in properties {
        let value = resolve(schema, value);
        match groups.iter_mut().find(|(other, _)| *other == value) {
            Some((_, keys)) => keys.push(key),
            None => groups.push((value, vec![key])),
        }
    }
    for (value, keys) in &groups {
        let keys: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
        let _ = writeln!(
            text,
            "| {} | {} | {} |",
            keys.join(", "),
            shape(schema, value),
            cell(&value["description"])
        );
    }
    for (value, keys) in groups {
        let array = value["type"] == "array";
        let inner = if array {
            resolve(schema, &value["items"])
        } else {
            value
        };
        if inner["properties"].is_object() {
            let dot = if path.is_empty() { "" } else { "." };
            let inside = path.trim_matches(['[', ']']);
            let key = if keys.len() == 1 { keys[0] } else { "*" };
            let name = if array {
                format!("[[{inside}{dot}{key}]]")
            } else {
                format!("[{inside}{dot}{key}]")
            };
            table(schema, inner, &name, text);
        }
    }
}

fn resolve<'a>(schema: &'a Value, value: &'a Value) -> &'a Value {
    value["$ref"]
        .as_str()
        .and_then(|target| schema.pointer(target.strip_prefix('#')?))
        .unwrap_or(value)
}

fn shape(schema: &Value, value: &Value) -> String {
    if let Some(words) = value["enum"].as_array() {
        let words: Vec<_> = words
            .iter()
            .map(|word| format!("`{}`", word.as_str().unwrap_or("?")))
            .collect();
        return words.join(", ");
    }
    if let Some(word) = value["const"].as_str() {
        return format!("`{word}`");
    }
    for choice in ["anyOf", "oneOf"] {
        if let Some(choices) = value[choice].as_array() {
            let shapes: Vec<_> = choices
                .iter()
                .map(|one| shape(schema, resolve(schema, one)))
                .collect();
            return shapes.join(" or ");
        }
    }
    match value["type"].as_str() {
        Some("array") => format!("list of {}", shape(schema, resolve(schema, &value["items"]))),
        Some("object") => "table".to_owned(),
        Some(name) => name.to_owned(),
        None => "any".to_owned(),
    }
}

fn cell(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_default()
        .replace('|', "\\|")
        .replace('\n', " ")
}
