//! What a Terraform state remembers of the registry that it was written with.

use serde::{Deserialize, Serialize};

use super::chain::Hash;
use crate::RegistryId;

/// A place in the chain of one registry. Each object's private state holds one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Witness {
    pub registry: RegistryId,
    /// The last entry at that time; 0 before the first.
    pub seq: u64,
    /// The hash of that entry.
    pub head: Hash,
}

/// Why a registry is not the one that the witness saw, or not all of it. A registry that has grown since is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WitnessProblem {
    #[error(
        "this is another registry: the state was written with {expected}, here is {found}; set `registry` to the one \
         that the state belongs to, or make it again with `terraform state pull | extid registry rebuild -`"
    )]
    AnotherRegistry { expected: RegistryId, found: RegistryId },
    #[error(
        "the registry {registry} was restored from an older copy, or its journal was cut: the state has seen entry \
         {seq}, and the last one here is {last}; put a newer backup in its place, or make it again with `terraform \
         state pull | extid registry rebuild -`"
    )]
    OlderCopy {
        registry: RegistryId,
        seq: u64,
        last: u64,
    },
    #[error(
        "the registry {registry} was restored from an older copy, or its journal was cut, and it was written to \
         since: entry {seq} is not the one that the state has seen; put a newer backup in its place, or make it again \
         with `terraform state pull | extid registry rebuild -`"
    )]
    Diverged { registry: RegistryId, seq: u64 },
}

impl Witness {
    /// Where every journal of that registry begins.
    pub fn genesis(registry: RegistryId) -> Self {
        Self {
            registry,
            seq: 0,
            head: Hash::genesis(registry),
        }
    }

    /// `start` is where the registry's journal begins, `last` the number of its last entry, `there` the hash of its entry number `self.seq`.
    pub(crate) fn check(&self, start: &Self, last: u64, there: Option<Hash>) -> Result<(), WitnessProblem> {
        let registry = start.registry;
        if self.registry != registry {
            return Err(WitnessProblem::AnotherRegistry {
                expected: self.registry,
                found: registry,
            });
        }
        // A registry that was made again has no earlier entries; it follows the newest that anybody had seen.
        if self.seq < start.seq {
            return Ok(());
        }
        let there = if self.seq == start.seq {
            Some(start.head)
        } else {
            there
        };
        match there {
            Some(hash) if hash == self.head => Ok(()),
            None if self.seq > last => Err(WitnessProblem::OlderCopy {
                registry,
                seq: self.seq,
                last,
            }),
            _ => Err(WitnessProblem::Diverged {
                registry,
                seq: self.seq,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_problem_has_its_own_sentence_and_the_way_out() {
        let registry = RegistryId::generate();
        let head = Hash::genesis(registry);
        let witness = Witness {
            registry,
            seq: 3,
            head,
        };
        let start = Witness::genesis(registry);
        assert_eq!(witness.check(&start, 9, Some(head)), Ok(()), "it may have grown");
        let sentence = |result: Result<(), WitnessProblem>| result.expect_err("a problem").to_string();
        let other = sentence(witness.check(&Witness::genesis(RegistryId::generate()), 9, Some(head)));
        let older = sentence(witness.check(&start, 2, None));
        let diverged = sentence(witness.check(&start, 9, Some(head.followed_by("{}"))));
        assert!(other.contains("another registry"), "{other}");
        assert!(
            older.contains("entry 3") && older.contains("the last one here is 2"),
            "{older}"
        );
        assert!(diverged.contains("written to since"), "{diverged}");
        for text in [other, older, diverged] {
            assert!(text.contains("registry rebuild"), "{text}");
        }
    }
}
