//! The fifteen nouns, and the names of their objects.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! names {
    ($(#[$doc:meta])* $type:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $type { $($variant),* }

        impl $type {
            /// All of them, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// `None` for any other word.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)* _ => None }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

names! {
    /// What an object is: the name of its resource without `extid_`.
    Kind {
        Owner = "owner",
        Relationship = "relationship",
        IdentityClass = "identity_class",
        RevocationPath = "revocation_path",
        Scope = "scope",
        Customer = "customer",
        Partner = "partner",
        ApiClient = "api_client",
        Service = "service",
        Agent = "agent",
        Grant = "grant",
        Credential = "credential",
        Delegation = "delegation",
        Review = "review",
        Waiver = "waiver",
    }
}

names! {
    /// Where an id is unique: the five types of identity share one namespace, every other kind has its own.
    Namespace {
        Owner = "owner",
        Relationship = "relationship",
        IdentityClass = "identity_class",
        RevocationPath = "revocation_path",
        Scope = "scope",
        Identity = "identity",
        Grant = "grant",
        Credential = "credential",
        Delegation = "delegation",
        Review = "review",
        Waiver = "waiver",
    }
}

impl Kind {
    pub const fn namespace(self) -> Namespace {
        match self {
            Self::Owner => Namespace::Owner,
            Self::Relationship => Namespace::Relationship,
            Self::IdentityClass => Namespace::IdentityClass,
            Self::RevocationPath => Namespace::RevocationPath,
            Self::Scope => Namespace::Scope,
            Self::Customer | Self::Partner | Self::ApiClient | Self::Service | Self::Agent => {
                Namespace::Identity
            }
            Self::Grant => Namespace::Grant,
            Self::Credential => Namespace::Credential,
            Self::Delegation => Namespace::Delegation,
            Self::Review => Namespace::Review,
            Self::Waiver => Namespace::Waiver,
        }
    }
}

/// An object by the id that its author gave it: `identity` and `triage-bot`. It stays when an identity changes its type.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    namespace: Namespace,
    id: String,
}

/// An object as people name it, `<kind>/<id>`: `agent/triage-bot`, `grant/triage-bot/tickets`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ref {
    kind: Kind,
    id: String,
}

/// A text that is no ref or no id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {what}: {reason}")]
pub struct ParseNameError {
    pub text: String,
    pub what: &'static str,
    pub reason: &'static str,
}

impl Key {
    /// Fails when `id` cannot be an id there.
    pub fn new(namespace: Namespace, id: impl Into<String>) -> Result<Self, ParseNameError> {
        let id = id.into();
        match check_id(namespace, &id) {
            Ok(()) => Ok(Self { namespace, id }),
            Err(reason) => Err(ParseNameError {
                text: id,
                what: "an id",
                reason,
            }),
        }
    }

    pub fn namespace(&self) -> Namespace {
        self.namespace
    }

    pub fn id(&self) -> &str {
        &self.id
    }
}

impl Ref {
    /// Fails when `id` cannot be the id of such an object.
    pub fn new(kind: Kind, id: impl Into<String>) -> Result<Self, ParseNameError> {
        Key::new(kind.namespace(), id).map(|key| Self { kind, id: key.id })
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    pub fn key(&self) -> Key {
        Key {
            namespace: self.kind.namespace(),
            id: self.id.clone(),
        }
    }
}

/// Names are lower case, `[a-z0-9][a-z0-9._-]{0,62}`; those of identities also have `@+:` and up to 128 characters,
/// those of scopes also `:`. What belongs to an identity is `<identity>/<name>`.
fn check_id(namespace: Namespace, id: &str) -> Result<(), &'static str> {
    match namespace {
        Namespace::Identity => check_name(id, "@+:", 128),
        Namespace::Scope => check_name(id, ":", 63),
        Namespace::Grant | Namespace::Credential | Namespace::Delegation => {
            let (identity, name) = id.split_once('/').ok_or("it is `<identity>/<name>`")?;
            check_name(identity, "@+:", 128).and_then(|()| check_name(name, "", 63))
        }
        _ => check_name(id, "", 63),
    }
}

fn check_name(name: &str, also: &str, longest: usize) -> Result<(), &'static str> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    if name.len() > longest {
        return Err("it is too long (63 characters, 128 for identities)");
    }
    if !name.starts_with(plain) {
        return Err("it starts with a lower-case letter or a digit");
    }
    if name
        .chars()
        .any(|c| !plain(c) && !"._-".contains(c) && !also.contains(c))
    {
        return Err("lower-case letters, digits, `.`, `_` and `-` are allowed, in identities `@+:` too");
    }
    Ok(())
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.namespace, self.id)
    }
}

impl fmt::Display for Ref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.id)
    }
}

impl FromStr for Ref {
    type Err = ParseNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = |reason| ParseNameError {
            text: text.to_owned(),
            what: "a ref",
            reason,
        };
        let (kind, id) = text
            .split_once('/')
            .ok_or_else(|| error("it is `<kind>/<id>`, such as agent/triage-bot"))?;
        let kind = Kind::from_name(kind).ok_or_else(|| error("there is no such kind"))?;
        Self::new(kind, id).map_err(|problem| error(problem.reason))
    }
}

impl Serialize for Ref {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Ref {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refs_are_kind_and_id() {
        for text in [
            "agent/triage-bot",
            "customer/ann+1@example.com",
            "scope/tickets:read",
            "grant/triage-bot/tickets",
            "identity_class/agents",
        ] {
            assert_eq!(
                text.parse::<Ref>().expect("a ref").to_string(),
                text,
                "{text} came back otherwise"
            );
        }
        for text in [
            "agent",
            "robot/x",
            "agent/",
            "agent/Triage",
            "agent/a/b",
            "grant/tickets",
            "grant/a/b/c",
            "owner/a@b",
            "agent/-a",
            "agent/a b",
        ] {
            assert!(text.parse::<Ref>().is_err(), "{text} was accepted");
        }
    }

    #[test]
    fn the_five_types_of_identity_share_their_names() {
        let shared: Vec<Kind> = Kind::ALL
            .iter()
            .copied()
            .filter(|kind| kind.namespace() == Namespace::Identity)
            .collect();
        assert_eq!(shared.len(), 5);
        let agent: Ref = "agent/a".parse().expect("a ref");
        let service: Ref = "service/a".parse().expect("a ref");
        assert_eq!(agent.key(), service.key());
        assert_eq!(Kind::ALL.len(), 15);
        assert_eq!(Namespace::ALL.len(), 11);
    }
}
