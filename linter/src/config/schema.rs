//! The JSON Schema of `extid.toml`, rendered from governance's key table, for editors.

use governance::ActorType;
use governance::LimitKey;
use governance::policy_file::{KEYS, Key, Kind};
use serde_json::{Map, Value, json};

use crate::rulebook;

/// Draft 7, which the TOML editors read.
pub fn schema() -> Value {
    let mut root = object("Policy file of extid-lint and terraform-provider-extid.");
    for key in KEYS {
        let segments: Vec<&str> = key.path.split('.').collect();
        insert(&mut root, &segments, key);
    }
    let Value::Object(mut root) = root else {
        return root;
    };
    root.insert(
        "$schema".to_owned(),
        "http://json-schema.org/draft-07/schema#".into(),
    );
    root.insert("title".to_owned(), "extid.toml".into());
    Value::Object(root)
}

fn object(description: &str) -> Value {
    json!({
        "type": "object",
        "description": description,
        "properties": {},
        "additionalProperties": false,
    })
}

fn insert(node: &mut Value, segments: &[&str], key: &Key) {
    let Some((first, rest)) = segments.split_first() else {
        return;
    };
    for name in names(first) {
        let child = &mut node["properties"][name.as_str()];
        match (first.strip_suffix("[]"), rest) {
            (Some(_), []) => {
                let mut items = object(key.doc);
                items["required"] = json!([]);
                *child = json!({ "type": "array", "description": key.doc, "items": items });
            }
            (Some(_), rest) => {
                if rest.len() == 1 && key.doc.ends_with("(required).") {
                    require(&mut child["items"], rest[0]);
                }
                insert(&mut child["items"], rest, key);
            }
            (None, []) => *child = leaf(key),
            (None, rest) => {
                if child.is_null() {
                    *child = object("");
                }
                insert(child, rest, key);
            }
        }
    }
}

fn require(items: &mut Value, name: &str) {
    if let Some(required) = items["required"].as_array_mut() {
        required.push(name.into());
    }
}

/// The property names that a segment of a path stands for.
fn names(segment: &str) -> Vec<String> {
    match segment {
        "<rule>" => rulebook::all()
            .flat_map(|entry| [entry.rule.id, entry.rule.name])
            .map(str::to_owned)
            .collect(),
        "<actor>" => ActorType::ALL.iter().map(ToString::to_string).collect(),
        "<limit>" => LimitKey::ALL.iter().map(ToString::to_string).collect(),
        literal => vec![literal.strip_suffix("[]").unwrap_or(literal).to_owned()],
    }
}

fn leaf(key: &Key) -> Value {
    let mut schema = match key.kind {
        Kind::Flag(_) => json!({ "type": "boolean" }),
        Kind::Count { max, .. } => json!({ "type": "integer", "minimum": 1, "maximum": max }),
        Kind::Choice { values, .. } => json!({ "type": "string", "enum": values }),
        Kind::Text(_) => json!({ "type": "string", "minLength": 1 }),
        Kind::Texts(_) => json!({ "type": "array", "items": { "type": "string", "minLength": 1 } }),
        Kind::AccountIds(_) => {
            json!({ "type": "array", "items": { "type": "string", "pattern": "^[0-9]{12}$" } })
        }
        Kind::Limit(_) => limit(),
        Kind::Entry(_) => json!({ "type": "array" }),
        Kind::Free(_) => json!({ "type": "object" }),
    };
    if let Some(schema) = schema.as_object_mut() {
        describe(schema, key);
    }
    schema
}

fn describe(schema: &mut Map<String, Value>, key: &Key) {
    schema.insert("description".to_owned(), key.doc.into());
    // Defaults are written in TOML, whose strings, numbers, booleans and lists are JSON's too.
    if let Ok(default) = serde_json::from_str::<Value>(key.default) {
        schema.insert("default".to_owned(), default);
    }
}

fn limit() -> Value {
    let bound = json!({
        "oneOf": [
            { "type": "string", "pattern": "^(none|([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?)$", "minLength": 2 },
            { "type": "integer", "minimum": 0 },
        ],
    });
    json!({
        "oneOf": [
            bound.clone(),
            { "const": "forbidden" },
            {
                "type": "object",
                "properties": { "soft": bound.clone(), "hard": bound },
                "additionalProperties": false,
            },
        ],
    })
}
