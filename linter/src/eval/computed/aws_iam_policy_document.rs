//! `data.aws_iam_policy_document`: its `json` is the policy that its blocks describe.
//!
//! What is not known stays a hole in the text, so that `Action` can be read beside an unknown `Resource`.

use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::json::{self, Json};
use crate::eval::body::BodyNode;
use crate::eval::evaluator::Evaluator;
use crate::eval::resource::{Resource, named};
use crate::eval::types::Type;
use crate::eval::value::{Hole, Kind, Marks, Seq, Step, Text, TextPiece, Value};
use crate::eval::{convert, hole, text};

pub(super) fn attribute<'a>(
    evaluator: &Evaluator<'a>,
    resource: &Resource<'a>,
    path: &[Step],
) -> Option<Value> {
    let pretty = match named(path)?.as_ref() {
        "json" => true,
        "minified_json" => false,
        _ => return None,
    };
    let mut builder = Builder {
        evaluator,
        marks: Marks::NONE,
        sources: Vec::new(),
    };
    let document = builder.document(&resource.node);
    let at = evaluator.trail.derived(&builder.sources);
    match text::concat(document.print(pretty)) {
        Ok(value) => Some(value.at(at).marked(builder.marks)),
        Err(error) => Some(hole::failed(&error)),
    }
}

struct Builder<'e, 'a> {
    evaluator: &'e Evaluator<'a>,
    marks: Marks,
    /// Values that the text is made of.
    sources: Vec<Value>,
}

#[derive(Default)]
struct Document {
    version: Option<Json>,
    id: Option<Json>,
    statements: Vec<Json>,
}

