//! AWS policy documents in JSON, read although parts of their text are not known.
//!
//! Each hole becomes a sentinel, so that the rest can be parsed: 515 of 515 heredoc policies of three public estates do.

use std::rc::Rc;

use governance::Why;
use serde_json::Value as Json;

use super::reading::{text_of, why, why_unknown};
use crate::address::Address;
use crate::eval::{Hole, Kind, Text, TextPiece, Value};
use crate::load::Mode;

/// Not in any text that Terraform holds: private use.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

#[derive(Debug)]
pub(super) struct Document {
    pub(super) statements: Vec<Statement>,
    holes: Vec<Rc<Hole>>,
    /// Why there may be more statements than these.
    pub(super) open: Option<Why>,
}

/// A statement that grants, or may.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) actions: Words,
    pub(super) not_actions: Option<Words>,
    pub(super) resources: Resources,
    /// (`AWS` | `Service` | `Federated` | `CanonicalUser` | `*`, who)
    pub(super) principals: Vec<(String, String)>,
    pub(super) condition: Json,
}

/// What a statement is about.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Resources {
    /// Of any service as far as is known: `*`, `NotResource`, nothing written, or something that cannot be known,
    /// since only what is known narrows a written action.
    Any,
    /// Each of one service, in the words of ARNs and actions: `s3`, `iam`.
    Of(Vec<String>),
}

#[derive(Debug, Default)]
pub(super) struct Words {
    /// Without holes.
    pub(super) known: Vec<String>,
    pub(super) open: Option<Why>,
}

/// The document in `value`, or why it cannot be read.
pub(super) fn decode(value: &Value) -> Result<Document, Why> {
    let (text, holes) = match &value.kind {
        Kind::Text(Text::Partial(pieces)) if !value.marks.sensitive => with_sentinels(pieces),
        Kind::Text(_) => (text_of(value)?, Vec::new()),
        _ => return Err(why_unknown(value)),
    };
    let json: Json = serde_json::from_str(&text).map_err(|_| match holes.first() {
        Some(hole) => why(&hole.why),
        None => Why::new("it is not valid JSON"),
    })?;
    let mut document = Document {
        statements: Vec::new(),
        holes,
        open: None,
    };
    match json.get("Statement") {
        Some(Json::Array(statements)) => statements.iter().for_each(|statement| document.read(statement)),
        Some(statement) => document.read(statement),
        None => return Err(Why::new("it has no `Statement`")),
    }
    Ok(document)
}

impl Document {
    fn read(&mut self, statement: &Json) {
        let Some(fields) = statement.as_object() else {
            let why = statement
                .as_str()
                .and_then(|text| self.hole_in(text))
                .map(|hole| why(&hole.why));
            self.open
                .get_or_insert(why.unwrap_or(Why::new("a statement is not an object")));
            return;
        };
        match fields.get("Effect").and_then(Json::as_str) {
            Some("Allow") => {}
            Some(effect) if effect.contains(OPEN) => {
                let why = self.hole_in(effect).map(|hole| why(&hole.why));
                self.open
                    .get_or_insert(why.unwrap_or(Why::new("whether a statement allows is not known")));
                return;
            }
            _ => return,
        }
        let statement = Statement {
            actions: fields
                .get("Action")
                .map(|json| self.words(json))
                .unwrap_or_default(),
            not_actions: fields.get("NotAction").map(|json| self.words(json)),
            resources: fields
                .get("Resource")
                .map_or(Resources::Any, |json| self.resources(json)),
            principals: principals(fields.get("Principal")),
            condition: fields.get("Condition").cloned().unwrap_or(Json::Null),
        };
        self.statements.push(statement);
    }

