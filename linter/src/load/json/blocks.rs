//! Which JSON objects are blocks. At the top level that follows from the keyword; inside a resource only Terraform's
//! own blocks are known, everything else stays an argument (the provider's schema would tell).

use jsonc_parser::ast::{Object, ObjectProp, Value};
use rustc_hash::FxHashSet;
use ustr::Ustr;

use super::Reader;
use super::expr::Strings;
use crate::load::ir::{Attr, Block, Body, Label};

/// What a body may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    /// `resource`, `data`, `ephemeral`, `content` of `dynamic`, `provider`.
    Resource,
    Module,
    Variable,
    Output,
    /// `terraform` and what stands in it.
    Settings,
    Dynamic,
    Lifecycle,
    Provisioner,
    /// `moved`, `import`, `removed`.
    Move,
    Check,
    /// `locals`, `precondition`, `connection`, …: arguments with expressions.
    Plain,
}

/// Keyword, labels, body.
const TOP: [(&str, usize, Inside); 15] = [
    ("resource", 2, Inside::Resource),
    ("data", 2, Inside::Resource),
    ("ephemeral", 2, Inside::Resource),
    ("action", 2, Inside::Resource),
    ("module", 1, Inside::Module),
    ("variable", 1, Inside::Variable),
    ("output", 1, Inside::Output),
    ("provider", 1, Inside::Resource),
    ("check", 1, Inside::Check),
    ("locals", 0, Inside::Plain),
    ("terraform", 0, Inside::Settings),
    ("moved", 0, Inside::Move),
    ("import", 0, Inside::Move),
    ("removed", 0, Inside::Move),
    ("encryption", 0, Inside::Settings),
];

impl Inside {
    fn strings(self, name: &str) -> Strings {
        match (self, name) {
            (Self::Variable, "type") => Strings::Reference,
            (Self::Variable, _) | (Self::Settings, _) => Strings::Literal,
            (Self::Output, "description") | (Self::Module, "source" | "version") => Strings::Literal,
            (Self::Resource, "alias") => Strings::Literal,
            (_, "depends_on") => Strings::Reference,
            (Self::Resource | Self::Move, "provider") | (Self::Module, "providers") => Strings::Reference,
            (Self::Lifecycle, "ignore_changes" | "replace_triggered_by") => Strings::Reference,
            (Self::Provisioner, "when" | "on_failure") | (Self::Dynamic, "iterator") => Strings::Reference,
            (Self::Move, "from" | "to") => Strings::Reference,
            _ => Strings::Template,
        }
    }

    /// Labels and kind of body when `name` is a block here.
    fn block(self, name: &str) -> Option<(usize, Self)> {
        Some(match (self, name) {
            (Self::Resource, "dynamic") => (1, Self::Dynamic),
            (Self::Resource, "lifecycle") => (0, Self::Lifecycle),
            (Self::Resource | Self::Move, "provisioner") => (1, Self::Provisioner),
            (Self::Resource | Self::Provisioner | Self::Move, "connection") => (0, Self::Plain),
            (Self::Dynamic, "content") => (0, Self::Resource),
            (Self::Lifecycle | Self::Output, "precondition") => (0, Self::Plain),
            (Self::Lifecycle, "postcondition") => (0, Self::Plain),
            (Self::Variable, "validation") => (0, Self::Plain),
            (Self::Check, "assert") => (0, Self::Plain),
            (Self::Check, "data") => (2, Self::Resource),
            (Self::Move, "lifecycle") => (0, Self::Plain),
            (Self::Settings, "backend" | "provider_meta") => (1, Self::Settings),
            (Self::Settings, "cloud" | "required_providers" | "workspaces") => (0, Self::Settings),
            _ => return None,
        })
    }
}