impl<'a> Builder<'_, 'a> {
    fn document(&mut self, node: &Rc<BodyNode<'a>>) -> Json {
        let mut merged = Document::default();
        for name in ["source_json", "source_policy_documents"] {
            self.merge_documents(&mut merged, node, name);
        }
        merged.merge(self.own(node));
        for name in ["override_json", "override_policy_documents"] {
            self.merge_documents(&mut merged, node, name);
        }
        merged.into_json()
    }

    /// What is written in the block itself.
    fn own(&mut self, node: &Rc<BodyNode<'a>>) -> Document {
        let version = self
            .text(node, "version")
            .unwrap_or_else(|| Json::text("2012-10-17"));
        let mut document = Document {
            version: Some(version),
            id: self.text(node, "policy_id"),
            statements: Vec::new(),
        };
        if let Some(blocks) = self.evaluator.blocks(node, "statement") {
            document.statements = blocks
                .items
                .iter()
                .map(|(_, node)| self.statement(node))
                .collect();
            document.statements.extend(blocks.open.as_ref().map(any));
        } else if let Some(value) = self.value(node, "statement") {
            // JSON syntax that is not taken apart.
            document
                .statements
                .push(Json::Any(hole::derived([&value], Type::Dynamic)));
        }
        document
    }

    fn statement(&mut self, node: &Rc<BodyNode<'a>>) -> Json {
        let mut entries = Vec::new();
        let mut add = |key: &str, json: Option<Json>| {
            if let Some(json) = json {
                entries.push((Arc::from(key), json));
            }
        };
        add(
            "Sid",
            self.text(node, "sid")
                .filter(|sid| sid.as_text().is_none_or(|sid| !sid.is_empty())),
        );
        add(
            "Effect",
            Some(self.text(node, "effect").unwrap_or_else(|| Json::text("Allow"))),
        );
        add("Action", self.strings(node, "actions", false));
        add("NotAction", self.strings(node, "not_actions", false));
        add("Resource", self.strings(node, "resources", true));
        add("NotResource", self.strings(node, "not_resources", true));
        add("Principal", self.principals(node, "principals"));
        add("NotPrincipal", self.principals(node, "not_principals"));
        add("Condition", self.conditions(node));
        Json::Object(entries)
    }

    fn principals(&mut self, node: &Rc<BodyNode<'a>>, name: &str) -> Option<Json> {
        let blocks = self.evaluator.blocks(node, name)?;
        if let Some(open) = &blocks.open {
            return Some(any(open));
        }
        let mut grouped: Vec<(Arc<str>, Vec<Json>)> = Vec::new();
        for (_, node) in &blocks.items {
            let kind = match self.text(node, "type") {
                Some(Json::Text(value)) => match value.as_text() {
                    Some(kind) => kind.clone(),
                    None => return Some(Json::Any(hole::derived([&value], Type::Dynamic))),
                },
                _ => continue,
            };
            let identifiers = match self.strings(node, "identifiers", true) {
                Some(Json::List(items)) => items,
                Some(single) => vec![single],
                None => Vec::new(),
            };
            match grouped.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, all)) => all.extend(identifiers),
                None => grouped.push((kind, identifiers)),
            }
        }
        if let [(kind, identifiers)] = grouped.as_slice()
            && kind.as_ref() == "*"
            && let [only] = identifiers.as_slice()
            && only.as_text().is_some_and(|text| text.as_ref() == "*")
        {
            return Some(Json::text("*"));
        }
        if grouped.is_empty() {
            return None;
        }
        grouped.sort_by(|a, b| a.0.cmp(&b.0));
        Some(Json::Object(
            grouped
                .into_iter()
                .map(|(kind, all)| (kind, single_or_list(all)))
                .collect(),
        ))
    }

    fn conditions(&mut self, node: &Rc<BodyNode<'a>>) -> Option<Json> {
        let blocks = self.evaluator.blocks(node, "condition")?;
        if let Some(open) = &blocks.open {
            return Some(any(open));
        }
        type Variables = Vec<(Arc<str>, Vec<Json>)>;
        let mut tests: Vec<(Arc<str>, Variables)> = Vec::new();
        for (_, node) in &blocks.items {
            let (Some(Json::Text(test)), Some(Json::Text(variable))) =
                (self.text(node, "test"), self.text(node, "variable"))
            else {
                continue;
            };
            let (Some(test), Some(variable)) = (test.as_text(), variable.as_text()) else {
                return Some(Json::Any(hole::derived([&test, &variable], Type::Dynamic)));
            };
            let values = self.ordered(node, "values");
            let variables = match tests.iter().position(|(known, _)| known == test) {
                Some(index) => &mut tests[index].1,
                None => {
                    tests.push((test.clone(), Vec::new()));
                    let last = tests.len() - 1;
                    &mut tests[last].1
                }
            };
            match variables.iter_mut().find(|(known, _)| known == variable) {
                Some((_, all)) => all.extend(values),
                None => variables.push((variable.clone(), values)),
            }
        }
        if tests.is_empty() {
            return None;
        }
        tests.sort_by(|a, b| a.0.cmp(&b.0));
        let tests = tests.into_iter().map(|(test, mut variables)| {
            variables.sort_by(|a, b| a.0.cmp(&b.0));
            let variables = variables
                .into_iter()
                .map(|(name, all)| (name, single_or_list(all)));
            (test, Json::Object(variables.collect()))
        });
        Some(Json::Object(tests.collect()))
    }

    /// A set of strings: one alone is a string, several are a list in falling order; unknown ones come last.
    fn strings(&mut self, node: &Rc<BodyNode<'a>>, name: &str, variables: bool) -> Option<Json> {
        let value = self.value(node, name)?;
        let (items, open) = match &value.kind {
            Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => self.texts(seq, variables),
            Kind::Null => return None,
            _ => return Some(Json::Any(hole::derived([&value], Type::Dynamic))),
        };
        let (mut known, unknown): (Vec<Json>, Vec<Json>) =
            items.into_iter().partition(|item| item.as_text().is_some());
        known.sort_by(|a, b| b.as_text().cmp(&a.as_text()));
        known.dedup_by(|a, b| a.as_text() == b.as_text());
        known.extend(unknown);
        known.extend(open);
        if known.is_empty() {
            return None;
        }
        Some(single_or_list(known))
    }

    /// The strings of a list, in order.
    fn ordered(&mut self, node: &Rc<BodyNode<'a>>, name: &str) -> Vec<Json> {
        let Some(value) = self.value(node, name) else {
            return Vec::new();
        };
        match &value.kind {
            Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => {
                let (mut items, open) = self.texts(seq, true);
                items.extend(open);
                items
            }
            Kind::Null => Vec::new(),
            _ => vec![Json::Any(hole::derived([&value], Type::Dynamic))],
        }
    }

    fn texts(&mut self, seq: &Seq, variables: bool) -> (Vec<Json>, Option<Json>) {
        let mut items = Vec::with_capacity(seq.items.len());
        for item in seq.items.iter().filter(|item| !item.is_null()) {
            self.note(item);
            items.push(match convert::convert(item.clone(), &Type::String) {
                Ok(text) => Json::Text(if variables { with_variables(text) } else { text }),
                Err(error) => Json::Any(hole::failed(&error)),
            });
        }
        (items, seq.open.as_ref().map(any))
    }

    fn merge_documents(&mut self, merged: &mut Document, node: &Rc<BodyNode<'a>>, name: &str) {
        let Some(value) = self.value(node, name) else {
            return;
        };
        let (documents, open) = match &value.kind {
            Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => (seq.items.to_vec(), seq.open.clone()),
            Kind::Null => return,
            _ => (vec![value], None),
        };
        for document in documents {
            self.note(&document);
            if document.is_null() || document.as_text().is_some_and(|text| text.trim().is_empty()) {
                continue;
            }
            match json::parse(&document) {
                Some(parsed) => merged.merge(Document::from_json(&parsed)),
                None => merged
                    .statements
                    .push(Json::Any(hole::derived([&document], Type::Dynamic))),
            }
        }
        merged.statements.extend(open.as_ref().map(any));
    }

    fn text(&mut self, node: &Rc<BodyNode<'a>>, name: &str) -> Option<Json> {
        let value = self.value(node, name).filter(|value| !value.is_null())?;
        Some(Json::Text(
            convert::convert(value, &Type::String).unwrap_or_else(|error| hole::failed(&error)),
        ))
    }

    fn value(&mut self, node: &Rc<BodyNode<'a>>, name: &str) -> Option<Value> {
        let value = self.evaluator.argument(node, name)?;
        self.note(&value);
        Some(value)
    }

    fn note(&mut self, value: &Value) {
        self.marks = self.marks.union(value.marks);
        self.sources.push(value.clone());
    }
}

