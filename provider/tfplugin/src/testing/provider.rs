//! A whole provider's schemas, checked before Terraform loads them.

use std::collections::BTreeSet;

use crate::contract::Provider;
use crate::model::Model;
use crate::schema::{Block, SchemaKind, SchemaProblem, function_problems, identity_problems};

/// Everything in the schemas of a provider that Terraform would refuse, that is reserved, misspelt or could not work; a line
/// each, with the unit's name. A provider's tests assert that there is none.
pub fn problems<P: Provider>(provider: &P) -> Vec<String> {
    let units = provider.units();
    let mut found = Found::default();
    found.block("provider", &P::Config::block(), SchemaKind::Provider);
    let mut identified = BTreeSet::new();
    for unit in &units.resources {
        let name = found.unit::<P>("resource", unit.name(), true);
        found.block(&name, &unit.block(), SchemaKind::Resource);
        let version = unit.version();
        if version < 0 {
            found.0.push(format!("{name}: a schema version is not negative."));
        }
        if version > 0 && !unit.upgrades() {
            found.0.push(format!(
                "{name}: its schema version is {version}, and nothing reads the states of those before: implement \
                 `UpgradeState` and offer it with `.upgrades()`, or begin with version 0."
            ));
        }
        if let Some(block) = unit.identity_block() {
            identified.insert(unit.name());
            found.all(&format!("{name}, identity"), identity_problems(&block));
        }
    }
    macro_rules! kind {
        ($table:ident, $kind:literal, $schema:ident) => {
            for unit in &units.$table {
                let name = found.unit::<P>($kind, unit.name(), true);
                found.block(&name, &unit.block(), SchemaKind::$schema);
            }
        };
    }
    kind!(data_sources, "data source", DataSource);
    kind!(ephemerals, "ephemeral resource", Ephemeral);
    kind!(actions, "action", Action);
    kind!(lists, "list resource", List);
    for unit in &units.lists {
        if !identified.contains(unit.name()) {
            let name = unit.name();
            found.0.push(format!(
                "list resource {name}: a list needs a managed resource of this name that is `identified()`."
            ));
        }
    }
    for unit in &units.functions {
        let name = found.unit::<P>("function", unit.name(), false);
        let signature = unit.signature();
        let problems = function_problems(
            unit.name(),
            &signature.parameters,
            signature.variadic.as_ref(),
            &signature.output,
        );
        found.all(&name, problems);
    }
    found.0
}

#[derive(Default)]
struct Found(Vec<String>, BTreeSet<(&'static str, &'static str)>);

impl Found {
    /// Gives the unit's name for people; says when it is there twice or does not begin as Terraform needs it.
    fn unit<P: Provider>(&mut self, kind: &'static str, name: &'static str, prefixed: bool) -> String {
        let shown = format!("{kind} {name}");
        if !self.1.insert((kind, name)) {
            self.0.push(format!("{shown}: it is in the table twice."));
        }
        let prefix = format!("{}_", P::NAME);
        if prefixed && name != P::NAME && !name.starts_with(&prefix) {
            self.0.push(format!(
                "{shown}: Terraform finds the provider by the name's beginning, `{prefix}`."
            ));
        }
        shown
    }

    fn block(&mut self, name: &str, block: &Block, kind: SchemaKind) {
        self.all(name, block.problems(kind));
    }

    fn all(&mut self, name: &str, problems: Vec<SchemaProblem>) {
        self.0
            .extend(problems.into_iter().map(|problem| format!("{name}: {problem}")));
    }
}
