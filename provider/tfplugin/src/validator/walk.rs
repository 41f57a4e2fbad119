//! Runs the validators of a block over its configuration, at every depth.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::path::{Path, Step};
use crate::schema::{Attribute, AttributeType, Block, Mode, NestedBlock, NestedMode};
use crate::validator::ConfigValidator;
use crate::value::{Data, Object, Raw};

/// Adds an error for every value that a validator refuses, and for every null in a required attribute or in place of a nested
/// object: Terraform itself lets `x = null` pass, and does not survive some null elements. Unknown values are skipped. What
/// is deprecated and set is a warning, which Terraform leaves to the provider. What would be said of several elements of a
/// set in the same words is said once.
pub(crate) fn validate_block(block: &Block, config: &Object, diags: &mut Diagnostics) {
    let mut walk = Walk {
        diags,
        said: BTreeSet::new(),
    };
    if let Some(advice) = &block.deprecated {
        walk.deprecated("This", advice, &Path::root());
    }
    walk.block(block, config, &Path::root());
}

struct Walk<'a> {
    diags: &'a mut Diagnostics,
    /// Of elements of sets, which have the same place.
    said: BTreeSet<(Path, String)>,
}

impl Walk<'_> {
    fn block(&mut self, block: &Block, config: &Object, path: &Path) {
        self.attributes(&block.attributes, config, path);
        for nested in &block.blocks {
            if let Some(Raw::Known(data)) = config.get(&nested.name) {
                let at = path.attribute(&nested.name);
                if let Some(advice) = &nested.block.deprecated
                    && config.get(&nested.name) != Some(&nested.absent())
                {
                    self.deprecated(&at.to_string(), advice, &at);
                }
                objects(data, &at, &mut |object, at| self.block(&nested.block, object, at));
            }
        }
        if !block.checks.is_empty() {
            self.checks(&block.checks, &without_absent(&block.blocks, config), path);
        }
    }

    fn attributes(&mut self, attributes: &[Attribute], config: &Object, path: &Path) {
        for attribute in attributes {
            let at = path.attribute(&attribute.name);
            match config.get(&attribute.name) {
                Some(Raw::Known(_) | Raw::Unknown(_)) if attribute.mode == Mode::Computed => {
                    self.read_only(&at)
                }
                Some(Raw::Null) if attribute.mode == Mode::Required => self.missing(&at),
                Some(Raw::Known(data)) => self.value(attribute, data, &at),
                Some(Raw::Null | Raw::Unknown(_)) | None => {}
            }
        }
    }

    fn value(&mut self, attribute: &Attribute, data: &Data, path: &Path) {
        if let Some(advice) = &attribute.deprecated {
            self.deprecated(&path.to_string(), advice, path);
        }
        for validator in &attribute.validators {
            for (inner, reason) in validator.faults(data) {
                let place = path.concat(&inner);
                let detail = format!("{place}: {reason}");
                self.push(Diagnostic::error("Invalid value", detail), &place);
            }
        }
        if let AttributeType::Nested(nested) = &attribute.ty {
            nulls(data, path, &mut |at| self.null(nested.mode, at));
            objects(data, path, &mut |object, at| {
                self.attributes(&nested.attributes, object, at);
                self.checks(&nested.checks, object, at);
            });
        }
    }

    fn checks(&mut self, checks: &[Arc<dyn ConfigValidator>], config: &Object, path: &Path) {
        for check in checks {
            if let Err(diagnostic) = check.check(config) {
                let place = diagnostic
                    .path
                    .as_ref()
                    .map_or_else(|| path.clone(), |inner| path.concat(inner));
                self.push(diagnostic, &place);
            }
        }
    }

    /// Terraform itself lets such a value pass.
    fn read_only(&mut self, path: &Path) {
        let detail = format!(
            "{path} is set by the provider and cannot be configured. Take it out of the configuration."
        );
        self.push(Diagnostic::error("Read-only attribute", detail), path);
    }

    fn missing(&mut self, path: &Path) {
        let detail = format!("{path} is required, and null is the same as leaving it out. Give it a value.");
        self.push(Diagnostic::error("Missing required value", detail), path);
    }

    fn null(&mut self, mode: NestedMode, path: &Path) {
        let (from, without) = match mode {
            NestedMode::Map => ("map", "{ for key, value in … : key => value if value != null }"),
            _ => ("collection", "[for value in … : value if value != null]"),
        };
        let detail = format!(
            "{path} is null, and null is no element here. Take it out of the {from}; where it comes from an expression, \
             `{without}` leaves such elements out."
        );
        self.push(Diagnostic::error("Null element", detail), path);
    }

    fn deprecated(&mut self, what: &str, advice: &str, path: &Path) {
        let detail = format!("{what} is deprecated: {advice}");
        self.push(Diagnostic::warning("Deprecated", detail), path);
    }

    fn push(&mut self, diagnostic: Diagnostic, path: &Path) {
        if path.steps().contains(&Step::Element)
            && !self.said.insert((path.clone(), diagnostic.detail.clone()))
        {
            return;
        }
        let addressable = path.addressable();
        let root = addressable.steps().is_empty();
        self.diags.push(Diagnostic {
            path: (!root).then_some(addressable),
            ..diagnostic
        });
    }
}

/// Every known object of a nested attribute or block, with its place.
fn objects(data: &Data, path: &Path, see: &mut dyn FnMut(&Object, &Path)) {
    if let Data::Object(object) = data {
        see(object, path);
    }
    elements(data, path, &mut |value, at| {
        if let Raw::Known(Data::Object(object)) = value {
            see(object, at);
        }
    });
}

/// The place of every null in a collection.
fn nulls(data: &Data, path: &Path, see: &mut dyn FnMut(&Path)) {
    elements(data, path, &mut |value, at| {
        if value.is_null() {
            see(at);
        }
    });
}

fn elements(data: &Data, path: &Path, see: &mut dyn FnMut(&Raw, &Path)) {
    match data {
        Data::List(elements) | Data::Tuple(elements) => {
            for (index, value) in elements.iter().enumerate() {
                see(value, &path.index(index));
            }
        }
        Data::Set(elements) => elements.iter().for_each(|value| see(value, &path.element())),
        Data::Map(elements) => elements
            .iter()
            .for_each(|(key, value)| see(value, &path.key(key))),
        Data::Bool(_) | Data::Number(_) | Data::String(_) | Data::Object(_) | Data::Dynamic(_) => {}
    }
}

/// The configuration with null for every block that is not there.
fn without_absent(blocks: &[NestedBlock], config: &Object) -> Object {
    let mut config = config.clone();
    for nested in blocks {
        if let Some(value) = config.get_mut(&nested.name)
            && *value == nested.absent()
        {
            *value = Raw::Null;
        }
    }
    config
}
