//! The five kinds of actor, which are never governed by one rule.

use std::fmt;
use std::str::FromStr;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorType {
    Customer,
    Partner,
    ApiClient,
    Service,
    AiAgent,
}

/// How the actor type of an identity is known. Only `Declared` tightens limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Names or tags; lowers confidence.
    Inferred,
    /// The resource type or the grant it uses can be nothing else.
    Typed,
    /// An `extid_*` type, a class, `[[subject]]` or a comment says so.
    Declared,
}

/// An actor type as it was written, and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub text: String,
    /// `None` when the text is none of the five.
    pub kind: Option<ActorType>,
    pub basis: Basis,
}

impl Actor {
    pub fn of(kind: ActorType, basis: Basis) -> Self {
        Self {
            text: kind.as_str().to_owned(),
            kind: Some(kind),
            basis,
        }
    }

    pub fn written(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            kind: text.parse().ok(),
            basis: Basis::Declared,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an actor type; use customer, partner, api_client, service or ai_agent")]
pub struct UnknownActorType(pub String);

impl ActorType {
    pub const ALL: [Self; 5] = [
        Self::Customer,
        Self::Partner,
        Self::ApiClient,
        Self::Service,
        Self::AiAgent,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Partner => "partner",
            Self::ApiClient => "api_client",
            Self::Service => "service",
            Self::AiAgent => "ai_agent",
        }
    }

    pub fn is_human(self) -> bool {
        matches!(self, Self::Customer | Self::Partner)
    }
}

impl fmt::Display for ActorType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ActorType {
    type Err = UnknownActorType;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| UnknownActorType(text.to_owned()))
    }
}
