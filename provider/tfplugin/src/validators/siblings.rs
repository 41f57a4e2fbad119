//! Validators of attributes and blocks that stand in one object and depend on each other.

use crate::diagnostics::Diagnostic;
use crate::path::Path;
use crate::validator::ConfigValidator;
use crate::value::Object;

/// One of these is there, and no other.
pub fn exactly_one_of(names: &[&str]) -> impl ConfigValidator + use<> {
    Siblings::new(Rule::ExactlyOne, names)
}

/// At least one of these is there.
pub fn at_least_one_of(names: &[&str]) -> impl ConfigValidator + use<> {
    Siblings::new(Rule::AtLeastOne, names)
}

/// Each of these excludes the others.
pub fn conflicts_with(names: &[&str]) -> impl ConfigValidator + use<> {
    Siblings::new(Rule::AtMostOne, names)
}

/// All of these are there, or none.
pub fn required_together(names: &[&str]) -> impl ConfigValidator + use<> {
    Siblings::new(Rule::Together, names)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    ExactlyOne,
    AtLeastOne,
    AtMostOne,
    Together,
}

struct Siblings {
    rule: Rule,
    names: Vec<String>,
}

impl Siblings {
    fn new(rule: Rule, names: &[&str]) -> Self {
        let names = names.iter().map(ToString::to_string).collect();
        Self { rule, names }
    }
}

impl ConfigValidator for Siblings {
    fn describe(&self) -> String {
        let names = self.names.join(", ");
        match self.rule {
            Rule::ExactlyOne => format!("exactly one of {names}"),
            Rule::AtLeastOne => format!("at least one of {names}"),
            Rule::AtMostOne => format!("at most one of {names}"),
            Rule::Together => format!("all of {names}, or none"),
        }
    }

    fn names(&self) -> Vec<&str> {
        self.names.iter().map(String::as_str).collect()
    }

    fn check(&self, config: &Object) -> Result<(), Diagnostic> {
        let value = |name: &&String| config.get(name.as_str());
        let is_set = |name: &&String| value(name).is_some_and(|raw| raw.known().is_some());
        let is_null = |name: &&String| value(name).is_none_or(|raw| raw.is_null());
        let set: Vec<&String> = self.names.iter().filter(is_set).collect();
        let null: Vec<&String> = self.names.iter().filter(is_null).collect();
        let wanted = self.describe();
        match (self.rule, &set[..]) {
            (Rule::ExactlyOne | Rule::AtMostOne, [.., last]) if set.len() > 1 => {
                let detail = format!(
                    "There must be {wanted}; here are {}. Remove all but one.",
                    list(&set)
                );
                Err(Diagnostic::error("Conflicting attributes", detail).at(Path::new(last.as_str())))
            }
            (Rule::ExactlyOne | Rule::AtLeastOne, []) if null.len() == self.names.len() => {
                let detail = format!("There must be {wanted}; none of them has a value. Set one.");
                Err(Diagnostic::error("Missing attribute", detail))
            }
            (Rule::Together, [first, ..]) if !null.is_empty() => {
                let detail = format!(
                    "There must be {wanted}: {} is set, {} is not. Set the rest too, or remove them all.",
                    list(&set),
                    list(&null)
                );
                Err(Diagnostic::error("Missing attribute", detail).at(Path::new(first.as_str())))
            }
            _ => Ok(()),
        }
    }
}

fn list(names: &[&String]) -> String {
    let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
    names.join(" and ")
}
