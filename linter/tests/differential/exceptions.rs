//! Differences that are known, each with its reason.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fmt, fs};

use serde::Deserialize;

use super::Difference;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    exception: Vec<Exception>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    at: String,
    reason: String,
}

/// Place to reason.
pub(super) struct Exceptions(BTreeMap<String, String>);

impl Exceptions {
    pub(super) fn read(path: &Path) -> Self {
        let written: Written = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let mut reasons = BTreeMap::new();
        for Exception { at, reason } in written.exception {
            assert!(!reason.is_empty(), "the exception `{at}` has no reason");
            assert!(
                reasons.insert(at.clone(), reason).is_none(),
                "the exception `{at}` is written twice"
            );
        }
        Self(reasons)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// What fails the suite: differences that nobody excepted, and exceptions that do not differ.
    pub(super) fn settle(&self, differences: impl Iterator<Item = Difference>) -> Vec<String> {
        let mut stale = self.0.clone();
        let mut failures = Vec::new();
        for Difference { at, what } in differences {
            if !self.0.contains_key(&at) {
                failures.push(format!("{at}\n{what}"));
            }
            stale.remove(&at);
        }
        failures.extend(stale.into_keys().map(|at| {
            format!("{at}\n  is an exception that does not differ: take it out of exceptions.toml")
        }));
        failures
    }
}

impl fmt::Display for Exceptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|(at, reason)| writeln!(f, "exception: {at}: {reason}"))
    }
}