impl Document {
    /// A statement replaces an earlier one with the same `Sid`.
    fn merge(&mut self, newer: Self) {
        if newer.id.is_some() {
            self.id = newer.id;
        }
        let version = |json: &Option<Json>| json.as_ref().and_then(|json| json.as_text().cloned());
        if version(&newer.version) > version(&self.version) || self.version.is_none() {
            self.version = newer.version;
        }
        let mut by_sid: FxHashMap<Arc<str>, usize> = FxHashMap::default();
        for (index, statement) in self.statements.iter().enumerate() {
            by_sid.extend(sid(statement).map(|sid| (sid, index)));
        }
        for statement in newer.statements {
            let sid = sid(&statement);
            match sid.as_ref().and_then(|sid| by_sid.get(sid)) {
                Some(index) => self.statements[*index] = statement,
                None => {
                    by_sid.extend(sid.map(|sid| (sid, self.statements.len())));
                    self.statements.push(statement);
                }
            }
        }
    }

    fn from_json(json: &Json) -> Self {
        Self {
            version: json.get("Version").cloned(),
            id: json.get("Id").cloned(),
            statements: match json.get("Statement") {
                Some(Json::List(items)) => items.clone(),
                Some(single) => vec![single.clone()],
                None => Vec::new(),
            },
        }
    }

    fn into_json(self) -> Json {
        let mut entries: Vec<(Arc<str>, Json)> = Vec::new();
        entries.extend(self.version.map(|version| (Arc::from("Version"), version)));
        entries.extend(self.id.map(|id| (Arc::from("Id"), id)));
        if !self.statements.is_empty() {
            entries.push((Arc::from("Statement"), Json::List(self.statements)));
        }
        Json::Object(entries)
    }
}

fn sid(statement: &Json) -> Option<Arc<str>> {
    let sid = statement.get("Sid")?.as_text()?;
    (!sid.is_empty()).then(|| sid.clone())
}

fn single_or_list(mut items: Vec<Json>) -> Json {
    match items.len() {
        1 => items.swap_remove(0),
        _ => Json::List(items),
    }
}

fn any(open: &Rc<Hole>) -> Json {
    Json::Any(Value::new(Kind::Unknown(open.clone())))
}

/// `&{…}` is how IAM's own variables are written, since `${…}` is Terraform's.
fn with_variables(value: Value) -> Value {
    let kind = match &value.kind {
        Kind::Text(Text::Known(text)) if text.contains("&{") => {
            Kind::Text(Text::Known(text.replace("&{", "${").into()))
        }
        Kind::Text(Text::Partial(pieces)) => {
            let replaced = pieces.iter().map(|piece| match piece {
                TextPiece::Known(text) => TextPiece::Known(text.replace("&{", "${").into()),
                TextPiece::Hole(hole) => TextPiece::Hole(hole.clone()),
            });
            Kind::Text(Text::Partial(replaced.collect()))
        }
        _ => return value,
    };
    Value { kind, ..value }
}