impl Reader {
    pub(super) fn top_level(&mut self, root: &Object<'_>) {
        for property in &root.properties {
            if self.take_comment(property, root) {
                continue;
            }
            let name = property.name.as_str();
            match TOP.iter().find(|(keyword, ..)| *keyword == name) {
                Some(&(_, labels, inside)) => {
                    let mut blocks = Vec::new();
                    self.depth += 1;
                    self.blocks(property, labels, inside, &mut blocks);
                    self.depth -= 1;
                    self.file.blocks.extend(blocks);
                }
                None => {
                    let range = jsonc_parser::common::Ranged::range(&property.name);
                    let message = format!("`{name}` is no block of the top level");
                    self.error(range.start..range.end, &message, "the rest of the file is linted");
                }
            }
        }
    }

    /// The blocks of one property: label after label is an object, each may also be an array of objects.
    fn blocks(&mut self, property: &ObjectProp<'_>, labels: usize, inside: Inside, into: &mut Vec<Block>) {
        let start = Start {
            kind: Ustr::from(property.name.as_str()),
            labels: Vec::new(),
            property,
        };
        self.unpack(start, &property.value, labels, inside, into);
    }

    fn unpack(
        &mut self,
        start: Start<'_>,
        value: &Value<'_>,
        labels: usize,
        inside: Inside,
        into: &mut Vec<Block>,
    ) {
        match value {
            Value::Array(array) => {
                for element in &array.elements {
                    self.unpack(start.clone(), element, labels, inside, into);
                }
            }
            Value::Object(object) if labels > 0 => {
                self.depth += 1;
                for property in &object.properties {
                    if self.take_comment(property, object) {
                        continue;
                    }
                    let mut start = start.clone();
                    start.property = property;
                    start.labels.push(Label {
                        text: Ustr::from(property.name.as_str()),
                        span: self.span(&property.name),
                    });
                    self.unpack(start, &property.value, labels - 1, inside, into);
                }
                self.depth -= 1;
            }
            Value::Object(object) => {
                let body = self.whole(|reader| reader.body(object, inside));
                let header = self.span(&start.property.name);
                // In an array the object stands apart from its name.
                let span = match start.property.value {
                    Value::Object(_) => header.to(self.span(object)),
                    _ => self.span(object),
                };
                into.extend(body.map(|body| Block {
                    kind: start.kind,
                    labels: start.labels.into(),
                    header,
                    span,
                    body,
                }));
            }
            Value::NullKeyword(_) => {}
            other => {
                let range = jsonc_parser::common::Ranged::range(other);
                let message = format!("`{}` wants an object here", start.kind);
                self.error(range.start..range.end, &message, "the rest of the file is linted");
            }
        }
    }

    fn body(&mut self, object: &Object<'_>, inside: Inside) -> Body {
        let mut attrs: Vec<Attr> = Vec::with_capacity(object.properties.len());
        let mut blocks = Vec::new();
        let mut names = FxHashSet::default();
        self.depth += 1;
        for property in &object.properties {
            if self.take_comment(property, object) {
                continue;
            }
            let name = property.name.as_str();
            if let Some((labels, inside)) = inside.block(name) {
                self.blocks(property, labels, inside, &mut blocks);
                continue;
            }
            let name_span = self.span(&property.name);
            let value = self.value(&property.value, inside.strings(name));
            let name = Ustr::from(name);
            if !names.insert(name) {
                let range = jsonc_parser::common::Ranged::range(&property.name);
                let message = format!("argument `{name}` is set twice");
                self.error(
                    range.start..range.end,
                    &message,
                    "the block is not linted, the rest of the file is",
                );
            }
            attrs.push(Attr {
                name,
                name_span,
                value,
            });
        }
        self.depth -= 1;
        Body {
            attrs: attrs.into(),
            blocks: blocks.into(),
            json: true,
        }
    }
}

/// What is known of a block before its body.
#[derive(Clone)]
struct Start<'a> {
    kind: Ustr,
    labels: Vec<Label>,
    /// The innermost property on the way to the body.
    property: &'a ObjectProp<'a>,
}
