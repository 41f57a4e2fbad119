//! The chain: each hash is SHA-256 of the hash before it and the entry's text; the first hangs on the registry's identity.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use super::entry::Entry;
use super::witness::{Witness, WitnessProblem};
use crate::RegistryId;

/// 32 bytes, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash([u8; 32]);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a hash is 64 hexadecimal digits in lower case")]
pub struct ParseHashError;

impl Hash {
    /// What the first entry follows: no entry of one registry can stand in another.
    pub fn genesis(registry: RegistryId) -> Self {
        Self(Sha256::digest(format!(r#"{{"journal":1,"registry":"{registry}"}}"#)).into())
    }

    /// Of the entry that follows this hash. `text` is canonical JSON.
    #[must_use]
    pub fn followed_by(self, text: &str) -> Self {
        Self(
            Sha256::new()
                .chain_update(self.0)
                .chain_update(text)
                .finalize()
                .into(),
        )
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// What is wrong with a journal, and where. Only the first is told: nothing after it can be trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("entry {seq} is missing: what follows it is numbered {found}")]
    Missing { seq: u64, found: u64 },
    #[error("entry {seq} is out of order: it says that it is entry {says}")]
    Reordered { seq: u64, says: u64 },
    #[error("entry {seq} was changed: its hash does not follow from its text and the entry before it")]
    Changed { seq: u64 },
    #[error("entry {seq} is not an entry of a journal")]
    Unreadable { seq: u64 },
    #[error(transparent)]
    Witness(#[from] WitnessProblem),
}

/// A journal without a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many entries it has.
    pub entries: u64,
    pub head: Hash,
}

/// Goes through a journal from its first entry and keeps nothing but the last hash.
#[derive(Debug)]
pub struct Walk {
    start: Witness,
    seq: u64,
    head: Hash,
    witness: Option<Witness>,
    /// What the chain had where the witness stands.
    at_witness: Option<Hash>,
}

impl Walk {
    /// `start` is where the journal begins: [`Witness::genesis`], or what a registry that was made again follows.
    /// `witness` is what somebody else remembers of it: without one, a cut end cannot be seen.
    pub fn new(start: Witness, witness: Option<Witness>) -> Self {
        Self {
            start,
            seq: start.seq,
            head: start.head,
            witness,
            at_witness: None,
        }
    }

    /// The next row: the number, text and hash that stand there.
    pub fn step(&mut self, seq: u64, text: &str, hash: &[u8]) -> Result<Entry, Problem> {
        let expected = self.seq + 1;
        if seq != expected {
            return Err(Problem::Missing {
                seq: expected,
                found: seq,
            });
        }
        let entry = Entry::parse(text).map_err(|_| Problem::Unreadable { seq })?;
        if entry.seq != seq {
            return Err(Problem::Reordered { seq, says: entry.seq });
        }
        let head = self.head.followed_by(text);
        if head.as_bytes() != hash {
            return Err(Problem::Changed { seq });
        }
        (self.seq, self.head) = (seq, head);
        if self.witness.is_some_and(|witness| witness.seq == seq) {
            self.at_witness = Some(head);
        }
        Ok(entry)
    }

    /// After the last row.
    pub fn end(self) -> Result<Verified, Problem> {
        if let Some(witness) = self.witness {
            witness.check(&self.start, self.seq, self.at_witness)?;
        }
        Ok(Verified {
            entries: self.seq - self.start.seq,
            head: self.head,
        })
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

impl FromStr for Hash {
    type Err = ParseHashError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digit = |c: u8| match c {
            b'0'..=b'9' => Ok(c - b'0'),
            b'a'..=b'f' => Ok(c - b'a' + 10),
            _ => Err(ParseHashError),
        };
        let pairs = text.as_bytes().chunks_exact(2);
        if text.len() != 64 {
            return Err(ParseHashError);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(pairs) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RunId;
    use crate::journal::{Draft, Event, Origin, Phase, Writable};

    /// Rows as a registry keeps them.
    fn journal(registry: RegistryId, length: u64) -> Vec<(u64, String, Hash)> {
        let origin = Origin {
            run: RunId::generate(),
            principal: None,
            change_ref: None,
        };
        let draft = Draft {
            operation: None,
            phase: Phase::Single,
            event: Event::Updated,
            subject: None,
            digest: None,
            verdict: None,
            evidence: None,
            residual: None,
            refers: None,
            settled: false,
        };
        let mut head = Hash::genesis(registry);
        (1..=length)
            .map(|seq| {
                let text = Writable::new(&draft, &origin, seq, governance::Instant::EPOCH)
                    .to_text()
                    .expect("canonical");
                head = head.followed_by(&text);
                (seq, text, head)
            })
            .collect()
    }

    fn walk(
        registry: RegistryId,
        rows: &[(u64, String, Hash)],
        witness: Option<Witness>,
    ) -> Result<Verified, Problem> {
        let mut walk = Walk::new(Witness::genesis(registry), witness);
        for (seq, text, hash) in rows {
            walk.step(*seq, text, hash.as_bytes())?;
        }
        walk.end()
    }

    #[test]
    fn a_chain_that_nobody_touched_verifies() {
        let registry = RegistryId::generate();
        let rows = journal(registry, 5);
        let verified = walk(registry, &rows, None).expect("verified");
        assert_eq!((verified.entries, verified.head), (5, rows[4].2));
        assert_eq!(walk(registry, &[], None).expect("verified").entries, 0);
    }

    #[test]
    fn the_first_bad_entry_is_named_with_what_is_wrong() {
        let registry = RegistryId::generate();
        let rows = journal(registry, 5);

        let mut changed = rows.clone();
        changed[2].1 = changed[2].1.replace("updated", "created");
        assert_eq!(walk(registry, &changed, None), Err(Problem::Changed { seq: 3 }));

        let mut missing = rows.clone();
        missing.remove(2);
        assert_eq!(
            walk(registry, &missing, None),
            Err(Problem::Missing { seq: 3, found: 4 })
        );
        let renumbered: Vec<_> = (1..).zip(missing).map(|(seq, row)| (seq, row.1, row.2)).collect();
        assert_eq!(
            walk(registry, &renumbered, None),
            Err(Problem::Reordered { seq: 3, says: 4 })
        );

        let mut swapped = rows.clone();
        swapped.swap(1, 2);
        let swapped: Vec<_> = (1..).zip(swapped).map(|(seq, row)| (seq, row.1, row.2)).collect();
        assert_eq!(
            walk(registry, &swapped, None),
            Err(Problem::Reordered { seq: 2, says: 3 })
        );

        let mut broken = rows.clone();
        broken[0].1 = "{}".to_owned();
        assert_eq!(walk(registry, &broken, None), Err(Problem::Unreadable { seq: 1 }));

        let elsewhere = walk(RegistryId::generate(), &rows, None);
        assert_eq!(
            elsewhere,
            Err(Problem::Changed { seq: 1 }),
            "another registry's entries"
        );
    }

    #[test]
    fn a_cut_end_is_seen_by_whoever_remembers_it() {
        let registry = RegistryId::generate();
        let rows = journal(registry, 5);
        let witness = Witness {
            registry,
            seq: 5,
            head: rows[4].2,
        };
        assert!(walk(registry, &rows, Some(witness)).is_ok());
        assert!(walk(registry, &rows[..4], None).is_ok(), "nobody remembers");
        assert_eq!(
            walk(registry, &rows[..4], Some(witness)),
            Err(Problem::Witness(WitnessProblem::OlderCopy {
                registry,
                seq: 5,
                last: 4
            }))
        );
        // The end was cut and written again.
        let mut other = journal(registry, 5);
        assert_ne!(other[4].2, rows[4].2);
        assert!(matches!(
            walk(registry, &other, Some(witness)),
            Err(Problem::Witness(WitnessProblem::Diverged { seq: 5, .. }))
        ));
        other.clear();
        assert!(walk(registry, &other, Some(Witness::genesis(registry))).is_ok());
    }

    #[test]
    fn a_hash_is_64_hexadecimal_digits() {
        let hash = Hash::genesis(RegistryId::generate());
        assert_eq!(hash.to_string().parse(), Ok(hash));
        for bad in ["", "0", &"g".repeat(64), &hash.to_string().to_uppercase()] {
            assert!(bad.parse::<Hash>().is_err(), "{bad}");
        }
    }
}