    fn words(&self, json: &Json) -> Words {
        let mut words = Words::default();
        let list = match json {
            Json::Array(list) => list.as_slice(),
            one => std::slice::from_ref(one),
        };
        for word in list {
            match word.as_str() {
                Some(text) => match self.hole_in(text) {
                    Some(hole) => {
                        words.open.get_or_insert_with(|| why(&hole.why));
                    }
                    None => words.known.push(text.to_owned()),
                },
                None => {
                    words.open.get_or_insert(Why::new("an action is not a text"));
                }
            }
        }
        words
    }

    /// An ARN names its service in the third field, `*` none; a resource of this configuration is what its type says.
    fn resources(&self, json: &Json) -> Resources {
        let list = match json {
            Json::Array(list) => list.as_slice(),
            one => std::slice::from_ref(one),
        };
        let mut services = Vec::new();
        for word in list {
            let Some(text) = word.as_str() else {
                return Resources::Any;
            };
            let service = text.split(':').nth(2);
            match (service, self.hole_in(text)) {
                (Some(service), _) if text.starts_with("arn:") && !service.contains(OPEN) => {
                    if service.is_empty() || service.contains(['*', '?']) {
                        return Resources::Any;
                    }
                    services.push(service.to_owned());
                }
                (_, Some(hole)) => match hole
                    .refs
                    .iter()
                    .find_map(|reference| service_of(&reference.target))
                {
                    Some(service) if text.starts_with(OPEN) => services.push(service),
                    _ => return Resources::Any,
                },
                _ => return Resources::Any,
            }
        }
        if services.is_empty() {
            Resources::Any
        } else {
            Resources::Of(services)
        }
    }

    /// The first hole that `text`, a string of the document, goes through.
    pub(super) fn hole_in(&self, text: &str) -> Option<&Rc<Hole>> {
        let start = text.find(OPEN)? + OPEN.len_utf8();
        let end = start + text[start..].find(CLOSE)?;
        self.holes.get(text[start..end].parse::<usize>().ok()?)
    }
}

/// Whose ARN a managed resource has: `iam` of `aws_iam_role`, `s3` of `aws_s3_bucket`.
fn service_of(target: &Address) -> Option<String> {
    let rest = target.r#type.strip_prefix("aws_")?;
    (target.mode == Mode::Managed).then(|| match rest {
        _ if rest.starts_with("ssoadmin_") => "sso".to_owned(),
        _ if rest.starts_with("bedrockagentcore_") => "bedrock-agentcore".to_owned(),
        _ if rest.starts_with("bedrock") => "bedrock".to_owned(),
        _ => rest.split('_').next().unwrap_or(rest).to_owned(),
    })
}

/// The text with a sentinel for each hole; quoted where it stands outside of a JSON string.
fn with_sentinels(pieces: &[TextPiece]) -> (String, Vec<Rc<Hole>>) {
    let mut text = String::new();
    let mut holes = Vec::new();
    let (mut in_string, mut escaped) = (false, false);
    for piece in pieces {
        match piece {
            TextPiece::Known(known) => {
                for c in known.chars() {
                    match c {
                        _ if escaped => escaped = false,
                        '\\' if in_string => escaped = true,
                        '"' => in_string = !in_string,
                        _ => {}
                    }
                }
                text.push_str(known);
            }
            TextPiece::Hole(hole) => {
                let quote = if in_string { "" } else { "\"" };
                text.push_str(&format!("{quote}{OPEN}{}{CLOSE}{quote}", holes.len()));
                holes.push(hole.clone());
            }
        }
    }
    (text, holes)
}

fn principals(json: Option<&Json>) -> Vec<(String, String)> {
    let mut all = Vec::new();
    match json {
        Some(Json::String(anyone)) => all.push(("*".to_owned(), anyone.clone())),
        Some(Json::Object(kinds)) => {
            for (kind, who) in kinds {
                let list = match who {
                    Json::Array(list) => list.as_slice(),
                    one => std::slice::from_ref(one),
                };
                all.extend(
                    list.iter()
                        .filter_map(Json::as_str)
                        .map(|who| (kind.clone(), who.to_owned())),
                );
            }
        }
        _ => {}
    }
    all
}
