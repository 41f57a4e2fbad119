//! Each of core's rules, kept and broken.

mod apply;
mod plan;
mod secrets;
mod state;

use crate::diagnostics::Diagnostics;
use crate::value::Raw;

/// What is told: the places with the text up to the rule, in order.
fn told(found: &Diagnostics) -> Vec<String> {
    let mut all: Vec<String> = found
        .iter()
        .map(|diagnostic| {
            let detail = &diagnostic.detail;
            assert!(
                detail.contains(" This is a bug of the provider, not of the configuration. For its author: "),
                "{detail}"
            );
            detail.split(". ").next().unwrap_or_default().to_owned()
        })
        .collect();
    all.sort();
    all
}

/// One rule: its name, the two values that are compared, and what is told if it is broken.
type Case = (&'static str, Raw, Raw, &'static [&'static str]);
