//! Ids that nobody chooses: ULIDs, 26 characters, in the order in which they were made (to the millisecond).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ulid::Ulid;

/// A text that is no ULID, where one was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {what}: 26 characters of Crockford's base 32 are expected")]
pub struct ParseIdError {
    pub text: String,
    pub what: &'static str,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident, $what:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Ulid);

        impl $name {
            /// A new one, of now and 80 random bits.
            pub fn generate() -> Self {
                Self(Ulid::generate())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                // Upper case only: an id has one spelling, so that texts can be compared.
                match Ulid::from_string(text) {
                    Ok(ulid) if ulid.to_string() == text => Ok(Self(ulid)),
                    _ => Err(ParseIdError { text: text.to_owned(), what: $what }),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// One incarnation of an object: a new one for every creation, kept until the object is removed.
    Uid, "a uid";
    /// One change of one object, from intent to outcome. It is the idempotency key or the marker at the backend.
    OperationId, "an operation";
    /// One process: it groups what an apply did.
    RunId, "a run";
    /// One registry, kept by its backups and by what is rebuilt from state.
    RegistryId, "a registry's identity";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_one_spelling() {
        let uid = Uid::generate();
        assert_eq!(uid.to_string().parse(), Ok(uid));
        assert!(uid.to_string().to_lowercase().parse::<Uid>().is_err());
        assert!("triage-bot".parse::<Uid>().is_err());
    }
}
