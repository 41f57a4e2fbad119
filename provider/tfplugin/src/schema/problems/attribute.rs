//! Problems of one attribute, and of those nested in it.

use super::conform::{conforms, dynamic_in_collection};
use super::{Check, Inside, SchemaKind};
use crate::modifier::Modifier;
use crate::path::Path;
use crate::schema::{Attribute, AttributeType, Mode, Nested, NestedMode};

impl Check {
    pub(super) fn attribute(&mut self, attribute: &Attribute, path: &Path, inside: Inside) {
        self.texts(&attribute.description, attribute.deprecated.as_deref(), path);
        self.mode(attribute, path, inside);
        self.write_only(attribute, path, inside);
        self.planning(attribute, path);
        self.default(attribute, path);
        let ty = attribute.implied_type();
        for validator in attribute
            .validators
            .iter()
            .filter(|validator| !validator.applies_to(&ty))
        {
            let reason = format!(
                "The validator `{}` never applies to this type.",
                validator.describe()
            );
            self.say(path, reason);
        }
        match &attribute.ty {
            AttributeType::Plain(ty) => {
                if ty.has_dynamic() && inside.set {
                    self.say(path, "Inside a set nothing can be dynamic: Terraform refuses it.");
                } else if ty.has_dynamic() && inside.collection {
                    let reason = "Inside a list or map of objects nothing can be dynamic: all elements would need one type.";
                    self.say(path, reason);
                } else if dynamic_in_collection(ty) {
                    self.say(
                        path,
                        "The elements of a collection cannot be dynamic; make the whole attribute dynamic.",
                    );
                }
            }
            AttributeType::Nested(nested) => self.inner(attribute, nested, path, inside),
        }
    }

    fn inner(&mut self, attribute: &Attribute, nested: &Nested, path: &Path, outside: Inside) {
        if nested.attributes.is_empty() {
            let reason = "No attributes are inside. A nested attribute is one object or one collection of objects, and needs some; \
                          collections of collections of models come out empty.";
            self.say(path, reason);
        }
        let names: Vec<&str> = nested
            .attributes
            .iter()
            .map(|attribute| attribute.name.as_str())
            .collect();
        let inside = Inside {
            set: outside.set || nested.mode == NestedMode::Set,
            collection: outside.collection || matches!(nested.mode, NestedMode::List | NestedMode::Map),
            computed: outside.computed || attribute.mode == Mode::Computed,
            write_only: outside.write_only || attribute.write_only,
            nested: true,
        };
        self.names(&names, path, inside);
        self.checks(&nested.checks, &names, path);
        self.attributes(&nested.attributes, path, inside);
    }

    fn mode(&mut self, attribute: &Attribute, path: &Path, inside: Inside) {
        let kind = match self.kind {
            SchemaKind::Provider => Some("the provider block"),
            SchemaKind::Action => Some("the configuration of an action"),
            SchemaKind::List => Some("the configuration of a list"),
            SchemaKind::Resource | SchemaKind::DataSource | SchemaKind::Ephemeral => None,
        };
        if let (Some(kind), true) = (kind, attribute.is_computed()) {
            self.say(
                path,
                format!("Nothing is computed in {kind}; make it required or optional."),
            );
        }
        if inside.computed && attribute.is_configurable() {
            self.say(
                path,
                "Everything inside a computed attribute must be computed too.",
            );
        }
    }

    fn write_only(&mut self, attribute: &Attribute, path: &Path, inside: Inside) {
        if !attribute.write_only {
            if inside.write_only {
                self.say(
                    path,
                    "Everything inside a write-only attribute must be write-only too.",
                );
            }
            return;
        }
        if !matches!(self.kind, SchemaKind::Resource | SchemaKind::Action) {
            self.say(path, "Only resources and actions have write-only attributes.");
        }
        if attribute.is_computed() || inside.computed {
            self.say(
                path,
                "A write-only attribute is null in every plan and state, so it cannot be computed.",
            );
        }
        if inside.set {
            self.say(
                path,
                "Inside a set nothing can be write-only: Terraform refuses it.",
            );
        }
    }

    fn planning(&mut self, attribute: &Attribute, path: &Path) {
        if !attribute.modifiers.is_empty() && self.kind != SchemaKind::Resource {
            self.say(
                path,
                "Only resources are planned, so the modifiers would never run.",
            );
        }
        for modifier in &attribute.modifiers {
            let keeps_state = matches!(
                modifier,
                Modifier::UseStateForUnknown | Modifier::UseNonNullStateForUnknown
            );
            let reason = if attribute.write_only {
                Some("a write-only attribute is null in every plan")
            } else if keeps_state && !attribute.is_computed() {
                Some("only a computed attribute is ever planned as unknown")
            } else if keeps_state && attribute.default.is_some() {
                Some("with a default the value is never unknown")
            } else if matches!(modifier, Modifier::RequiresReplaceIfConfigured)
                && !attribute.is_configurable()
            {
                Some("the configuration cannot have this attribute")
            } else {
                None
            };
            if let Some(reason) = reason {
                self.say(
                    path,
                    format!("The modifier {modifier:?} can never apply: {reason}."),
                );
            }
        }
    }

    fn default(&mut self, attribute: &Attribute, path: &Path) {
        let Some(default) = &attribute.default else { return };
        if self.kind != SchemaKind::Resource {
            self.say(
                path,
                "Only resources are planned, so the default would never be used.",
            );
        }
        if attribute.mode != Mode::OptionalComputed {
            self.say(
                path,
                "The provider plans a default, so the attribute must be optional and computed.",
            );
        }
        if attribute.write_only {
            self.say(
                path,
                "A write-only attribute is null in every plan, so it has no default.",
            );
        }
        if let Err(reason) = conforms(default, &attribute.implied_type()) {
            self.say(path, format!("The default does not fit the type: {reason}."));
            return;
        }
        for validator in &attribute.validators {
            for (inner, reason) in validator.faults(default) {
                self.say(
                    &path.concat(&inner),
                    format!("The default is refused by a validator: {reason}"),
                );
            }
        }
    }
}
